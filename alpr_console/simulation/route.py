"""A GPS receiver's sentences along a scenario's route."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from itertools import pairwise

from alpr_console.simulation.scenario import Waypoint

_METERS_PER_DEGREE = 111_320.0
_KNOTS = 1.943844


def nmea_sentences(
    route: Sequence[Waypoint], start: datetime, seconds: float, rate_hz: float = 1.0
) -> list[str]:
    """GGA and RMC of each fix, in turn, driven evenly from the first place to the last.

    `start` is UTC and timezone-aware; sentences carry their checksum and no line end.
    Raises ValueError for a route of fewer than two places.
    """
    if len(route) < 2:
        raise ValueError("a route needs two places or more")
    legs = [_span(a, b) for a, b in pairwise(route)]
    whole = sum(legs)
    speed = whole / seconds
    sentences: list[str] = []
    for index in range(int(seconds * rate_hz) + 1):
        elapsed = index / rate_hz
        place, course = _along(route, legs, min(elapsed * speed, whole))
        at = start + timedelta(seconds=elapsed)
        clock = at.strftime("%H%M%S.") + f"{at.microsecond // 10_000:02d}"
        where = f"{_angle(place.latitude, 2)},{_angle(place.longitude, 3)}"
        sentences.append(_sealed(f"GPGGA,{clock},{where},1,09,0.9,12.0,M,-25.0,M,,"))
        moving = f"{speed * _KNOTS:.2f},{course:.1f}"
        sentences.append(_sealed(f"GPRMC,{clock},A,{where},{moving},{at.strftime('%d%m%y')},,,A"))
    return sentences


def _span(a: Waypoint, b: Waypoint) -> float:
    """Meters between two places not far apart."""
    return math.hypot(*_offset(a, b))


def _offset(a: Waypoint, b: Waypoint) -> tuple[float, float]:
    """Meters east and north from a to b."""
    shrink = math.cos(math.radians((a.latitude + b.latitude) / 2))
    east = (b.longitude - a.longitude) * _METERS_PER_DEGREE * shrink
    return east, (b.latitude - a.latitude) * _METERS_PER_DEGREE


def _along(
    route: Sequence[Waypoint], legs: Sequence[float], traveled: float
) -> tuple[Waypoint, float]:
    """Place and course (degrees, north 0) after so many meters."""
    left = traveled
    for (a, b), leg in zip(pairwise(route), legs, strict=True):
        if left <= leg or b is route[-1]:
            share = min(left / leg, 1.0) if leg else 0.0
            place = Waypoint(
                a.latitude + (b.latitude - a.latitude) * share,
                a.longitude + (b.longitude - a.longitude) * share,
            )
            east, north = _offset(a, b)
            return place, math.degrees(math.atan2(east, north)) % 360
        left -= leg
    raise ValueError("a route needs two places or more")


def _angle(degrees: float, digits: int) -> str:
    """NMEA's degrees and minutes with the hemisphere: '3748.2400,N'."""
    hemisphere = ("N" if degrees >= 0 else "S") if digits == 2 else ("E" if degrees >= 0 else "W")
    whole, minutes = divmod(round(abs(degrees) * 60, 4), 60)
    return f"{int(whole):0{digits}d}{minutes:07.4f},{hemisphere}"


def _sealed(body: str) -> str:
    """With the dollar sign before and the checksum after."""
    return f"${body}*{reduce(lambda total, sign: total ^ ord(sign), body, 0):02X}"
