"""The same vehicle again: one alert speaks for it, and no sight of it is lost."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.hotlist import Category, MatchKind
from alpr_console.domain.listed_vehicle import listed_vehicle, says_as_much
from alpr_console.domain.operator import Role
from alpr_console.matching.telling import worth_telling
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore
from tests.fakes.patrol import Patrol, again
from tests.fakes.shift import StandingClock, hot_list, listed, match_of, read_of, reading

STOPS = [outcome for outcome in Outcome if outcome.is_stop]
SETTLED = [*STOPS, Outcome.NOT_CONFIRMED]
OF_THE_READING = [Outcome.MISREAD, Outcome.WRONG_STATE, Outcome.WRONG_VEHICLE]


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    return Patrol(store.unit_of_work, shelf, clock)


def test_that_a_vehicle_seen_again_is_counted_on_its_open_alert(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    patrol.clock.go_on(minutes=40)
    seen = [patrol.pass_of("7ABC123") for _ in range(2)]
    (alert,) = patrol.alerts
    assert [r.count for r in patrol.repeats] == [1, 2]
    kept = patrol.desk.reads.repeats(alert.alert_id)
    assert [(r.read_id, r.at) for r in kept] == [(read.read_id, read.at) for read in seen]
    logged = patrol.log("alert.repeated")
    assert [(r.subject, r.details["read_id"], r.details["count"]) for r in logged] == [
        (alert.alert_id, seen[0].read_id, "1"),
        (alert.alert_id, seen[1].read_id, "2"),
    ]


def test_that_a_new_version_of_the_list_makes_no_new_vehicle(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed("8OTH111"), listed()])
    patrol.pass_of("7ABC123")
    assert (len(patrol.alerts), len(patrol.repeats)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("SFR", listed()),
        ("SVS", listed(lis="NV")),
        ("SVS", listed(category=Category.STOLEN_PLATE)),
    ],
    ids=["another list", "another state", "another category"],
)
def test_that_what_is_listed_otherwise_has_an_alert_of_its_own(
    patrol: Patrol, name: str, entry: object
) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    patrol.put_list(name, [entry])  # type: ignore[list-item]
    patrol.pass_of("7ABC123")
    vehicles = [listed_vehicle(alert.hit.match) for alert in patrol.alerts]
    assert len(vehicles) == len(set(vehicles)) == 2


@pytest.mark.parametrize("outcome", SETTLED)
def test_that_a_settled_vehicle_is_folded_for_a_quarter_of_an_hour(
    patrol: Patrol, outcome: Outcome
) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    patrol.close(patrol.alerts[0], outcome)
    patrol.clock.go_on(minutes=14, seconds=59)
    patrol.pass_of("7ABC123")
    assert (len(patrol.alerts), len(patrol.repeats)) == (1, 1)
    patrol.clock.go_on(seconds=1)
    patrol.pass_of("7ABC123")
    assert (len(patrol.alerts), len(patrol.repeats)) == (2, 1)


@pytest.mark.parametrize("outcome", OF_THE_READING)
def test_that_a_reading_found_wrong_folds_that_very_reading_alone(
    patrol: Patrol, outcome: Outcome
) -> None:
    patrol.put_list("SVS", [listed()])
    near = read_of()
    near = replace(near, reading=reading("7ABC128", doubts={6: (0.9, (("3", 0.09),))}))
    patrol.see(near)
    patrol.close(patrol.alerts[0], outcome)
    patrol.see(again(near))
    assert (len(patrol.alerts), len(patrol.repeats)) == (1, 1)
    other_state = reading("7ABC128", "unknown", doubts={6: (0.9, (("3", 0.09),))})
    patrol.see(again(near, reading=other_state))
    patrol.pass_of("7ABC123")
    assert (len(patrol.alerts), len(patrol.repeats)) == (3, 1)


@pytest.mark.parametrize("outcome", [Outcome.VEHICLE_GONE, Outcome.DUPLICATE])
def test_that_a_vehicle_that_was_gone_alerts_when_it_is_seen_again(
    patrol: Patrol, outcome: Outcome
) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    patrol.close(patrol.alerts[0], outcome)
    patrol.pass_of("7ABC123")
    assert (len(patrol.alerts), len(patrol.repeats)) == (2, 0)


def test_that_a_near_reading_does_not_hide_the_listed_plate(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    near = replace(read_of(), reading=reading("7ABC128", doubts={6: (0.9, (("3", 0.09),))}))
    patrol.see(near)
    patrol.pass_of("7ABC123")
    patrol.see(again(near))
    patrol.pass_of("7ABC123")
    kinds = [alert.hit.match.kind for alert in patrol.alerts]
    assert kinds == [MatchKind.APPROXIMATE, MatchKind.EXACT]
    assert len(patrol.repeats) == 2


def test_that_a_plate_of_another_state_does_not_hide_the_listed_one(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123", "NV")
    patrol.pass_of("7ABC123", "CA")
    patrol.pass_of("7ABC123", "NV")
    assert [alert.hit.match.state_conflict for alert in patrol.alerts] == [True, False]
    assert len(patrol.repeats) == 1


def test_that_vehicles_that_fit_a_partial_plate_are_told_apart_by_what_was_read() -> None:
    entry = listed("7?BC*", specific="bolo-1")
    told = replace(match_of(read_of(), listed()), entry=entry, kind=MatchKind.PARTIAL)
    one, other = reading("7ABC123"), reading("7XBC999")
    assert says_as_much(one, told, one, told)
    assert says_as_much(one, told, reading("7ABC123", "unknown"), told)
    assert not says_as_much(one, told, reading("7ABC123", "NV"), told)
    assert not says_as_much(one, told, other, told)


def test_that_a_specific_entry_is_one_vehicle_whatever_its_list_is_called() -> None:
    match = match_of(read_of(), listed())
    specific = replace(match, entry=replace(match.entry, specific="bolo-1"))
    renewed = replace(specific, hot_list=hot_list("Specific entries"))
    assert listed_vehicle(specific) == listed_vehicle(renewed)
    assert listed_vehicle(specific) != listed_vehicle(match)


def test_that_later_frames_of_a_pass_tell_of_no_vehicle_twice(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    patrol.pass_of("7ABC123")
    second = patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed()])
    patrol.see(replace(second, revision=1, at=second.at + timedelta(seconds=1)))
    patrol.close(patrol.alerts[0], Outcome.VEHICLE_GONE)
    patrol.see(replace(second, revision=2, at=second.at + timedelta(seconds=2)))
    assert (len(patrol.alerts), len(patrol.repeats)) == (1, 1)


PLATES = ["7ABC123", "7ABC128", "8XYZ555", "9NOT000"]
CLOSINGS = [Outcome.VEHICLE_GONE, Outcome.DUPLICATE, Outcome.NOT_CONFIRMED, Outcome.CITED]
ACTS = st.one_of(
    st.tuples(st.just("see"), st.sampled_from(PLATES), st.sampled_from(["CA", "NV", "unknown"])),
    st.tuples(st.just("close"), st.integers(0, 3), st.sampled_from(CLOSINGS)),
    st.tuples(st.just("wait"), st.sampled_from([1, 8, 16]), st.just("")),
    st.tuples(st.just("import"), st.sampled_from(["SVS", "local"]), st.just("")),
    st.tuples(st.just("ignore"), st.sampled_from(PLATES), st.just("")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, max_size=25))
def test_that_no_vehicle_has_two_open_alerts_and_no_read_is_lost(
    acts: list[tuple[str, object, object]],
) -> None:
    clock = StandingClock()
    _follow(Patrol(MemoryStore("4-Adam-12", clock).unit_of_work, MemoryShelf(), clock), acts)


def test_that_the_same_holds_on_the_encrypted_store(tmp_path: Path) -> None:
    clock = StandingClock()
    acts: list[tuple[str, object, object]] = []
    for outcome in CLOSINGS:
        for plate in PLATES:
            acts += [("see", plate, "CA"), ("see", plate, "unknown")]
        acts += [("import", "local", ""), ("see", "7ABC123", "CA"), ("close", 0, outcome)]
        acts += [("see", "7ABC128", "CA"), ("wait", 16, ""), ("ignore", "8XYZ555", "")]
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        _follow(Patrol(store.unit_of_work, FolderShelf(tmp_path / "lists", bytes(32)), clock), acts)


def _follow(patrol: Patrol, acts: list[tuple[str, object, object]]) -> None:
    patrol.put_list("SVS", [listed(), listed("8XYZ555", category=Category.BOLO)])
    for act, what, how in acts:
        if act == "see":
            _see(patrol, str(what), str(how))
        elif act == "wait":
            patrol.clock.go_on(minutes=int(str(what)))
        elif act == "import":
            patrol.put_list(str(what), [listed(), listed("8XYZ555", category=Category.BOLO)])
        elif act == "ignore":
            patrol.sit(Role.SUPERVISOR)
            patrol.desk.ignored.ignore(str(what), "CA", "Known to be in order by now")
        elif alerts := patrol.desk.open_alerts():
            assert isinstance(how, Outcome)
            patrol.close(alerts[int(str(what)) % len(alerts)], how)
        _no_two_of_one_vehicle(patrol)


def _see(patrol: Patrol, plate: str, state: str) -> None:
    """Every match worth telling is an alert, a repeat, or ignored; none is two of them."""
    before = len(patrol.alerts), len(patrol.repeats), len(patrol.log("hit.ignored"))
    read = patrol.pass_of(plate, state)
    after = len(patrol.alerts), len(patrol.repeats), len(patrol.log("hit.ignored"))
    told = worth_telling(patrol.lists.index.match(read.reading, None, patrol.clock.now()))
    assert sum(after) - sum(before) == len(told)
    with patrol.uow() as work:
        assert work.reads.get(read.read_id) == read
        on_record = len(work.alerts.told_of_read(read.read_id))
    assert on_record == sum(after[:2]) - sum(before[:2])


def _no_two_of_one_vehicle(patrol: Patrol) -> None:
    """Of two open alerts on one listed vehicle, the later one says something new."""
    open_ids = {alert.alert_id for alert in patrol.desk.open_alerts()}
    # In the order of being raised; an open alert was open all the time.
    standing = [alert.hit for alert in patrol.alerts if alert.alert_id in open_ids]
    assert len(standing) == len(open_ids)
    for n, later in enumerate(standing):
        for earlier in standing[:n]:
            if listed_vehicle(earlier.match) == listed_vehicle(later.match):
                assert not says_as_much(
                    earlier.read.reading, earlier.match, later.read.reading, later.match
                )
