"""Words of the layout shown while the car drives."""

from __future__ import annotations

ANSWER = "Answer"
FULL_VIEW = "Full view"
_ONE_MORE = "1 more alert"
_MORE = "{count} more alerts"
_ONE = "1 alert waits"
_SOME = "{count} alerts wait"


def more(count: int, besides: bool = True) -> str:
    """'' for none. `besides`: an alert is shown already."""
    if not count:
        return ""
    if count == 1:
        return _ONE_MORE if besides else _ONE
    return (_MORE if besides else _SOME).format(count=count)
