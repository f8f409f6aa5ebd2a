"""Alerts with the whole of their course, out of and into their tables."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.course import check_goes_on
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.records import (
    MICROSECOND,
    Values,
    entry_from_json,
    hot_list_from,
    match_from,
    match_values,
)
from alpr_console.adapters.storage.switch_records import messages_of, save_messages
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import Answer, ItemKind, Verdict
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    ConfirmationWay,
    Disposition,
    Exigency,
    LawfulBasis,
    Outcome,
    Reply,
    Urgency,
)
from alpr_console.domain.hotlist import Freshness, Hit
from alpr_console.domain.listed_vehicle import ListedVehicle, listed_as

# Named one by one, so that the index on states serves.
_OPEN = [state.value for state in AlertState if state is not AlertState.CLOSED]


class SqlAlerts:
    """The AlertStore port over one transaction."""

    def __init__(self, connection: Connection, reads: SqlReads) -> None:
        self._connection = connection
        self._reads = reads

    def save(self, alert: Alert) -> None:
        """Keep a new alert, or its next state.

        Raises:
            ValueError: something already on record would be changed or lost.
        """
        row = self._row(alert.alert_id)
        if row is None:
            self._reads.save(alert.hit.read)
            self._reads.keep(alert.hit.read.read_id)
            self._connection.execute(insert(schema.alerts).values(_alert_values(alert)))
            before = Alert(alert.alert_id, alert.hit, alert.raised_at)
        else:
            before = self._alert(row)
            check_goes_on(before, alert)
        self._save_answers(alert)
        self._save_more(schema.confirmation_requests, alert, before.requests, alert.requests)
        self._save_more(schema.confirmation_replies, alert, before.replies, alert.replies)
        self._save_once(schema.exigencies, alert, before.exigency, alert.exigency)
        self._save_once(schema.lawful_bases, alert, before.basis, alert.basis)
        self._save_once(schema.dispositions, alert, before.disposition, alert.disposition)
        save_messages(self._connection, alert.alert_id, before.messages, alert.messages)
        # Last: a closed alert refuses everything.
        if row is not None and before.state is not alert.state:
            self._connection.execute(
                update(schema.alerts)
                .where(schema.alerts.c.alert_id == alert.alert_id)
                .values(state=alert.state.value)
            )

    def get(self, alert_id: str) -> Alert:
        """Raises KeyError where there is no such alert."""
        row = self._row(alert_id)
        if row is None:
            raise KeyError(alert_id)
        return self._alert(row)

    def open(self) -> list[Alert]:
        return self._alerts(schema.alerts.c.state != AlertState.CLOSED.value)

    def between(self, since: datetime, until: datetime) -> list[Alert]:
        """Alerts raised from `since` to before `until`, oldest first."""
        raised_at = schema.alerts.c.raised_at
        return self._alerts((raised_at >= time_text(since)) & (raised_at < time_text(until)))

    def told_of_read(self, read_id: str) -> dict[ListedVehicle, str]:
        """By listed vehicle, the alert that tells of it on this read. Loads no pictures."""
        alerts, repeats = schema.alerts.c, schema.alert_repeats.c
        repeated = select(repeats.alert_id).where(repeats.read_id == read_id)
        query = select(alerts.alert_id, alerts.entry, alerts.hot_list).where(
            (alerts.read_id == read_id) | alerts.alert_id.in_(repeated)
        )
        return {
            listed_as(
                entry_from_json(row.entry), hot_list_from(json.loads(row.hot_list)).name
            ): row.alert_id
            for row in self._connection.execute(query)
        }

    def on_vehicle(self, vehicle: ListedVehicle, since: datetime) -> list[Alert]:
        """Open, or closed at or after `since`; oldest first."""
        alerts, ends = schema.alerts.c, schema.dispositions.c
        entry = {
            name: func.coalesce(func.json_extract(alerts.entry, f"$.{name}"), "")
            for name in ("lic", "lis", "category", "specific")
        }
        source = (
            entry["specific"] == vehicle.source
            if vehicle.specific
            else (entry["specific"] == "")
            & (func.json_extract(alerts.hot_list, "$.name") == vehicle.source)
        )
        closed_since = select(ends.alert_id).where(ends.at >= time_text(since))
        return self._alerts(
            (alerts.state.in_(_OPEN) | alerts.alert_id.in_(closed_since))
            & (entry["lic"] == vehicle.lic)
            & (entry["lis"] == vehicle.lis)
            & (entry["category"] == vehicle.category.value)
            & source
        )

    def _alerts(self, condition: Any) -> list[Alert]:
        query = (
            select(schema.alerts).where(condition).order_by(schema.alerts.c.raised_at, schema.rowid)
        )
        return [self._alert(row) for row in self._connection.execute(query).all()]

    def _row(self, alert_id: str) -> Row[Any] | None:
        query = select(schema.alerts).where(schema.alerts.c.alert_id == alert_id)
        return self._connection.execute(query).one_or_none()

    def _course(self, table: Table, alert_id: str) -> list[Row[Any]]:
        query = (
            select(table).where(table.c.alert_id == alert_id).order_by(*table.primary_key.columns)
        )
        return list(self._connection.execute(query))

    def _standing_answers(self, alert_id: str) -> list[Row[Any]]:
        withdrawn = select(schema.answer_withdrawals.c.answer_id)
        query = (
            select(schema.answers)
            .where(schema.answers.c.alert_id == alert_id)
            .where(schema.answers.c.answer_id.not_in(withdrawn))
            .order_by(schema.answers.c.answer_id)
        )
        return list(self._connection.execute(query))

    def _save_answers(self, alert: Alert) -> None:
        """Withdraw the answers that no longer stand and add the new ones."""
        rows = self._standing_answers(alert.alert_id)
        same = 0
        for row, answer in zip(rows, alert.answers, strict=False):
            if _answer(row) != answer:
                break
            same += 1
        for row in rows[same:]:
            self._connection.execute(
                insert(schema.answer_withdrawals).values(answer_id=row.answer_id)
            )
        for answer in alert.answers[same:]:
            self._connection.execute(
                insert(schema.answers).values(alert_id=alert.alert_id, **_columns(answer))
            )

    def _save_more(
        self, table: Table, alert: Alert, before: tuple[Any, ...], after: tuple[Any, ...]
    ) -> None:
        for part in after[len(before) :]:
            self._connection.execute(
                insert(table).values(alert_id=alert.alert_id, **_columns(part))
            )

    def _save_once(self, table: Table, alert: Alert, before: Any, after: Any) -> None:
        if before is None and after is not None:
            self._connection.execute(
                insert(table).values(alert_id=alert.alert_id, **_columns(after))
            )

    def _alert(self, row: Row[Any]) -> Alert:
        key = row.alert_id
        exigency = self._course(schema.exigencies, key)
        basis = self._course(schema.lawful_bases, key)
        disposition = self._course(schema.dispositions, key)
        return Alert(
            alert_id=key,
            hit=self._hit(row),
            raised_at=time_from_text(row.raised_at),
            state=AlertState(row.state),
            answers=tuple(_answer(r) for r in self._standing_answers(key)),
            requests=tuple(
                ConfirmationRequest(
                    ConfirmationWay(r.way),
                    Urgency(r.urgency),
                    r.number,
                    r.by,
                    time_from_text(r.at),
                )
                for r in self._course(schema.confirmation_requests, key)
            ),
            replies=tuple(
                ConfirmationReply(Reply(r.reply), r.from_whom, time_from_text(r.at), r.by, r.note)
                for r in self._course(schema.confirmation_replies, key)
            ),
            exigency=next((Exigency(r.facts, r.by, time_from_text(r.at)) for r in exigency), None),
            basis=next(
                (LawfulBasis(r.basis, r.by, time_from_text(r.at), r.person_effort) for r in basis),
                None,
            ),
            disposition=next(
                (
                    Disposition(Outcome(r.outcome), r.by, time_from_text(r.at), r.number, r.note)
                    for r in disposition
                ),
                None,
            ),
            messages=messages_of(self._connection, key),
        )

    def _hit(self, row: Row[Any]) -> Hit:
        return Hit(
            hit_id=row.hit_id,
            read=self._reads.revision(row.read_id, row.read_revision),
            match=match_from(row),
            freshness=Freshness(
                row.list_age_us * MICROSECOND, row.list_limit_us * MICROSECOND, row.list_stale
            ),
            at=time_from_text(row.hit_at),
        )


def _alert_values(alert: Alert) -> Values:
    hit, freshness = alert.hit, alert.hit.freshness
    return {
        "alert_id": alert.alert_id,
        "raised_at": time_text(alert.raised_at),
        "state": alert.state.value,
        "hit_id": hit.hit_id,
        "hit_at": time_text(hit.at),
        "read_id": hit.read.read_id,
        "read_revision": hit.read.revision,
        **match_values(hit.match),
        "list_age_us": freshness.age // MICROSECOND,
        "list_limit_us": freshness.limit // MICROSECOND,
        "list_stale": freshness.stale,
    }


def _answer(row: Row[Any]) -> Answer:
    return Answer(
        ItemKind(row.kind), Verdict(row.verdict), row.by, time_from_text(row.at), row.reason
    )


def _columns(
    part: Answer | ConfirmationRequest | ConfirmationReply | Exigency | LawfulBasis | Disposition,
) -> Values:
    """A part of an alert's course as its table's columns, which bear the fields' names."""
    at = time_text(part.at)
    match part:
        case Answer():
            return {
                "kind": part.kind.value,
                "verdict": part.verdict.value,
                "by": part.by,
                "at": at,
                "reason": part.reason,
            }
        case ConfirmationRequest():
            return {
                "way": part.way.value,
                "urgency": part.urgency.value,
                "number": part.number,
                "by": part.by,
                "at": at,
            }
        case ConfirmationReply():
            return {
                "reply": part.reply.value,
                "from_whom": part.from_whom,
                "at": at,
                "by": part.by,
                "note": part.note,
            }
        case Exigency():
            return {"facts": part.facts, "by": part.by, "at": at}
        case LawfulBasis():
            return {
                "basis": part.basis,
                "by": part.by,
                "at": at,
                "person_effort": part.person_effort,
            }
        case Disposition():
            return {
                "outcome": part.outcome.value,
                "by": part.by,
                "at": at,
                "number": part.number,
                "note": part.note,
            }
