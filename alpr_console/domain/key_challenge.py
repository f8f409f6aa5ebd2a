"""What a security key is asked, and what it answers (FIDO2, WebAuthn)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeyChallenge:
    """Asked of a key once: random bytes that it signs when it is touched."""

    challenge: bytes
    credentials: tuple[bytes, ...]
    """Ids of the person's keys: one of them is to answer, or none of them is set up again."""
    user_id: str
    name: str
    full_name: str


@dataclass(frozen=True, slots=True)
class KeyMade:
    """A key's answer when it is set up."""

    client_data: bytes
    """What was signed over, JSON."""
    attestation: bytes
    """The attestation object, CBOR."""


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """A key's answer at signing in."""

    credential_id: bytes
    client_data: bytes
    authenticator_data: bytes
    signature: bytes
