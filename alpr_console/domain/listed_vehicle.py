"""When two hits are of the same vehicle, so that one alert speaks for both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.hotlist import Category, HotListEntry, Match, MatchKind
from alpr_console.domain.plate import UNKNOWN_STATE, PlateText
from alpr_console.domain.read import PlateRead

FOLDED_FOR = timedelta(minutes=15)
"""After an alert is closed with an outcome that settles the matter: the time of a stop, or of
driving past the same parked car twice."""

_SETTLED_FOR_THE_READING = (Outcome.MISREAD, Outcome.WRONG_STATE, Outcome.WRONG_VEHICLE)
"""Say that this reading was not the listed vehicle, and nothing of any other reading."""

_NEVER_FOLDED = (Outcome.VEHICLE_GONE, Outcome.DUPLICATE, Outcome.HANDED_OVER)
"""Say nothing of the vehicle: to see it again is news."""


@dataclass(frozen=True, slots=True)
class ListedVehicle:
    """One vehicle as it is listed, the same from version to version of its list."""

    source: str
    """Name of the list; of a specific entry, that entry's id."""
    specific: bool
    lic: str
    lis: str
    category: Category


def listed_vehicle(match: Match) -> ListedVehicle:
    return listed_as(match.entry, match.hot_list.name)


def listed_as(entry: HotListEntry, list_name: str) -> ListedVehicle:
    return ListedVehicle(
        source=entry.specific or list_name,
        specific=bool(entry.specific),
        lic=entry.lic,
        lis=entry.lis,
        category=entry.category,
    )


def folds_into(alert: Alert, read: PlateRead, match: Match, now: datetime) -> bool:
    """Whether `match` on `read` is told of by `alert` and needs none of its own.

    Only where the alert says at least as much: it was raised on the same reading, or on the
    listed plate itself. A near reading may be another car, and must not hide the listed one.
    """
    if listed_vehicle(alert.hit.match) != listed_vehicle(match):
        return False
    end = alert.disposition
    if end is None:
        return says_as_much(alert.hit.read.reading, alert.hit.match, read.reading, match)
    if end.outcome in _NEVER_FOLDED or now - end.at >= FOLDED_FOR:
        return False
    if end.outcome in _SETTLED_FOR_THE_READING:
        seen = alert.hit.read
        return (seen.text, seen.state) == (read.text, read.state)
    return says_as_much(alert.hit.read.reading, alert.hit.match, read.reading, match)


def says_as_much(seen: PlateText, told: Match, reading: PlateText, match: Match) -> bool:
    """Whether having told of `told`, on the reading `seen`, leaves nothing new in `match` on
    `reading`; both matches are of the same listed vehicle."""
    states = {seen.state.code, reading.state.code}
    if seen.text == reading.text and (len(states) == 1 or UNKNOWN_STATE in states):
        return True
    if match.kind in (MatchKind.PARTIAL, MatchKind.DESCRIPTION):
        # Many vehicles fit such an entry; what was read tells them apart.
        return False
    return told.kind is MatchKind.EXACT and not told.state_conflict
