"""Papers that leave the console: PDF sheets with tables and charts, CSV tables."""
