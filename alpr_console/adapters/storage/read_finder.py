"""Stored reads found by plate, time, place and what was seen of the vehicle.

Which index finds them is said in so many words: SQLite would guess, and a wrong guess walks
through every read there is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text

from alpr_console.adapters.storage.case_reads import OF_CASE
from alpr_console.adapters.storage.schema import CELL_ROW, CELLS_PER_DEGREE, reads
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.read_search import (
    METERS_PER_DEGREE,
    Circle,
    FoundRead,
    Place,
    ReadKey,
    SearchTerms,
    Sought,
    Spellings,
)
from alpr_console.domain.vehicle_codes import COLORS, OR

MOST_CELLS = 400
"""A place of more than these is looked for along the time: its cells hold most reads anyway."""

_AFTER_ALL = "~"
"""Sorts behind every character of a plate."""

_PLACES = (
    "SELECT reads.at, reads.rowid AS place FROM {source} WHERE {conditions} ORDER BY reads.at DESC"
)
"""Out of the index alone, so that only the reads of the page are fetched themselves."""

_NEWEST = """NOT EXISTS (
  SELECT 1 FROM reads AS newer
  WHERE newer.read_id = reads.read_id AND newer.revision > reads.revision)"""

_KEYS = text(f"""
SELECT at, read_id, revision FROM reads WHERE rowid IN :places AND {_NEWEST}
ORDER BY at DESC, read_id DESC
""").bindparams(bindparam("places", expanding=True))

_DETAILS = text(f"""
SELECT read_id, revision, at, plate, state, camera, confidence, latitude, longitude, color, body,
  EXISTS (SELECT 1 FROM alerts WHERE alerts.read_id = reads.read_id)
    OR EXISTS (SELECT 1 FROM alert_repeats WHERE alert_repeats.read_id = reads.read_id) AS hit,
  EXISTS (SELECT 1 FROM read_corrections WHERE read_corrections.read_id = reads.read_id)
    AS corrected
FROM reads WHERE read_id IN :read_ids AND {_NEWEST}
""").bindparams(bindparam("read_ids", expanding=True))


class SqlReadFinder:
    """The ReadFinder port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def span(self) -> tuple[datetime, datetime] | None:
        oldest = self._connection.execute(select(func.min(reads.c.at))).scalar()
        newest = self._connection.execute(select(func.max(reads.c.at))).scalar()
        if oldest is None or newest is None:
            return None
        return time_from_text(oldest), time_from_text(newest)

    def at_once(self, sought: Sought) -> bool:
        return _Query(sought).at_once

    def find(
        self, sought: Sought, since: datetime, before: tuple[datetime, str], limit: int
    ) -> list[ReadKey]:
        query, last = _Query(sought), time_text(before[0])
        values = {**query.values, "since": time_text(since), "before": last}
        keys: list[ReadKey] = []
        with self._connection.execute(text(query.sql), values) as rows:
            for places in _by_moments(rows, limit):
                for row in self._connection.execute(_KEYS, {"places": places}):
                    if row.at < last or row.read_id < before[1]:
                        keys.append(ReadKey(time_from_text(row.at), row.read_id, row.revision))
                if len(keys) >= limit:
                    break
        return keys[:limit]

    def details(self, sought: Sought, keys: Sequence[ReadKey]) -> list[FoundRead]:
        read_ids = [key.read_id for key in keys]
        rows = self._connection.execute(_DETAILS, {"read_ids": read_ids})
        kept = {(row.read_id, row.revision): row for row in rows}
        return [
            _found(key, kept[key.read_id, key.revision], sought.spelled)
            for key in keys
            if (key.read_id, key.revision) in kept
        ]


def _by_moments(rows: Iterable[Row[Any]], least: int) -> Iterator[list[int]]:
    """Places, so many at a time or more: those of one moment stay together, because their order
    among each other is not the index's."""
    places: list[int] = []
    at = ""
    for row in rows:
        if len(places) >= least and row.at != at:
            yield places
            places = []
        places.append(row.place)
        at = row.at
    if places:
        yield places


class _Query:
    """One statement, and the values it is asked with besides its span of time."""

    def __init__(self, sought: Sought) -> None:
        terms = sought.terms
        self.values: dict[str, Any] = {}
        self.at_once = False
        """A plate or a case leads to the reads, and no time has to be passed through."""
        self._conditions = [
            "reads.at >= :since",
            "reads.at <= :before",
        ]
        source = self._source(terms, sought.spelled)
        for name in ("state", "color", "body"):
            if value := getattr(terms, name):
                self._narrow(name, _worded(value) if name == "color" else [value])
        if terms.camera:
            self._conditions.append("reads.camera = :camera COLLATE NOCASE")
            self.values["camera"] = terms.camera
        if terms.place is not None:
            self._within(terms.place)
        self.sql = _PLACES.format(source=source, conditions=" AND ".join(self._conditions))

    def _source(self, terms: SearchTerms, spelled: Spellings | None) -> str:
        """The index that has the fewest reads to pass over."""
        whole = spelled is not None and bool(spelled.whole)
        if spelled is not None and whole:
            self._narrow("plate", spelled.whole)
        self.at_once = whole or bool(terms.case)
        if whole and not terms.case:
            return "reads INDEXED BY ix_reads_plate"
        if spelled is not None and not whole:
            self._conditions.append("reads.plate GLOB :pattern")
            self.values["pattern"] = spelled.pattern
        if terms.case:
            self.values["case"] = terms.case
            return f"{OF_CASE} AS of_case CROSS JOIN reads ON reads.read_id = of_case.read_id"
        if terms.place is not None and (cells := _cells(terms.place)):
            self._narrow("cell", cells)
            return "reads INDEXED BY ix_reads_cell"
        if spelled is not None and spelled.prefixes:
            rows = []
            for number, prefix in enumerate(spelled.prefixes):
                rows.append(f"(:low{number}, :high{number})")
                self.values[f"low{number}"] = prefix
                self.values[f"high{number}"] = prefix + _AFTER_ALL
            self._conditions.append("reads.plate >= fronts.column1")
            self._conditions.append("reads.plate < fronts.column2")
            self.at_once = True
            fronts = f"(VALUES {', '.join(rows)}) AS fronts"
            return f"{fronts} CROSS JOIN reads INDEXED BY ix_reads_plate"
        return "reads INDEXED BY ix_reads_at"

    def _narrow(self, column: str, values: Sequence[object]) -> None:
        names = [f"{column}{number}" for number in range(len(values))]
        self.values.update(zip(names, values, strict=True))
        self._conditions.append(f"reads.{column} IN (:{', :'.join(names)})")

    def _within(self, place: Place) -> None:
        bounds = place.bounds
        self._conditions += [
            "reads.latitude BETWEEN :south AND :north",
            "reads.longitude BETWEEN :west AND :east",
        ]
        self.values.update(
            south=bounds.south, north=bounds.north, west=bounds.west, east=bounds.east
        )
        if isinstance(place, Circle):
            north = "(reads.latitude - :latitude) * :north_m"
            east = "(reads.longitude - :longitude) * :east_m"
            self._conditions.append(f"{north} * {north} + {east} * {east} <= :square_m")
            self.values.update(
                latitude=place.latitude,
                longitude=place.longitude,
                north_m=METERS_PER_DEGREE,
                east_m=place.east_m,
                square_m=place.radius_m * place.radius_m,
            )


def _cells(place: Place) -> list[int]:
    """Of the grid, those that a place touches; empty where there are more than MOST_CELLS."""
    bounds = place.bounds
    rows = range(_line(bounds.south + 90), _line(bounds.north + 90) + 1)
    columns = range(_line(bounds.west + 180), _line(bounds.east + 180) + 1)
    if len(rows) * len(columns) > MOST_CELLS:
        return []
    return [row * CELL_ROW + column for row in rows for column in columns]


def _line(degrees: float) -> int:
    return math.floor(degrees * CELLS_PER_DEGREE)


def _worded(color: str) -> list[str]:
    """Every way in which a read may say that the vehicle is, or may be, of this color."""
    others = [other for other in COLORS if other != color]
    return [color, *(f"{color}{OR}{o}" for o in others), *(f"{o}{OR}{color}" for o in others)]


def _found(key: ReadKey, row: Any, spelled: Spellings | None) -> FoundRead:
    return FoundRead(
        key.read_id,
        key.revision,
        time_from_text(row.at),
        row.plate,
        row.state,
        row.camera,
        row.confidence,
        row.latitude,
        row.longitude,
        row.color or "",
        row.body or "",
        bool(row.hit),
        bool(row.corrected),
        alike=spelled is not None and spelled.alike(row.plate),
    )
