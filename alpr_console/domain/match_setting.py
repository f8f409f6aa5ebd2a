"""The administrator's setting of how sure a match must be before it alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.hotlist import Thresholds

LEAST, MOST = 0.001, 0.95
"""Below, noise would alert; above, the reader is rarely that sure of a whole plate."""


@dataclass(frozen=True, slots=True)
class MatchSetting:
    thresholds: Thresholds
    by: str
    at: datetime
    """UTC."""
