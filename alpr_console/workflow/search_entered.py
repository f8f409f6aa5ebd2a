"""A search as a person types it, field by field."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from alpr_console.domain.errors import EntryRefused, SearchRefused
from alpr_console.domain.plate_pattern import plate_pattern
from alpr_console.domain.read_search import Bounds, Circle, Place, Rectangle, SearchTerms

_KEPT = 60
"""Characters of a field that the record of a refusal keeps."""


@dataclass(frozen=True, slots=True)
class SearchEntered:
    """Text as it was typed; '' where a field was left empty."""

    plate: str = ""
    similar: bool = False
    state: str = ""
    since: str = ""
    """Local time: '2026-11-22 18:00', or the day alone."""
    until: str = ""
    near: str = ""
    """'32.79480, -116.96250'."""
    radius: str = ""
    """Meters."""
    within: str = ""
    """South, west, north, east."""
    camera: str = ""
    color: str = ""
    body: str = ""
    case: str = ""
    """Number of a case."""

    def words(self) -> dict[str, str]:
        """What was typed, for the record of a search that was refused."""
        return {name: str(value)[:_KEPT] for name, value in asdict(self).items() if value}


def terms_entered(untrusted: SearchEntered) -> SearchTerms:
    """Raises SearchRefused for what cannot be read; what is asked is checked later."""
    try:
        plate = plate_pattern(untrusted.plate) if untrusted.plate.strip() else ""
    except EntryRefused as refusal:
        raise SearchRefused(refusal.what, refusal.remedy) from None
    return SearchTerms(
        plate=plate,
        approximate=untrusted.similar,
        state=untrusted.state.strip().upper(),
        since=_time(untrusted.since),
        until=_time(untrusted.until),
        place=_place(untrusted),
        camera=" ".join(untrusted.camera.split()),
        color=untrusted.color.strip().lower(),
        body=_body(untrusted.body),
        case=" ".join(untrusted.case.split()),
    )


def _body(untrusted_text: str) -> str:
    text = untrusted_text.strip()
    return "SUV" if text.casefold() == "suv" else text.lower()


def _time(untrusted_text: str) -> datetime | None:
    text = " ".join(untrusted_text.split())
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        # Without a zone it is the time of the clock on the wall here.
        return at.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise SearchRefused(
            f"This is no time: {text[:30]}.", "Enter it as 2026-11-22 18:00."
        ) from None


def _place(untrusted: SearchEntered) -> Place | None:
    near, within = untrusted.near.strip(), untrusted.within.strip()
    if near and within:
        raise SearchRefused("A circle and a rectangle.", "Leave one of them out.")
    if within:
        numbers = _numbers(within, 4, "south, west, north, east in degrees")
        return Rectangle(Bounds(numbers[0], numbers[1], numbers[2], numbers[3]))
    if near:
        latitude, longitude = _numbers(near, 2, "latitude, longitude in degrees")
        (radius,) = _numbers(untrusted.radius, 1, "the radius in meters")
        return Circle(latitude, longitude, radius)
    if untrusted.radius.strip():
        raise SearchRefused("A radius around what?", "Enter latitude and longitude.")
    return None


def _numbers(untrusted_text: str, count: int, what: str) -> list[float]:
    try:
        numbers = [float(part) for part in untrusted_text.replace(",", " ").split()]
    except ValueError:
        numbers = []
    if len(numbers) != count or any(number != number for number in numbers):
        raise SearchRefused("This is no place.", f"Enter {what}.")
    return numbers
