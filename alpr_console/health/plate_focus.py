"""Judges a camera's focus by the plates that it saw: slightly out of focus, or out of focus in
the dark, the street as a whole looks as it may, but no plate's characters are sharp.

One plate says little: it may be far, shaken, worn. So each pass counts once, by the sharpest
that was seen of it, and most of the last few must be blurred.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import hypot

from alpr_console.domain.picture_quality import BLURRED_PLATE, PlateEdges

PASSES = 8
RAISES, CLEARS = 6, 3
"""Of the last PASSES: blurred ones that raise it, and blurred ones at which it is over."""
_SAME_WITHIN = timedelta(seconds=30)


@dataclass(slots=True)
class _Pass:
    width: float
    middle: tuple[float, float]
    at: datetime


class PlateFocus:
    """Of one camera."""

    def __init__(self) -> None:
        self._passes: OrderedDict[int, _Pass] = OrderedDict()
        self.on = False
        self.blurred = self.judged = 0
        """Passes, of the last PASSES at most."""

    def see(self, plates: tuple[PlateEdges, ...], at: datetime) -> None:
        for plate in plates:
            self._take(plate, at)
        while len(self._passes) > PASSES:
            self._passes.popitem(last=False)
        self.judged = len(self._passes)
        self.blurred = sum(one.width >= BLURRED_PLATE for one in self._passes.values())
        self.on = self.blurred > CLEARS if self.on else self.blurred >= RAISES

    def _take(self, plate: PlateEdges, at: datetime) -> None:
        number = plate.track_id
        one = self._passes.get(number) or self._passes.pop(self._standing(plate, at), None)
        if one is None:
            self._passes[number] = _Pass(plate.width, plate.middle, at)
            return
        one.width = min(one.width, plate.width)
        one.middle, one.at = plate.middle, at
        self._passes[number] = one

    def _standing(self, plate: PlateEdges, at: datetime) -> int:
        """The pass that stood where this one begins: a parked car's plate that was lost for a
        moment is the same plate, and must not speak for eight. -1 if none.
        """
        for number, one in reversed(self._passes.items()):
            apart = hypot(plate.middle[0] - one.middle[0], plate.middle[1] - one.middle[1])
            if apart <= plate.across and abs(at - one.at) <= _SAME_WITHIN:
                return number
        return -1
