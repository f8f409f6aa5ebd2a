"""The computers that may open the store."""
