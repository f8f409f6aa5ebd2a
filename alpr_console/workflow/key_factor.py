"""Security keys as a second factor: challenges, and what a key answers to them.

The key itself is touched elsewhere (key_ports); here it is judged. Nothing that the screen says
about a key is believed: its signature over a challenge of ours is checked.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from alpr_console.domain.account import FactorUse, SecurityKey
from alpr_console.domain.errors import KeyRefused
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge, KeyMade
from alpr_console.domain.operator import User
from alpr_console.key_ports import RELYING_PARTY
from alpr_console.ports import Clock, UnitOfWork
from alpr_console.workflow.second_factors import factors_of

GOOD_FOR = timedelta(minutes=2)
"""A challenge, from being asked to being answered."""

WRONG_KEY = "The key is not yours, or its answer is too old."
COPIED_KEY = "The key has counted backwards: it may be a copy."

_server = Fido2Server(PublicKeyCredentialRpEntity(id=RELYING_PARTY, name="ALPR Console"))


class KeyChallenges:
    """Challenges asked and not yet answered: one a person, in memory alone, each for once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._asked: dict[str, tuple[KeyChallenge, datetime]] = {}

    def ask(self, user: User, keys: list[SecurityKey]) -> KeyChallenge:
        credentials = tuple(_credential(key).credential_id for key in keys)
        asked = KeyChallenge(
            secrets.token_bytes(32), credentials, user.user_id, user.name, user.full_name
        )
        self._asked[user.user_id] = (asked, self._clock.now())
        return asked

    def take(self, user_id: str) -> KeyChallenge | None:
        """What was asked of the person last, unless it is answered already or too old."""
        asked, at = self._asked.pop(user_id, (None, self._clock.now()))
        return asked if self._clock.now() - at <= GOOD_FOR else None


def fault_of(
    work: UnitOfWork, user_id: str, challenges: KeyChallenges, untrusted: KeyAnswer, now: datetime
) -> str:
    """Why the answer is not that of a key of the person; '' where it is. It is used up then."""
    asked = challenges.take(user_id)
    _apps, keys = factors_of(work, user_id)
    if asked is None:
        return WRONG_KEY
    try:
        data = AuthenticatorData(untrusted.authenticator_data)
        response = AuthenticationResponse(
            raw_id=untrusted.credential_id,
            response=AuthenticatorAssertionResponse(
                client_data=CollectedClientData(untrusted.client_data),
                authenticator_data=data,
                signature=untrusted.signature,
            ),
        )
        _server.authenticate_complete(_state(asked), [_credential(key) for key in keys], response)
    except Exception:
        # What is plugged in may send anything; whatever does not verify is not the key.
        return WRONG_KEY
    (key,) = (k for k in keys if _credential(k).credential_id == untrusted.credential_id)
    used = [u.counter for u in work.people.of(FactorUse, user_id) if u.factor_id == key.factor_id]
    # A key that does not count says 0 for ever.
    if (data.counter or max(used)) and data.counter <= max(used):
        return COPIED_KEY
    work.people.add(FactorUse(user_id, key.factor_id, data.counter, now))
    return ""


def set_up_key(
    work: UnitOfWork,
    user_id: str,
    challenges: KeyChallenges,
    untrusted: KeyMade,
    name: str,
    now: datetime,
) -> SecurityKey:
    """Raises KeyRefused unless the key has signed the challenge that was asked."""
    words = " ".join(name.split())
    if not words:
        raise KeyRefused("A key needs a name.", "Name it, as 'blue key on my ring'.")
    asked = challenges.take(user_id)
    if asked is None:
        raise KeyRefused("That took too long.", "Begin again.")
    try:
        data = _server.register_complete(
            _state(asked),
            RegistrationResponse(
                raw_id=b"",
                response=AuthenticatorAttestationResponse(
                    client_data=CollectedClientData(untrusted.client_data),
                    attestation_object=AttestationObject(untrusted.attestation),
                ),
            ),
        )
        credential = data.credential_data
        if credential is None:
            raise ValueError("no credential")
    except Exception as error:
        raise KeyRefused("The key's answer cannot be used.", "Try again, or another key.") from (
            error
        )
    if credential.credential_id in asked.credentials:
        raise KeyRefused("This key is set up already.", "Use another one.")
    key = SecurityKey(user_id, uuid4().hex, words, bytes(credential).hex(), now)
    work.people.add(key)
    work.people.add(FactorUse(user_id, key.factor_id, data.counter, now))
    return key


def _credential(key: SecurityKey) -> AttestedCredentialData:
    return AttestedCredentialData(bytes.fromhex(key.credential))


def _state(asked: KeyChallenge) -> dict[str, str | None]:
    """As Fido2Server keeps it between question and answer."""
    return {"challenge": websafe_encode(asked.challenge), "user_verification": None}
