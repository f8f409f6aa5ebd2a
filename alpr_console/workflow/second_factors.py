"""Codes out of an app (TOTP), and recovery codes for when they are lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import uuid4

import pyotp

from alpr_console.domain.account import (
    CodeApp,
    FactorEnd,
    FactorUse,
    RecoveryCodes,
    RecoveryUse,
    SecurityKey,
)
from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.operator import User
from alpr_console.ports import UnitOfWork

STEP_S = 30
CODES = 10


def new_secret() -> str:
    return pyotp.random_base32()


def enrolment_uri(secret: str, user: User, agency: str) -> str:
    """What the app scans: otpauth://totp/…"""
    return pyotp.TOTP(secret).provisioning_uri(name=user.name, issuer_name=agency)


def counter_of(secret: str, untrusted_code: str, now: datetime) -> int | None:
    """Which time step the code is of: this one, the one before or after; None if of none."""
    code = "".join(untrusted_code.split())
    here = int(now.timestamp()) // STEP_S
    for counter in (here, here - 1, here + 1):
        if hmac.compare_digest(pyotp.HOTP(secret).at(counter).encode(), code.encode("utf-8")):
            return counter
    return None


def factors_of(work: UnitOfWork, user_id: str) -> tuple[list[CodeApp], list[SecurityKey]]:
    """What the person has set up and not removed."""
    ended = {one.factor_id for one in work.people.of(FactorEnd, user_id)}
    apps = [one for one in work.people.of(CodeApp, user_id) if one.factor_id not in ended]
    keys = [one for one in work.people.of(SecurityKey, user_id) if one.factor_id not in ended]
    return apps, keys


def use_code(work: UnitOfWork, user_id: str, untrusted_code: str, now: datetime) -> bool:
    """Whether the code is one of the person's, now and never used; it is used up then."""
    apps, _keys = factors_of(work, user_id)
    for app in apps:
        counter = counter_of(app.secret, untrusted_code, now)
        used = [u.counter for u in work.people.of(FactorUse, user_id)
                if u.factor_id == app.factor_id]  # fmt: skip
        if counter is not None and counter > max(used, default=-1):
            work.people.add(FactorUse(user_id, app.factor_id, counter, now))
            return True
    return False


def set_up_app(
    work: UnitOfWork, user_id: str, secret: str, untrusted_code: str, now: datetime
) -> CodeApp:
    """Raises SignInRefused unless the code proves that the app holds the secret."""
    counter = counter_of(secret, untrusted_code, now)
    if counter is None:
        raise SignInRefused("The code is not the app's.", "Wait for the next one and try again.")
    app = CodeApp(user_id, uuid4().hex, secret, now)
    work.people.add(app)
    work.people.add(FactorUse(user_id, app.factor_id, counter, now))
    return app


def draw_recovery_codes() -> tuple[str, ...]:
    """Ten codes to be shown once, of 64 bits each."""
    drawn = [secrets.token_hex(8) for _ in range(CODES)]
    return tuple("-".join(one[i : i + 4] for i in (0, 4, 8, 12)) for one in drawn)


def keep_recovery_codes(
    work: UnitOfWork, user_id: str, codes: tuple[str, ...], now: datetime
) -> None:
    """In place of those before; kept as hashes."""
    work.people.add(RecoveryCodes(user_id, uuid4().hex, tuple(_hash(code) for code in codes), now))


def recovery_codes_left(work: UnitOfWork, user_id: str) -> int:
    sets = work.people.of(RecoveryCodes, user_id)
    if not sets:
        return 0
    used = [one for one in work.people.of(RecoveryUse, user_id) if one.set_id == sets[-1].set_id]
    return len(sets[-1].hashes) - len(used)


def use_recovery_code(work: UnitOfWork, user_id: str, untrusted_code: str, now: datetime) -> bool:
    """Whether the code is one of the newest ten and not used; it is used up then."""
    sets = work.people.of(RecoveryCodes, user_id)
    if not sets:
        return False
    newest, digest = sets[-1], _hash(untrusted_code)
    used = {(one.set_id, one.hash) for one in work.people.of(RecoveryUse, user_id)}
    if digest not in newest.hashes or (newest.set_id, digest) in used:
        return False
    work.people.add(RecoveryUse(user_id, newest.set_id, digest, now))
    return True


def _hash(code: str) -> str:
    bare = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(bare.encode("utf-8")).hexdigest()
