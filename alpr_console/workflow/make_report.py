"""The reports themselves, each as PDF and CSV out of the same figures (AUD-3)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from alpr_console.audit.verify import verify_audit
from alpr_console.documents.csv_table import csv_bytes
from alpr_console.documents.sheet import Column, Sheet
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import AuditBroken, OversightRefused
from alpr_console.domain.figures import Figure
from alpr_console.domain.operator import Permission
from alpr_console.domain.oversight import Finding, ReportMade
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import ReportRule
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.due_reports import AUDIT, OUTSIDE_AUDIT, period_of, rules_of
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.sampling import standing

MEMORANDUM, SYSTEM_AUDIT, TOTAL_DETECTION = "memorandum", "system_audit", "total_detection"


@dataclass(slots=True)
class _Paper:
    """One report on its way: what goes onto the sheet goes into the table as well."""

    sheet: Sheet
    rows: list[tuple[str, str, str]] = field(default_factory=list)

    def counts(self, title: str, what: str, counts: Sequence[tuple[str, int]]) -> None:
        self.sheet.heading(title)
        self.sheet.table(
            [Column(what, 3), Column("Count", 1)],
            [(name, f"{count:,}") for name, count in counts],
            "None in this period.",
        )
        self.rows += [(title, name, str(count)) for name, count in counts]

    def fact(self, title: str, name: str, value: str) -> None:
        self.rows.append((title, name, value))


def make_report(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    key: str,
    since: datetime,
    statement: str = "",
    walk: bool = True,
) -> ReportMade:
    """Make the report of the period that begins at `since`, and put it on record with its papers.

    `statement` is what an outside agency found, with its name and person; needed for that one
    alone. `walk`: whether the whole record is checked for it, which keeps the store for minutes
    where there is much; else the report tells of the last check of its period. Raises
    PermissionRefused, OversightRefused.
    """
    who, now = session.user.name, clock.now()
    with refusals_recorded(uow, "report.made", who, details={"report": key}):
        session.demand(Permission.JUDGE_INQUIRIES)
        rule = next((one for one in rules_of(policy) if one.key == key), None)
        if rule is None:
            raise OversightRefused("The policy asks for no such report.", "Choose one that is due.")
        words = " ".join(statement.split())
        if key == OUTSIDE_AUDIT and not words:
            raise OversightRefused(
                "Agency, person and result are needed.", "Write down what they found."
            )
        whole = period_of(since, rule.months)[1]
        until = min(whole, now)
        integrity = _integrity(uow) if walk and key in (SYSTEM_AUDIT, AUDIT) else ""
        with uow() as work:
            paper = _Paper(
                Sheet(policy.agency, rule.name, now.astimezone(), f"{session.user.full_name}")
            )
            _opening(paper, policy, rule, since, until, work)
            match key:
                case "memorandum":
                    _memorandum(paper, work, since, until)
                case "total_detection":
                    _detections(paper, work, since, until)
                case "outside_audit":
                    paper.sheet.heading("Result")
                    paper.sheet.paragraph(words)
                    paper.fact("Result", "Statement", words)
                case _:
                    _system(paper, policy, work, since, until, now, integrity)
                    _memorandum(paper, work, since, until)
            paper.sheet.signatures([f"Submitted by {session.user.full_name}", f"For: {rule.to}"])
            pdf, table = paper.sheet.pdf(), csv_bytes(("Section", "What", "Value"), paper.rows)
            report = ReportMade(
                uuid4().hex, key, rule.name, since, until, who, now, rule.to, pdf,
                hashlib.sha256(pdf).hexdigest(), table, hashlib.sha256(table).hexdigest(),
            )  # fmt: skip
            work.oversight.add_report(report)
            work.audit.append(
                AuditRecord(
                    "report.made", who, "done", report.report_id, rule.clause.sense,
                    {"report": key, "since": since.isoformat(), "until": until.isoformat(),
                     "section": rule.clause.section, "pdf_sha256": report.pdf_sha256,
                     "csv_sha256": report.csv_sha256, "to": rule.to},
                )
            )  # fmt: skip
    return report


def _integrity(uow: UnitOfWorkFactory) -> str:
    try:
        found = verify_audit(uow)
    except AuditBroken as fault:
        return f"NOT WHOLE: {fault}"
    return f"Whole: {found.entries:,} log entries, {found.rows:,} rows. Head {found.head[:16]}"


def _last_check(work: UnitOfWork, since: datetime, until: datetime) -> str:
    checks = work.figures.behind(Figure.ACT, "log.verified", since, until, 0, 1000)
    if not checks:
        return (
            "Not checked in this period. Have it checked (Oversight, Log), or make this report "
            "with `alpr-console report make`, which checks it."
        )
    last = checks[-1]
    found = "whole" if last.words == "done" else f"NOT WHOLE: {last.words}"
    return f"Last checked {last.at:%Y-%m-%d %H:%M} UTC by {last.who}: {found}"


def _opening(
    paper: _Paper,
    policy: AgencyPolicy,
    rule: ReportRule,
    since: datetime,
    until: datetime,
    work: UnitOfWork,
) -> None:
    designees = work.people.designees()
    pairs = [
        ("To", rule.to),
        ("Period", f"{since:%Y-%m-%d} to before {until:%Y-%m-%d %H:%M} UTC"),
        ("Policy", f"{policy.title}, version {policy.version}, profile {policy.version_name}"),
        ("Administrator", policy.people.administrator_title
         + (f": {designees[-1].name}" if designees else "")),
    ]  # fmt: skip
    paper.sheet.clause(rule.clause)
    paper.sheet.facts(pairs)
    for name, value in pairs:
        paper.fact(rule.name, name, value)


def _memorandum(paper: _Paper, work: UnitOfWork, since: datetime, until: datetime) -> None:
    samples = [one for one in work.oversight.samples() if since <= one.at < until]
    judged = [pair for sample in samples for pair in standing(work, sample)]
    counts = [
        (finding.value.capitalize(), sum(1 for _, j in judged if j and j.finding is finding))
        for finding in Finding
    ]
    counts.append(("Not judged yet", sum(1 for _, j in judged if j is None)))
    paper.counts("Inquiries drawn and judged", "Finding", counts)
    against = [
        (f"{i.at:%Y-%m-%d %H:%M}", i.full_name, i.grounds.words or "none", f"{j.finding.value}: "
         f"{j.reason}")
        for i, j in judged if j is not None and j.finding is not Finding.MEETS
    ]  # fmt: skip
    paper.sheet.heading("Inquiries that do not meet the policy")
    paper.sheet.table(
        [Column("When (UTC)", 1.2), Column("Who", 1.2), Column("Grounds", 2), Column("Finding", 2)],
        against,
        "None.",
    )
    errors = [
        (f"{i.at:%Y-%m-%d %H:%M}", i.full_name, j.data_errors)
        for i, j in judged if j is not None and j.data_errors
    ]  # fmt: skip
    paper.sheet.heading("Data errors found")
    paper.sheet.table(
        [Column("When (UTC)", 1.2), Column("Who", 1.2), Column("What is wrong", 4)], errors, "None."
    )
    paper.rows += [("Does not meet", f"{when} {who}", found) for when, who, _, found in against]
    paper.rows += [("Data error", f"{when} {who}", what) for when, who, what in errors]


def _detections(paper: _Paper, work: UnitOfWork, since: datetime, until: datetime) -> None:
    figures = work.figures
    days = figures.reads_by_day(since, until)
    months: dict[str, int] = {}
    for day, count in days:
        months[day[:7]] = months.get(day[:7], 0) + count
    outcomes = figures.outcomes(since, until)
    hits = sum(count for _, count in outcomes)
    misread = sum(count for name, count in outcomes if name in ("misread", "wrong_state"))
    share = f"{100 * misread / hits:.1f} %" if hits else "no hits"
    paper.counts("Total", "What", [("Detections", sum(c for _, c in days)), ("Hits", hits)])
    paper.sheet.facts([("Hits that were misreads or of a wrong state", share)])
    paper.fact("Total", "Misread share", share)
    paper.sheet.bars("Detections by month", sorted(months.items()), upright=True)
    paper.counts("Detections by day", "Day (UTC)", days)
    paper.counts("Detections by camera", "Camera", figures.reads_by_camera(since, until))
    paper.counts("Hits by list", "List", figures.hits_by_list(since, until))
    by_category = figures.hits_by_category(since, until)
    paper.sheet.bars("Hits by category", by_category)
    paper.counts("Hits by category", "Category", by_category)
    paper.counts("Alerts by outcome", "Outcome", outcomes)


def _system(
    paper: _Paper,
    policy: AgencyPolicy,
    work: UnitOfWork,
    since: datetime,
    until: datetime,
    now: datetime,
    integrity: str,
) -> None:
    integrity = integrity or _last_check(work, since, until)
    actions = work.figures.actions(since, until)
    people = work.figures.inquiries_by_person(since, until)
    paper.sheet.heading("Is the record whole")
    paper.sheet.paragraph(integrity)
    paper.fact("Integrity", "Audit log and store", integrity)
    paper.sheet.bars("Inquiries by person", people)
    paper.counts("Inquiries by person", "Person", people)
    paper.counts("Acts on record", "Act", [(a, c) for a, end, c in actions if end == "done"])
    paper.counts("Acts refused", "Act", [(a, c) for a, end, c in actions if end == "refused"])
    over = policy.oversight
    if over.kept_reason is None:
        return
    kept = work.holds.kept_past(now - over.kept_reason_after)
    paper.sheet.heading(f"Data kept longer than {over.kept_reason_after.days} days")
    paper.sheet.clause(over.kept_reason)
    rows = [(hold.number, hold.kind.value, hold.reason, str(count)) for hold, count in kept]
    paper.sheet.table(
        [Column("Number", 1), Column("Kind", 1), Column("Reason", 3), Column("Reads", 1)],
        rows,
        "None.",
    )
    paper.rows += [("Kept longer", f"{kind} {n}: {why}", count) for n, kind, why, count in rows]
