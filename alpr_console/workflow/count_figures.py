"""The figures of a report on the screen: counted in slices, each bar with its records (AUD-3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from alpr_console.domain.figures import Counts, Figure
from alpr_console.ports import UnitOfWork
from alpr_console.workflow.make_report import TOTAL_DETECTION

SLICE = timedelta(days=1)
"""Counted at a time: the console thread has other work between two of them."""

DETECTIONS = (Figure.DAY, Figure.CAMERA, Figure.LIST, Figure.CATEGORY, Figure.OUTCOME)
SYSTEM = (Figure.PERSON, Figure.ACT, Figure.REFUSED)

Counted = dict[Figure, Counts]


def figures_of(key: str) -> tuple[Figure, ...]:
    """What the report `key` is made of."""
    return DETECTIONS if key == TOTAL_DETECTION else SYSTEM


def slices(since: datetime, until: datetime) -> tuple[tuple[datetime, datetime], ...]:
    found = []
    while since < until:
        end = min(since + SLICE, until)
        found.append((since, end))
        since = end
    return tuple(found)


def count(work: UnitOfWork, key: str, since: datetime, until: datetime) -> Counted:
    """Every figure of the report over the span, `until` excluded."""
    return {figure: _count(work, figure, since, until) for figure in figures_of(key)}


def together(before: Mapping[Figure, Counts], more: Mapping[Figure, Counts]) -> Counted:
    """The counts of two spans in one: days in their order, all else by its count."""
    found: Counted = {}
    for figure in {**before, **more}:
        sums = dict(before.get(figure, ()))
        for name, number in more.get(figure, ()):
            sums[name] = sums.get(name, 0) + number
        if figure is Figure.DAY:
            found[figure] = tuple(sorted(sums.items()))
        else:
            found[figure] = tuple(sorted(sums.items(), key=lambda one: (-one[1], one[0])))
    return found


def _count(work: UnitOfWork, figure: Figure, since: datetime, until: datetime) -> Counts:
    figures = work.figures
    match figure:
        case Figure.DAY:
            found = figures.reads_by_day(since, until)
        case Figure.CAMERA:
            found = figures.reads_by_camera(since, until)
        case Figure.LIST:
            found = figures.hits_by_list(since, until)
        case Figure.CATEGORY:
            found = figures.hits_by_category(since, until)
        case Figure.OUTCOME:
            found = figures.outcomes(since, until)
        case Figure.PERSON:
            found = figures.inquiries_by_person(since, until)
        case Figure.ACT | Figure.REFUSED:
            wanted = "done" if figure is Figure.ACT else "refused"
            found = [(name, n) for name, end, n in figures.actions(since, until) if end == wanted]
    return tuple(found)
