"""The message switch's setting, and the messages and replies of alerts."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlalchemy import Connection, func, insert, select

from alpr_console.adapters.storage.records import to_json
from alpr_console.adapters.storage.schema import alerts
from alpr_console.adapters.storage.schema_switch import (
    message_switch,
    switch_messages,
    switch_replies,
    switch_replies_taken,
    switch_steps,
)
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Reply, Urgency
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.switch_message import (
    Delivery,
    DeliveryStep,
    SwitchMessage,
    SwitchReply,
    Taken,
)
from alpr_console.domain.yq import LeftOpen, Yq


class SqlSwitch:
    """The SwitchStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_switch(self, switch: MessageSwitch) -> None:
        values = {**asdict(switch), "at": time_text(switch.at)}
        self._connection.execute(insert(message_switch).values(values))

    def remove(self, removed: MessageSwitch) -> None:
        values = {"device": "", "ca": "", "ori": "", "by": removed.by, "at": time_text(removed.at)}
        self._connection.execute(insert(message_switch).values(address="", **values))

    def switch(self) -> MessageSwitch | None:
        query = select(message_switch).order_by(message_switch.c.setting_id.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        if row is None or not row.address:
            return None
        return MessageSwitch(
            row.address, row.device, row.ca, row.ori, row.by, time_from_text(row.at)
        )

    def alert_of(self, message_id: str) -> str | None:
        query = select(switch_messages.c.alert_id).where(switch_messages.c.message_id == message_id)
        return self._connection.execute(query).scalar()

    def waiting(self) -> list[tuple[str, str]]:
        newest = (
            select(switch_steps.c.outcome)
            .where(switch_steps.c.message_id == switch_messages.c.message_id)
            .order_by(switch_steps.c.step_id.desc())
            .limit(1)
            .scalar_subquery()
        )
        query = (
            select(switch_messages.c.alert_id, switch_messages.c.message_id)
            .where(func.coalesce(newest, Delivery.WAITING.value) == Delivery.WAITING.value)
            .order_by(switch_messages.c.place)
        )
        return [(row.alert_id, row.message_id) for row in self._connection.execute(query)]

    def open_alerts(self) -> list[str]:
        query = (
            select(alerts.c.alert_id)
            .where(alerts.c.state != AlertState.CLOSED.value)
            .where(alerts.c.alert_id.in_(select(switch_messages.c.alert_id)))
        )
        return list(self._connection.execute(query).scalars())


def messages_of(connection: Connection, alert_id: str) -> tuple[SwitchMessage, ...]:
    """Of an alert, oldest first."""
    query = (
        select(switch_messages)
        .where(switch_messages.c.alert_id == alert_id)
        .order_by(switch_messages.c.place)
    )
    rows = connection.execute(query).all()
    # Most alerts have none: the other tables are not asked about those.
    steps = _steps(connection, alert_id) if rows else {}
    replies = _replies(connection, alert_id) if rows else {}
    return tuple(
        SwitchMessage(
            row.message_id, _yq(row.yq), Urgency(row.urgency), row.by, time_from_text(row.at),
            row.switch, tuple(steps.get(row.message_id, ())),
            tuple(replies.get(row.message_id, ())),
        )
        for row in rows
    )  # fmt: skip


def save_messages(
    connection: Connection,
    alert_id: str,
    before: tuple[SwitchMessage, ...],
    after: tuple[SwitchMessage, ...],
) -> None:
    """Add what is new; that nothing on record changes was checked before."""
    known = {one.message_id: one for one in before}
    for message in after:
        was = known.get(message.message_id)
        if was is None:
            connection.execute(
                insert(switch_messages).values(
                    message_id=message.message_id,
                    alert_id=alert_id,
                    yq=to_json(asdict(message.yq)),
                    urgency=message.urgency.value,
                    by=message.by,
                    at=time_text(message.at),
                    switch=message.switch,
                )
            )
        for step in message.steps[len(was.steps) if was else 0 :]:
            connection.execute(
                insert(switch_steps).values(
                    message_id=message.message_id,
                    alert_id=alert_id,
                    outcome=step.outcome.value,
                    at=time_text(step.at),
                    detail=step.detail,
                )
            )
        _save_replies(connection, alert_id, message, was.replies if was else ())


def _save_replies(
    connection: Connection, alert_id: str, message: SwitchMessage, before: tuple[SwitchReply, ...]
) -> None:
    known = {one.reply_id: one for one in before}
    for reply in message.replies:
        was = known.get(reply.reply_id)
        if was is None:
            connection.execute(
                insert(switch_replies).values(
                    reply_id=reply.reply_id,
                    message_id=message.message_id,
                    alert_id=alert_id,
                    answer=reply.answer.value if reply.answer else "",
                    from_whom=reply.from_whom,
                    minutes=reply.minutes,
                    text=reply.text,
                    at=time_text(reply.at),
                )
            )
        if reply.taken is not None and (was is None or was.taken is None):
            connection.execute(
                insert(switch_replies_taken).values(
                    place=select(switch_replies.c.place)
                    .where(
                        switch_replies.c.message_id == message.message_id,
                        switch_replies.c.reply_id == reply.reply_id,
                    )
                    .scalar_subquery(),
                    alert_id=alert_id,
                    by=reply.taken.by,
                    at=time_text(reply.taken.at),
                    recorded=reply.taken.recorded.value,
                )
            )


def _yq(text: str) -> Yq:
    values = json.loads(text)
    left_open = tuple(LeftOpen(**one) for one in values.pop("left_open"))
    return Yq(**values, left_open=left_open)


def _steps(connection: Connection, alert_id: str) -> dict[str, list[DeliveryStep]]:
    query = (
        select(switch_steps)
        .where(switch_steps.c.alert_id == alert_id)
        .order_by(switch_steps.c.step_id)
    )
    found: dict[str, list[DeliveryStep]] = {}
    for row in connection.execute(query):
        step = DeliveryStep(Delivery(row.outcome), time_from_text(row.at), row.detail)
        found.setdefault(row.message_id, []).append(step)
    return found


def _replies(connection: Connection, alert_id: str) -> dict[str, list[SwitchReply]]:
    taken = switch_replies_taken.c
    query = (
        select(switch_replies, taken.by, taken.at.label("taken_at"), taken.recorded)
        .outerjoin(switch_replies_taken, taken.place == switch_replies.c.place)
        .where(switch_replies.c.alert_id == alert_id)
        .order_by(switch_replies.c.place)
    )
    found: dict[str, list[SwitchReply]] = {}
    for row in connection.execute(query):
        found.setdefault(row.message_id, []).append(
            SwitchReply(
                row.reply_id,
                Reply(row.answer) if row.answer else None,
                row.from_whom,
                row.minutes,
                row.text,
                time_from_text(row.at),
                None
                if row.by is None
                else Taken(row.by, time_from_text(row.taken_at), Reply(row.recorded)),
            )
        )
    return found
