"""Walking over the reads on record, a page at a time."""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.past_hit import StoredRead
from alpr_console.ports import UnitOfWorkFactory

PAGE = 30
"""Reads a page: six milliseconds with their matching, a third of what a slice may take."""


class StoredReads:
    """Newest first, each read in its newest revision. Each page is a transaction of its own.

    A read that is corrected or added during the walk may or may not be met.
    """

    def __init__(self, uow: UnitOfWorkFactory, since: datetime) -> None:
        self._uow = uow
        self._since = since
        self._last: tuple[datetime, str] | None = None

    def page(self) -> list[StoredRead]:
        """The same page until `turn`; empty once all have been met. Raises StoreUnavailable."""
        with self._uow() as work:
            return work.reads.stored(self._since, self._last, PAGE)

    def turn(self, page: list[StoredRead]) -> None:
        """`page` has been dealt with: go on behind it."""
        self._last = (page[-1].at, page[-1].read_id)
