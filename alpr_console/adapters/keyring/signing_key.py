"""The key that signs exports and anchors of the log, out of the keyring."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from alpr_console.ports import KeyStore

SIGNING_KEY = "signing"


class KeyringSigner:
    """The Signer port. The keyring is asked at the first signature, not at the start."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._key: Ed25519PrivateKey | None = None

    @property
    def public_key(self) -> bytes:
        """32 bytes. Raises KeyringUnavailable."""
        return self._private().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes. Raises KeyringUnavailable."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        if self._key is None:
            self._key = Ed25519PrivateKey.from_private_bytes(self._keys.signing_key(SIGNING_KEY))
        return self._key
