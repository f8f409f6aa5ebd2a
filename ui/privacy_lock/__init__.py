"""The privacy lock: one key hides everything until the password is given."""
