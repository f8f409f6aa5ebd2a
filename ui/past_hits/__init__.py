"""Stored reads that fit what was listed after them: never a live alert."""
