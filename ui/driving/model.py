"""What is shown while the car drives: one thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alpr_console.domain.events import FaultRaised
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import NOTICES, Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from ui import strings, strings_driving
from ui.alert_panel.model import PanelModel, Tag


@dataclass(frozen=True, slots=True)
class Glance:
    """Taken in within two seconds, from an arm's length away."""

    title: str
    meaning: Meaning | None
    plate: str = ""
    line: str = ""
    """The vehicle as listed, or what to do about a fault."""
    tag: Tag | None = None
    danger: str = ""
    """The list's words of a danger to whoever walks up to the vehicle."""
    follow: str = ""
    more: str = ""
    """How many alerts wait besides."""
    alert_id: str = ""
    """'' where it is no alert."""
    blink: bool = False


def glance_of(
    alert: PanelModel | None, priority: Priority | None, others: int,
    faults: Sequence[FaultRaised], latest: PlateRead | None,
) -> Glance:  # fmt: skip
    """The worst of it: alerts before faults of the same priority, the latest read where all is
    well. `alert` is the worst open one, of `priority`; `others` wait besides."""
    worst = min(faults, key=lambda f: NOTICES[f.notice].priority.value, default=None)
    more = strings_driving.more(others)
    fault_first = worst is not None and (
        priority is None or NOTICES[worst.notice].priority.value < priority.value
    )
    if worst is not None and fault_first:
        notice = NOTICES[worst.notice]
        waiting = strings_driving.more(others + (alert is not None), besides=False)
        title = notice.text if not worst.subject else f"{notice.text}: {worst.subject}"
        return Glance(title, notice.meaning, line=notice.remedy, more=waiting)
    if alert is not None:
        return Glance(
            alert.title, alert.meaning, alert.plate_line, alert.vehicle_line,
            Tag(alert.covert, Meaning.CAUTION) if alert.covert else alert.tag,
            alert.caution_line if alert.warns else "", alert.follow, more, alert.alert_id,
            alert.unanswered and alert.meaning is Meaning.DANGER,
        )  # fmt: skip
    if latest is None:
        return Glance(strings.IDLE_TITLE, None, line=strings.LATEST_READ_EMPTY)
    state = "" if latest.state == UNKNOWN_STATE else latest.state
    return Glance(strings.IDLE_TITLE, None, latest.text, f"{strings.LATEST_READ} {state}".strip())
