"""What a shift's check asks: a reader told what to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from alpr_console.domain.hotlist import Freshness
from alpr_console.domain.plate import Box, Detection, PlateText, SeenPlate
from alpr_console.domain.read import PositionFix
from alpr_console.domain.shift_check import CameraSeen, CheckFacts
from alpr_console.ports import Picture
from tests.fakes.shift import START, reading


class KeptReader:
    """Sees in every picture the plates of `plates`."""

    def __init__(self, *plates: str) -> None:
        self.plates: tuple[str, ...] = plates or ("7ABC123",)
        self.fails: Exception | None = None

    def see_still(self, picture: Picture) -> Sequence[SeenPlate]:
        if self.fails is not None:
            raise self.fails
        box = Box(560.0, 440.0, 160.0, 80.0)
        corners = ((560.0, 440.0), (720.0, 440.0), (720.0, 520.0), (560.0, 520.0))
        return [SeenPlate(Detection(box, corners, 0.9), reading(text)) for text in self.plates]

    def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
        assert crop_jpeg
        last = reading.characters[-1]
        doubted = replace(last, again=((last.char, 0.6), ("8", 0.3)))
        return replace(reading, characters=(*reading.characters[:-1], doubted))


PLACE = PositionFix(32.79, -116.96, START)


class Senses:
    """A car in order, until a test says otherwise."""

    def __init__(self) -> None:
        self.known = CheckFacts(
            cameras=(CameraSeen("front", True, frame_age=timedelta(0), fps=30.0),),
            has_gps=True,
            fix_age=timedelta(seconds=1),
            clock_off=timedelta(seconds=1),
            disk_free=64 * 1024**3,
            sound_fault="",
            lists=(),
        )
        self.played: list[str] = []

    def facts(self, lists: Sequence[tuple[str, Freshness]]) -> CheckFacts:
        fresh = Freshness(timedelta(hours=1), timedelta(hours=24), False)
        return replace(self.known, lists=(*lists, ("SVS", fresh)))

    def position(self) -> PositionFix | None:
        return PLACE

    def play(self, sound: str) -> None:
        self.played.append(sound)
