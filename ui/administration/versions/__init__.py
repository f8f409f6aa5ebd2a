"""The versions of one hot list, and the way back."""
