"""How sure a match must be before it alerts."""
