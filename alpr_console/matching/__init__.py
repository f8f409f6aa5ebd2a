"""Hot lists as an index, and the likelihood that a plate seen is a plate listed."""
