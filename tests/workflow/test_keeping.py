"""What is kept and what goes, under each of the five policies (RET-1, RET-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import HoldRefused, PermissionRefused
from alpr_console.domain.keeping import HoldKind, PurgeKind
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_rules import LocalKeeping
from alpr_console.domain.read import PlateRead
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.holds import NewHold
from alpr_console.workflow.purge import Purger
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of, session_of

every_profile = pytest.mark.parametrize("number", NUMBERS)
DAYS = {"427": (30, 730), "429": (30, 730), "430": (365, 365), "462": (365, 365),
        "470": (730, 730)}  # fmt: skip
"""By policy: days after which reads, and hits, go."""
NOT_BEFORE = {"470": 730}


class Car:
    """A console under one profile whose clock is moved by hand."""

    def __init__(self, number: str, store: Store, shelf: FolderShelf, clock: StandingClock) -> None:
        self.policy = BY_NUMBER[number]
        store.policy = self.policy.version_name
        store.hits_only = self.policy.retention.local_keeping is LocalKeeping.HITS_ONLY
        self.store, self.clock = store, clock
        self.desk = Desk(store.unit_of_work, shelf, clock, self.policy, "4-Adam-12")
        self.desk.session = session_of(Role.ADMINISTRATOR)
        self.purger = Purger(store.unit_of_work, clock, self.policy, store.wipe_traces)

    def read(self, text: str) -> PlateRead:
        read = read_of(text)
        self.desk.keep_read(read)
        return read

    def hit(self, text: str, closed: bool = True) -> Alert:
        read = read_of(text)
        alert = self.desk.raise_alert(read, match_of(read, listed(text)))
        if closed:
            self.desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.DIFFERENT, "8 for B")
            self.desk.record_disposition(alert.alert_id, Outcome.MISREAD, note="8 for B")
        return alert

    def purge(self, after: timedelta) -> int:
        self.clock.at = START + after
        return self.purger.finish()

    def reads(self) -> int:
        with self.store.unit_of_work() as work:
            return work.reads.count()

    def alerts(self) -> int:
        with self.store.unit_of_work() as work:
            return len(work.alerts.between(START - timedelta(1), START + timedelta(1)))


@pytest.fixture
def car(store: Store, shelf: FolderShelf, clock: StandingClock) -> Callable[[str], Car]:
    return lambda number: Car(number, store, shelf, clock)


@pytest.mark.requirement("RET-1")
def test_that_the_profiles_name_the_limits_of_their_texts() -> None:
    for number, (reads, hits) in DAYS.items():
        kept = BY_NUMBER[number].retention
        assert (kept.reads.after.days, kept.hits.after.days) == (reads, hits)
        assert kept.reads.not_before.days == NOT_BEFORE.get(number, 0)
        assert kept.reads.clause.section.startswith(f"{number}.")
    hits_only = [n for n in NUMBERS
                 if BY_NUMBER[n].retention.local_keeping is LocalKeeping.HITS_ONLY]  # fmt: skip
    assert hits_only == ["429"]


@pytest.mark.requirement("RET-1")
@every_profile
def test_that_a_read_goes_once_it_is_past_the_limit_and_not_before(
    number: str, car: Callable[[str], Car]
) -> None:
    here = car(number)
    for n in range(250):
        here.read(f"8XYZ{n:03}")
    limit = timedelta(days=DAYS[number][0])
    assert here.purge(limit) == 0
    assert here.reads() == 250
    went = here.purge(limit + timedelta(seconds=1))
    if number == "429":
        # Nothing of them was ever on this disk: they end with the session.
        assert went == 0
        here.store.forget_volatile()
    else:
        assert went == 250
    assert here.reads() == 0


@pytest.mark.requirement("RET-1")
@every_profile
def test_that_a_hit_stays_as_long_as_its_own_limit_says(
    number: str, car: Callable[[str], Car]
) -> None:
    here = car(number)
    here.hit("7ABC123")
    here.read("8XYZ441")
    reads, hits = (timedelta(days=days) for days in DAYS[number])
    here.purge(reads + timedelta(hours=1))
    assert here.alerts() == (0 if reads == hits else 1)
    here.purge(hits + timedelta(hours=1))
    here.store.forget_volatile()
    assert (here.alerts(), here.reads()) == (0, 0)


@pytest.mark.requirement("RET-1")
@every_profile
def test_that_a_purge_is_on_record_with_clause_and_count_and_no_plate(
    number: str, car: Callable[[str], Car]
) -> None:
    here = car(number)
    alert = here.hit("7ABC123")
    here.purge(timedelta(days=731))
    with here.store.unit_of_work() as work:
        entry = next(e for e in work.audit.entries() if e.record.action == "records.purged")
        assert work.purges.was_purged(alert.alert_id)
        (purge,) = work.purges.latest(5)
    assert entry.record.who == "system"
    assert entry.record.details["count"] == "1"
    assert entry.record.details["section"] == here.policy.retention.hits.clause.section
    assert entry.record.details["policy"] == here.policy.version_name
    assert "7ABC123" not in repr((entry, purge))
    assert purge.kind is PurgeKind.HITS
    verify_audit(here.store.unit_of_work)


@pytest.mark.requirement("RET-2")
@every_profile
def test_that_a_hold_stops_the_purge_until_it_is_ended(
    number: str, car: Callable[[str], Car]
) -> None:
    here = car(number)
    held, free = here.read("8XYZ441"), here.read("8XYZ442")
    alert = here.hit("7ABC123")
    place = here.desk.keeping.place_hold
    first = place(NewHold(HoldKind.EVIDENCE, "26-104", "Homicide", read_ids=[held.read_id]))
    second = place(NewHold(HoldKind.DISCOVERY, "D-7", "Motion", alert_ids=[alert.alert_id]))
    here.purge(timedelta(days=3000))
    here.store.forget_volatile()
    with here.store.unit_of_work() as work:
        assert {read.read_id for read in work.reads.latest(9)} == {
            held.read_id, alert.hit.read.read_id,
        }  # fmt: skip
        assert work.alerts.get(alert.alert_id).disposition is not None
        assert [hold.number for hold, _ in work.holds.kept_past(here.clock.now())]
    assert free.read_id
    here.desk.keeping.end_hold(first.hold_id, "Convicted")
    here.desk.keeping.end_hold(second.hold_id, "Settled")
    here.purge(timedelta(days=3001))
    assert (here.alerts(), here.reads()) == (0, 0)
    with here.store.unit_of_work() as work:
        placed = [e.record for e in work.audit.entries() if e.record.action == "hold.placed"]
    assert {one.details["section"] for one in placed} == {here.policy.retention.holds.section}


@pytest.mark.requirement("RET-2")
def test_that_a_hold_on_a_plate_keeps_what_comes_later_too(car: Callable[[str], Car]) -> None:
    here = car("427")
    here.desk.keeping.place_hold(
        NewHold(HoldKind.LITIGATION, "CV-1", "Civil suit", plate="8xyz 441", since=START)
    )
    here.read("8XYZ441")
    here.read("8XYZ442")
    assert here.purge(timedelta(days=400)) == 1
    assert here.reads() == 1


@pytest.mark.requirement("RET-2")
def test_that_a_hold_needs_number_reason_and_something_to_hold(
    car: Callable[[str], Car],
) -> None:
    here = car("462")
    for new in (
        NewHold(HoldKind.EVIDENCE, "", "why", plate="8XYZ441"),
        NewHold(HoldKind.EVIDENCE, "26-1", " ", plate="8XYZ441"),
        NewHold(HoldKind.EVIDENCE, "26-1", "why"),
        NewHold(HoldKind.EVIDENCE, "26-1", "why", read_ids=["gone"]),
        NewHold(HoldKind.EVIDENCE, "26-1", "why", plate="A", since=START,
                until=START - timedelta(1)),
    ):  # fmt: skip
        with pytest.raises(HoldRefused):
            here.desk.keeping.place_hold(new)
    with here.store.unit_of_work() as work:
        assert work.holds.all() == []
        assert all(e.record.outcome.startswith("refused") for e in work.audit.entries())


def test_that_an_alert_without_an_outcome_is_never_purged(car: Callable[[str], Car]) -> None:
    here = car("427")
    here.hit("7ABC123", closed=False)
    assert here.purge(timedelta(days=5000)) == 0
    assert here.alerts() == 1


def test_that_only_custodian_and_administrator_purge(car: Callable[[str], Car]) -> None:
    here = car("427")
    here.read("8XYZ441")
    here.clock.go_on(days=31)
    for role in Role:
        here.desk.session = session_of(role)
        if role in (Role.CUSTODIAN, Role.ADMINISTRATOR):
            assert sum(due.count for due in here.desk.keeping.purge_now()) == 1
        else:
            with pytest.raises(PermissionRefused):
                here.desk.keeping.purge_now()
    assert here.reads() == 1


def test_that_evidence_cannot_be_deleted_once_a_purge_is_over(car: Callable[[str], Car]) -> None:
    here = car("427")
    here.hit("7ABC123")
    alert = here.hit("7ABC124")
    here.desk.keeping.place_hold(
        NewHold(HoldKind.EVIDENCE, "26-1", "why", alert_ids=[alert.alert_id])
    )
    assert here.purge(timedelta(days=731)) == 1
    with pytest.raises(Exception, match="only ever added to"):  # noqa: SIM117
        with here.store.unit_of_work() as work:
            work._connection.exec_driver_sql("DELETE FROM dispositions")


@pytest.mark.requirement("RET-1")
def test_that_nothing_but_hits_reaches_the_disk_where_the_policy_says_so(
    car: Callable[[str], Car],
) -> None:
    here = car("429")
    read, alert = here.read("8XYZ441"), here.hit("7ABC123")
    with here.store.unit_of_work() as work:
        assert {one.read_id for one in work.reads.latest(5)} == {
            read.read_id, alert.hit.read.read_id,
        }  # fmt: skip
        on_disk = work._connection.exec_driver_sql("SELECT plate FROM reads").fetchall()
    assert [row[0] for row in on_disk] == ["7ABC123"]
    # It becomes a hit: whatever tells of it writes it down.
    with here.store.unit_of_work() as work:
        work.reads.keep(read.read_id)
    with here.store.unit_of_work() as work:
        on_disk = work._connection.exec_driver_sql("SELECT plate FROM reads").fetchall()
    assert sorted(row[0] for row in on_disk) == ["7ABC123", "8XYZ441"]


@pytest.mark.requirement("RET-1")
@every_profile
def test_that_a_minimum_counts_from_the_last_sight_that_a_hit_tells_of(
    number: str, car: Callable[[str], Car]
) -> None:
    here = car(number)
    alert = here.hit("7ABC123")
    again = replace(read_of("7ABC123"), at=START + timedelta(days=20))
    with here.store.unit_of_work() as work:
        work.reads.save(again)
        work.repeats.add(AlertRepeat(alert.alert_id, again.read_id, again.at))
    hits = here.policy.retention.hits
    here.purge(hits.after + timedelta(hours=1))
    assert here.alerts() == (1 if hits.not_before else 0)
    here.purge(hits.after + timedelta(days=20, hours=1))
    assert (here.alerts(), here.reads()) == (0, 0)
