"""The store's key, and the secrets of list sources, in the system keyring.

Secret Service, KWallet, Keychain or Credential Locker.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import keyring.core
from keyring.backend import KeyringBackend
from keyring.backends import SecretService, Windows, kwallet, libsecret, macOS
from keyring.errors import KeyringLocked

from alpr_console.domain.errors import KeyringUnavailable

KEY_BYTES = 32

# Those that keep a secret encrypted behind the user's sign-in. Anything else that keyring
# may find or be told to use (a plain file, 'null', 'fail') is refused.
_TRUSTED: tuple[type[KeyringBackend], ...] = (
    SecretService.Keyring,
    libsecret.Keyring,
    kwallet.DBusKeyring,
    macOS.Keyring,
    Windows.WinVaultKeyring,
)

_OF_NOTES = "note "

_OF_SOURCES = "list source "
"""Before the names of secrets: none can be taken for the store's key, whatever it is called."""

_OF_SIGNATURES = "signing key "

_LOCKED = ("The keyring is locked.", "Unlock it and start again.")


class SystemKeyStore:
    """The ports KeyStore and SecretStore on the system keyring."""

    def __init__(self, service: str = "alpr-console", may_create: bool = True) -> None:
        """`may_create` is False where a store exists already: a new key would not open it."""
        self._service = service
        self._may_create = may_create

    def store_key(self, name: str) -> bytes:
        """The 32-byte key `name`, kept in hex; made at random where there is none yet.

        Raises:
            KeyringUnavailable: no keyring, one that keeps secrets in the open, a locked one,
                or no key in it although a store exists.
        """
        kept = self._kept(name, self._may_create)
        if kept is None:
            raise KeyringUnavailable(
                "The keyring holds no key for the store on this machine.",
                "Sign in to the machine as the user who set the console up, or restore "
                "that user's keyring. A new key would not open the store.",
            )
        return _key(kept)

    def signing_key(self, name: str) -> bytes:
        """The 32-byte seed of the signing key `name`; made at random where there is none yet,
        also beside a store. Raises KeyringUnavailable."""
        kept = self._kept(_OF_SIGNATURES + name, may_create=True)
        if kept is None:
            raise KeyringUnavailable("The keyring did not keep the signing key.", _LOCKED[1])
        return _key(kept)

    def _kept(self, name: str, may_create: bool) -> str | None:
        with _answering() as backend:
            kept = backend.get_password(self._service, name)
            if kept is None and may_create:
                backend.set_password(self._service, name, secrets.token_bytes(KEY_BYTES).hex())
                # What is used is what will be found at the next start, or nothing.
                kept = backend.get_password(self._service, name)
        return kept

    def note(self, name: str) -> str | None:
        """A short text that is no secret; None where none is kept. Raises KeyringUnavailable."""
        with _answering() as backend:
            return backend.get_password(self._service, _OF_NOTES + name)

    def keep_note(self, name: str, text: str) -> None:
        """In place of the one before. Raises KeyringUnavailable."""
        with _answering() as backend:
            backend.set_password(self._service, _OF_NOTES + name, text)

    def secret(self, name: str) -> str | None:
        """The secret of a list source; None where none is kept. Raises KeyringUnavailable."""
        with _answering() as backend:
            return backend.get_password(self._service, _OF_SOURCES + name)

    def keep_secret(self, name: str, value: str) -> None:
        """In place of the one before. Raises KeyringUnavailable, also where the keyring does
        not hold afterwards what it was given (Windows keeps 1,280 characters at most)."""
        with _answering() as backend:
            backend.set_password(self._service, _OF_SOURCES + name, value)
            kept = backend.get_password(self._service, _OF_SOURCES + name)
        if kept != value:
            raise KeyringUnavailable(
                "The keyring did not keep the secret.", "A long private key: make an Ed25519 one."
            )

    def forget_secret(self, name: str) -> None:
        """Also where none is kept. Raises KeyringUnavailable."""
        with _answering() as backend:
            if backend.get_password(self._service, _OF_SOURCES + name) is not None:
                backend.delete_password(self._service, _OF_SOURCES + name)


@contextmanager
def _answering() -> Iterator[KeyringBackend]:
    """The keyring to ask; what it raises comes out as KeyringUnavailable."""
    backend = _backend()
    try:
        yield backend
    except KeyringLocked as error:
        raise KeyringUnavailable(*_LOCKED) from error
    except Exception as error:
        # Each backend lets the errors of its own library through.
        raise KeyringUnavailable(
            f"The keyring does not answer ({error}).", "Unlock it and start again."
        ) from error


def _backend() -> KeyringBackend:
    """The best trusted keyring that answers. Raises KeyringUnavailable."""
    try:
        chosen = keyring.core.load_env() or keyring.core.load_config()
    except Exception as error:
        # A name that does not import, a damaged file: whatever that module raises.
        raise KeyringUnavailable(
            f"The keyring that is set for this user cannot be used ({error}).",
            "Remove PYTHON_KEYRING_BACKEND and keyringrc.cfg.",
        ) from error
    if chosen is not None:
        if not isinstance(chosen, _TRUSTED):
            name = f"{type(chosen).__module__}.{type(chosen).__qualname__}"
            raise KeyringUnavailable(
                f"The keyring that is set for this user ({name}) does not protect the key.",
                "Remove PYTHON_KEYRING_BACKEND and keyringrc.cfg, and use the desktop's keyring.",
            )
        return chosen
    answering = [backend for backend in _TRUSTED if backend.viable]
    if not answering:
        raise KeyringUnavailable(
            "There is no system keyring.",
            "Install gnome-keyring or KWallet, sign in to the desktop again and start again.",
        )
    return max(answering, key=lambda backend: float(backend.priority))()


def _key(untrusted: str) -> bytes:
    try:
        key = bytes.fromhex(untrusted)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringUnavailable(
            "What the keyring holds for the console is not a key.", "Restore the user's keyring."
        )
    return key
