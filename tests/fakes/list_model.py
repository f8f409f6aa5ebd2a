"""What should be true of lists and specific entries, kept beside the store that is tested."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Listed:
    """What should be true of one list."""

    designated: bool = False
    in_force: set[str] | None = None
    versions: dict[int, set[str]] = field(default_factory=dict)
    """Every version there ever was."""


@dataclass
class Entered:
    """What should be true of one specific entry."""

    plate: str
    by: str
    until: datetime | None = None
    """None before its approval, and once it is withdrawn or refused."""
    renewal_by: str = ""
    over: bool = False
