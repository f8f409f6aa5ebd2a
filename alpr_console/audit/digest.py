"""A digest of a whole alert or specific entry, so that the log vouches for the tables beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import Enum

from alpr_console.audit.chain import time_text
from alpr_console.domain.alert import Alert
from alpr_console.domain.read import PlateRead
from alpr_console.domain.specific_entry import SpecificEntry
from alpr_console.domain.transfer import HoldNotice, PurgeOrder

ALERT_DIGEST = "alert_digest"
"""Under this detail an audit entry carries the digest of the alert it left behind."""


ENTRY_DIGEST = "entry_digest"
"""The same of a specific entry."""


PURGED_IDS = "ids_sha256"
"""Under this detail a purge's entry vouches for the ids of what it took."""


def digest_of_ids(ids: Iterable[str]) -> str:
    """SHA-256, hex, over the ids in their order, one a line."""
    return hashlib.sha256("\n".join(sorted(ids)).encode("ascii")).hexdigest()


def digest_of(value: Alert | SpecificEntry) -> str:
    """SHA-256, hex, over everything in it; of an alert: hit, read, pictures, list, course.

    Equal values have equal digests, however their numbers are written.
    """
    return hashlib.sha256(text_of(value).encode("ascii")).hexdigest()


def text_of(value: Alert | SpecificEntry | PlateRead | HoldNotice | PurgeOrder) -> str:
    """What the digest is over: canonical JSON in ASCII, pictures by their SHA-256."""
    return json.dumps(_plain(asdict(value)), sort_keys=True, separators=(",", ":"))


_ADDED: dict[str, object] = {
    "specific": "", "person": "", "covert": "", "file_id": "", "left_out": 0, "barred": 0,
    "messages": (), "again": (), "unlikely": (),
}  # fmt: skip
"""Fields of reads, list entries, lists and alerts that alerts of an earlier console did not have,
each with what it is read as in those. It is left out of the digest then, or those alerts would
seem changed."""


def _as_before(name: object, value: object) -> bool:
    return name in _ADDED and value == _ADDED[str(name)] and not isinstance(value, bool)


def _plain(value: object) -> object:
    match value:
        case None | bool() | str():
            return value
        case dict():
            return {str(k): _plain(inner) for k, inner in value.items() if not _as_before(k, inner)}
        case list() | tuple():
            return [_plain(inner) for inner in value]
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case Enum():
            return _plain(value.value)
        case datetime():
            return time_text(value)
        case timedelta():
            return value // timedelta(microseconds=1)
        case _:
            # A whole number saved where a fraction may stand comes back as a fraction.
            return float(value)  # type: ignore[arg-type]
