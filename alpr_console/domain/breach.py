"""A suspected breach of security, reported to the administrator at once (REL-3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class BreachReport:
    report_id: str
    by: str
    at: datetime
    noticed_at: datetime
    since: datetime
    """From when on somebody may have had access."""
    suspected: str
    reached: str
    """What may have been reached, in the reporter's words."""
    in_the_log: tuple[str, ...] = ()
    """What the audit log says was opened, searched or taken out in that span."""
    acknowledged: tuple[Acknowledgement, ...] = ()

    def waits_for(self, user_name: str) -> bool:
        """Whether this administrator has yet to say that they know of it."""
        return all(one.by != user_name for one in self.acknowledged)

    def acknowledge(self, one: Acknowledgement) -> BreachReport:
        return replace(self, acknowledged=(*self.acknowledged, one))
