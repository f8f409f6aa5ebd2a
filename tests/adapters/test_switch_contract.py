"""What every store must do with the message switch: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import digest_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import Reply, Urgency
from alpr_console.domain.keeping import PurgeKind
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.switch_message import (
    Delivery,
    DeliveryStep,
    SwitchMessage,
    SwitchReply,
    Taken,
)
from alpr_console.domain.yq import Asker, yq_of
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.example_course import NOON, example_course
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import StandingClock

SWITCH = MessageSwitch("switch.example.gov", "4-adam", "PEM", "CA0370900", "chief", NOON)
LATER = NOON + timedelta(minutes=1)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", StandingClock()).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", bytes(32), "x", StandingClock())) as store:
        yield store.unit_of_work


def message(alert: Alert, message_id: str = "m1") -> SwitchMessage:
    yq = yq_of(alert.hit.entry, Asker("4-Adam-12", "J. Okafor"), Urgency.URGENT, 1)
    return SwitchMessage(message_id, yq, Urgency.URGENT, "pdoe", NOON, SWITCH.address)


def grown(alert: Alert) -> list[Alert]:
    """The alert as its message goes on: handed over, lost, delivered, answered, taken."""
    said = SwitchReply("r1", Reply.LATER, "Reyes", 25, "YR\nIN PROCESS \u00e9", LATER)
    text = SwitchReply("r2", None, "", None, "", LATER)
    course = [message(alert)]
    course.append(course[-1].with_step(DeliveryStep(Delivery.UNKNOWN, NOON, "It is away.")))
    course.append(course[-1].with_step(DeliveryStep(Delivery.DELIVERED, LATER)))
    course.append(course[-1].with_reply(said))
    course.append(course[-1].with_taken(Taken("pdoe", LATER, Reply.LATER)))
    course.append(course[-1].with_reply(text))
    return [alert.with_message(one) for one in course]


def test_that_the_switch_is_the_one_set_last_until_it_is_removed(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        assert work.switch.switch() is None
        work.switch.set_switch(SWITCH)
        work.switch.set_switch(replace(SWITCH, address="10.0.0.8:7000"))
    with uow() as work:
        assert work.switch.switch() == replace(SWITCH, address="10.0.0.8:7000")
        work.switch.remove(SWITCH)
    with uow() as work:
        assert work.switch.switch() is None


def test_that_a_message_with_its_replies_comes_back_as_it_was_saved(
    uow: UnitOfWorkFactory,
) -> None:
    for alert in grown(example_course()[3]):
        with uow() as work:
            work.alerts.save(alert)
        with uow() as work:
            found = work.alerts.get(alert.alert_id)
            assert found == alert
            assert digest_of(found) == digest_of(alert)
            assert work.switch.alert_of("m1") == alert.alert_id
            assert work.switch.alert_of("m9") is None
            assert work.switch.open_alerts() == [alert.alert_id]


def test_that_only_what_is_on_its_way_waits(uow: UnitOfWorkFactory) -> None:
    waiting = []
    for alert in grown(example_course()[3]):
        with uow() as work:
            work.alerts.save(alert)
            waiting.append(bool(work.switch.waiting()))
    assert waiting == [True, False, False, False, False, False]


def test_that_two_switches_may_number_their_replies_alike(uow: UnitOfWorkFactory) -> None:
    alert = grown(example_course()[3])[4]
    other = message(alert, "m2").with_reply(
        SwitchReply("r1", Reply.CONFIRMED, "Ito", None, "YES", LATER)
    )
    with uow() as work:
        work.alerts.save(alert.with_message(other))
    with uow() as work:
        first, second = work.alerts.get(alert.alert_id).messages
    assert first.replies[0].taken is not None
    assert second.replies == other.replies


def test_that_what_is_on_record_is_not_changed(uow: UnitOfWorkFactory) -> None:
    course = grown(example_course()[3])
    with uow() as work:
        work.alerts.save(course[-1])
    last = course[-1].messages[0]
    reply = last.replies[0]
    others = [
        (),
        (replace(last, by="other"),),
        (replace(last, steps=last.steps[1:]),),
        (replace(last, replies=last.replies[:1]),),
        (replace(last, replies=(replace(reply, text="YES"), last.replies[1])),),
        (replace(last, replies=(replace(reply, taken=None), last.replies[1])),),
    ]
    for messages in others:
        with pytest.raises(ValueError, match="switch"), uow() as work:
            work.alerts.save(replace(course[-1], messages=messages))


def test_that_a_reply_may_still_come_to_a_closed_alert_and_nothing_else(
    uow: UnitOfWorkFactory,
) -> None:
    closed = example_course()[-1].with_message(message(example_course()[-1]))
    with uow() as work:
        work.alerts.save(closed)
    late = closed.messages[0].with_reply(
        SwitchReply("r1", Reply.CONFIRMED, "Reyes", None, "YES", LATER)
    )
    with uow() as work:
        work.alerts.save(closed.with_message(late))
        assert work.switch.open_alerts() == []
    with pytest.raises(ValueError, match="closed"), uow() as work:
        work.alerts.save(replace(closed.with_message(late), requests=()))


def test_that_it_leaves_the_store_with_its_alert(uow: UnitOfWorkFactory) -> None:
    closed = example_course()[-1]
    with uow() as work:
        work.alerts.save(closed.with_message(grown(closed)[-1].messages[0]))
    until = NOON + timedelta(days=400)
    with uow() as work:
        assert work.purges.take(PurgeKind.HITS, until, until, 10) is not None
    with uow() as work:
        assert work.switch.alert_of("m1") is None
        assert work.seals.verify() == 0


@pytest.mark.parametrize(
    "table",
    ["message_switch", "switch_messages", "switch_steps", "switch_replies", "switch_replies_taken"],
)
@pytest.mark.parametrize("act", ["UPDATE {} SET at = 'x'", "DELETE FROM {}"])
def test_that_the_store_itself_refuses_to_change_a_row(
    tmp_path: Path, table: str, act: str
) -> None:
    with closing(Store.open(tmp_path / "store.db", bytes(32), "x", StandingClock())) as store:
        with store.unit_of_work() as work:
            work.switch.set_switch(SWITCH)
            work.alerts.save(grown(example_course()[3])[-1])
        with pytest.raises(IntegrityError, match="only ever added to"), store.unit_of_work() as w:
            w.switch._connection.exec_driver_sql(act.format(table))
