"""The supervisor's review of a shift's hits."""
