"""Specific entries: what was entered, once, and the steps of its course, one row each."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, true

from alpr_console.adapters.storage.course import check_entry_goes_on
from alpr_console.adapters.storage.records import to_json
from alpr_console.adapters.storage.schema import rowid, specific_entries, specific_steps
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.hotlist import Category
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificStep


class SqlSpecificEntries:
    """The SpecificStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, entry: SpecificEntry) -> None:
        """The entry, or the steps that it has gone on by.

        Raises:
            ValueError: what is on record would be changed or lost.
        """
        known = self._entries(specific_entries.c.entry_id == entry.entry_id)
        if known:
            check_entry_goes_on(known[0], entry)
        else:
            self._connection.execute(
                insert(specific_entries).values(
                    entry_id=entry.entry_id,
                    entered_by=entry.entered_by,
                    entered_at=time_text(entry.entered_at),
                    contents=_contents_json(entry.contents),
                )
            )
        for step in entry.steps[len(known[0].steps) if known else 0 :]:
            self._connection.execute(
                insert(specific_steps).values(
                    entry_id=entry.entry_id,
                    act=step.act.value,
                    by=step.by,
                    at=time_text(step.at),
                    reason=step.reason,
                    until=None if step.until is None else time_text(step.until),
                )
            )

    def get(self, entry_id: str) -> SpecificEntry:
        """Raises KeyError, IllegalTransition for a course that its table does not know."""
        found = self._entries(specific_entries.c.entry_id == entry_id)
        if not found:
            raise KeyError(entry_id)
        return found[0]

    def all(self) -> list[SpecificEntry]:
        """Oldest first."""
        return self._entries(true())

    def _entries(self, condition: ColumnElement[bool]) -> list[SpecificEntry]:
        query = select(specific_entries).where(condition).order_by(rowid)
        rows = self._connection.execute(query).all()
        courses: dict[str, list[SpecificStep]] = defaultdict(list)
        of_these = (
            select(specific_steps)
            .join(specific_entries)
            .where(condition)
            .order_by(specific_steps.c.step_id)
        )
        for row in self._connection.execute(of_these):
            courses[row.entry_id].append(_step(row))
        return [
            SpecificEntry.replayed(
                row.entry_id, _contents(row.contents), tuple(courses[row.entry_id])
            )
            for row in rows
        ]


def _step(row: Row[Any]) -> SpecificStep:
    until = None if row.until is None else time_from_text(row.until)
    return SpecificStep(SpecificAct(row.act), row.by, time_from_text(row.at), row.reason, until)


def _contents_json(contents: SpecificContents) -> str:
    return to_json({**asdict(contents), "category": contents.category.value})


def _contents(text: str) -> SpecificContents:
    kept = json.loads(text)
    return SpecificContents(**{**kept, "category": Category(kept["category"])})
