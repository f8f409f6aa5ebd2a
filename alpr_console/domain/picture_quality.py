"""How good a camera's picture is, measured on its frames now and then."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlateEdges:
    """How sharp one plate's characters are."""

    track_id: int
    """Of its pass."""
    width: float
    """Of its edges: the standard deviation of a blurred step, in pixels of a picture 1280 wide
    at most."""
    middle: tuple[float, float] = (0.0, 0.0)
    """Of the plate, in widths of the picture."""
    across: float = 0.0
    """How wide it is, in widths of the picture."""


@dataclass(frozen=True, slots=True)
class PictureQuality:
    """Measured on one frame."""

    brightness: float
    """Mean luma, 0 black to 1 white."""
    contrast: float
    """Standard deviation of luma, 0 to 0.5: a covered lens has next to none."""
    sharpness: float
    """Detail at the finest scale against detail at a coarse one, 0 blurred to about 1."""
    highlights: float = 1.0
    """Luma of the brightest thousandth: a lamp or a reflector lifts it, however dark the rest."""
    detail: float = 1.0
    """How far the clearest edges stand out at a coarse scale, of luma's 1: what a covered lens
    has none of, sharp or not."""
    changed: float | None = None
    """Share of looked-at pixels that are another than at the measurement before, on the
    same camera; None at the first. A sensor's noise never repeats, so no live picture is at 0."""
    edge_width: float | None = None
    """Of the sharper among its clearest edges: the standard deviation of a blurred step, in
    pixels of a picture 640 wide. None where no edge stands clear of the noise."""
    plates: tuple[PlateEdges, ...] = ()
    """Of the plates in it that are large enough to tell."""


DARK_BRIGHTNESS = 0.05
DARK_HIGHLIGHTS = 0.09
"""A road at night is as dark on the whole, but a lamp, a reflector or the car's own headlights
on it lift the brightest thousandth to 0.11 and more. Behind a cap it is noise, 0.07 at most."""

COVERED_DETAIL = 0.016
COVERED_CONTRAST = 0.06
"""Nothing stands out. A truck's door has ribs and rivets (0.07), an unlit road marks (0.02)."""

FROZEN_CHANGED = 0.001
"""A sensor's noise changes a third of the pixels and more; a clock drawn into a picture that
stands changes less than this."""

BLURRED_SHARPNESS = 0.20
SHARP_AGAIN = 0.24
"""Sharp streets measure 0.32 and more, shaken ones 0.22, 4 px out of focus at most 0.19."""
BLURRED_CONTRAST = 0.05
BLURRED_DETAIL = 0.02
"""With less in the picture `sharpness` tells nothing of its focus, and is not asked."""

BLURRED_EDGES = 1.0
SHARP_EDGES_AGAIN = 0.90
"""Pixels of a picture 640 wide, as PictureQuality.edge_width. Of 323 sharp photographs one has
0.95, the others 0.85 at most; 4 px of 1280 out of focus all but six have more than 1.0 by
day, and three in four in a quarter of the light."""
BLURRED_PLATE = 1.25
"""Pixels, as PlateEdges.width. Sharp plates have 0.98 at most, shaken by 9 px one in a hundred
more than this, 2 px out of focus four in five, 3 px all."""


def has_edges(quality: PictureQuality) -> bool:
    """Whether the focus can be told at all."""
    return _stands_out(quality) or quality.edge_width is not None


def in_focus(quality: PictureQuality, shown: str = "") -> bool:
    """True as well where it cannot be told. `shown` is the row that stands already."""
    stands, width = shown == "camera_blurred", quality.edge_width
    if width is not None and width >= (SHARP_EDGES_AGAIN if stands else BLURRED_EDGES):
        return False
    least = SHARP_AGAIN if stands else BLURRED_SHARPNESS
    return quality.sharpness >= least or not _stands_out(quality)


def _stands_out(quality: PictureQuality) -> bool:
    return quality.contrast >= BLURRED_CONTRAST and quality.detail >= BLURRED_DETAIL


def picture_fault(quality: PictureQuality, shown: str = "") -> str:
    """The row that this one measurement fits, '' if none. `shown` is what stands already."""
    if quality.brightness < DARK_BRIGHTNESS and quality.highlights < DARK_HIGHLIGHTS:
        return "camera_dark"
    if quality.detail < COVERED_DETAIL and quality.contrast < COVERED_CONTRAST:
        return "camera_covered"
    if quality.changed is not None and quality.changed < FROZEN_CHANGED:
        return "camera_frozen"
    return "" if in_focus(quality, shown) else "camera_blurred"
