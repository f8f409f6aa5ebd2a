"""Keys that end with the program: for the demonstration's store only.

The demonstration's data is made up and thrown away, and it must run where there is no
keyring. Never for an agency's data: once the program ends, nothing opens such a store.
"""

from __future__ import annotations

import secrets

from alpr_console.adapters.keyring.system_keyring import KEY_BYTES


class SessionKeyStore:
    """The ports KeyStore and SecretStore in memory."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}
        self._secrets: dict[str, str] = {}

    def store_key(self, name: str) -> bytes:
        """The 32-byte key `name`, the same one for as long as this object lives."""
        return self._keys.setdefault(name, secrets.token_bytes(KEY_BYTES))

    def signing_key(self, name: str) -> bytes:
        """The 32-byte seed of the signing key `name`."""
        return self.store_key(f"signing key {name}")

    def note(self, name: str) -> str | None:
        """None where none is kept."""
        return self._secrets.get(f"note {name}")

    def keep_note(self, name: str, text: str) -> None:
        """In place of the one before."""
        self._secrets[f"note {name}"] = text

    def secret(self, name: str) -> str | None:
        """The secret of a list source; None where none is kept."""
        return self._secrets.get(name)

    def keep_secret(self, name: str, value: str) -> None:
        """In place of the one before."""
        self._secrets[name] = value

    def forget_secret(self, name: str) -> None:
        """Also where none is kept."""
        self._secrets.pop(name, None)
