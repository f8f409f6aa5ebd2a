"""The page of memoranda of understanding."""
