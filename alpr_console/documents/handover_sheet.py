"""The handover summary of a shift as a paper."""

from __future__ import annotations

from datetime import datetime, timedelta

from alpr_console.documents.sheet import Column, Sheet
from alpr_console.domain.alert import Alert
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.shift_check import CheckItem
from alpr_console.domain.shift_summary import ShiftSummary


def handover_sheet(summary: ShiftSummary, policy: AgencyPolicy) -> bytes:
    """PDF, in this computer's zone."""
    session = summary.session
    by = f"{session.user.full_name}, {session.unit}"
    sheet = Sheet(policy.agency, "Handover summary", summary.until.astimezone(), by)
    sheet.facts(
        [
            ("Officer", f"{session.user.full_name}, badge {session.user.badge}"),
            ("Unit", session.unit),
            ("Shift", f"{_time(session.started_at)} to {_time(summary.until)}"),
            ("Reads", f"{summary.reads}, of them {summary.by_hand} by hand"),
            ("Hits", str(summary.hits)),
            ("Outcomes", _outcomes(summary)),
            ("Still open", str(len(summary.matters.alerts))),
        ]
    )
    _open(sheet, summary)
    _equipment(sheet, summary, policy)
    _canvasses(sheet, summary)
    sheet.heading("Notes")
    sheet.table(
        [Column("Time"), Column("By"), Column("Note", 4)],
        [(_time(one.at), one.by, one.text) for one in summary.notes],
        "No notes.",
    )
    sheet.signatures(["Officer", "Supervisor or relieving officer"])
    return sheet.pdf()


def _open(sheet: Sheet, summary: ShiftSummary) -> None:
    sheet.heading("Alerts without an outcome")
    sheet.table(
        [
            Column("Raised", 1.2), Column("Age", 0.6), Column("Category", 1.3),
            Column("Plate read"), Column("Listed"), Column("State of the course", 1.3),
        ],
        [_alert(one, summary.until) for one in summary.matters.alerts],
        "None: every alert has its outcome.",
    )  # fmt: skip


def _alert(alert: Alert, now: datetime) -> tuple[str, ...]:
    read, entry = alert.hit.read, alert.hit.entry
    typed = " (typed)" if read.typed else ""
    return (
        _time(alert.raised_at),
        _age(now - alert.raised_at),
        entry.category.label,
        f"{read.text} {'' if read.state == UNKNOWN_STATE else read.state}{typed}",
        f"{entry.lic} {entry.lis}",
        alert.state.value.replace("_", " ").capitalize(),
    )


def _equipment(sheet: Sheet, summary: ShiftSummary, policy: AgencyPolicy) -> None:
    sheet.heading("Start-of-shift check")
    sheet.clause(policy.shift.check)
    if not summary.checks:
        sheet.paragraph("Not done in this shift.")
    for check in summary.checks:
        sheet.table(
            [Column(f"Checked {_time(check.at)}", 1.4), Column("Result"), Column("Found", 2.4)],
            [_item(item) for item in check.items],
            "Nothing was checked.",
        )
    sheet.heading("Equipment faults open")
    sheet.table(
        [Column("Reported", 1.2), Column("By"), Column("What", 1.2), Column("Found", 2)],
        [
            (_time(one.at), one.by, _named(one.key.value, one.subject), one.found)
            for one in summary.matters.faults
        ],
        "None.",
    )


def _canvasses(sheet: Sheet, summary: ShiftSummary) -> None:
    sheet.heading("Canvasses")
    sheet.table(
        [Column("Case"), Column("Began", 1.2), Column("Ended", 1.2), Column("Reads", 0.5),
         Column("What", 2)],
        [
            (
                canvass.case_number,
                _time(canvass.at),
                _time(canvass.ends[0].at) if canvass.ends else "runs",
                str(count),
                canvass.note,
            )
            for canvass, count in summary.canvasses
        ],
        "None.",
    )  # fmt: skip


def _item(item: CheckItem) -> tuple[str, ...]:
    found = f"{item.found} {item.remedy}".strip()
    return _named(item.key.value, item.subject), item.standing.value.replace("_", " "), found


def _named(key: str, subject: str) -> str:
    return f"{key.replace('_', ' ').capitalize()} {subject}".strip()


def _outcomes(summary: ShiftSummary) -> str:
    said = (f"{count} {name.replace('_', ' ')}" for name, count in summary.outcomes)
    return "; ".join(said) or "none yet"


def _time(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M %Z}"


def _age(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
