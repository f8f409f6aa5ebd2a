"""A share of a count, with the interval that its count allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z = 1.959964
"""Of the normal distribution, for 95 %."""


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `of`."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """0 to 1; None of nothing."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share, 0 to 1; all of it where nothing was counted."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.right / self.of, _Z * _Z / self.of
        middle = share + spread / 2
        half = _Z * math.sqrt(share * (1 - share) / self.of + spread / (4 * self.of))
        low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
        # At its ends the interval holds the share itself, which rounding would leave out.
        return (0.0 if self.right == 0 else low), (1.0 if self.right == self.of else high)
