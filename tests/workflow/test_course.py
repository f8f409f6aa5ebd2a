"""The course of an alert through the acts of an officer, each on record or refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alpr_console.adapters.storage.audit_log import SqlAuditLog
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import (
    ConsoleError,
    DutyMissing,
    IllegalTransition,
    PermissionRefused,
    StoreUnavailable,
)
from alpr_console.domain.hotlist import Category
from alpr_console.workflow.desk import Desk
from tests.fakes.shift import listed, policy, read_of

Raise = Callable[..., Alert]
FACTS = "Shots fired from the vehicle"
BASIS = "Reported stolen, confirmed by dispatch"


def verify(desk: Desk, alert: Alert) -> Alert:
    while item := alert.next_item:
        alert = desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL, "same on the plate")
    return alert


def confirm(desk: Desk, alert: Alert, reply: Reply = Reply.CONFIRMED) -> Alert:
    desk.request_confirmation(alert.alert_id, ConfirmationWay.DISPATCH, Urgency.URGENT)
    return desk.record_reply(alert.alert_id, reply, "Dispatcher 7")


def records(store: Store) -> list[AuditRecord]:
    """What was done; looks are left out."""
    with store.unit_of_work() as work:
        work.audit.verify()
        entries = list(work.audit.entries())
    return [e.record for e in entries if not e.record.action.endswith(".seen")]


@pytest.mark.requirement("ACC-2")
def test_that_a_look_is_on_record_with_person_records_and_purpose(
    desk: Desk, store: Store, raised: Raise
) -> None:
    alert = raised()
    assert desk.open_alerts() == (alert,)
    desk.alert(alert.alert_id)
    desk.latest_reads(5)
    desk.reads.read(alert.hit.read.read_id)
    with store.unit_of_work() as work:
        looks = [e.record for e in work.audit.entries() if e.record.action.endswith(".seen")]
    assert [look.action for look in looks] == [
        "alerts.seen", "alert.seen", "reads.seen", "read.seen",
    ]  # fmt: skip
    for look in looks:
        assert look.who == "operator"
        assert look.purpose
        assert look.details["data"]
        assert look.details["records"] in (alert.alert_id, alert.hit.read.read_id)


@pytest.mark.requirement("ACC-2")
def test_that_nothing_is_shown_that_the_log_cannot_take(
    desk: Desk, store: Store, raised: Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = raised()

    def full(self: object, record: AuditRecord) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(SqlAuditLog, "append", full)
    for look in (
        desk.open_alerts, lambda: desk.alert(alert.alert_id), lambda: desk.latest_reads(5),
        lambda: desk.reads.read(alert.hit.read.read_id),
    ):  # fmt: skip
        with pytest.raises(StoreUnavailable):
            look()


@pytest.mark.requirement("HIT-8")
def test_that_a_true_hit_goes_its_whole_course_on_record(
    desk: Desk, store: Store, raised: Raise
) -> None:
    alert = raised(entry=listed(vma="TOYT"))
    assert desk.open_alerts() == (alert,)
    alert = confirm(desk, verify(desk, alert))
    alert = desk.state_basis(alert.alert_id, BASIS)
    alert = desk.record_disposition(alert.alert_id, Outcome.ARREST, " 26-000123 ", "one in custody")
    assert alert.state is AlertState.CLOSED
    assert alert.disposition is not None
    assert alert.disposition.number == "26-000123"
    assert desk.open_alerts() == ()
    assert desk.alert(alert.alert_id) == alert
    log = records(store)
    assert [r.action for r in log] == [
        "read.kept",
        "alert.raised",
        "alert.answered",
        "alert.answered",
        "alert.answered",
        "alert.confirmation_requested",
        "alert.reply_recorded",
        "alert.basis_stated",
        "alert.disposition_recorded",
    ]
    assert {r.outcome for r in log} == {"done"}
    assert {r.who for r in log[2:]} == {"operator"}
    assert {r.subject for r in log[1:]} == {alert.alert_id}
    assert log[-1].details["to_be_told"] == "Dispatcher"
    assert log[-1].details["policy_sha256"] == policy().sha256


@pytest.mark.requirement("AUD-1")
def test_that_a_refused_act_changes_nothing_and_is_on_record_as_refused(
    desk: Desk, store: Store, raised: Raise
) -> None:
    alert = raised()
    with pytest.raises(IllegalTransition):
        desk.request_confirmation(alert.alert_id, ConfirmationWay.CLETS, Urgency.ROUTINE)
    assert desk.alert(alert.alert_id) == alert
    last = records(store)[-1]
    assert (last.action, last.who, last.subject) == (
        "alert.confirmation_requested",
        "operator",
        alert.alert_id,
    )
    assert last.outcome.startswith("refused: ")
    assert last.details["way"] == "clets"


def test_that_the_audit_log_keeps_no_plate_of_an_ordinary_read(desk: Desk, store: Store) -> None:
    read = read_of("8XYZ441")
    desk.keep_read(read)
    assert [one for one, _ in desk.latest_reads(5)] == [read]
    assert "8XYZ441" not in repr(records(store))


@pytest.mark.requirement("HIT-2")
def test_that_a_misread_found_by_the_officer_ends_as_a_misread_and_never_as_a_stop(
    desk: Desk, raised: Raise
) -> None:
    alert = raised(read_of("7ABC128"), listed("7ABC12B"))
    with pytest.raises(DutyMissing, match="differ"):
        desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.IDENTICAL)
    alert = desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.DIFFERENT)
    assert alert.state is AlertState.MISMATCHED
    for refused in (Outcome.ARREST, Outcome.NOT_CONFIRMED):
        with pytest.raises(IllegalTransition):
            desk.record_disposition(alert.alert_id, refused, "26-000123")
    with pytest.raises(IllegalTransition):
        desk.state_exigency(alert.alert_id, FACTS)
    closed = desk.record_disposition(alert.alert_id, Outcome.MISREAD)
    assert closed.disposition is not None
    assert closed.disposition.outcome is Outcome.MISREAD


def test_that_a_slip_of_the_finger_can_be_taken_back_until_confirmation(
    desk: Desk, store: Store, raised: Raise
) -> None:
    alert = raised()
    desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.DIFFERENT)
    back = desk.take_back_answer(alert.alert_id)
    assert (back.state, back.answers) == (AlertState.VERIFYING, ())
    assert [r.action for r in records(store)][-2:] == [
        "alert.answered",
        "alert.answer_taken_back",
    ]
    verify(desk, back)
    desk.request_confirmation(alert.alert_id, ConfirmationWay.CLETS, Urgency.URGENT)
    with pytest.raises(IllegalTransition):
        desk.take_back_answer(alert.alert_id)


@pytest.mark.requirement("HIT-3")
def test_that_a_denied_hit_ends_without_a_stop(desk: Desk, raised: Raise) -> None:
    alert = confirm(desk, verify(desk, raised()), Reply.NOT_CONFIRMED)
    for refused in (Outcome.CITED, Outcome.ARREST):
        with pytest.raises(IllegalTransition):
            desk.record_disposition(alert.alert_id, refused, "26-000123")
    with pytest.raises(IllegalTransition):
        desk.state_basis(alert.alert_id, BASIS)
    assert not desk.record_disposition(alert.alert_id, Outcome.NOT_CONFIRMED).is_open


@pytest.mark.requirement("HIT-2")
def test_that_a_mismatch_noticed_after_the_request_is_still_recorded(
    desk: Desk, raised: Raise
) -> None:
    alert = verify(desk, raised())
    with pytest.raises(IllegalTransition, match="Possible now"):
        desk.record_disposition(alert.alert_id, Outcome.WRONG_VEHICLE)
    desk.request_confirmation(alert.alert_id, ConfirmationWay.DISPATCH, Urgency.URGENT)
    assert not desk.record_disposition(alert.alert_id, Outcome.WRONG_VEHICLE).is_open


@pytest.mark.requirement("HIT-3")
def test_that_requests_are_counted_and_a_reply_says_who_gave_it(desk: Desk, raised: Raise) -> None:
    alert = verify(desk, raised())
    for _ in range(4):
        alert = desk.request_confirmation(alert.alert_id, ConfirmationWay.DISPATCH, Urgency.ROUTINE)
    assert [r.number for r in alert.requests] == [1, 2, 3, 3]
    with pytest.raises(DutyMissing, match="Who answered"):
        desk.record_reply(alert.alert_id, Reply.CONFIRMED, " ")
    assert desk.alert(alert.alert_id).state is AlertState.PENDING


@pytest.mark.requirement("HIT-4")
@pytest.mark.parametrize(
    "empty", ["", "exigent", "xxxxxxxxxxxxxx", ". . . . . . . . .", "1 2 3 4 5 6"]
)
def test_that_exigency_needs_its_facts_in_words(desk: Desk, raised: Raise, empty: str) -> None:
    alert = verify(desk, raised())
    with pytest.raises(DutyMissing) as refusal:
        desk.state_exigency(alert.alert_id, empty)
    assert refusal.value.section == "100.7"
    assert desk.alert(alert.alert_id).exigency is None
    stated = desk.state_exigency(alert.alert_id, FACTS)
    assert stated.exigency is not None
    assert stated.exigency.facts == FACTS


@pytest.mark.requirement("HIT-4")
def test_that_a_policy_without_exigency_makes_the_officer_wait(desk: Desk, raised: Raise) -> None:
    desk.policy = policy(exigency=None)
    alert = verify(desk, raised())
    with pytest.raises(DutyMissing, match="no exception") as refusal:
        desk.state_exigency(alert.alert_id, FACTS)
    assert refusal.value.section == "100.3"


@pytest.mark.requirement("HIT-6")
def test_that_a_stop_needs_its_lawful_basis_and_its_number(desk: Desk, raised: Raise) -> None:
    alert = confirm(desk, verify(desk, raised()))
    with pytest.raises(IllegalTransition):
        desk.record_disposition(alert.alert_id, Outcome.ARREST, "26-000123")
    with pytest.raises(DutyMissing) as refusal:
        desk.state_basis(alert.alert_id, "it hit")
    assert refusal.value.section == "100.4"
    desk.state_basis(alert.alert_id, BASIS)
    for number in ("", "none", "2" * 21):
        with pytest.raises(DutyMissing) as missing:
            desk.record_disposition(alert.alert_id, Outcome.ARREST, number)
        assert missing.value.section == "100.5"
    assert not desk.record_disposition(alert.alert_id, Outcome.ARREST, "26-000123").is_open


@pytest.mark.requirement("HIT-7")
def test_that_a_hit_on_a_person_asks_for_the_effort_to_confirm_the_person(
    desk: Desk, raised: Raise
) -> None:
    alert = confirm(desk, verify(desk, raised(entry=listed(category=Category.WANTED_PERSON))))
    with pytest.raises(DutyMissing) as refusal:
        desk.state_basis(alert.alert_id, BASIS)
    assert refusal.value.section == "100.8"
    stated = desk.state_basis(alert.alert_id, BASIS, "Driver matches the photograph")
    assert stated.basis is not None
    assert stated.basis.person_effort == "Driver matches the photograph"


def test_that_a_policy_silent_on_persons_does_not_ask(desk: Desk, raised: Raise) -> None:
    desk.policy = policy(person_effort=None)
    alert = confirm(desk, verify(desk, raised(entry=listed(category=Category.WANTED_PERSON))))
    assert desk.state_basis(alert.alert_id, BASIS).state is AlertState.STOP_PERMITTED


@pytest.mark.requirement("ACC-2")
def test_that_nothing_is_seen_or_done_while_nobody_is_signed_in_or_the_session_is_locked(
    desk: Desk, store: Store, raised: Raise
) -> None:
    alert = raised()
    acts: list[Callable[[], object]] = [
        lambda: desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.IDENTICAL),
        lambda: desk.record_disposition(alert.alert_id, Outcome.DUPLICATE),
        desk.open_alerts,
        lambda: desk.alert(alert.alert_id),
        lambda: desk.latest_reads(3),
    ]
    desk.lock()
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    assert [r.outcome[:7] for r in records(store)][-2:] == ["refused", "refused"]
    desk.sign_out()
    for act in acts:
        with pytest.raises(PermissionRefused, match="Nobody"):
            act()


def test_that_worse_alerts_are_listed_first_and_older_before_newer(
    desk: Desk, raised: Raise
) -> None:
    low = raised(entry=listed(category=Category.REGISTRATION))
    high = raised(entry=listed(category=Category.FELONY_VEHICLE))
    second = raised(entry=listed(category=Category.AMBER_ALERT))
    assert [a.alert_id for a in desk.open_alerts()] == [a.alert_id for a in (high, second, low)]


def test_that_effect_and_audit_entry_are_written_together_or_not_at_all(
    desk: Desk, store: Store, raised: Raise, monkeypatch: pytest.MonkeyPatch
) -> None:
    alert = raised()

    class DiskFull(ConsoleError):
        pass

    def full(*_: object) -> None:
        raise DiskFull("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr("alpr_console.adapters.storage.audit_log.SqlAuditLog.append", full)
        with pytest.raises(DiskFull):
            desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.DIFFERENT)
    assert desk.alert(alert.alert_id) == alert
