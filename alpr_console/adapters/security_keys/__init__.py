"""Security keys (FIDO2)."""
