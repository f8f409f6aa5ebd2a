"""One's own account: password, second factor, what is on record."""
