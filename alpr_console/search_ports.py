"""Ports, continued: what is kept of looks at stored reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from alpr_console.domain.inquiry import Inquiry, Returned
from alpr_console.domain.read_search import FoundRead, ReadKey, Sought


class InquiryStore(Protocol):
    """Looks of people at stored reads (QRY-1). Only ever added to."""

    def add(self, inquiry: Inquiry) -> None:
        """With what it has returned so far."""
        ...

    def add_returned(self, inquiry_id: str, returned: Returned) -> None:
        """A further page. Raises KeyError where there is no such inquiry."""
        ...

    def get(self, inquiry_id: str) -> Inquiry:
        """Raises KeyError."""
        ...

    def between(self, since: datetime, until: datetime) -> list[Inquiry]:
        """Begun in the span, `until` excluded, oldest first (then by id), with what each
        returned."""
        ...


class ReadFinder(Protocol):
    """Stored reads, each in its newest revision, by what a search asks for."""

    def span(self) -> tuple[datetime, datetime] | None:
        """Capture times of the oldest and the newest read; None where there is none."""
        ...

    def at_once(self, sought: Sought) -> bool:
        """Whether every read of it is found as fast as the newest ones; else it is better looked
        for in one span of time after the other."""
        ...

    def find(
        self, sought: Sought, since: datetime, before: tuple[datetime, str], limit: int
    ) -> list[ReadKey]:
        """Reads captured at or after `since` and behind `before` (capture time and read id)
        in the order newest first, then id falling; the terms' own time is not looked at."""
        ...

    def details(self, sought: Sought, keys: Sequence[ReadKey]) -> list[FoundRead]:
        """In the order of `keys`, without those that have a newer revision by now or are gone."""
        ...
