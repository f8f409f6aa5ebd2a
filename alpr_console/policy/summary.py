"""Every rule of a profile as people read it: what, how much, and the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from alpr_console.domain.policy import AgencyPolicy, Clause
from alpr_console.domain.policy_rules import Bar, Limit, LocalKeeping, QueryNeed


@dataclass(frozen=True, slots=True)
class Rule:
    group: str
    name: str
    value: str
    """'' where the clause says it all."""
    clause: Clause


NEEDS = {
    QueryNeed.REASON: "reason",
    QueryNeed.NUMBER_OR_REASON: "number, or reason, or both",
    QueryNeed.NUMBER_AND_REASON: "number and reason",
    QueryNeed.REASON_AND_ANY_NUMBER: "reason, and the number where there is one",
}

BARS = {
    Bar.IMMIGRATION: "Federal immigration enforcement",
    Bar.REPRODUCTIVE: "Against reproductive health care",
    Bar.SALE: "Sale",
    Bar.OUT_OF_STATE: "Outside the state",
    Bar.NO_MOU: "No memorandum of understanding",
}


def days(span: timedelta) -> str:
    """'30 days', '1 day', '10 minutes', '12 hours'."""
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        count = span.total_seconds() / length
        if count >= 1 and (count.is_integer() or unit == "minute"):
            return f"{count:g} {unit}{'' if count == 1 else 's'}"
    return "at once"


def rules_of(policy: AgencyPolicy) -> Iterator[Rule]:
    """In the order of a person's day: sign-in, hits, lists, searches, keeping, oversight."""
    yield from _people(policy)
    yield from _hits(policy)
    yield from _shift(policy)
    yield from _lists(policy)
    queries, release = policy.queries, policy.release
    yield Rule("Searches", "Needed first", NEEDS[queries.need], queries.clause)
    yield from _keeping(policy)
    yield from _oversight(policy)
    yield Rule("Release", "Request", "agency, person, purpose", release.request)
    yield Rule("Release", "Review", release.decider_title, release.review)
    for ground, clause in release.bars:
        yield Rule("Release", f"Refused: {BARS[ground].lower()}", "", clause)
    yield Rule("Release", "Requests of others", "records process", release.records_process)
    yield Rule("Release", "Breach", "", release.breach)
    yield Rule("Publication", "Website", policy.publication.custodian, policy.publication.clause)


def _people(policy: AgencyPolicy) -> Iterator[Rule]:
    people = policy.people
    yield Rule("People", "Sign-in", "one person, one account", people.credentials)
    yield Rule("People", "Access", "each on record", people.access)
    yield Rule("People", "Administrator", people.administrator_title, people.administrator)
    positions = ", ".join(people.listed_positions) or "as the administrator names them"
    yield Rule("People", "Positions", positions, people.positions)
    yield Rule("People", "Training", "before access", people.training)
    for course in people.courses:
        yield Rule("People", course.name, f"every {days(course.valid_for)}", course.clause)
    if people.approval is not None:
        yield Rule("People", "Approval", "of each person", people.approval)
    yield Rule("People", "Acknowledgement", "of each version", people.acknowledgement)
    if people.device is not None:
        yield Rule("People", "Device", "registered, or permitted", people.device)
    yield Rule("People", "Privacy lock", f"after {days(people.lock_after)}", people.privacy)
    yield Rule(
        "People", "Lockout", f"{people.lockout_failures} failures in {days(people.lockout_span)}",
        people.lockout,
    )  # fmt: skip
    yield Rule("People", "Disuse", f"after {days(people.disuse_after)}", people.disuse)
    anew = days(people.sign_in_anew_after)
    yield Rule("People", "Sign-in anew", f"after {anew}", people.sign_in_anew)
    if people.second_factor is not None:
        yield Rule("People", "Second factor", "of everyone", people.second_factor)


def _hits(policy: AgencyPolicy) -> Iterator[Rule]:
    yield Rule("Hits", "Verification", "by eye, item by item", policy.verification)
    yield Rule("Hits", "Confirmation", "CLETS or dispatch", policy.confirmation)
    if policy.exigency is not None:
        yield Rule("Hits", "Exigent circumstances", "stated", policy.exigency)
    yield Rule("Hits", "Lawful basis", "stated", policy.lawful_basis)
    if policy.person_effort is not None:
        yield Rule("Hits", "Person in the vehicle", "effort stated", policy.person_effort)
    yield Rule("Hits", "Disposition", "with its number", policy.disposition)
    if policy.notify_clause is not None:
        yield Rule("Hits", "Notice", ", ".join(policy.notify), policy.notify_clause)


def _shift(policy: AgencyPolicy) -> Iterator[Rule]:
    yield Rule("Shift", "Check", "at its start", policy.shift.check)
    yield Rule("Shift", "Equipment faults", "to the administrator", policy.shift.report)
    if policy.shift.canvass is not None:
        yield Rule("Shift", "Canvass", "under a case number", policy.shift.canvass)


def _lists(policy: AgencyPolicy) -> Iterator[Rule]:
    lists, specific = policy.lists, policy.specific
    yield Rule("Lists", "Stale", f"after {days(policy.stale_after)}", policy.list_freshness)
    yield Rule("Lists", "Designation", "by the administrator", lists.designation)
    yield Rule("Lists", "Replacement", "whole", lists.replacement)
    for barred in lists.barred:
        yield Rule("Lists", "Left out", "", barred.clause)
    yield Rule("Lists", "BOLO approval", specific.approver.value, specific.approval)
    yield Rule("Lists", "BOLO expiry", f"after {days(specific.term)}", specific.expiry)


def _limit(name: str, limit: Limit) -> Rule:
    value = f"purged after {days(limit.after)}"
    if limit.not_before:
        value += f", not before {days(limit.not_before)}"
    return Rule("Keeping", name, value, limit.clause)


def _keeping(policy: AgencyPolicy) -> Iterator[Rule]:
    kept = policy.retention
    yield _limit("Reads", kept.reads)
    yield _limit("Hits", kept.hits)
    least = f"kept, at least {days(kept.audit.after)}"
    yield Rule("Keeping", "Audit log", least, kept.audit.clause)
    local = "hits alone" if kept.local_keeping is LocalKeeping.HITS_ONLY else "reads and hits"
    yield Rule("Keeping", "On this workstation", local, kept.local)
    yield Rule("Keeping", "Holds", "stop the purge", kept.holds)
    yield Rule("Keeping", "Evidence", "on portable media", kept.evidence)
    leaves = f"leaves {days(kept.leaves_after)} after arrival" if kept.leaves_after else "leaves"
    yield Rule("Keeping", "Department's storage", leaves, kept.transfer)
    if kept.outside is not None:
        yield Rule("Keeping", "Outside servers", "purged too", kept.outside)


def _oversight(policy: AgencyPolicy) -> Iterator[Rule]:
    over = policy.oversight
    yield Rule("Oversight", "Record", "by itself", over.record)
    yield Rule("Oversight", "Audit", f"every {over.audit_months} months", over.audit)
    yield Rule("Oversight", "Sample", f"at least {over.sample.at_least}", over.sample.clause)
    for report in over.reports:
        yield Rule(
            "Oversight", report.name, f"every {report.months} months to {report.to}", report.clause
        )
    if over.kept_reason is not None:
        value = f"kept over {days(over.kept_reason_after)}"
        yield Rule("Oversight", "Explained", value, over.kept_reason)
