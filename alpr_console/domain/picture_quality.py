"""How good a camera's picture is, measured on its frames now and then."""

from __future__ import annotations

from dataclasses import dataclass


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
"""With less in the picture its focus cannot be told, and is not."""


def has_edges(quality: PictureQuality) -> bool:
    """Whether the focus can be told at all."""
    return quality.contrast >= BLURRED_CONTRAST and quality.detail >= BLURRED_DETAIL


def picture_fault(quality: PictureQuality, shown: str = "") -> str:
    """The row that this one measurement fits, '' if none. `shown` is what stands already."""
    if quality.brightness < DARK_BRIGHTNESS and quality.highlights < DARK_HIGHLIGHTS:
        return "camera_dark"
    if quality.detail < COVERED_DETAIL and quality.contrast < COVERED_CONTRAST:
        return "camera_covered"
    if quality.changed is not None and quality.changed < FROZEN_CHANGED:
        return "camera_frozen"
    limit = SHARP_AGAIN if shown == "camera_blurred" else BLURRED_SHARPNESS
    if has_edges(quality) and quality.sharpness < limit:
        return "camera_blurred"
    return ""
