"""What the audit log records: what, when, where, source, outcome, who, purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

SYSTEM = "system"
"""Who, for what the console does by itself. No account may have the name."""

POLICY = "policy"
"""Under this detail an entry says which version of the policy profile it was made under."""

SOURCE = "came_by"
"""Under this detail: its source, 'console' or 'command'."""

DEVICE = "device"
"""Under this detail: which computer, by its id."""

POSITION = "position"
"""Under this detail: where the car was, WGS 84, while there is a fix."""


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One thing to be recorded, before it has its place in the chain."""

    action: str
    """Dotted: 'sign_in.succeeded', 'alert.answered', 'hot_list.imported'."""
    who: str
    """User name; SYSTEM where no person acted."""
    outcome: str
    """'done' or 'refused: …'."""
    subject: str = ""
    """Id of what it was done to (alert, list, user, read)."""
    purpose: str = ""
    details: dict[str, str] = field(default_factory=dict)
    """Flat, string to string: stays readable by an outside auditor."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted; '' and None ask for all."""

    who: str = ""
    action: str = ""
    """The beginning of it: 'sign_in'."""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def words(self) -> dict[str, str]:
        """What was asked for, for the record of the look."""
        asked = {
            "asked_who": self.who,
            "asked_action": self.action,
            "asked_subject": self.subject,
            "asked_since": self.since.isoformat() if self.since else "",
            "asked_until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in asked.items() if value}

    def fits(self, entry: AuditEntry) -> bool:
        return (
            self.who in ("", entry.record.who)
            and entry.record.action.startswith(self.action)
            and self.subject in ("", entry.record.subject)
            and (self.since is None or entry.at >= self.since)
            and (self.until is None or entry.at < self.until)
        )


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A record in its place in the hash chain."""

    sequence: int
    """1, 2, 3 … without a gap."""
    at: datetime
    """UTC, to 0.01 s and finer."""
    unit: str
    record: AuditRecord
    previous: str
    """Hash of the entry before; 64 zeros for the first."""
    hash: str
    """SHA-256 over the canonical JSON of everything above, hex."""
