"""A bench's report, drawn."""
