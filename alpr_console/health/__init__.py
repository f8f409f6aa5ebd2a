"""Facts about the console's parts, and which rows of the notices table they make true."""
