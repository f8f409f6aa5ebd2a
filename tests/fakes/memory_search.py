"""Looks at stored reads, in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from alpr_console.domain.inquiry import Inquiry, Returned


class MemoryInquiries:
    def __init__(self, kept: dict[str, Inquiry]) -> None:
        self._kept = kept

    def add(self, inquiry: Inquiry) -> None:
        self._kept[inquiry.inquiry_id] = inquiry

    def add_returned(self, inquiry_id: str, returned: Returned) -> None:
        known = self.get(inquiry_id)
        self._kept[inquiry_id] = replace(known, returned=(*known.returned, returned))

    def get(self, inquiry_id: str) -> Inquiry:
        return self._kept[inquiry_id]

    def between(self, since: datetime, until: datetime) -> list[Inquiry]:
        begun = [one for one in self._kept.values() if since <= one.at < until]
        return sorted(begun, key=lambda one: (one.at, one.inquiry_id))
