"""The page of holds: what no purge takes."""
