"""Which part of the map is in view, and how long its scale bar is. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from alpr_console.domain.map_projection import WORLD_M, MapBox, MapPoint, ground_scale

FINEST, COARSEST = 0.05, 50_000.0
"""Map meters a px between which one can zoom."""

FIRST = 2.0
"""Map meters a px around a place of which nothing else is known: some blocks of a town."""

STEP = 2.0
"""What one key press zooms by."""

_FOOT_M = 0.3048
_MILE_M = 1609.344
_LENGTHS = (
    *((feet, "ft", feet * _FOOT_M) for feet in (10, 20, 50, 100, 200, 500, 1000, 2000)),
    *((miles, "mi", miles * _MILE_M) for miles in (
        0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Viewport:
    """North is up. A px of the screen is `resolution` map meters."""

    center: MapPoint
    resolution: float
    width: int
    """Of the map on the screen, px."""
    height: int

    @property
    def box(self) -> MapBox:
        across, up = self.width * self.resolution / 2, self.height * self.resolution / 2
        x, y = self.center.x, self.center.y
        return MapBox(x - across, y - up, x + across, y + up)

    def on_screen(self, point: MapPoint) -> tuple[float, float]:
        """px from the left and from the top."""
        return (
            (point.x - self.center.x) / self.resolution + self.width / 2,
            (self.center.y - point.y) / self.resolution + self.height / 2,
        )

    def under(self, x: float, y: float) -> MapPoint:
        """What stands at `x`, `y` px from the left and from the top."""
        return MapPoint(
            self.center.x + (x - self.width / 2) * self.resolution,
            self.center.y - (y - self.height / 2) * self.resolution,
        )

    def shows(self, point: MapPoint, edge: int = 0) -> bool:
        """Whether `point` is in view, `edge` px or more from its border."""
        x, y = self.on_screen(point)
        return edge <= x <= self.width - edge and edge <= y <= self.height - edge

    def moved(self, right: float, down: float) -> Viewport:
        """The view moved over the map by px of the screen; its middle stays on the map."""
        half = WORLD_M / 2
        x = self.center.x + right * self.resolution
        y = self.center.y - down * self.resolution
        return self.at(MapPoint(max(-half, min(half, x)), max(-half, min(half, y))))

    def at(self, center: MapPoint) -> Viewport:
        return replace(self, center=center)

    def zoomed(self, nearer: float) -> Viewport:
        """Nearer by a factor over 1, farther by one under 1; the middle stays where it is."""
        return replace(self, resolution=_held(self.resolution / nearer))

    def sized(self, width: int, height: int) -> Viewport:
        return replace(self, width=max(width, 1), height=max(height, 1))

    def around(self, box: MapBox, edge: int) -> Viewport:
        """All of `box`, with `edge` px beside it; a place alone at the first zoom."""
        room_x, room_y = max(self.width - 2 * edge, 16), max(self.height - 2 * edge, 16)
        needed = max((box.east - box.west) / room_x, (box.north - box.south) / room_y)
        return replace(self, center=box.center, resolution=_held(max(needed, FIRST / 4)))


def _held(resolution: float) -> float:
    return max(FINEST, min(COARSEST, resolution))


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale bar, which is one cell of the grid too."""

    words: str
    """'500 ft', '2 mi'."""
    pixels: float
    meters: float
    """Map meters."""


def scale_of(view: Viewport, longest: float) -> Scale:
    """The longest round length that is at most `longest` px at the middle of the view."""
    ground = view.resolution * ground_scale(view.center.y)
    count, unit, meters = _LENGTHS[0]
    for one in _LENGTHS:
        if one[2] / ground <= longest:
            count, unit, meters = one
    pixels = meters / ground
    return Scale(f"{count:,g} {unit}", pixels, pixels * view.resolution)


def distance_words(meters: float) -> str:
    """As officers say it: '300 ft', '0.4 mi', '12 mi'."""
    feet = meters / _FOOT_M
    if feet < 1000:
        return f"{round(feet, -1):.0f} ft"
    miles = meters / _MILE_M
    return f"{miles:.1f} mi" if miles < 10 else f"{miles:.0f} mi"


def speed_words(mps: float) -> str:
    """'32 mph'."""
    return f"{mps * 3600 / _MILE_M:.0f} mph"
