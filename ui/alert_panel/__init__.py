"""The alert panel: the course of one hit, one question at a time."""
