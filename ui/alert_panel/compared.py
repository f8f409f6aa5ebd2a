"""State and vehicle: what is listed beside what was seen, field by field. No Qt."""

from __future__ import annotations

from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import ChecklistItem, ItemKind
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.vehicle_codes import UNKNOWN, body_conflicts, color_conflicts, is_doubtful
from ui import ncic, strings
from ui.alert_panel.model import Row


def rows_of(alert: Alert, item: ChecklistItem | None) -> tuple[Row, ...]:
    """The rows of `item`; none for characters, which have a comparison of their own."""
    if item is None or item.kind is ItemKind.CHARACTERS:
        return ()
    if item.kind is ItemKind.STATE:
        seen = item.seen or strings.NOT_SEEN
        if item.seen:
            seen = f"{seen} {alert.hit.read.reading.state.confidence:.2f}"
        return (Row(item.kind.label, item.listed, seen, item.conflict, item.doubtful),)
    return tuple(_vehicle(alert))


def usual_state(alert: Alert, item: ChecklistItem | None) -> str:
    """Whose usual plate helps to answer: the listed state's, else that of the state read."""
    if item is None or item.kind is not ItemKind.STATE:
        return ""
    state = alert.hit.read.state
    return alert.hit.entry.lis or ("" if state == UNKNOWN_STATE else state)


def _vehicle(alert: Alert) -> list[Row]:
    """What the list says, a field a row: the officer compares all, the console names some."""
    entry, seen, codes = alert.hit.entry, alert.hit.read.vehicle, ncic.codes()
    color = seen.color if seen is not None and seen.color != UNKNOWN else ""
    body = seen.body if seen is not None and seen.body != UNKNOWN else ""
    make = " ".join(word for word in (codes.spelled("vma", entry.vma), entry.vmo) if word)
    unlikely = seen.unlikely if seen is not None else ()
    rows = [
        Row(strings.VEHICLE_COLOR, codes.spelled("vco", entry.vco), color,
            color_conflicts(entry.vco, color), is_doubtful(entry.vco, color, unlikely)),
        Row(strings.VEHICLE_BODY, codes.spelled("vst", entry.vst), body,
            body_conflicts(entry.vst, body), is_doubtful(entry.vst, body, unlikely)),
        Row(strings.VEHICLE_MAKE, make, "", False),
        Row(strings.VEHICLE_YEAR, entry.vyr, "", False),
    ]  # fmt: skip
    return [row for row in rows if row.listed]
