"""What is on record about a person's account: steps, attempts, training, devices.

All of it is only ever added to: how an account stands is read off its records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class AccountAct(Enum):
    CREATED = "created"
    ROLE = "role changed"
    POSITION = "position changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    LOCKED = "locked after failures"
    RELEASED = "released"
    PASSWORD = "password set"
    TEMPORARY = "temporary password set"
    APPROVED = "access approved"
    APPROVAL_ENDED = "approval ended"


@dataclass(frozen=True, slots=True)
class AccountStep:
    user_id: str
    act: AccountAct
    by: str
    at: datetime
    reason: str = ""
    value: str = ""
    """The new role, the new position; of a password its argon2id hash, so that it is not taken
    again."""


class AttemptOutcome(Enum):
    SUCCEEDED = "succeeded"
    WRONG_PASSWORD = "wrong password"
    WRONG_CODE = "wrong second factor"
    REFUSED = "refused"
    """Right in every part, but the account is locked or disabled."""

    @property
    def counts_as_failure(self) -> bool:
        return self in (AttemptOutcome.WRONG_PASSWORD, AttemptOutcome.WRONG_CODE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at signing in, or at opening the privacy lock."""

    user_id: str
    at: datetime
    outcome: AttemptOutcome
    unit: str


@dataclass(frozen=True, slots=True)
class Training:
    user_id: str
    course: str
    """Key of the profile's course."""
    completed_at: datetime
    expires_at: datetime
    taught_by: str
    certificate: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    user_id: str
    policy: str
    """AgencyPolicy.version_name of what was on screen."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Designee:
    """Who oversees the operation now (ACC-8)."""

    title: str
    name: str
    by: str
    at: datetime


class Standing(Enum):
    OWNED = "department-owned"
    PERMITTED = "permitted in writing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Device:
    """A computer that may open the store (ACC-6). The newest record of an id counts."""

    device_id: str
    name: str
    standing: Standing
    owner: str
    """Whose it is, where it is not the department's."""
    reason: str
    by: str
    at: datetime
    until: datetime | None = None

    def opens(self, now: datetime) -> bool:
        if self.standing is Standing.WITHDRAWN:
            return False
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class CodeApp:
    """A second factor: one-time codes out of an app (TOTP, RFC 6238)."""

    user_id: str
    factor_id: str
    secret: str
    """Base32."""
    at: datetime


@dataclass(frozen=True, slots=True)
class SecurityKey:
    """A second factor: a FIDO2 security key."""

    user_id: str
    factor_id: str
    name: str
    credential: str
    """AttestedCredentialData, hex."""
    at: datetime


@dataclass(frozen=True, slots=True)
class FactorUse:
    """That a factor was used: a code counts once, a key's counter only goes up."""

    user_id: str
    factor_id: str
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class FactorEnd:
    user_id: str
    factor_id: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Ten codes for when the second factor is lost or the only administrator is locked out.

    Newer ones take the place of older ones.
    """

    user_id: str
    set_id: str
    hashes: tuple[str, ...]
    """SHA-256, hex; the codes are random and long enough not to be guessed from it."""
    at: datetime


@dataclass(frozen=True, slots=True)
class RecoveryUse:
    user_id: str
    set_id: str
    hash: str
    at: datetime


PersonRecord = (
    AccountStep
    | Attempt
    | Training
    | Acknowledgement
    | CodeApp
    | SecurityKey
    | FactorUse
    | FactorEnd
    | RecoveryCodes
    | RecoveryUse
)
"""What is on record about one person."""


def approved(steps: list[AccountStep]) -> bool:
    """Whether access stands approved; `steps` in their order."""
    acts = [s.act for s in steps if s.act in (AccountAct.APPROVED, AccountAct.APPROVAL_ENDED)]
    return bool(acts) and acts[-1] is AccountAct.APPROVED


def locked(steps: list[AccountStep]) -> bool:
    acts = [s.act for s in steps if s.act in (AccountAct.LOCKED, AccountAct.RELEASED)]
    return bool(acts) and acts[-1] is AccountAct.LOCKED
