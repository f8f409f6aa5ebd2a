"""Each person's habits in memory."""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.officer_settings import OfficerSettings


class MemoryHabits:
    def __init__(self, habits: list[tuple[str, OfficerSettings]]) -> None:
        self._habits = habits

    def save(self, user_id: str, settings: OfficerSettings, at: datetime) -> None:
        self._habits.append((user_id, settings))

    def of(self, user_id: str) -> OfficerSettings | None:
        own = [settings for owner, settings in self._habits if owner == user_id]
        return own[-1] if own else None
