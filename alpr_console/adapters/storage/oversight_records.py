"""Audit samples, judgements and reports; and the figures that reports are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, insert, select

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.schema_oversight import audit_samples, judgements, reports
from alpr_console.adapters.storage.schema_search import inquiries
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.figures import Figure, FigureRecord
from alpr_console.domain.hotlist import Category
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.oversight import Finding, Judgement, ReportMade, Sample


class SqlOversight:
    """The OversightStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_sample(self, sample: Sample) -> None:
        self._connection.execute(
            insert(audit_samples).values(
                sample_id=sample.sample_id,
                by=sample.by,
                at=time_text(sample.at),
                since=time_text(sample.since),
                until=time_text(sample.until),
                seed=sample.seed,
                population=sample.population,
                population_sha256=sample.population_sha256,
                drawn=json.dumps(sample.drawn),
            )
        )

    def samples(self) -> list[Sample]:
        query = select(audit_samples).order_by(audit_samples.c.at.desc())
        return [_sample(row) for row in self._connection.execute(query)]

    def sample(self, sample_id: str) -> Sample:
        query = select(audit_samples).where(audit_samples.c.sample_id == sample_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(sample_id)
        return _sample(row)

    def add_judgement(self, judgement: Judgement) -> None:
        self._connection.execute(
            insert(judgements).values(
                sample_id=judgement.sample_id,
                inquiry_id=judgement.inquiry_id,
                finding=judgement.finding.value,
                reason=judgement.reason,
                data_errors=judgement.data_errors,
                by=judgement.by,
                at=time_text(judgement.at),
            )
        )

    def judgements(self, sample_id: str) -> list[Judgement]:
        query = (
            select(judgements)
            .where(judgements.c.sample_id == sample_id)
            .order_by(judgements.c.judgement_id)
        )
        return [
            Judgement(
                row.sample_id, row.inquiry_id, Finding(row.finding), row.reason, row.data_errors,
                row.by, time_from_text(row.at),
            )
            for row in self._connection.execute(query)
        ]  # fmt: skip

    def add_report(self, report: ReportMade) -> None:
        times = {name: time_text(getattr(report, name)) for name in ("since", "until", "at")}
        others = (
            "report_id", "key", "name", "by", "to", "pdf", "pdf_sha256", "csv", "csv_sha256",
        )  # fmt: skip
        self._connection.execute(
            insert(reports).values(**{name: getattr(report, name) for name in others}, **times)
        )

    def reports(self, key: str = "") -> list[ReportMade]:
        query = select(reports).order_by(reports.c.at.desc())
        if key:
            query = query.where(reports.c.key == key)
        return [_report(row) for row in self._connection.execute(query)]


_LIST = func.json_extract(schema.alerts.c.hot_list, "$.name")
_CATEGORY = func.json_extract(schema.alerts.c.entry, "$.category")
_OUTCOME = func.coalesce(schema.dispositions.c.outcome, "open")
_ENDED = schema.alerts.outerjoin(
    schema.dispositions, schema.alerts.c.alert_id == schema.dispositions.c.alert_id
)
_END = case((schema.audit_log.c.outcome.like("refused%"), "refused"), else_="done")


class SqlFigures:
    """The Figures port over one transaction: the database counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def reads_by_day(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return self._reads_by(func.substr(schema.reads.c.at, 1, 10), since, until)

    def reads_by_camera(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return self._reads_by(schema.reads.c.camera, since, until)

    def hits_by_list(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return self._alerts_by(_LIST, since, until)

    def hits_by_category(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        return self._alerts_by(_CATEGORY, since, until)

    def outcomes(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        query = (
            select(_OUTCOME, func.count())
            .select_from(_ENDED)
            .where(_within(schema.alerts.c.raised_at, since, until))
            .group_by(_OUTCOME)
            .order_by(func.count().desc(), _OUTCOME)
        )
        return [(name, count) for name, count in self._connection.execute(query)]

    def actions(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        log = schema.audit_log
        query = (
            select(log.c.action, _END, func.count())
            .where(_within(log.c.at, since, until))
            .group_by(log.c.action, _END)
            .order_by(log.c.action, _END)
        )
        return [(action, end, count) for action, end, count in self._connection.execute(query)]

    def inquiries_by_person(self, since: datetime, until: datetime) -> list[tuple[str, int]]:
        query = (
            select(inquiries.c.who, func.count())
            .where(_within(inquiries.c.at, since, until))
            .group_by(inquiries.c.who)
            .order_by(func.count().desc(), inquiries.c.who)
        )
        return [(who, count) for who, count in self._connection.execute(query)]

    def behind(
        self, figure: Figure, name: str, since: datetime, until: datetime, passed: int, limit: int
    ) -> list[FigureRecord]:
        query, record = _behind(figure, name, since, until)
        rows = self._connection.execute(query.offset(passed).limit(limit))
        return [record(row) for row in rows]

    def _reads_by(self, what: Any, since: datetime, until: datetime) -> list[tuple[str, int]]:
        reads = schema.reads
        query = (
            select(what, func.count())
            # As it was read: a correction is no second pass.
            .where(reads.c.revision == 0, _within(reads.c.at, since, until))
            .group_by(what)
            .order_by(what)
        )
        return [(name, count) for name, count in self._connection.execute(query)]

    def _alerts_by(self, what: Any, since: datetime, until: datetime) -> list[tuple[str, int]]:
        query = (
            select(what, func.count())
            .where(_within(schema.alerts.c.raised_at, since, until))
            .group_by(what)
            .order_by(func.count().desc(), what)
        )
        return [(name, count) for name, count in self._connection.execute(query)]


def _within(column: Any, since: datetime, until: datetime) -> Any:
    return (column >= time_text(since)) & (column < time_text(until))


def _behind(
    figure: Figure, name: str, since: datetime, until: datetime
) -> tuple[Select[Any], Callable[[Row[Any]], FigureRecord]]:
    """Which rows the bar counts, oldest first, and what becomes of each."""
    match figure:
        case Figure.DAY | Figure.CAMERA:
            reads = schema.reads
            what = reads.c.camera if figure is Figure.CAMERA else func.substr(reads.c.at, 1, 10)
            return (
                select(reads.c.at, reads.c.read_id, reads.c.camera)
                .where(reads.c.revision == 0, what == name, _within(reads.c.at, since, until))
                .order_by(reads.c.at, reads.c.read_id),
                lambda row: FigureRecord(time_from_text(row.at), row.read_id, "", row.camera),
            )
        case Figure.LIST | Figure.CATEGORY | Figure.OUTCOME:
            alerts = schema.alerts
            bar = {Figure.LIST: _LIST, Figure.CATEGORY: _CATEGORY, Figure.OUTCOME: _OUTCOME}[figure]
            return (
                select(alerts.c.raised_at, alerts.c.alert_id, _LIST.label("list"),
                       _CATEGORY.label("category"), _OUTCOME.label("outcome"))
                .select_from(_ENDED)
                .where(bar == name, _within(alerts.c.raised_at, since, until))
                .order_by(alerts.c.raised_at, alerts.c.alert_id),
                _of_alert,
            )  # fmt: skip
        case Figure.PERSON:
            return (
                select(inquiries)
                .where(inquiries.c.who == name, _within(inquiries.c.at, since, until))
                .order_by(inquiries.c.at, inquiries.c.inquiry_id),
                lambda row: FigureRecord(
                    time_from_text(row.at), row.inquiry_id, row.who,
                    Grounds(**json.loads(row.grounds)).words,
                ),
            )  # fmt: skip
        case Figure.ACT | Figure.REFUSED:
            log = schema.audit_log
            end = "done" if figure is Figure.ACT else "refused"
            return (
                select(log.c.at, log.c.subject, log.c.who, log.c.outcome)
                .where(log.c.action == name, _END.in_((end,)), _within(log.c.at, since, until))
                .order_by(log.c.at, log.c.sequence),
                lambda row: FigureRecord(
                    time_from_text(row.at), row.subject, row.who, row.outcome
                ),
            )  # fmt: skip


def _of_alert(row: Row[Any]) -> FigureRecord:
    outcome = "open" if row.outcome == "open" else Outcome(row.outcome).label
    words = f"{row.list} · {Category(row.category).label} · {outcome}"
    return FigureRecord(time_from_text(row.raised_at), row.alert_id, "", words)


def _sample(row: Row[Any]) -> Sample:
    return Sample(
        row.sample_id,
        row.by,
        time_from_text(row.at),
        time_from_text(row.since),
        time_from_text(row.until),
        row.seed,
        row.population,
        row.population_sha256,
        tuple(json.loads(row.drawn)),
    )


def _report(row: Row[Any]) -> ReportMade:
    return ReportMade(
        row.report_id,
        row.key,
        row.name,
        time_from_text(row.since),
        time_from_text(row.until),
        row.by,
        time_from_text(row.at),
        row.to,
        row.pdf,
        row.pdf_sha256,
        row.csv,
        row.csv_sha256,
    )
