"""What the map page shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from alpr_console.domain.map_projection import MapPoint
from alpr_console.domain.notices import Meaning
from alpr_console.domain.track import Stretch
from ui.map.marks import Mark
from ui.map.viewport import Scale, Viewport


@dataclass(frozen=True, slots=True)
class CarMark:
    point: MapPoint
    heading: float | None
    """Degrees clockwise from north; None where the receiver does not tell, or the car stands."""
    fresh: bool
    """False: the last place known, drawn hollow."""


@dataclass(frozen=True, slots=True)
class MapWarning:
    """A line that stands over the map."""

    words: str
    more: str
    """What a tool tip and a screen reader add."""
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Card:
    """The mark that is chosen, in words."""

    title: str
    facts: tuple[str, ...]
    meaning: Meaning | None = None
    open_key: str = ""
    """What the key says that shows the plate; '' once it is shown."""
    crop_jpeg: bytes = b""
    has_picture: bool = False


@dataclass(frozen=True, slots=True)
class MapModel:
    view: Viewport
    scale: Scale
    stretches: tuple[Stretch, ...] = ()
    car: CarMark | None = None
    car_facts: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    """Newest first; none while they are hidden."""
    chosen: Mark | None = None
    card: Card | None = None
    hidden: MapWarning | None = None
    """Why no mark is shown."""
    no_fix: MapWarning | None = None
    """For how long nobody knows where the car is."""
    empty: str = ""
    """What will appear here, while there is nothing."""
    nowhere: str = ""
    file_line: str = ""
    covered: bool = False
    """Whether the map file covers any of the view."""
    attribution: str = ""
    """Whose map is in view; '' where none is or it does not say."""
    refusal: str = ""
    follow: bool = True
    busy: bool = False
