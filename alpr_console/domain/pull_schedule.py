"""When a list is fetched next: as often as set, sooner after a failure, never hammering."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

FIRST_WAIT = timedelta(minutes=5)
"""After the first failure; doubles with each further one."""

LONGEST_WAIT = timedelta(hours=2)
"""A server that comes back is found again within this."""

SPREAD = (0.8, 1.2)
"""A wait is made this much shorter or longer, at random: after an outage a fleet would
otherwise knock on the server at the same moment."""


@dataclass(frozen=True, slots=True)
class PullState:
    """What became of the tries to fetch one list."""

    last_try: datetime | None = None
    """UTC."""
    last_success: datetime | None = None
    """UTC; a look that found nothing newer is one."""
    failures: int = 0
    """Since the last success."""
    reason: str = ""
    """Of the last failure."""
    spread: float = 1.0
    """What the wait after the last failure is multiplied by, within SPREAD."""

    def succeeded(self, at: datetime) -> PullState:
        return PullState(last_try=at, last_success=at)

    def failed(self, at: datetime, reason: str, spread: float = 1.0) -> PullState:
        """One more failure. Raises ValueError for a spread out of bounds."""
        if not SPREAD[0] <= spread <= SPREAD[1]:
            raise ValueError(f"a spread of {spread}")
        return replace(self, last_try=at, failures=self.failures + 1, reason=reason, spread=spread)


def next_due(state: PullState, every: timedelta, now: datetime) -> datetime:
    """When to try next; `now` or earlier means now. Never later than `every` after the last try.

    A last try that lies in the future is one by a clock since set back: it counts for nothing.
    """
    if state.last_try is None or state.last_try > now:
        return now
    wait = every
    if state.failures:
        # Bounded, as 2 to the power of a week's failures is no span of time.
        doubled = FIRST_WAIT * 2 ** min(state.failures - 1, 16)
        wait = min(every, min(doubled, LONGEST_WAIT) * state.spread)
    return state.last_try + wait


def in_words(state: PullState, every: timedelta, now: datetime, zone: tzinfo | None = None) -> str:
    """'next 14:05'; 'failed 3 times, next 14:20: the reason'. `zone`: None is local time."""
    due = next_due(state, every, now)
    when = "now" if due <= now else _clock_time(due, now, zone)
    if not state.failures:
        return f"next {when}"
    times = "once" if state.failures == 1 else f"{state.failures} times"
    return f"failed {times}, next {when}: {state.reason.rstrip('.')}"


def _clock_time(at: datetime, now: datetime, zone: tzinfo | None) -> str:
    local = at.astimezone(zone)
    same_day = local.date() == now.astimezone(zone).date()
    return f"{local:%H:%M}" if same_day else f"{local:%m-%d %H:%M}"
