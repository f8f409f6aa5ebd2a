"""Stored reads searched for a reason that goes on record."""
