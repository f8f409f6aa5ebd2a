"""What falls due when: calendar periods of as many months as the policy says (AUD-3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alpr_console.domain.oversight import DueReport, ReportMade, Standing
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import ReportRule

AUDIT = "audit"
"""Key of the audit itself, which falls due where the policy names no report."""

OUTSIDE_AUDIT = "outside_audit"
"""That an outside agency audited the system."""

TIME_TO_WRITE = timedelta(days=30)
"""A named report is about a whole period and so is written after its end. The console's own
figure; the audit itself has to be made within the period."""

SOON = timedelta(days=14)


def rules_of(policy: AgencyPolicy) -> tuple[ReportRule, ...]:
    """The reports that the policy names; the audit where it names none."""
    over = policy.oversight
    if over.reports:
        return over.reports
    return (ReportRule(AUDIT, "System audit", over.audit, over.audit_months,
                       policy.people.administrator_title),)  # fmt: skip


def period_of(at: datetime, months: int) -> tuple[datetime, datetime]:
    """The calendar period of `months` that `at` lies in, UTC: start, and start of the next."""
    whole = at.astimezone(UTC)
    first = (whole.year * 12 + whole.month - 1) // months * months
    return _month(first), _month(first + months)


def whole(report: ReportMade, months: int) -> bool:
    """Whether it does for its period: what tells of the period has to have seen its end, while
    an audit is what takes place within it."""
    audits = report.key in (AUDIT, OUTSIDE_AUDIT)
    return audits or report.until >= period_of(report.since, months)[1]


def due_reports(
    policy: AgencyPolicy, made: list[ReportMade], begun: datetime, now: datetime
) -> list[DueReport]:
    """The next of each kind, soonest first. `begun` is when the console was first started."""
    found = []
    for rule in rules_of(policy):
        mine = [one for one in made if one.key == rule.key]
        reported = {one.since for one in mine if whole(one, rule.months)}
        since, until = period_of(begun, rule.months)
        while since in reported:
            since, until = period_of(until, rule.months)
        due = until if rule.key == AUDIT else until + TIME_TO_WRITE
        standing = Standing.LATER
        if now >= due:
            standing = Standing.OVERDUE
        elif now >= due - SOON:
            standing = Standing.SOON
        found.append(
            DueReport(
                rule.key, rule.name, rule.clause.section, rule.to,
                max((one.at for one in mine), default=None), due, standing, since,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: one.due)


def _month(number: int) -> datetime:
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)
