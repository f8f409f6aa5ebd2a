"""What a shift's check asks: a reader told what to see."""

from __future__ import annotations

from collections.abc import Sequence

from alpr_console.domain.plate import Box, Detection, SeenPlate
from alpr_console.ports import Picture
from tests.fakes.shift import reading


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
