"""Requests and replies: the real thread, the real console, a switch in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alpr_console import switch_traffic
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.message_switch import link as link_module
from alpr_console.adapters.message_switch.link import open_link
from alpr_console.console_parts import RunningSwitch
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Reply, Urgency
from alpr_console.domain.events import AlertChanged
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.switch_message import Delivery
from alpr_console.list_imports import Ask
from alpr_console.simulation.switch_authority import SimulatedAuthority
from alpr_console.switch_traffic import SwitchTraffic, shown
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.switch_clerk import REPLY_HEARD, SwitchClerk
from tests.adapters.switch_process import SECRET, SwitchProcess, switch
from tests.fakes.car import Car, hit, wait_for
from tests.fakes.shift import listed

__all__ = ["switch"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(switch_traffic, "LISTEN_S", 0.02)
    monkeypatch.setattr(switch_traffic, "FIRST_WAIT_S", 0.05)
    monkeypatch.setattr(switch_traffic, "MOST_WAIT_S", 0.2)
    monkeypatch.setattr(link_module, "ANSWER_LIMIT_S", 1.0)


class Patrol:
    """A car on patrol whose requests go to the switch."""

    def __init__(self, folder: Path, set_up: MessageSwitch) -> None:
        self.secrets = SessionKeyStore()
        self.car = Car(folder, build_switch=self._build)
        with self.car.store.unit_of_work() as work:
            work.switch.set_switch(set_up)
        self.secrets.keep_secret(set_up.secret_name, SECRET)
        self.car.console.start()
        self.car.sit_down()

    def _build(self, car: Car, ask: Ask) -> RunningSwitch:
        clerk = SwitchClerk(
            car.store.unit_of_work, car.clock, open_link, self.secrets,
            owner=lambda act: ask(lambda desk: shown(desk, act())).result(),  # type: ignore[arg-type, return-value]
            say=car.earshot.say,
        )  # fmt: skip
        return SwitchTraffic(clerk, look_s=0.1)

    def verified(self, plate: str) -> str:
        """A hit on the plate, every item answered; its id."""
        entry = listed(plate, oca="26-1", nic="V482915037", ori="CA0370300")

        def put(desk: Desk) -> None:
            self.car.put_list("Stolen", entry)
            desk.lists_touched()

        self.car.act(put)
        before = set(self.car.store.contents.alerts)
        self.car.emit(hit(plate))
        wait_for(lambda: set(self.car.store.contents.alerts) != before)
        (alert_id,) = set(self.car.store.contents.alerts) - before

        def answer(desk: Desk) -> None:
            while (item := desk.alert(alert_id).next_item) is not None:
                desk.answer_item(alert_id, item.kind, Verdict.IDENTICAL)

        self.car.act(answer)
        return alert_id

    def send(self, alert_id: str) -> None:
        self.car.act(lambda desk: desk.confirmation.send(alert_id))

    def alert(self, alert_id: str) -> Alert:
        return self.car.store.contents.alerts[alert_id]

    def until(self, alert_id: str, delivery: Delivery) -> Alert:
        wait_for(lambda: self.alert(alert_id).messages[-1].delivery is delivery)
        return self.alert(alert_id)

    def received(self, alert_id: str) -> Alert:
        wait_for(lambda: self.alert(alert_id).received is not None)
        return self.alert(alert_id)

    def close(self) -> None:
        self.car.works_left = None
        self.car.console.stop()


@pytest.fixture
def patrol(tmp_path: Path, switch: SwitchProcess) -> Iterator[Patrol]:
    made = Patrol(tmp_path, switch.switch(f"car-{tmp_path.name}"[:60]))
    yield made
    made.close()


@pytest.mark.requirement("HIT-3")
def test_that_a_request_goes_and_its_reply_comes_onto_the_alert(patrol: Patrol) -> None:
    alert_id = patrol.verified("1YES111")
    patrol.send(alert_id)
    alert = patrol.received(alert_id)
    assert alert.received is not None
    assert (alert.state, alert.received.from_whom) == (AlertState.PENDING, "Harbor Records")
    assert alert.received.text == "YR CONFIRMED LIC/1YES111 OCA/26-1"
    assert REPLY_HEARD in patrol.car.speaker.heard
    told = [e.alert for e in patrol.car.of(AlertChanged) if isinstance(e, AlertChanged)]
    assert told[-1] == alert
    reply_id = alert.received.reply_id
    patrol.car.act(lambda desk: desk.confirmation.accept(alert_id, reply_id))
    assert patrol.alert(alert_id).state is AlertState.CONFIRMED


@pytest.mark.requirement("HIT-3")
def test_that_a_switch_out_of_reach_is_told_at_once_and_the_request_goes_when_sent_again(
    patrol: Patrol, switch: SwitchProcess, tmp_path: Path
) -> None:
    switches = patrol.car.store.contents.switches
    there = switches[-1]
    assert there is not None
    away = replace(there, address="127.0.0.1:1")

    def move(to: MessageSwitch) -> None:
        def act(desk: Desk) -> None:
            with patrol.car.store.unit_of_work() as work:
                work.switch.set_switch(to)

        patrol.car.act(act)

    move(away)
    patrol.secrets.keep_secret(away.secret_name, SECRET)
    alert_id = patrol.verified("1YES111")
    patrol.send(alert_id)
    alert = patrol.until(alert_id, Delivery.NOT_DELIVERED)
    assert "cannot be reached" in alert.messages[0].detail
    assert alert.state is AlertState.VERIFIED
    move(there)
    # Nothing goes by itself.
    patrol.car.settle()
    assert patrol.alert(alert_id).messages[0].delivery is Delivery.NOT_DELIVERED
    patrol.send(alert_id)
    patrol.received(alert_id)
    assert len(patrol.alert(alert_id).messages) == 1


def test_that_a_wrong_certificate_is_told_on_the_alert(
    tmp_path: Path, switch: SwitchProcess
) -> None:
    patrol = Patrol(tmp_path, switch.switch(ca=SimulatedAuthority().pem))
    try:
        alert_id = patrol.verified("1YES111")
        patrol.send(alert_id)
        alert = patrol.until(alert_id, Delivery.NOT_DELIVERED)
        assert "not of the authority" in alert.messages[0].detail
    finally:
        patrol.close()


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("plate", ["1CUT111", "1GAR111", "1DEA111"])
def test_that_a_request_whose_end_is_not_known_says_so_and_is_known_by_its_id(
    patrol: Patrol, switch: SwitchProcess, plate: str
) -> None:
    alert_id = patrol.verified(plate)
    patrol.send(alert_id)
    wait_for(lambda: any(s.outcome is Delivery.UNKNOWN
                         for s in patrol.alert(alert_id).messages[0].steps))  # fmt: skip
    message_id = patrol.alert(alert_id).messages[0].message_id
    if patrol.alert(alert_id).messages[0].can_go_again:
        patrol.send(alert_id)
    alert = patrol.received(alert_id)
    assert len(alert.requests) == 1
    ids = {one["id"] for one in switch.heard("request") if one["id"] == message_id}
    assert ids == {message_id}


@pytest.mark.parametrize("plate", ["1AFT111", "1GRR111", "1TWI111"])
def test_that_a_reply_is_on_record_once_however_it_comes(patrol: Patrol, plate: str) -> None:
    alert_id = patrol.verified(plate)
    patrol.send(alert_id)
    alert = patrol.received(alert_id)
    patrol.car.settle()
    assert len(patrol.alert(alert_id).messages[0].replies) == 1
    assert patrol.car.actions.count("alert.switch_reply_received") == 1
    assert alert.state is AlertState.PENDING


def test_that_a_rejected_request_says_why(patrol: Patrol) -> None:
    alert_id = patrol.verified("1REJ111")
    patrol.send(alert_id)
    assert patrol.until(alert_id, Delivery.REJECTED).messages[0].detail == "ORI not served"


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("locked", [True, False])
def test_that_a_reply_after_lock_or_sign_out_waits_for_whoever_comes_next(
    patrol: Patrol, locked: bool
) -> None:
    alert_id = patrol.verified("1LAT111")
    patrol.send(alert_id)
    patrol.until(alert_id, Delivery.DELIVERED)
    patrol.car.act(lambda desk: desk.lock() if locked else desk.sign_out())  # type: ignore[func-returns-value]
    patrol.car.settle()
    before = len(patrol.car.of(AlertChanged))
    alert = patrol.received(alert_id)
    patrol.car.settle()
    assert (alert.state, alert.replies) == (AlertState.PENDING, ())
    # Behind the lock the screen knows; with nobody signed in nothing is told.
    assert len(patrol.car.of(AlertChanged)) == before + (1 if locked else 0)
    patrol.car.sit_down()
    (waiting,) = patrol.car.act(lambda desk: desk.open_alerts())
    assert waiting.received is not None


def test_that_a_switch_lost_while_a_reply_is_awaited_is_shown_as_a_fault(
    tmp_path: Path,
) -> None:
    process = SwitchProcess(tmp_path / "switch")
    patrol = Patrol(tmp_path, process.switch())
    try:
        alert_id = patrol.verified("1SIL111")
        patrol.send(alert_id)
        patrol.until(alert_id, Delivery.DELIVERED)
        process.kill()

        def tick() -> None:
            patrol.car.act(lambda desk: patrol.car.console._tick())

        wait_for(lambda: ("+", "switch_lost") in patrol.car.faults, tick)
        patrol.car.act(
            lambda desk: desk.request_confirmation(
                alert_id, ConfirmationWay.DISPATCH, Urgency.URGENT
            )
        )
        patrol.car.act(lambda desk: desk.record_reply(alert_id, Reply.CONFIRMED, "Dispatcher Chen"))
    finally:
        patrol.close()


def test_that_a_store_that_fails_loses_no_request(patrol: Patrol) -> None:
    alert_id = patrol.verified("1YES111")

    def fail_next(desk: Desk) -> None:
        desk.confirmation.send(alert_id)
        patrol.car.works_left = 1

    patrol.car.act(fail_next)
    wait_for(lambda: patrol.car.works_left == 0)
    patrol.car.works_left = None
    wait_for(lambda: patrol.alert(alert_id).messages[0].delivery is not Delivery.WAITING)
    if patrol.alert(alert_id).messages[0].can_go_again:
        patrol.send(alert_id)
    assert len(patrol.received(alert_id).messages) == 1
