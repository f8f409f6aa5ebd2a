"""The alerts that wait, worst first. None covers another; none opens over the one open."""

from __future__ import annotations

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning, notice_for
from ui import strings
from ui.alert_panel.model import QueueModel

_RANKS = {category: rank for rank, category in enumerate(Category)}
"""Among categories of one priority, the order in which the domain lists them."""


class AlertQueue:
    """Open alerts by id, and which of them is on screen."""

    def __init__(self) -> None:
        self._open: dict[str, Alert] = {}
        self.current: Alert | None = None
        """On screen; may be closed already, until it is put away."""

    def put(self, alert: Alert) -> None:
        """A new alert, or a further step of one."""
        if alert.is_open:
            self._open[alert.alert_id] = alert
        else:
            self._open.pop(alert.alert_id, None)
        if self.current is not None and self.current.alert_id == alert.alert_id:
            self.current = alert

    def __len__(self) -> int:
        """How many are open, the one on screen among them."""
        return len(self._open)

    def has_read(self, read_id: str) -> bool:
        """Whether an alert, waiting or on screen, was raised on this read."""
        current = (self.current,) if self.current is not None else ()
        return any(a.hit.read.read_id == read_id for a in (*self._open.values(), *current))

    def clear(self) -> None:
        self._open.clear()
        self.current = None

    @property
    def waiting(self) -> tuple[Alert, ...]:
        """Open alerts other than the one on screen: worst category first, then oldest."""
        here = self.current.alert_id if self.current else ""
        others = (a for a in self._open.values() if a.alert_id != here)
        return tuple(sorted(others, key=_worst_first))

    def take_next(self) -> Alert | None:
        """Put the next alert on screen: after the current one in the order, then round."""
        waiting = self.waiting
        if not waiting:
            if self.current is not None and not self.current.is_open:
                self.current = None
            return self.current
        if self.current is not None and self.current.is_open:
            after = [a for a in waiting if _worst_first(a) > _worst_first(self.current)]
            self.current = (after or list(waiting))[0]
        else:
            self.current = waiting[0]
        return self.current

    def take(self, alert_id: str) -> None:
        """Put one on screen; nothing where it is closed by now."""
        self.current = self._open.get(alert_id, self.current)

    @property
    def worst(self) -> Alert | None:
        """Of all that are open, the one on screen among them."""
        return min(self._open.values(), key=_worst_first, default=None)

    def model(self) -> QueueModel:
        waiting = self.waiting
        if not waiting:
            words = strings.QUEUE_EMPTY if self.current is None else strings.QUEUE_NO_OTHER
            return QueueModel(words, None, 0)
        worst = notice_for(waiting[0].hit.entry.category)
        form = strings.QUEUE_ONE if len(waiting) == 1 else strings.QUEUE_MORE
        if self.current is None:
            form = strings.QUEUE_FIRST_ONE if len(waiting) == 1 else strings.QUEUE_FIRST
        words = form.format(count=len(waiting), worst=worst.text)
        unanswered = any(
            a.state is AlertState.RAISED
            and notice_for(a.hit.entry.category).meaning is Meaning.DANGER
            for a in waiting
        )
        return QueueModel(words, worst.meaning, len(waiting), unanswered)


def _worst_first(alert: Alert) -> tuple[int, int, float, str]:
    category = alert.hit.entry.category
    at = alert.raised_at.timestamp()
    return category.priority.value, _RANKS[category], at, alert.alert_id
