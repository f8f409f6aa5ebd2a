"""What is missing before the data open, and what the person can do about it."""
