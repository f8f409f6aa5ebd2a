"""The page of reports that fall due, with their figures."""
