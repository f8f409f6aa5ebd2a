"""NMEA sentences to fixes: RMC (status, speed, course, date) joined with GGA (quality)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pynmea2

from alpr_console.domain.read import PositionFix

KNOT_MPS = 1852 / 3600
_LONGEST_SENTENCE = 200
"""Bytes. The standard says 82; some receivers write more, none this much."""
_ALONE = 2
"""So many sentences of one kind without the other: the receiver sends only this kind."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What the receiver said of one moment."""

    fix: PositionFix | None
    """None where it had no valid fix."""


class FixReader:
    """Takes a receiver's sentences one by one. Belongs to one thread."""

    def __init__(self) -> None:
        self._last: dict[str, Any] = {}
        self._in_a_row = {"RMC": 0, "GGA": 0}
        self._date: date | None = None
        self._bad = 0

    @property
    def bad_sentences(self) -> int:
        """Sentences skipped for a wrong or missing checksum, or for nonsense."""
        return self._bad

    def take(self, untrusted_line: bytes, now: datetime) -> Epoch | None:
        """What this sentence completes; None while there is nothing to say yet.

        `now` (UTC) gives the date to receivers that send none.
        """
        text = untrusted_line.strip()
        if not text:
            return None
        try:
            if len(text) > _LONGEST_SENTENCE or b"*" not in text:
                raise ValueError("not a sentence with a checksum")
            sentence = pynmea2.parse(text.decode("ascii"), check=True)
            kind = sentence.sentence_type if isinstance(sentence, pynmea2.TalkerSentence) else ""
            if kind not in self._in_a_row:
                return None
            return self._join(kind, sentence, now)
        except (pynmea2.ParseError, ValueError, TypeError, AttributeError, KeyError):
            # pynmea2 raises any of these on fields that are not what they should be.
            self._bad += 1
            return None

    def _join(self, kind: str, sentence: Any, now: datetime) -> Epoch | None:
        other = "GGA" if kind == "RMC" else "RMC"
        if kind == "RMC" and sentence.datestamp:
            self._date = sentence.datestamp
        self._last[kind] = sentence
        self._in_a_row[kind] += 1
        self._in_a_row[other] = 0
        partner = self._last.get(other)
        if partner is not None and partner.timestamp == sentence.timestamp:
            return Epoch(self._fix(self._last["RMC"], self._last["GGA"], now))
        if self._in_a_row[kind] < _ALONE:
            return None
        rmc, gga = (sentence, None) if kind == "RMC" else (None, sentence)
        return Epoch(self._fix(rmc, gga, now))

    def _fix(self, rmc: Any, gga: Any, now: datetime) -> PositionFix | None:
        # Without a fix pynmea2 still gives 0.0, 0.0: only status and quality tell.
        if rmc is not None and rmc.status != "A":
            return None
        quality = 1
        if gga is not None:
            quality = int(gga.gps_qual or 0)
            if quality == 0:
                return None
        place = rmc if rmc is not None else gga
        if not place.lat or not place.lon or not isinstance(place.timestamp, time):
            return None
        latitude, longitude = float(place.latitude), float(place.longitude)
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError("a place that is not on Earth")
        speed = getattr(rmc, "spd_over_grnd", None)
        course = getattr(rmc, "true_course", None)
        return PositionFix(
            latitude=latitude,
            longitude=longitude,
            at=self._moment(place.timestamp, now),
            speed_mps=None if speed is None else float(speed) * KNOT_MPS,
            course_deg=None if course is None else float(course),
            quality=quality,
        )

    def _moment(self, at: time, now: datetime) -> datetime:
        at = at.replace(tzinfo=None)
        if self._date is not None:
            return datetime.combine(self._date, at, UTC)
        moment = datetime.combine(now.date(), at, UTC)
        # Around midnight the receiver's day may be the one before or after this computer's.
        if moment - now > timedelta(hours=12):
            return moment - timedelta(days=1)
        if now - moment > timedelta(hours=12):
            return moment + timedelta(days=1)
        return moment
