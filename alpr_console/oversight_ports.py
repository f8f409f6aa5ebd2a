"""What the product needs of storage for audit samples and reports."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from alpr_console.domain.figures import Figure, FigureRecord
from alpr_console.domain.oversight import Judgement, ReportMade, Sample


class OversightStore(Protocol):
    """Only ever added to."""

    def add_sample(self, sample: Sample) -> None: ...

    def samples(self) -> list[Sample]:
        """Newest first."""
        ...

    def sample(self, sample_id: str) -> Sample:
        """Raises KeyError."""
        ...

    def add_judgement(self, judgement: Judgement) -> None:
        """The newest of an inquiry in a sample counts."""
        ...

    def judgements(self, sample_id: str) -> list[Judgement]:
        """In the order of adding."""
        ...

    def add_report(self, report: ReportMade) -> None: ...

    def reports(self, key: str = "") -> list[ReportMade]:
        """Newest first; of one kind where it is named."""
        ...


class Figures(Protocol):
    """Counts over what is on record in a span, `until` excluded; nothing is loaded whole."""

    def reads_by_day(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Day (UTC, ISO) and passes read."""
        ...

    def reads_by_camera(self, since: datetime, until: datetime) -> list[tuple[str, int]]: ...

    def hits_by_list(self, since: datetime, until: datetime) -> list[tuple[str, int]]: ...

    def hits_by_category(self, since: datetime, until: datetime) -> list[tuple[str, int]]: ...

    def outcomes(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        """Of the alerts raised in the span; 'open' for those without one."""
        ...

    def actions(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        """Of the audit log: action, 'done' or 'refused', and how often."""
        ...

    def inquiries_by_person(self, since: datetime, until: datetime) -> list[tuple[str, int]]: ...

    def behind(
        self, figure: Figure, name: str, since: datetime, until: datetime, passed: int, limit: int
    ) -> list[FigureRecord]:
        """The records that the bar `name` counts, oldest first, without the first `passed`."""
        ...
