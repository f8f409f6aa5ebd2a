"""What a check found, in words: counts, lines, and the change against the list in force."""

from __future__ import annotations

from datetime import datetime, timedelta

from alpr_console.domain.hotlist import HotList
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import ListRules
from alpr_console.intake.report import IntakeReport, Reason
from ui import list_strings as words
from ui.administration.list_import.model import CheckModel, Count
from ui.citation import cite


def account(
    report: IntakeReport,
    before: HotList | None,
    rules: ListRules,
    now: datetime,
    stale_after: timedelta,
    refused: bool,
) -> CheckModel:
    """`before` is the version in force; `refused` where the file cannot come into force."""
    after = report.entries - (report.duplicates or 0)
    # What is refused already needs no second reason.
    shrunk = not refused and before is not None and after < before.count * rules.shrink_limit
    caution = ""
    if before is not None and shrunk:
        caution = words.SHRUNK.format(
            after=after, before=before.count, section=cite(rules.replacement)
        )
    return CheckModel(
        counts=_counts(report, after, refused),
        before=words.BEFORE_NONE if before is None else words.CHANGE.format(
            entries=words.entries(before.count), age=before.freshness(now, stale_after).words
        ),
        after="" if refused else words.entries(after),
        difference="" if before is None or refused else _difference(after - before.count),
        caution=caution,
        problems=_lines(report),
        can_put_in_force=not refused,
    )  # fmt: skip


def _counts(report: IntakeReport, after: int, refused: bool) -> tuple[Count, ...]:
    counts = [Count(words.ENTRIES, f"{after:,}", None if refused else Meaning.CONFIRMED)]
    if report.duplicates:
        counts.append(Count(words.REPEATED, f"{report.duplicates:,}"))
    for reason, number in report.by_reason.items():
        if reason is Reason.NO_PLATE and number:
            counts.append(Count(words.WITHOUT_PLATE, f"{number:,}"))
        elif number:
            why = words.LEFT_OUT.format(why=reason.words.partition(" (")[0])
            counts.append(Count(why, f"{number:,}", Meaning.CAUTION))
    for clause, number in report.barred_by:
        label = words.BARRED.format(section=cite(clause), sense=clause.sense)
        counts.append(Count(" ".join(label.split()), f"{number:,}", Meaning.INFORMATION))
    return tuple(counts)


def _difference(more: int) -> str:
    if more == 0:
        return words.SAME
    return words.MORE.format(count=more) if more > 0 else words.FEWER.format(count=-more)


def _lines(report: IntakeReport) -> tuple[str, ...]:
    """Lines left out and repeated, in the file's order, and how many more there are."""
    found = [(problem.line, problem.words) for problem in report.problems]
    found += [(line, words.REPEATS.format(line=line, of=of)) for line, of in report.duplicate_lines]
    lines = [text for _, text in sorted(found)]
    more = report.left_out + (report.duplicates or 0) - len(lines)
    return (*lines, words.AND_MORE.format(count=more)) if more > 0 else tuple(lines)
