"""Stored reads matched with entries that came after them: past hits, never alerts (OPS-4)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import PermissionRefused, PlateRefused, StoreUnavailable
from alpr_console.domain.hotlist import Category, MatchKind, TimedEntry
from alpr_console.domain.operator import Role
from alpr_console.domain.past_hit import PastHit
from alpr_console.ports import UnitOfWork
from alpr_console.workflow.past_reads import MATCHED, PastReads, sources_of
from alpr_console.workflow.stored_reads import PAGE
from tests.fakes.bolo import bolo
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore
from tests.fakes.patrol import Patrol
from tests.fakes.shift import LIST_RULES, START, StandingClock, hot_list, listed, policy


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    return Patrol(store.unit_of_work, shelf, clock)


def plates(hits: list[PastHit]) -> list[str]:
    return [hit.match.entry.lic for hit in hits]


@pytest.mark.requirement("OPS-4")
def test_that_a_new_list_finds_the_stored_reads_that_fit_it_and_raises_no_alert(
    patrol: Patrol,
) -> None:
    read = patrol.pass_of("7ABC123")
    patrol.pass_of("9NOT111")
    patrol.clock.go_on(hours=5)
    put = patrol.put_list("SVS", [listed()])
    (hit,) = patrol.look_back()
    assert (hit.read_id, hit.read_revision, hit.read_at) == (read.read_id, 0, read.at)
    assert hit.match.hot_list == put
    assert hit.age_words(patrol.clock.now()) == "seen 5 h ago"
    assert (patrol.alerts, patrol.desk.open_alerts()) == ([], ())
    (told,) = patrol.found
    assert (told.count, told.newest) == (1, read.at)
    (logged,) = patrol.log(MATCHED)
    assert logged.subject == put.list_id
    assert logged.purpose == "SVS version 1 came into force"
    assert (logged.details["reads"], logged.details["past_hits"]) == ("2", "1")
    assert logged.details["section"] == "100.13"


def test_that_it_is_done_once_for_each_version_also_after_a_restart(patrol: Patrol) -> None:
    patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed()])
    patrol.look_back()
    patrol.past = patrol.new_past_reads()
    assert len(patrol.look_back()) == 1
    assert len(patrol.log(MATCHED)) == 1
    patrol.put_list("SVS", [listed(), listed("8DEF456")])
    assert len(patrol.look_back()) == 1
    assert len(patrol.log(MATCHED)) == 2
    assert len(patrol.found) == 1


def test_that_one_cut_short_is_done_again_and_finds_nothing_twice(patrol: Patrol) -> None:
    for n in range(2 * PAGE):
        patrol.pass_of("7ABC123" if n in (3, PAGE + 20) else f"9N{n:05}"[:7])
        patrol.clock.go_on(seconds=1)
    patrol.put_list("SVS", [listed()])
    assert patrol.past.step(0)
    assert len(patrol.desk.reads.past_hits()) == 1
    assert patrol.log(MATCHED) == []
    patrol.past = patrol.new_past_reads()
    assert len(patrol.look_back()) == 2
    (logged,) = patrol.log(MATCHED)
    assert (logged.details["reads"], logged.details["past_hits"]) == (str(2 * PAGE), "1")


def test_that_what_was_told_of_live_is_no_past_hit(patrol: Patrol) -> None:
    patrol.put_list("SVS", [listed()])
    alerted, repeated = patrol.pass_of("7ABC123"), patrol.pass_of("7ABC123")
    patrol.close(patrol.alerts[0], Outcome.VEHICLE_GONE)
    patrol.clock.go_on(hours=1)
    patrol.put_list("SVS", [listed(), listed("8DEF456")])
    assert patrol.look_back() == []
    patrol.put_list("local", [listed(category=Category.BOLO)])
    found = patrol.look_back()
    assert {hit.read_id for hit in found} == {alerted.read_id, repeated.read_id}
    assert {hit.match.hot_list.name for hit in found} == {"local"}


def test_that_an_ignored_plate_brings_no_past_hit(patrol: Patrol) -> None:
    patrol.pass_of("7ABC123")
    patrol.sit(Role.ADMINISTRATOR)
    patrol.desk.ignored.ignore("7ABC123", "CA", "Our own car, borrowed for a test")
    patrol.put_list("SVS", [listed()])
    assert patrol.look_back() == []


def test_that_a_new_list_brings_past_hits_of_its_own_alone(patrol: Patrol) -> None:
    patrol.pass_of("7ABC123")
    patrol.sit(Role.ADMINISTRATOR)
    plate = patrol.desk.ignored.ignore("7ABC123", "CA", "Our own car, borrowed for a test")
    patrol.put_list("SVS", [listed()])
    assert patrol.look_back() == []
    patrol.desk.ignored.end(plate.ignored_id, "The test is over")
    patrol.put_list("local", [listed("8DEF456")])
    assert patrol.look_back() == []


def test_that_the_newest_revision_of_a_read_is_what_is_matched(patrol: Patrol) -> None:
    made = patrol.pass_of("7ABC123")
    patrol.desk.correct_read(made.read_id, "8DEF456", "CA", "misread")
    patrol.put_list("SVS", [listed("7ABC123"), listed("8DEF456")])
    assert plates(patrol.look_back()) == ["8DEF456"]


def test_that_reads_older_than_the_policy_allows_are_left_alone(patrol: Patrol) -> None:
    old = patrol.clock.now()
    for days in (0, 1, 31):
        patrol.pass_of("7ABC123", at=old + timedelta(days=days))
    patrol.clock.at = old + timedelta(days=31)
    patrol.put_list("SVS", [listed()])
    found = [hit.read_at for hit in patrol.look_back()]
    assert found == [old + timedelta(days=31), old + timedelta(days=1)]


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    "rules",
    [replace(LIST_RULES, past_reads=None), replace(LIST_RULES, past_reads_for=timedelta(0))],
    ids=["the policy forbids it", "for no time"],
)
def test_that_nothing_stored_is_matched_where_the_policy_does_not_allow_it(
    store: Store, shelf: FolderShelf, clock: StandingClock, rules: object
) -> None:
    patrol = Patrol(store.unit_of_work, shelf, clock, policy(lists=rules))
    patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed()])
    assert patrol.look_back() == []
    assert patrol.log(MATCHED) == []


def test_that_a_list_replaced_on_the_way_is_left_for_its_new_version(patrol: Patrol) -> None:
    for n in range(PAGE + 1):
        patrol.pass_of("8DEF456" if n == 0 else f"9N{n:05}"[:7])
        patrol.clock.go_on(seconds=1)
    first = patrol.put_list("SVS", [listed()])
    assert patrol.past.step(0)
    second = patrol.put_list("SVS", [listed("8DEF456")])
    assert plates(patrol.look_back()) == ["8DEF456"]
    subjects = [record.subject for record in patrol.log(MATCHED)]
    assert first.list_id not in subjects
    assert subjects == [second.list_id]


def test_that_a_list_withdrawn_on_the_way_brings_nothing_more(patrol: Patrol) -> None:
    for n in range(PAGE + 1):
        patrol.pass_of("7ABC123" if n == 0 else f"9N{n:05}"[:7])
        patrol.clock.go_on(seconds=1)
    patrol.put_list("SVS", [listed()])
    assert patrol.past.step(0)
    patrol.sit(Role.ADMINISTRATOR)
    patrol.desk.hot_lists.withdraw("SVS", "No longer ours")
    patrol.follow_lists()
    assert patrol.look_back() == []
    assert patrol.log(MATCHED) == []


@pytest.mark.parametrize("fails_at", range(5))
def test_that_what_the_store_refused_is_done_again(patrol: Patrol, fails_at: int) -> None:
    patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed()])
    calls = itertools.count()

    def flaky() -> UnitOfWork:
        if next(calls) == fails_at:
            raise StoreUnavailable("The disk is full.")
        return patrol.uow()

    past = PastReads(
        flaky, patrol.clock, LIST_RULES, lambda: patrol.lists.index,
        lambda: sources_of(patrol.lists.index.hot_lists, ()), patrol.found.append,
    )  # fmt: skip
    refused = 0
    while past.busy:
        try:
            past.step(0)
        except StoreUnavailable:
            refused += 1
    assert refused == 1
    assert len(patrol.desk.reads.past_hits()) == 1
    (logged,) = patrol.log(MATCHED)
    assert (logged.details["reads"], logged.details["past_hits"]) == ("1", "1")


@pytest.mark.requirement("OPS-4")
def test_that_a_partial_plate_is_matched_with_stored_reads_for_its_stated_reason(
    patrol: Patrol,
) -> None:
    fits = [patrol.pass_of(plate) for plate in ("7ABC123", "7XBC999")]
    patrol.pass_of("8ABC123")
    entered = patrol.put_specific(bolo("7?BC*", vco="", vst=""))
    found = patrol.look_back()
    assert {hit.read_id for hit in found} == {read.read_id for read in fits}
    assert {hit.match.kind for hit in found} == {MatchKind.PARTIAL}
    assert all(hit.match.entry.informational for hit in found)
    (logged,) = patrol.log(MATCHED)
    assert (logged.subject, logged.details["past_hits"]) == (entered.entry_id, "2")
    assert logged.purpose == "Case 26-000123: Robbery suspect left in this car"


def test_that_live_reads_of_a_partial_plate_fold_by_what_was_read(patrol: Patrol) -> None:
    patrol.put_specific(bolo("7?BC*", vco="", vst=""))
    for plate in ("7ABC123", "7ABC123", "7XBC999", "7ABC123"):
        patrol.pass_of(plate)
    assert [alert.hit.read.text for alert in patrol.alerts] == ["7ABC123", "7XBC999"]
    assert [repeated.count for repeated in patrol.repeats] == [1, 2]
    assert patrol.look_back() == []


def test_that_entries_stand_by_their_case_and_term() -> None:
    entry = listed("7?BC*", specific="bolo-1", oca="26-000123", mis="Robbery suspect's car")
    stands = replace(hot_list("Specific entries"), version=2)
    (source,) = sources_of([], [TimedEntry(entry, stands, START)])
    assert (source.subject, source.term) == ("bolo-1", 2)
    assert source.purpose == "Case 26-000123: Robbery suspect's car"


@pytest.mark.requirement("OPS-4")
def test_that_a_past_hit_is_reviewed_once_with_a_note(patrol: Patrol) -> None:
    patrol.pass_of("7ABC123")
    patrol.put_list("SVS", [listed()])
    (hit,) = patrol.look_back()
    with pytest.raises(PlateRefused, match="note"):
        patrol.desk.reads.review_past_hit(hit.past_hit_id, "")
    reviewed = patrol.desk.reads.review_past_hit(hit.past_hit_id, "Given to detectives")
    assert reviewed.review is not None
    assert (reviewed.review.by, reviewed.review.note) == ("operator", "Given to detectives")
    assert patrol.desk.reads.past_hits() == []
    with pytest.raises(PlateRefused, match="already"):
        patrol.desk.reads.review_past_hit(hit.past_hit_id, "Given to detectives")
    outcomes = [record.outcome.split(":")[0] for record in patrol.log("past_hit.reviewed")]
    assert outcomes == ["refused", "done", "refused"]
    patrol.desk.session = None
    with pytest.raises(PermissionRefused):
        patrol.desk.reads.past_hits()


TEXTS = ["7ABC123", "7ABC128", "8XYZ555", "9NOT000"]
ACTS = st.one_of(
    st.tuples(st.just("see"), st.sampled_from(TEXTS)),
    st.tuples(st.just("import"), st.lists(st.sampled_from(TEXTS), unique=True)),
    st.tuples(st.just("step"), st.just("")),
    st.tuples(st.just("restart"), st.just("")),
    st.tuples(st.just("close"), st.just("")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=st.lists(ACTS, max_size=20))
def test_that_exactly_the_reads_that_fit_and_were_not_told_of_become_past_hits(
    acts: list[tuple[str, object]],
) -> None:
    """Whatever is imported, cut short and begun again: each read that fits what was in force at
    a look back is told of once for each listed vehicle, live or as a past hit."""
    clock = StandingClock()
    patrol = Patrol(MemoryStore("4-Adam-12", clock).unit_of_work, MemoryShelf(), clock)
    for act, what in acts:
        clock.go_on(seconds=1)
        if act == "see":
            patrol.pass_of(str(what))
        elif act == "import":
            patrol.put_list("SVS", [listed(text) for text in what] + [listed("1NEVER1")])
        elif act == "step":
            patrol.past.step(0)
        elif act == "restart":
            patrol.past = patrol.new_past_reads()
        elif alerts := patrol.desk.open_alerts():
            patrol.close(alerts[0], Outcome.VEHICLE_GONE)
    patrol.look_back()
    index, now = patrol.lists.index, clock.now()
    with patrol.uow() as work:
        for read in work.reads.latest(100):
            told = [vehicle.lic for vehicle in work.alerts.told_of_read(read.read_id)]
            told += plates(work.past_hits.of_read(read.read_id))
            assert len(told) == len(set(told))
            exact = {m.entry.lic for m in index.match(read.reading, None, now)[:1]}
            assert exact <= set(told)
            assert all(lic in TEXTS for lic in told)
