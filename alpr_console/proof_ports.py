"""What the product needs to sign the papers that leave it: one key, kept in the keyring."""

from __future__ import annotations

import hashlib
from typing import Protocol


class Signer(Protocol):
    """Ed25519 (RFC 8032) with this console's own key."""

    @property
    def public_key(self) -> bytes:
        """32 bytes. Raises KeyringUnavailable."""
        ...

    def sign(self, message: bytes) -> bytes:
        """64 bytes, the same for the same message. Raises KeyringUnavailable."""
        ...


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the raw public key, hex: what a recipient compares by another channel."""
    return hashlib.sha256(public_key).hexdigest()
