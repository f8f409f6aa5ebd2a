"""The same vehicle seen again, told of by the alert that was raised first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlertRepeat:
    alert_id: str
    read_id: str
    at: datetime
    """Capture time of the read, UTC."""
