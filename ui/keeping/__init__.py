"""The page of limits and purges."""
