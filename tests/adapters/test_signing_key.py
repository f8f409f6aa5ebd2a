"""The signing key: one for the console, kept apart from the store's."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import SIGNING_KEY, KeyringSigner
from alpr_console.proof_ports import fingerprint


def test_that_a_signature_holds_for_its_message_alone() -> None:
    signer = KeyringSigner(SessionKeyStore())
    public = Ed25519PublicKey.from_public_bytes(signer.public_key)
    public.verify(signer.sign(b"a paper"), b"a paper")
    with pytest.raises(InvalidSignature):
        public.verify(signer.sign(b"a paper"), b"another paper")


def test_that_the_key_stays_the_same_and_is_not_the_stores() -> None:
    keys = SessionKeyStore()
    first, second = KeyringSigner(keys), KeyringSigner(keys)
    assert first.public_key == second.public_key
    assert len(fingerprint(first.public_key)) == 64
    assert keys.store_key(SIGNING_KEY) != keys.signing_key(SIGNING_KEY)
