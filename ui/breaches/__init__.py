"""The page of suspected breaches."""
