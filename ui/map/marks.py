"""What stands on the map: where plates were read and what was hit. No plate is kept. No Qt."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.hotlist import Category
from alpr_console.domain.map_projection import MapPoint, to_map
from alpr_console.domain.notices import Meaning, notice_for
from alpr_console.domain.read import PlateRead

MOST_READS = 400
"""Recent reads that are shown; older ones make room. Hits stay the whole shift."""

MOST_HITS = 400


@dataclass(frozen=True, slots=True)
class Mark:
    """One read or hit at its place."""

    read_id: str
    place: tuple[float, float]
    """Latitude and longitude, degrees."""
    at: datetime
    """Of the read, UTC."""
    camera: str
    alert_id: str = ""
    """'' for a read that raised nothing."""
    category: Category | None = None
    closed: bool = False

    @property
    def point(self) -> MapPoint:
        return to_map(*self.place)

    @property
    def meaning(self) -> Meaning | None:
        """Of a hit's category; None for a read."""
        return notice_for(self.category).meaning if self.category is not None else None


class Marks:
    """Kept by the id of their read. What has no place is counted, for it has no mark."""

    def __init__(self) -> None:
        self._reads: OrderedDict[str, Mark] = OrderedDict()
        self._hits: OrderedDict[str, Mark] = OrderedDict()
        self._nowhere: dict[str, bool] = {}
        """By id of a read without a place: whether it is a hit."""
        self._ordered: tuple[Mark, ...] | None = None

    def clear(self) -> None:
        self._ordered = None
        self._reads.clear()
        self._hits.clear()
        self._nowhere.clear()

    def in_order(self) -> tuple[Mark, ...]:
        """Newest first; the same object until one has changed."""
        if self._ordered is None:
            every = (*self._reads.values(), *self._hits.values())
            newest_last = sorted(every, key=lambda mark: (mark.at, mark.read_id))
            self._ordered = tuple(reversed(newest_last))
        return self._ordered

    @property
    def nowhere(self) -> tuple[int, int]:
        """How many reads without a hit, and how many hits, have no place."""
        hits = sum(self._nowhere.values())
        return len(self._nowhere) - hits, hits

    def read_released(self, read: PlateRead) -> None:
        """A read, or its correction, which may stand elsewhere."""
        self._ordered = None
        if read.position is None:
            if read.read_id not in self._reads and read.read_id not in self._hits:
                self._nowhere.setdefault(read.read_id, False)
            return
        mark = _mark_of(read)
        self._nowhere.pop(read.read_id, None)
        if read.read_id in self._hits:
            hit = self._hits[read.read_id]
            self._hits[read.read_id] = replace(hit, place=mark.place, at=mark.at)
            return
        self._reads[read.read_id] = mark
        while len(self._reads) > MOST_READS:
            self._reads.popitem(last=False)

    def alert_raised(self, alert: Alert) -> None:
        """The read is a hit from here on."""
        read, closed = alert.hit.read, alert.state is AlertState.CLOSED
        if read.position is None:
            self._nowhere[read.read_id] = True
            return
        self._put_hit(
            replace(_mark_of(read), alert_id=alert.alert_id, category=alert.hit.entry.category,
                    closed=closed)
        )  # fmt: skip

    def alert_changed(self, alert: Alert) -> None:
        """It may have been closed, here or at each further sight."""
        self._ordered = None
        closed = alert.state is AlertState.CLOSED
        for read_id, mark in self._hits.items():
            if mark.alert_id == alert.alert_id:
                self._hits[read_id] = replace(mark, closed=closed)

    def seen_again(self, alert_id: str, read_id: str) -> None:
        """A read is a further sight of an alert's vehicle."""
        first = next((m for m in self._hits.values() if m.alert_id == alert_id), None)
        sight = self._reads.get(read_id)
        if first is not None and sight is not None:
            self._put_hit(
                replace(sight, alert_id=alert_id, category=first.category, closed=first.closed)
            )
        elif read_id in self._nowhere:
            self._nowhere[read_id] = True

    def _put_hit(self, mark: Mark) -> None:
        self._ordered = None
        self._reads.pop(mark.read_id, None)
        self._hits[mark.read_id] = mark
        while len(self._hits) > MOST_HITS:
            self._hits.popitem(last=False)


def _mark_of(read: PlateRead) -> Mark:
    assert read.position is not None
    place = (read.position.latitude, read.position.longitude)
    return Mark(read.read_id, place, read.at, read.camera)
