"""The page of evidence exports."""
