"""How thoroughly pictures are searched: less so while recognition stays behind the cameras."""

from __future__ import annotations

from collections import deque

SPAN_S = 2.0
MOST_LOST = 0.1
"""Share of the frames that may be overtaken over SPAN_S before pictures are searched sparingly."""
FIRST_PATIENCE_S = 10.0
"""Without a loss for so long, the larger search is tried again…"""
MOST_PATIENCE_S = 160.0
"""…and twice as long each time that it could not be held, up to this."""
HELD_S = 60.0
"""A larger search that went on for so long was held."""


class Effort:
    """Belongs to one thread.

    Only frames that a newer one overtook count, so a recording that waits to be recognized
    is searched alike at every run, however slow the computer.
    """

    def __init__(self) -> None:
        self._sparing = False
        self._changed: float | None = None
        self._last_loss = 0.0
        self._patience = FIRST_PATIENCE_S
        self._seen: deque[tuple[float, int]] = deque()

    def sparing(self, overtaken: int, now: float) -> bool:
        """Whether to search sparingly from here on.

        Asked before each frame; `overtaken` counts the frames lost since the start, `now` is
        in seconds, `time.monotonic()`.
        """
        if self._seen and overtaken > self._seen[-1][1]:
            self._last_loss = now
        self._seen.append((now, overtaken))
        while len(self._seen) > 2 and now - self._seen[1][0] >= SPAN_S:
            self._seen.popleft()
        if self._sparing:
            calm_since = max(self._last_loss, self._changed or 0.0)
            if now - calm_since >= self._patience:
                self._change(False, now)
        elif self._is_behind(now):
            failed = self._changed is not None and now - self._changed < HELD_S
            longer = min(2 * self._patience, MOST_PATIENCE_S)
            self._patience = longer if failed else FIRST_PATIENCE_S
            self._change(True, now)
        return self._sparing

    def _is_behind(self, now: float) -> bool:
        began, lost_before = self._seen[0]
        if now - began < SPAN_S:
            return False
        lost, taken = self._seen[-1][1] - lost_before, len(self._seen) - 1
        return lost > MOST_LOST * (lost + taken)

    def _change(self, sparing: bool, now: float) -> None:
        self._sparing, self._changed = sparing, now
        self._seen.clear()
