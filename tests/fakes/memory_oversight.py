"""Audit samples and reports in memory; figures are left to the real store's tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.figures import Figure, FigureRecord
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.oversight import Judgement, ReportMade, Sample
from alpr_console.domain.read import PlateRead

Behind = list[tuple[str, FigureRecord]]
"""Each record with the name of its bar."""


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
        return _most(_outcome(a) for a in self._raised(since, until))

    def actions(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        counts = Counter(
            (e.record.action, "refused" if e.record.outcome.startswith("refused") else "done")
            for e in self._audit
            if since <= e.at < until
        )
        return [(action, end, count) for (action, end), count in sorted(counts.items())]

    def inquiries_by_person(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return _most(i.who for i in self._inquiries if since <= i.at < until)

    def behind(
        self, figure: Figure, name: str, since: datetime, until: datetime, passed: int, limit: int
    ) -> list[FigureRecord]:
        found = {
            Figure.DAY: lambda: self._reads_behind(lambda r: r.at.date().isoformat()),
            Figure.CAMERA: lambda: self._reads_behind(lambda r: r.camera),
            Figure.LIST: lambda: self._alerts_behind(lambda a: a.hit.match.hot_list.name),
            Figure.CATEGORY: lambda: self._alerts_behind(lambda a: a.hit.entry.category.value),
            Figure.OUTCOME: lambda: self._alerts_behind(_outcome),
            Figure.PERSON: self._inquiries_behind,
            Figure.ACT: lambda: self._acts_behind(False),
            Figure.REFUSED: lambda: self._acts_behind(True),
        }[figure]()
        wanted = [one for bar, one in found if bar == name and since <= one.at < until]
        return sorted(wanted, key=lambda one: one.at)[passed : passed + limit]

    def _reads_behind(self, bar: Callable[[PlateRead], str]) -> Behind:
        return [(bar(r), FigureRecord(r.at, r.read_id, "", r.camera)) for r in self._reads]

    def _alerts_behind(self, bar: Callable[[Alert], str]) -> Behind:
        return [
            (
                bar(a),
                FigureRecord(
                    a.raised_at, a.alert_id, "",
                    f"{a.hit.match.hot_list.name} · {a.hit.entry.category.label} · "
                    f"{a.disposition.outcome.label if a.disposition is not None else 'open'}",
                ),
            )
            for a in self._alerts
        ]  # fmt: skip

    def _inquiries_behind(self) -> Behind:
        return [
            (i.who, FigureRecord(i.at, i.inquiry_id, i.who, i.grounds.words))
            for i in self._inquiries
        ]

    def _acts_behind(self, refused: bool) -> Behind:
        return [
            (e.record.action, FigureRecord(e.at, e.record.subject, e.record.who, e.record.outcome))
            for e in self._audit
            if e.record.outcome.startswith("refused") == refused
        ]

    def _raised(self, since: datetime, until: datetime) -> list[Alert]:
        return [a for a in self._alerts if since <= a.raised_at < until]


def _outcome(alert: Alert) -> str:
    return "open" if alert.disposition is None else alert.disposition.outcome.value


def _most(names: object) -> list[tuple[str, int]]:
    counts = Counter(names)  # type: ignore[call-overload]
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
