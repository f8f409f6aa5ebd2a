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
