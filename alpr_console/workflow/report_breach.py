"""Suspected breaches: reported by anyone, told to every administrator until they know (REL-3)."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.breach import Acknowledgement, BreachReport
from alpr_console.domain.errors import ReleaseRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

REPORTED = "breach.reported"

_REACHING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Signed in", ("sign_in.succeeded",)),
    ("Sign-in refused", ("sign_in.failed",)),
    ("Searched stored reads", ("reads.searched",)),
    ("Opened a read", ("read.opened",)),
    ("Exported evidence", ("evidence.",)),
    ("Exported the log", ("audit.exported", "audit.export")),
    ("Released records", ("release.fulfilled",)),
    ("Sent records", ("transfer.sent",)),
)
"""What shows in the log that data were reached, by the beginnings of actions."""


def in_the_log(work: UnitOfWork, since: datetime, until: datetime) -> tuple[str, ...]:
    """How often who reached data in the span, in words; plates and purposes stay in the log."""
    tallied = work.audit.tally(since, until)
    lines = []
    for words, beginnings in _REACHING:
        counts: dict[str, int] = {}
        for action, who, count in tallied:
            if action.startswith(beginnings):
                counts[who] = counts.get(who, 0) + count
        lines += [f"{words}: {who}, {count}×" for who, count in sorted(counts.items())]
    return tuple(lines)


def report(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    times: tuple[datetime, datetime],
    suspected: str,
    reached: str,
) -> BreachReport:
    """`times`: when it was noticed, and since when somebody may have had access, both UTC.

    Raises PermissionRefused; ReleaseRefused where something is missing.
    """
    noticed_at, since = times
    suspected, reached = suspected.strip(), reached.strip()
    details = {"section": policy.release.breach.section}
    with refusals_recorded(uow, REPORTED, session.user.name, details=details):
        session.demand(Permission.REPORT_BREACH)
        now = clock.now()
        if not suspected or not reached:
            raise ReleaseRefused(
                "A report says what is suspected and what may have been reached.",
                "Enter both; 'not known' is an answer.",
            )
        if noticed_at > now or since > noticed_at:
            raise ReleaseRefused("The times are not in their order.", "Check them.")
        with uow() as work:
            made = BreachReport(
                uuid4().hex, session.user.name, now, noticed_at, since, suspected, reached,
                in_the_log(work, since, now),
            )  # fmt: skip
            work.breaches.save(made)
            work.audit.append(
                AuditRecord(
                    REPORTED, session.user.name, "done", made.report_id, suspected,
                    {
                        **details,
                        "reached": reached,
                        "noticed": noticed_at.isoformat(),
                        "since": since.isoformat(),
                        "in_the_log": "; ".join(made.in_the_log),
                        "told": policy.people.administrator_title,
                    },
                )
            )  # fmt: skip
    return made


def acknowledge(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, report_id: str, note: str
) -> BreachReport:
    """An administrator knows of it. Raises PermissionRefused, ReleaseRefused without a note."""
    words, action = " ".join(note.split()), "breach.acknowledged"
    with refusals_recorded(uow, action, session.user.name, report_id, {"note": words}):
        session.demand(Permission.DECIDE_RELEASES)
        if not words:
            raise ReleaseRefused("A note is needed.", "Enter what is done about it.")
        with uow() as work:
            try:
                known = work.breaches.get(report_id)
            except KeyError:
                raise ReleaseRefused("There is no such report.", "Check it.") from None
            done = known.acknowledge(Acknowledgement(session.user.name, clock.now(), words))
            work.breaches.save(done)
            work.audit.append(
                AuditRecord(action, session.user.name, "done", report_id, "", {"note": words})
            )
    return done
