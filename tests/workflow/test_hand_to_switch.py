"""A confirmation request handed to the message switch: what goes on record, and what never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import ConfirmationRefused, DutyMissing, IllegalTransition
from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from alpr_console.domain.session import SessionEvent
from alpr_console.domain.switch_message import Delivery
from alpr_console.workflow.confirmation_desk import Voice
from alpr_console.workflow.desk import Desk
from tests.fakes.recording_speaker import RecordingSpeaker
from tests.fakes.shift import StandingClock, listed, session_of
from tests.fakes.switched import Switched

URGENT = Urgency.URGENT


@pytest.fixture
def switch(desk: Desk, store: Store, clock: StandingClock) -> Switched:
    desk.confirmation.courier = made = Switched(store.unit_of_work, clock)
    return made


@pytest.fixture
def verified(desk: Desk, raised: Callable[..., Alert]) -> str:
    """Its id."""
    entry = listed(oca="26-104417", nic="V482915037", ori="CA0370300")
    alert = raised(entry=entry)
    while (item := alert.next_item) is not None:
        alert = desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL)
    return alert.alert_id


def entries(store: Store, action: str) -> list[AuditEntry]:
    with store.unit_of_work() as work:
        return [one for one in work.audit.entries() if one.record.action == action]


@pytest.mark.requirement("HIT-3")
def test_that_the_clock_runs_from_the_moment_the_switch_has_it(
    desk: Desk, switch: Switched, verified: str, clock: StandingClock
) -> None:
    alert = desk.confirmation.send(verified)
    assert alert.state is AlertState.VERIFIED
    assert alert.messages[-1].delivery is Delivery.WAITING
    clock.go_on(seconds=3)
    switch.takes()
    alert = desk.alert(verified)
    assert alert.state is AlertState.PENDING
    (request,) = alert.requests
    assert (request.way, request.number, request.by) == (ConfirmationWay.SWITCH, 1, "operator")
    assert alert.confirmation_due == clock.now() + timedelta(minutes=10)


@pytest.mark.requirement("HIT-3")
def test_that_a_received_reply_confirms_nothing_until_the_officer_accepts_it(
    desk: Desk, switch: Switched, verified: str, store: Store
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    reply_id = switch.replies(text="YR CONFIRMED\nACTIVE")
    alert = desk.alert(verified)
    assert (alert.state, alert.replies) == (AlertState.PENDING, ())
    assert alert.received is not None
    assert alert.received.text == "YR CONFIRMED\nACTIVE"
    alert = desk.confirmation.accept(verified, reply_id)
    assert alert.state is AlertState.CONFIRMED
    (reply,) = alert.replies
    assert (reply.reply, reply.from_whom, reply.by) == (
        Reply.CONFIRMED, "Harbor Records", "operator",
    )  # fmt: skip
    taken = alert.messages[0].replies[0].taken
    assert taken is not None
    assert (taken.by, taken.recorded) == ("operator", Reply.CONFIRMED)
    (entry,) = entries(store, "alert.switch_reply_accepted")
    assert entry.record.details[ALERT_DIGEST] == digest_of(alert)


def test_that_the_officer_s_own_word_stands_beside_what_was_received(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    reply_id = switch.replies()
    alert = desk.record_reply(verified, Reply.NOT_CONFIRMED, "Sgt. Ito by phone", "plate recovered")
    received = alert.messages[0].replies[0]
    assert received.answer is Reply.CONFIRMED
    assert received.taken is not None
    assert received.taken.recorded is Reply.NOT_CONFIRMED
    assert alert.received is None
    with pytest.raises(ConfirmationRefused, match="looked at already"):
        desk.confirmation.accept(verified, reply_id)


@pytest.mark.requirement("HIT-3")
def test_that_in_process_says_how_long_and_starts_the_clock_again(
    desk: Desk, switch: Switched, verified: str, clock: StandingClock
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    clock.go_on(minutes=9)
    alert = desk.confirmation.accept(verified, switch.replies(Reply.LATER, minutes=25))
    assert alert.replies[0].note == "in 25 min"
    assert alert.confirmation_due == clock.now() + timedelta(minutes=10)


def test_that_a_reply_without_an_answer_or_a_name_is_not_accepted_as_it_is(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    with pytest.raises(ConfirmationRefused, match="no answer"):
        desk.confirmation.accept(verified, switch.replies(None))
    with pytest.raises(DutyMissing, match="Who answered"):
        desk.confirmation.accept(verified, switch.replies(name=""))
    assert desk.alert(verified).state is AlertState.PENDING


@pytest.mark.requirement("HIT-3")
def test_that_the_second_request_goes_once_the_first_is_overdue(
    desk: Desk, switch: Switched, verified: str, clock: StandingClock
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    with pytest.raises(ConfirmationRefused, match="not overdue yet"):
        desk.confirmation.send(verified)
    clock.go_on(minutes=10, seconds=1)
    alert = desk.confirmation.send(verified)
    assert [m.yq.rno for m in alert.messages] == [1, 2]
    switch.takes()
    assert [r.number for r in desk.alert(verified).requests] == [1, 2]


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("outcome", [Delivery.NOT_DELIVERED, Delivery.UNKNOWN])
def test_that_what_was_not_delivered_says_so_and_goes_again_under_its_own_id(
    desk: Desk, switch: Switched, verified: str, outcome: Delivery, store: Store
) -> None:
    desk.confirmation.send(verified)
    switch.loses(outcome, "The switch is away.")
    alert = desk.alert(verified)
    assert (alert.state, alert.messages[0].delivery) == (AlertState.VERIFIED, outcome)
    assert alert.messages[0].detail == "The switch is away."
    alert = desk.confirmation.send(verified)
    assert len(alert.messages) == 1
    switch.takes(repeat=True)
    assert switch.sent[0] == switch.sent[1]
    assert len(desk.alert(verified).requests) == 1
    assert [e.record.details["again"] for e in entries(store, "alert.switch_handed_over")] == [
        "no", "yes",
    ]  # fmt: skip


def test_that_one_that_is_on_its_way_is_not_sent_twice(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    with pytest.raises(ConfirmationRefused, match="on its way"):
        desk.confirmation.send(verified)
    assert len(switch.sent) == 1


def test_that_another_urgency_is_another_message(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.loses()
    alert = desk.confirmation.send(verified, Urgency.ROUTINE)
    assert [m.yq.pri for m in alert.messages] == ["U", "R"]


def test_that_a_rejected_request_can_go_another_way(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.rejects()
    assert desk.alert(verified).messages[0].detail == "ORI not served"
    alert = desk.request_confirmation(verified, ConfirmationWay.DISPATCH, URGENT)
    assert [r.number for r in alert.requests] == [1]


def test_that_a_reply_proves_a_delivery_that_was_not_known(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.loses(Delivery.UNKNOWN)
    reply_id = switch.replies()
    alert = desk.alert(verified)
    assert alert.state is AlertState.PENDING
    switch.replies(reply_id=reply_id)
    switch.takes(repeat=True)
    alert = desk.alert(verified)
    assert (len(alert.requests), len(alert.messages[0].replies)) == (1, 1)


@pytest.mark.requirement("HIT-3")
def test_that_a_reply_after_sign_out_waits_on_the_alert_for_the_next_officer(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    desk.session = None
    switch.takes()
    switch.replies()
    desk.session = session_of(Role.OPERATOR).step(SessionEvent.LOCK)
    switch.replies(Reply.LATER)
    desk.session = session_of(Role.SUPERVISOR)
    (alert,) = desk.open_alerts()
    assert [r.answer for r in alert.messages[0].replies] == [Reply.CONFIRMED, Reply.LATER]
    assert alert.replies == ()


def test_that_a_reply_after_the_end_is_on_record_and_changes_nothing(
    desk: Desk, switch: Switched, verified: str, store: Store
) -> None:
    desk.confirmation.send(verified)
    switch.takes()
    closed = desk.record_disposition(verified, Outcome.VEHICLE_GONE)
    switch.replies()
    with store.unit_of_work() as work:
        alert = work.alerts.get(verified)
        assert work.audit.verify()
        assert work.seals.verify()
    assert (alert.state, alert.disposition) == (AlertState.CLOSED, closed.disposition)
    assert len(alert.messages[0].replies) == 1
    (entry,) = entries(store, "alert.switch_reply_received")
    assert entry.record.details[ALERT_DIGEST] == digest_of(alert)


def test_that_a_reply_to_an_unknown_message_is_on_record_without_its_text(
    desk: Desk, switch: Switched, store: Store
) -> None:
    switch.sent.append(("a1", "m1"))
    switch.replies(text="YR JOHN DOE")
    (entry,) = entries(store, "switch.reply_unknown")
    assert entry.record.outcome == "refused: no such message"
    assert "DOE" not in str(entry.record.details)


def test_that_nothing_is_asked_before_verification_or_about_no_record(
    desk: Desk, switch: Switched, raised: Callable[..., Alert], store: Store
) -> None:
    alert = raised()
    for act in (desk.confirmation.send, desk.confirmation.copy, desk.confirmation.read_out):
        with pytest.raises(IllegalTransition):
            act(alert.alert_id)
    bolo = raised(entry=listed(category=Category.BOLO))
    while (item := bolo.next_item) is not None:
        bolo = desk.answer_item(bolo.alert_id, item.kind, Verdict.IDENTICAL)
    with pytest.raises(ConfirmationRefused, match="no request type"):
        desk.confirmation.send(bolo.alert_id)
    assert switch.sent == []


def test_that_the_way_by_the_switch_is_not_claimed_by_hand(desk: Desk, verified: str) -> None:
    with pytest.raises(ConfirmationRefused):
        desk.request_confirmation(verified, ConfirmationWay.SWITCH, URGENT)


def test_that_without_a_switch_nothing_is_handed_over(desk: Desk, verified: str) -> None:
    assert not desk.confirmation.offers().switch
    with pytest.raises(ConfirmationRefused, match="No message switch is set up"):
        desk.confirmation.send(verified)


@pytest.mark.requirement("HIT-3")
def test_that_what_was_copied_or_read_out_is_on_record(
    desk: Desk, verified: str, store: Store
) -> None:
    speaker = RecordingSpeaker()
    desk.confirmation.voice = Voice(speaker, " ".join)
    text = desk.confirmation.copy(verified)
    desk.confirmation.read_out(verified)
    assert "License: 7 A B C 1 2 3." in speaker.heard[0]
    for action in ("alert.request_copied", "alert.request_read_out"):
        (entry,) = entries(store, action)
        assert (entry.record.who, entry.record.details["text"]) == ("operator", text)


def test_that_nothing_of_a_covert_hit_is_said(
    desk: Desk, switch: Switched, raised: Callable[..., Alert]
) -> None:
    speaker = RecordingSpeaker()
    desk.confirmation.voice = Voice(speaker, " ".join)
    alert = raised(entry=listed(covert="yes"))
    while (item := alert.next_item) is not None:
        alert = desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL)
    with pytest.raises(ConfirmationRefused, match="covert"):
        desk.confirmation.read_out(alert.alert_id)
    desk.confirmation.send(alert.alert_id)
    switch.takes()
    switch.replies()
    assert speaker.heard + switch.heard == []


def test_that_messages_of_an_earlier_start_are_settled_as_not_known(
    desk: Desk, switch: Switched, verified: str
) -> None:
    desk.confirmation.send(verified)
    switch.clerk.settle_left_over(lambda message_id: True)
    assert desk.alert(verified).messages[0].delivery is Delivery.WAITING
    switch.clerk.settle_left_over(lambda message_id: False)
    message = desk.alert(verified).messages[0]
    assert message.delivery is Delivery.UNKNOWN
    assert message.can_go_again
