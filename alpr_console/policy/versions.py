"""Which version of a profile is in force: the one that was signed off, not the file's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_version import PolicyChange, PolicyVersion, PolicyWaiting
from alpr_console.policy.profile import policy_of


def in_force(
    text: str, key: str, signed: PolicyVersion | None
) -> tuple[AgencyPolicy, PolicyWaiting | None]:
    """The policy to work under, and the profile that waits for its sign-off, if one does.

    `text` and `key` are the chosen profile's. Where none was ever signed off it is in force at
    once and waits all the same: somebody has to answer for it.

    Raises PolicyInvalid; also where the signed-off text is none that this version knows.
    """
    chosen = policy_of(text, key)
    if signed is None:
        return chosen, PolicyWaiting(chosen, text, ())
    if signed.sha256 == chosen.sha256 and signed.key == key:
        return chosen, None
    return policy_of(signed.text, signed.key), PolicyWaiting(
        chosen, text, changes(signed.text, text)
    )


def changes(before: str, after: str) -> tuple[PolicyChange, ...]:
    """What two valid profiles say differently, in the order of the newer one."""
    old, new = dict(_values(tomllib.loads(before))), dict(_values(tomllib.loads(after)))
    found = [
        PolicyChange(place, old.get(place, ""), value)
        for place, value in new.items()
        if old.get(place, "") != value
    ]
    return (*found, *(PolicyChange(place, old[place], "") for place in old if place not in new))


def _values(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _values(inner, f"{place}.{key}" if place else str(key))
        case list() if value and isinstance(value[0], dict):
            for number, inner in enumerate(value, start=1):
                yield from _values(inner, f"{place} {number}")
        case list():
            yield place, ", ".join(map(str, value))
        case bool():
            yield place, "true" if value else "false"
        case _:
            yield place, str(value)
