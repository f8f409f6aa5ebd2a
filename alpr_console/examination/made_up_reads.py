"""A store of made-up reads: a year of one car's patrols through a small city.

Written straight into the tables, their indexes made afterwards: through the product ten million
reads would take a day. The pictures are a few bytes; all else is of the length it has in life.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.chain import time_text

MIDDLE = (32.7948, -116.9625)
"""Of the city, degrees."""
BEGIN = datetime(2025, 11, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
UNIT = "bench"

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_FORMS = 5 * len(_LETTERS) ** 3 * 1000
"""Plates of the form 7ABC123 with a first digit from 5 to 9."""
_STEP = 7_368_787
"""Prime to their number: neighbors in it are no neighbors on the plate."""
_STATES = ("CA",) * 46 + ("AZ", "NV", "OR", "TX")
_COLORS = ("white", "black", "gray", "gray", "white or gray", "blue", "red", "tan")
_BODIES = ("car", "car", "SUV", "SUV", "truck", "van")
_CAMERAS = ("front left", "front right", "rear")
_CHUNK = 100_000
CONTEXT = b"\xff\xd8" + bytes(60) + b"\xff\xd9"
_COLUMNS = (
    "read_id", "revision", "track_id", "camera", "plate", "state", "confidence", "reading", "box",
    "corners", "first_frame", "last_frame", "frames", "at", "latitude", "longitude", "fix_at",
    "speed_mps", "course_deg", "fix_quality", "color", "color_confidence", "body",
    "body_confidence", "crop_jpeg", "context_jpeg",
)  # fmt: skip


def plate_of(vehicle: int) -> str:
    """The plate of a vehicle, by its number."""
    rest, digits = divmod(vehicle * _STEP % _FORMS, 1000)
    rest, third = divmod(rest, len(_LETTERS))
    rest, second = divmod(rest, len(_LETTERS))
    first_digit, first = divmod(rest, len(_LETTERS))
    return f"{5 + first_digit}{_LETTERS[first]}{_LETTERS[second]}{_LETTERS[third]}{digits:03}"


def vehicles(reads: int) -> int:
    """How many there are; some pass every day, most a few times a year."""
    return max(1, reads * 2 // 5)


def write_made_up_reads(
    path: Path, key: bytes, reads: int, say: Callable[[str], None], context: bytes = CONTEXT
) -> dict[str, int]:
    """A store with so many reads. Bytes by what they are for: each index, and the rest.

    `context` stands for the larger picture of each read.

    Raises StoreUnavailable.
    """
    Store.open(path, key, UNIT, SystemClock()).close()
    connection = cipher.connect(path, key)
    try:
        # Nothing of this has to survive a crash.
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000"):
            connection.execute(f"PRAGMA {pragma}")
        later = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'reads' "
            "AND type IN ('index', 'trigger') AND sql IS NOT NULL"
        ).fetchall()
        for kind, name, _ in later:
            connection.execute(f"DROP {kind} {name}")
        insert = (
            f"INSERT INTO reads ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
        )
        rows, done = _rows(reads, context), 0
        connection.execute("BEGIN")
        while chunk := list(itertools.islice(rows, _CHUNK)):
            connection.executemany(insert, chunk)
            done += len(chunk)
            say(f"{done:,} reads written")
        connection.execute("COMMIT")
        sizes = {"reads": _bytes(connection)}
        for _, name, sql in later:
            before = _bytes(connection)
            connection.execute(sql)
            if grown := _bytes(connection) - before:
                sizes[name] = grown
                say(f"{name} made")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    return sizes


def _bytes(connection: Any) -> int:
    pages, size = (
        connection.execute(f"PRAGMA {of}").fetchone()[0] for of in ("page_count", "page_size")
    )
    return int(pages) * int(size)


def _rows(reads: int, context: bytes) -> Iterator[tuple[object, ...]]:
    """In the order of their time, which is how they come in."""
    rng = random.Random(1)
    spacing, fleet = YEAR / reads, vehicles(reads)
    routes = [_route(rng) for _ in range(60)]
    crop = b"\xff\xd8" + bytes(30) + b"\xff\xd9"
    box, corners = "[412.5,300.2,96.0,48.0]", "[[412,300],[508,301],[508,348],[412,347]]"
    for number in range(reads):
        at = BEGIN + (number + rng.random()) * spacing
        # Another street every twenty minutes.
        street, along = divmod((at - BEGIN) / timedelta(minutes=20), 1)
        latitude, longitude = _point(routes[int(street) * 17 % len(routes)], along, rng)
        plate, text = plate_of(int(fleet * rng.random() ** 2)), time_text(at)
        yield (
            f"{rng.getrandbits(128):032x}", 0, number, _CAMERAS[number % 3], plate,
            _STATES[number % len(_STATES)], 0.93, _reading(plate), box, corners, number,
            number + 12, 12, text, latitude, longitude, text, 11.5, 271.0, 2,
            rng.choice(_COLORS), 0.81, rng.choice(_BODIES), 0.84, crop, context,
        )  # fmt: skip


def _reading(plate: str) -> str:
    characters = ",".join(f'["{char}",0.98,[]]' for char in plate)
    return f'{{"characters":[{characters}],"state":["CA",0.9,[]],"confidence":0.93}}'


def _route(rng: random.Random) -> tuple[float, float, float, float]:
    """A street: where it begins, and where it leads to in twenty minutes."""
    south, west = MIDDLE[0] - 0.05 + 0.1 * rng.random(), MIDDLE[1] - 0.06 + 0.12 * rng.random()
    turn = rng.random() * 2 * math.pi
    return south, west, 0.04 * math.sin(turn), 0.05 * math.cos(turn)


def _point(
    route: tuple[float, float, float, float], along: float, rng: random.Random
) -> tuple[float, float]:
    return (
        route[0] + along * route[2] + 0.0002 * rng.random(),
        route[1] + along * route[3] + 0.0002 * rng.random(),
    )
