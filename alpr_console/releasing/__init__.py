"""Releases: what the words of a request suggest, and the papers."""
