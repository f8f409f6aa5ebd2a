"""The policy profile: what is in force, what waits, signing and publishing."""
