"""What a mark on the map is: before its plate is shown, and once the look is on record. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.map_projection import bearing_deg, compass_point, distance_m
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.workflow.desk import Desk
from ui import strings, strings_matches
from ui import strings_map as words
from ui.alert_panel.hit_marks import covert_line, list_line
from ui.clock_words import age_words, local_time
from ui.map.marks import Mark
from ui.map.model import Card
from ui.map.viewport import distance_words


@dataclass(frozen=True, slots=True)
class Seen:
    """What the desk gave out of a mark; None where it has left the store."""

    read: PlateRead | None
    alert: Alert | None = None


def look(desk: Desk, mark: Mark) -> Seen:
    """The read of a mark, or its hit, on record as a look by whoever is signed in."""
    try:
        if mark.alert_id:
            alert = desk.alert(mark.alert_id)
            if mark.read_id == alert.hit.read.read_id:
                return Seen(alert.hit.read, alert)
            return Seen(desk.reads.read(mark.read_id, words.PURPOSE), alert)
        return Seen(desk.reads.read(mark.read_id, words.PURPOSE))
    except KeyError:
        return Seen(None)


def card_of(mark: Mark, seen: Seen | None, car: PositionFix | None, now: datetime) -> Card:
    """`seen` is None until the look is on record; `car` while its place is known."""
    facts = [
        words.WHEN.format(time=local_time(mark.at), camera=mark.camera),
        _away(mark, car, now),
        strings.PLACE.format(latitude=mark.place[0], longitude=mark.place[1]),
    ]
    kind = _kind(mark)
    if seen is None:
        open_key = words.SHOW_HIT if mark.alert_id else words.SHOW_READ
        return Card(kind, (*facts, words.RECORDED), mark.meaning, open_key)
    if seen.read is None:
        return Card(kind, (*facts, strings_matches.READ_GONE), mark.meaning)
    read = seen.read
    if seen.alert is not None:
        facts = [covert_line(seen.alert), kind, list_line(seen.alert), *facts]
    if read.vehicle is not None:
        facts.append(words.VEHICLE.format(vehicle=f"{read.vehicle.color} {read.vehicle.body}"))
    state = strings.STATE_UNKNOWN if read.state == UNKNOWN_STATE else read.state
    return Card(f"{read.text} {state}", tuple(filter(None, facts)), mark.meaning, "",
                read.crop_jpeg, True)  # fmt: skip


def _kind(mark: Mark) -> str:
    if mark.category is None:
        return words.READ
    if mark.closed:
        return words.HIT_CLOSED.format(category=mark.category.label)
    return mark.category.label


def _away(mark: Mark, car: PositionFix | None, now: datetime) -> str:
    age = age_words(now - mark.at)
    if car is None:
        return words.AGE.format(age=age)
    here = (car.latitude, car.longitude)
    return words.AWAY.format(
        age=age,
        distance=distance_words(distance_m(here, mark.place)),
        point=compass_point(bearing_deg(here, mark.place)),
    )


def said_of(mark: Mark) -> str:
    """A mark in a few words, for a screen reader."""
    return f"{_kind(mark)} {local_time(mark.at)}"
