"""Day or night by the sun's height where the car is; by the hour where that is not known."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from astral import Observer
from astral.sun import elevation

from alpr_console.domain.read import PositionFix

NIGHT_BELOW_DEG = -6.0
"""End of civil twilight: from here on a bright screen blinds."""

DAY_ABOVE_DEG = -5.0
"""A degree higher, so that the theme does not waver: some five minutes of twilight."""

DAY_HOURS = range(7, 19)
"""Hours of local time that are day where no place is known."""


def day_or_night(
    now: datetime, place: PositionFix | None, before: Literal["day", "night"]
) -> Literal["day", "night"]:
    """`now` is timezone-aware; `before` is what is in force, kept between the two heights."""
    if place is None:
        return "day" if now.astimezone().hour in DAY_HOURS else "night"
    height = elevation(Observer(place.latitude, place.longitude), now, with_refraction=False)
    if height < NIGHT_BELOW_DEG:
        return "night"
    if height > DAY_ABOVE_DEG:
        return "day"
    return before
