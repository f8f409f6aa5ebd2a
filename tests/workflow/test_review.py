"""A supervisor sees every hit of a span with its whole course, and the look is on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import IllegalTransition, PermissionRefused
from alpr_console.domain.operator import Role
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.review_shift import Course
from tests.fakes.shift import START, StandingClock, hot_list, listed, match_of, read_of, session_of

Raise = Callable[..., Alert]


def look(desk: Desk, clock: StandingClock) -> list[Course]:
    desk.session = session_of(Role.SUPERVISOR)
    return desk.review(START, clock.now() + timedelta(seconds=1))


def verified(desk: Desk, alert: Alert) -> str:
    while item := alert.next_item:
        alert = desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL)
    return alert.alert_id


@pytest.mark.requirement("HIT-10")
def test_that_every_hit_of_the_span_is_there_with_each_step_and_who_took_it(
    desk: Desk, clock: StandingClock, raised: Raise
) -> None:
    first = raised()
    clock.go_on(minutes=1)
    second = raised(read_of("8XYZ441"), listed("8XYZ441"))
    desk.record_disposition(second.alert_id, Outcome.VEHICLE_GONE)
    with pytest.raises(IllegalTransition):
        desk.record_disposition(second.alert_id, Outcome.DUPLICATE)
    courses = look(desk, clock)
    assert [c.alert.alert_id for c in courses] == [first.alert_id, second.alert_id]
    assert [c.without_outcome for c in courses] == [True, False]
    assert [(s.record.action, s.record.who) for s in courses[1].steps] == [
        ("alert.raised", "system"),
        ("alert.disposition_recorded", "operator"),
        ("alert.disposition_recorded", "operator"),
    ]
    assert courses[1].steps[0].at < clock.now() + timedelta(seconds=1)
    assert len(courses[1].refusals) == 1
    assert courses[0].alert.hit.read.crop_jpeg == b"crop"


@pytest.mark.requirement("ACC-2")
def test_that_the_look_itself_is_on_record_with_the_plates_seen(
    desk: Desk, clock: StandingClock, store: Store, raised: Raise
) -> None:
    raised()
    look(desk, clock)
    with store.unit_of_work() as work:
        *_, last = work.audit.entries()
    assert (last.record.action, last.record.who) == ("shift.reviewed", "supervisor")
    assert last.record.details["plates"] == "7ABC123"
    assert last.record.purpose


@pytest.mark.requirement("ACC-5")
def test_that_an_operator_cannot_review(desk: Desk, clock: StandingClock) -> None:
    with pytest.raises(PermissionRefused):
        desk.review(START, clock.now())


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize(
    ("steps", "overdue"),
    [
        ([("ask", 0), ("confirmed", 9)], ()),
        ([("ask", 0), ("confirmed", 11)], (0,)),
        ([("ask", 0)], (0,)),
        ([("ask", 0), ("later", 9), ("confirmed", 18)], ()),
        ([("ask", 0), ("later", 9), ("confirmed", 20)], (0,)),
        ([("ask", 0), ("ask", 11), ("confirmed", 12)], (0,)),
        ([("ask", 0), ("exigent", 3)], ()),
        ([("ask", 0), ("gone", 12)], (0,)),
    ],
)
def test_that_a_confirmation_past_its_clock_is_marked(
    desk: Desk,
    clock: StandingClock,
    raised: Raise,
    steps: list[tuple[str, int]],
    overdue: tuple[int, ...],
) -> None:
    alert_id = verified(desk, raised())
    begun = clock.now()
    for step, minute in steps:
        clock.at = begun + timedelta(minutes=minute)
        match step:
            case "ask":
                desk.request_confirmation(alert_id, ConfirmationWay.CLETS, Urgency.URGENT)
            case "exigent":
                desk.state_exigency(alert_id, "Child seen crying in the vehicle")
            case "gone":
                desk.record_disposition(alert_id, Outcome.VEHICLE_GONE)
            case reply:
                desk.record_reply(alert_id, Reply(reply), "Terminal 3")
    clock.at = begun + timedelta(minutes=30)
    (course,) = look(desk, clock)
    assert course.overdue_requests == overdue
    assert course.confirmation_overdue == bool(overdue)
    assert course.exigent == (steps[-1][0] == "exigent")


@pytest.mark.requirement("HOT-3")
def test_that_a_hit_from_a_stale_list_is_marked(desk: Desk, clock: StandingClock) -> None:
    for hours in (23, 25):
        read = read_of()
        of = hot_list(data_at=clock.now() - timedelta(hours=hours))
        desk.raise_alert(read, match_of(read, listed(), of))
    assert [c.stale_list for c in look(desk, clock)] == [False, True]
