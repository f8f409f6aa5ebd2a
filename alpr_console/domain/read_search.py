"""What a search of stored reads asks for, and one line of what it finds (QRY-1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from re import fullmatch

from alpr_console.domain.errors import SearchRefused
from alpr_console.domain.plate import STATES
from alpr_console.domain.plate_pattern import (
    LEAST_FIXED,
    fixed_characters,
    is_partial,
)
from alpr_console.domain.vehicle_codes import BODIES, COLORS

METERS_PER_DEGREE = 111_195.0
"""Of latitude, and of longitude at the equator."""

LARGEST_M = 50_000.0
"""Radius of a circle, and half the side of a rectangle, at the most."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Degrees, WGS 84; edges belong to it."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Rectangle:
    bounds: Bounds

    @property
    def words(self) -> str:
        b = self.bounds
        return f"{b.south:.5f} to {b.north:.5f}, {b.west:.5f} to {b.east:.5f}"

    def holds(self, latitude: float, longitude: float) -> bool:
        b = self.bounds
        return b.south <= latitude <= b.north and b.west <= longitude <= b.east


@dataclass(frozen=True, slots=True)
class Circle:
    latitude: float
    longitude: float
    radius_m: float

    @property
    def words(self) -> str:
        return f"{self.radius_m:.0f} m around {self.latitude:.5f}, {self.longitude:.5f}"

    @property
    def east_m(self) -> float:
        """Meters to a degree of longitude here."""
        return METERS_PER_DEGREE * math.cos(math.radians(self.latitude))

    @property
    def bounds(self) -> Bounds:
        up, across = self.radius_m / METERS_PER_DEGREE, self.radius_m / self.east_m
        return Bounds(
            self.latitude - up, self.longitude - across, self.latitude + up, self.longitude + across
        )

    def holds(self, latitude: float, longitude: float) -> bool:
        north = (latitude - self.latitude) * METERS_PER_DEGREE
        east = (longitude - self.longitude) * self.east_m
        return north * north + east * east <= self.radius_m * self.radius_m


Place = Circle | Rectangle


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """Any of them alone or together; see `check_terms` for what there must be."""

    plate: str = ""
    """As `plate_pattern` writes it: `?` one character, `*` any number of them."""
    approximate: bool = False
    """Plates too that the reader takes for this one."""
    state: str = ""
    since: datetime | None = None
    """Capture time at or after it, UTC."""
    until: datetime | None = None
    """Capture time before it, UTC."""
    place: Place | None = None
    camera: str = ""
    color: str = ""
    body: str = ""
    case: str = ""
    """Number of a case, in upper or lower case: reads taken in its canvass, told of by a hit on
    an entry that bears it, held or exported for it."""

    def words(self) -> dict[str, str]:
        """As the record keeps them, by the name of the field; only those that were given."""
        asked = {
            "plate": self.plate,
            "approximate": "yes" if self.approximate else "",
            "state": self.state,
            "since": self.since.astimezone(UTC).isoformat() if self.since else "",
            "until": self.until.astimezone(UTC).isoformat() if self.until else "",
            "place": self.place.words if self.place else "",
            "camera": self.camera,
            "color": self.color,
            "body": self.body,
            "case": self.case,
        }
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every way in which the plate asked for may stand in the records."""

    whole: tuple[str, ...]
    """Every plate that fits, where none of it is left open; else empty."""
    prefixes: tuple[str, ...]
    """Of a partial plate that names its beginning: every beginning that fits; else empty."""
    pattern: str
    """What fits, as GLOB and fnmatch understand it; of a whole approximate plate too wide."""
    plain: str
    """The same without what is taken for it."""

    def alike(self, plate: str) -> bool:
        """Whether a plate that was found is another than the one asked for."""
        return not fits(plate, self.plain)


@dataclass(frozen=True, slots=True)
class Sought:
    terms: SearchTerms
    spelled: Spellings | None
    """None where no plate is asked for."""


def fits(plate: str, pattern: str) -> bool:
    """Whether a plate fits a pattern of `Spellings`, as SQLite's GLOB says."""
    expression = pattern.replace("?", ".").replace("*", ".*")
    return fullmatch(expression, plate) is not None


def check_terms(terms: SearchTerms) -> None:
    """Raises SearchRefused where the terms would look at everything, or cannot be met."""
    spanned = terms.since is not None or terms.until is not None
    if not (terms.plate or terms.place or terms.case or spanned):
        raise SearchRefused("Nothing to search by.", "Enter a plate, a time, a place or a case.")
    if terms.approximate and not terms.plate:
        raise SearchRefused("Similar plates of which?", "Enter a plate, or untick similar plates.")
    bounded = (terms.since is not None and terms.place is not None) or bool(terms.case)
    if is_partial(terms.plate) and not bounded and fixed_characters(terms.plate) < LEAST_FIXED:
        raise SearchRefused(
            f"A partial plate names at least {LEAST_FIXED} characters.",
            "Enter more of them, or a place and from when, or a case.",
        )
    if terms.since and terms.until and terms.since >= terms.until:
        raise SearchRefused("The time ends before it begins.", "Correct one of the two.")
    if terms.state and terms.state not in STATES:
        raise SearchRefused(
            f"No state has the code {terms.state[:8]}.", "Enter two letters, such as CA."
        )
    if terms.color and terms.color not in COLORS:
        raise SearchRefused(f"No such color: {terms.color[:20]}.", f"One of {', '.join(COLORS)}.")
    if terms.body and terms.body not in BODIES:
        raise SearchRefused(f"No such body: {terms.body[:20]}.", f"One of {', '.join(BODIES)}.")
    if terms.place is not None:
        _check_place(terms.place)


def _check_place(place: Place) -> None:
    if isinstance(place, Circle) and not (
        abs(place.latitude) <= 85 and abs(place.longitude) <= 180 and place.radius_m > 0
    ):
        raise SearchRefused(
            "This is no place.", "Enter latitude, longitude and a radius in meters."
        )
    b = place.bounds
    if not (-90 <= b.south < b.north <= 90 and -180 <= b.west < b.east <= 180):
        raise SearchRefused(
            "This is no place.", "Enter south before north and west before east, in degrees."
        )
    tall = (b.north - b.south) * METERS_PER_DEGREE
    wide = (b.east - b.west) * METERS_PER_DEGREE * math.cos(math.radians((b.south + b.north) / 2))
    if max(tall, wide) > 2 * LARGEST_M * 1.001:
        raise SearchRefused(
            "The place is too large.", f"At most {LARGEST_M / 1000:.0f} km to each side."
        )


@dataclass(frozen=True, slots=True)
class ReadKey:
    """Where a read stands among all: the order of results is newest first, then by id."""

    at: datetime
    read_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class FoundRead:
    """A read in its newest revision, without its pictures."""

    read_id: str
    revision: int
    at: datetime
    """Capture time, UTC."""
    plate: str
    state: str
    camera: str
    confidence: float
    """Probability that the whole plate is right, 0 to 1."""
    latitude: float | None
    longitude: float | None
    color: str
    """'' where no vehicle was seen."""
    body: str
    hit: bool
    """An alert tells of it."""
    corrected: bool
    """A person has corrected it."""
    alike: bool = False
    """Not the plate asked for, but one that the reader takes for it."""
