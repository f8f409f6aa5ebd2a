"""Plates that raise no alert for a while: for a reason, for a term, never out of the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import ConsoleError, DutyMissing, PermissionRefused, PlateRefused
from alpr_console.domain.hotlist import Category, MatchKind
from alpr_console.domain.operator import Role
from alpr_console.workflow.settle_match import ignored_by
from tests.fakes.patrol import Patrol
from tests.fakes.shift import StandingClock, listed, match_of, person, read_of, reading

WHY = "Returned to its owner, list not updated yet"


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    """With a plate of normal priority listed, and a supervisor signed in."""
    patrol = Patrol(store.unit_of_work, shelf, clock)
    patrol.put_list("SLR", [listed(category=Category.STOLEN_PLATE)])
    patrol.sit(Role.SUPERVISOR)
    return patrol


def test_that_an_ignored_plate_raises_no_alert_and_its_hit_is_on_record(patrol: Patrol) -> None:
    plate = patrol.desk.ignored.ignore("7abc 123", "ca", WHY)
    read = patrol.pass_of("7ABC123")
    near = replace(read_of(), reading=reading("7ABC128", doubts={6: (0.9, (("3", 0.09),))}))
    patrol.see(near)
    assert patrol.alerts == []
    assert [one.read_id for one in patrol.kept] == [read.read_id, near.read_id]
    logged = patrol.log("hit.ignored")
    assert [(r.subject, r.details["reason"], r.details["ignored_id"]) for r in logged] == [
        (read.read_id, WHY, plate.ignored_id),
        (near.read_id, WHY, plate.ignored_id),
    ]
    assert [r.details["match"] for r in logged] == ["exact", "approximate"]
    (ignored,) = patrol.log("plate.ignored")
    assert (ignored.who, ignored.outcome, ignored.purpose) == ("supervisor", "done", WHY)


def test_that_it_alerts_again_from_the_moment_that_its_term_ends(patrol: Patrol) -> None:
    patrol.desk.ignored.ignore("7ABC123", "CA", WHY, timedelta(days=2))
    patrol.clock.go_on(days=2, microseconds=-1)
    patrol.pass_of("7ABC123")
    assert patrol.alerts == []
    assert len(patrol.desk.ignored.in_force()) == 1
    patrol.clock.go_on(microseconds=1)
    patrol.pass_of("7ABC123")
    assert len(patrol.alerts) == 1
    assert patrol.desk.ignored.in_force() == []
    assert len(patrol.desk.ignored.all()) == 1


def test_that_it_can_be_ended_early_once(patrol: Patrol) -> None:
    plate = patrol.desk.ignored.ignore("7ABC123", "CA", WHY)
    with pytest.raises(PlateRefused, match="reason"):
        patrol.desk.ignored.end(plate.ignored_id, " ")
    ended = patrol.desk.ignored.end(plate.ignored_id, "Stolen again")
    assert ended.ended is not None
    assert (ended.ended.by, ended.ended.reason) == ("supervisor", "Stolen again")
    patrol.pass_of("7ABC123")
    assert len(patrol.alerts) == 1
    with pytest.raises(PlateRefused, match="not ignored any more"):
        patrol.desk.ignored.end(plate.ignored_id, "Stolen again")
    outcomes = [r.outcome.split(":")[0] for r in patrol.log("plate.no_longer_ignored")]
    assert outcomes == ["refused", "done", "refused"]


@pytest.mark.parametrize(("lic", "lis"), [("7ABC124", "CA"), ("7ABC123", "NV"), ("7ABC123", "")])
def test_that_only_the_very_plate_is_ignored(patrol: Patrol, lic: str, lis: str) -> None:
    patrol.desk.ignored.ignore(lic, lis, WHY)
    patrol.pass_of("7ABC123")
    assert len(patrol.alerts) == 1


def test_that_what_the_plate_is_listed_for_elsewhere_is_ignored_too(patrol: Patrol) -> None:
    patrol.put_list("local", [listed(category=Category.BOLO)])
    patrol.desk.ignored.ignore("7ABC123", "CA", WHY)
    patrol.pass_of("7ABC123")
    assert len(patrol.log("hit.ignored")) == 2
    assert patrol.alerts == []


def test_that_high_priority_is_ignored_by_an_administrator_alone(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed("8DEF456")])
    patrol.desk.ignored.ignore("8DEF456", "CA", WHY)
    patrol.pass_of("8DEF456")
    assert len(patrol.alerts) == 1
    patrol.put_list("SVS", [listed("8DEF456"), listed("9GHI789")])
    patrol.sit(Role.ADMINISTRATOR)
    patrol.desk.ignored.ignore("9GHI789", "CA", WHY)
    patrol.pass_of("9GHI789")
    assert len(patrol.alerts) == 1
    assert len(patrol.log("hit.ignored")) == 1


def test_that_high_priority_alerts_again_when_the_administrator_is_one_no_more(
    store: Store, clock: StandingClock, patrol: Patrol
) -> None:
    patrol.sit(Role.ADMINISTRATOR)
    plate = patrol.desk.ignored.ignore("8DEF456", "CA", WHY)
    match = match_of(read_of("8DEF456"), listed("8DEF456"))
    with store.unit_of_work() as work:
        assert ignored_by(work, match, clock.now()) == plate
        gone = replace(plate, by="somebody else")
        assert ignored_by(work, match, clock.now(), [gone]) is None
        work.users.add(replace(person(Role.ADMINISTRATOR, "left"), disabled=True))
        assert ignored_by(work, match, clock.now(), [replace(plate, by="left")]) is None
        assert ignored_by(work, match, clock.now(), [replace(plate, by="supervisor")]) is None


@pytest.mark.parametrize("kind", [MatchKind.PARTIAL, MatchKind.DESCRIPTION])
def test_that_partial_plates_and_descriptions_are_never_ignored(
    patrol: Patrol, clock: StandingClock, kind: MatchKind
) -> None:
    patrol.desk.ignored.ignore("7ABC123", "CA", WHY)
    match = match_of(read_of(), listed(category=Category.BOLO))
    with patrol.uow() as work:
        assert ignored_by(work, match, clock.now()) is not None
        assert ignored_by(work, replace(match, kind=kind), clock.now()) is None


Ignore = Callable[[Patrol], object]
REFUSED: dict[str, tuple[type[ConsoleError], Ignore]] = {
    "no reason": (DutyMissing, lambda p: p.desk.ignored.ignore("7ABC123", "CA", "")),
    "no words": (DutyMissing, lambda p: p.desk.ignored.ignore("7ABC123", "CA", "xxxxxxxxxxxx")),
    "a pattern": (PlateRefused, lambda p: p.desk.ignored.ignore("7ABC*", "CA", WHY)),
    "no plate": (PlateRefused, lambda p: p.desk.ignored.ignore(" - ", "CA", WHY)),
    "too long": (PlateRefused, lambda p: p.desk.ignored.ignore("12345678901", "CA", WHY)),
    "no state": (PlateRefused, lambda p: p.desk.ignored.ignore("7ABC123", "Cal", WHY)),
    "beyond a month": (
        PlateRefused,
        lambda p: p.desk.ignored.ignore("7ABC123", "CA", WHY, timedelta(days=30, seconds=1)),
    ),
    "no term": (
        PlateRefused,
        lambda p: p.desk.ignored.ignore("7ABC123", "CA", WHY, timedelta(0)),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_that_what_is_wrong_is_refused_on_record_and_the_plate_alerts(
    patrol: Patrol, what: str
) -> None:
    error, ignore = REFUSED[what]
    with pytest.raises(error):
        ignore(patrol)
    assert [r.outcome[:8] for r in patrol.log("plate.ignored")] == ["refused:"]
    patrol.pass_of("7ABC123")
    assert len(patrol.alerts) == 1


def test_that_an_operator_may_not_ignore_a_plate(patrol: Patrol) -> None:
    plate = patrol.desk.ignored.ignore("7ABC123", "CA", WHY)
    patrol.sit(Role.OPERATOR)
    acts: list[Callable[[], object]] = [
        lambda: patrol.desk.ignored.ignore("8DEF456", "CA", WHY),
        lambda: patrol.desk.ignored.end(plate.ignored_id, "I know better"),
        patrol.desk.ignored.all,
        patrol.desk.ignored.in_force,
    ]
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    refused = patrol.log("plate.ignored", "plate.no_longer_ignored")[1:]
    assert [r.outcome[:8] for r in refused] == ["refused:", "refused:"]
