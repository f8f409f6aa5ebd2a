"""The page of release requests."""
