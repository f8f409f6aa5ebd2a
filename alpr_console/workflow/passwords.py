"""Passwords: how they are kept, and which are refused, with the reason said (IA-5)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache
from typing import Any
from uuid import uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from alpr_console.domain.errors import SignInRefused

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 256
"""argon2 reads any length; a bound keeps a pasted file from stalling the console."""

KEPT = 5
"""So many of a person's last passwords are not taken again."""

_LONGEST_RATED = 72
"""zxcvbn's own limit; whatever is longer is strong enough by its length."""

_LEAST_SCORE = 2
"""zxcvbn's: below it a password is guessed within a million tries."""

_hasher = PasswordHasher()


@cache
def hash_of_nobody() -> str:
    """Compared with where there is no account, so that a wrong name takes as long."""
    return _hasher.hash(uuid4().hex)


def hash_of(password: str) -> str:
    """argon2id, encoded form."""
    return _hasher.hash(password)


def matches(password_hash: str, untrusted_password: str) -> bool:
    try:
        return _hasher.verify(password_hash, untrusted_password[:LONGEST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, own_words: Iterable[str], last_hashes: Iterable[str] = ()) -> None:
    """Raise SignInRefused with the reason where `password` is not to be taken.

    `own_words` are the person's name, badge, agency and unit: easily guessed by who knows them.
    """
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise SignInRefused(
            f"A password has at least {SHORTEST_PASSWORD} characters"
            f" and at most {LONGEST_PASSWORD}.",
            "Choose another.",
        )
    if len(password) <= _LONGEST_RATED:
        words = [part for word in own_words for part in (word, *word.split()) if len(part) > 1]
        rating = zxcvbn(password, user_inputs=words, max_length=_LONGEST_RATED)
        if rating["score"] < _LEAST_SCORE:
            raise SignInRefused(
                f"This password is {_weakness(rating['sequence'])}.", "Choose another."
            )
    if any(matches(one, password) for one in list(last_hashes)[-KEPT:]):
        raise SignInRefused(f"This was one of the last {KEPT} passwords.", "Choose another.")


def temporary() -> str:
    """A password for one sign-in, to be read out: five groups of four."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(5))


def _weakness(found: Iterable[Any]) -> str:
    """The reason in our words, by the pattern that makes it easy to guess."""
    for one in found:
        match one["pattern"], one.get("dictionary_name"):
            case "dictionary", "user_inputs":
                return "made of your own name, badge, agency or unit"
            case "dictionary", "passwords":
                return "on the list of common passwords"
            case "repeat", _:
                return "the same characters repeated"
            case "sequence", _:
                return "a sequence of characters"
            case "spatial", _:
                return "a row of neighboring keys"
            case "date", _:
                return "a date"
    return "too easy to guess"
