"""Ports, continued: what is kept of looks at stored reads."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from alpr_console.domain.inquiry import Inquiry, Returned


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
