"""Ports, continued: what the store keeps of a person's habits."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from alpr_console.domain.officer_settings import OfficerSettings


class HabitStore(Protocol):
    def save(self, user_id: str, settings: OfficerSettings, at: datetime) -> None:
        """What the person wants from here on; what was before stays on record."""
        ...

    def of(self, user_id: str) -> OfficerSettings | None:
        """As last saved; None for somebody who never chose."""
        ...
