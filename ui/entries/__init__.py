"""Specific entries (BOLO): what is looked for, who decides on it, and plates that are ignored."""
