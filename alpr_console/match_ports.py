"""Ports, continued: what is kept of that which becomes of matches."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.ignored import IgnoredPlate, IgnoreEnd
from alpr_console.domain.match_setting import MatchSetting
from alpr_console.domain.past_hit import PastHit, PastHitReview
from alpr_console.domain.repeat import AlertRepeat


class RepeatStore(Protocol):
    """Reads told of by an alert that was raised before them. Only ever added to."""

    def add(self, repeat: AlertRepeat) -> None: ...

    def of_alert(self, alert_id: str) -> list[AlertRepeat]:
        """In the order of being added."""
        ...

    def of_read(self, read_id: str) -> list[AlertRepeat]: ...


class IgnoredStore(Protocol):
    """Plates that raise no alert for a while."""

    def add(self, plate: IgnoredPlate) -> None: ...

    def end(self, ignored_id: str, end: IgnoreEnd) -> None:
        """Raises KeyError where there is no such one, ValueError where it has ended already."""
        ...

    def get(self, ignored_id: str) -> IgnoredPlate:
        """Raises KeyError."""
        ...

    def all(self) -> list[IgnoredPlate]:
        """Newest first, those expired and ended among them."""
        ...


class PastHitStore(Protocol):
    """Stored reads that fit an entry which came after them. Only ever added to."""

    def add(self, hit: PastHit) -> None: ...

    def review(self, past_hit_id: str, review: PastHitReview) -> None:
        """Raises KeyError where there is no such hit, ValueError where it was reviewed."""
        ...

    def get(self, past_hit_id: str) -> PastHit:
        """Raises KeyError."""
        ...

    def of_read(self, read_id: str) -> list[PastHit]:
        """Of any revision of the read."""
        ...

    def waiting(self) -> list[PastHit]:
        """Not reviewed, the newest read first."""
        ...

    def waiting_count(self) -> tuple[int, datetime | None]:
        """How many are not reviewed, and the capture time of the newest read among them."""
        ...


class CorrectionStore(Protocol):
    """Who corrected which revision of a read into being. Only ever added to."""

    def add(self, correction: ReadCorrection) -> None: ...

    def of_read(self, read_id: str) -> list[ReadCorrection]:
        """Oldest first."""
        ...


class MatchSettingStore(Protocol):
    """Thresholds as the administrator set them. Only ever added to."""

    def add(self, setting: MatchSetting) -> None: ...

    def newest(self) -> MatchSetting | None:
        """None while nobody has set them."""
        ...
