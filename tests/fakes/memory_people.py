"""Records about people in memory."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from alpr_console.domain.account import (
    Attempt,
    AttemptOutcome,
    Designee,
    Device,
    PersonRecord,
)

T = TypeVar("T")


class MemoryPeople:
    def __init__(self, kept: list[object]) -> None:
        self._kept = kept

    def add(self, record: PersonRecord) -> None:
        self._kept.append(record)

    def of(self, kind: type[T], user_id: str) -> list[T]:
        return [
            one
            for one in self._kept
            if isinstance(one, kind) and one.user_id == user_id  # type: ignore[attr-defined]
        ]

    def attempts_since(self, user_id: str, since: datetime) -> list[Attempt]:
        return [one for one in self.of(Attempt, user_id) if one.at >= since]

    def last_success(self, user_id: str) -> Attempt | None:
        succeeded = AttemptOutcome.SUCCEEDED
        found = [one for one in self.of(Attempt, user_id) if one.outcome is succeeded]
        return found[-1] if found else None

    def add_designee(self, designee: Designee) -> None:
        self._kept.append(designee)

    def designees(self) -> list[Designee]:
        return [one for one in self._kept if isinstance(one, Designee)]

    def add_device(self, device: Device) -> None:
        self._kept.append(device)

    def devices(self) -> list[Device]:
        newest = {one.device_id: one for one in self._kept if isinstance(one, Device)}
        return sorted(newest.values(), key=lambda one: one.name.casefold())
