"""What the product needs of storage and of the machine for people's accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypeVar

from alpr_console.domain.account import (
    Attempt,
    Designee,
    Device,
    PersonRecord,
)

R = TypeVar("R", bound=PersonRecord)


class PeopleStore(Protocol):
    """Records about people, devices and the designee. Only ever added to."""

    def add(self, record: PersonRecord) -> None: ...

    def of(self, kind: type[R], user_id: str) -> list[R]:
        """A person's records of one kind, in the order of adding."""
        ...

    def attempts_since(self, user_id: str, since: datetime) -> list[Attempt]:
        """In the order of adding."""
        ...

    def last_success(self, user_id: str) -> Attempt | None: ...

    def add_designee(self, designee: Designee) -> None: ...

    def designees(self) -> list[Designee]:
        """In the order of adding; the last one holds."""
        ...

    def add_device(self, device: Device) -> None: ...

    def devices(self) -> list[Device]:
        """Newest record of each device, by name."""
        ...
