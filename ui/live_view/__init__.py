"""The live picture with what was recognized in it, and the latest reads."""
