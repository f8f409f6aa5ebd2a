"""The page of audit samples."""
