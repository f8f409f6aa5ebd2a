"""Audit samples and reports in memory; figures are left to the real store's tests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.oversight import Judgement, ReportMade, Sample
from alpr_console.domain.read import PlateRead


@dataclass
class OversightContents:
    samples: list[Sample] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    reports: list[ReportMade] = field(default_factory=list)

    def copy(self) -> OversightContents:
        return OversightContents(list(self.samples), list(self.judgements), list(self.reports))


class MemoryOversight:
    def __init__(self, kept: OversightContents) -> None:
        self._kept = kept

    def add_sample(self, sample: Sample) -> None:
        self._kept.samples.append(sample)

    def samples(self) -> list[Sample]:
        return self._kept.samples[::-1]

    def sample(self, sample_id: str) -> Sample:
        for sample in self._kept.samples:
            if sample.sample_id == sample_id:
                return sample
        raise KeyError(sample_id)

    def add_judgement(self, judgement: Judgement) -> None:
        self._kept.judgements.append(judgement)

    def judgements(self, sample_id: str) -> list[Judgement]:
        return [one for one in self._kept.judgements if one.sample_id == sample_id]

    def add_report(self, report: ReportMade) -> None:
        self._kept.reports.append(report)

    def reports(self, key: str = "") -> list[ReportMade]:
        return [one for one in self._kept.reports[::-1] if key in ("", one.key)]


class MemoryFigures:
    def __init__(
        self,
        reads: dict[str, list[PlateRead]],
        alerts: dict[str, Alert],
        audit: list[AuditEntry],
        inquiries: dict[str, Inquiry],
    ) -> None:
        self._reads = [revisions[0] for revisions in reads.values()]
        self._alerts = list(alerts.values())
        self._audit = audit
        self._inquiries = list(inquiries.values())

    def reads_by_day(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        days = Counter(r.at.date().isoformat() for r in self._reads if since <= r.at < until)
        return sorted(days.items())

    def reads_by_camera(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return sorted(Counter(r.camera for r in self._reads if since <= r.at < until).items())

    def hits_by_list(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return _most(a.hit.match.hot_list.name for a in self._raised(since, until))

    def hits_by_category(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return _most(a.hit.entry.category.value for a in self._raised(since, until))

    def outcomes(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return _most(
            a.disposition.outcome.value if a.disposition is not None else "open"
            for a in self._raised(since, until)
        )

    def actions(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        counts = Counter(
            (e.record.action, "refused" if e.record.outcome.startswith("refused") else "done")
            for e in self._audit
            if since <= e.at < until
        )
        return [(action, end, count) for (action, end), count in sorted(counts.items())]

    def inquiries_by_person(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return _most(i.who for i in self._inquiries if since <= i.at < until)

    def _raised(self, since: datetime, until: datetime) -> list[Alert]:
        return [a for a in self._alerts if since <= a.raised_at < until]


def _most(names: object) -> list[tuple[str, int]]:
    counts = Counter(names)  # type: ignore[call-overload]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
