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
