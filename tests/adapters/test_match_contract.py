"""What every store must do with what became of matches: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.disposition import Disposition, Outcome
from alpr_console.domain.hotlist import Category, Hit, Match, MatchKind, Thresholds
from alpr_console.domain.ignored import IgnoredPlate, IgnoreEnd
from alpr_console.domain.listed_vehicle import listed_vehicle
from alpr_console.domain.match_setting import MatchSetting
from alpr_console.domain.past_hit import PastHit, PastHitReview, StoredRead
from alpr_console.domain.read import PlateRead
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes import courses
from tests.fakes.example_course import NOON, example_alert, example_read
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import StandingClock

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    clock = StandingClock()
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", clock).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        yield store.unit_of_work


def test_that_repeats_are_kept_in_their_order_and_found_both_ways(uow: UnitOfWorkFactory) -> None:
    first, other = example_alert("1"), example_alert("2")
    repeats = [
        AlertRepeat(first.alert_id, "r2", NOON),
        AlertRepeat(other.alert_id, "r2", NOON),
        AlertRepeat(first.alert_id, "r1", NOON - MINUTE),
    ]
    with uow() as work:
        for alert in (first, other):
            work.alerts.save(alert)
        for repeat in repeats:
            work.repeats.add(repeat)
    with uow() as work:
        assert work.repeats.of_alert(first.alert_id) == [repeats[0], repeats[2]]
        assert work.repeats.of_read("r2") == repeats[:2]
        assert work.repeats.of_alert("nothing") == []


def test_that_an_ignored_plate_ends_once(uow: UnitOfWorkFactory) -> None:
    plate = IgnoredPlate("i1", "7ABC123", "CA", "It was found", "pdoe", NOON, NOON + MINUTE)
    later = replace(plate, ignored_id="i2", lic="8DEF456", lis="", at=NOON + MINUTE)
    end = IgnoreEnd("jroe", NOON, "Stolen again")
    with uow() as work:
        work.ignored.add(plate)
        work.ignored.add(later)
        work.ignored.end("i1", end)
    with uow() as work:
        assert work.ignored.all() == [later, replace(plate, ended=end)]
        assert work.ignored.get("i1").ended == end
        with pytest.raises(ValueError, match="ended already"):
            work.ignored.end("i1", end)
        with pytest.raises(KeyError):
            work.ignored.end("i3", end)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(hit=courses.hits)
def test_that_a_past_hit_is_loaded_as_it_was_saved(uow: UnitOfWorkFactory, hit: Hit) -> None:
    # All examples share one store.
    name = uuid4().hex
    past = PastHit(name, f"read-{name}", 2, hit.read.at, hit.at, hit.match)
    with uow() as work:
        work.past_hits.add(past)
        assert work.past_hits.get(name) == past
        assert work.past_hits.of_read(f"read-{name}") == [past]


def past_hit(name: str, minutes_ago: int) -> PastHit:
    match = example_alert().hit.match
    return PastHit(name, f"read-{name}", 0, NOON - minutes_ago * MINUTE, NOON, match)


def test_that_past_hits_wait_until_they_are_reviewed_once(uow: UnitOfWorkFactory) -> None:
    old, new = past_hit("old", 90), past_hit("new", 5)
    review = PastHitReview("pdoe", NOON, "Sold since")
    with uow() as work:
        assert work.past_hits.waiting_count() == (0, None)
        work.past_hits.add(old)
        work.past_hits.add(new)
        assert work.past_hits.waiting() == [new, old]
        assert work.past_hits.waiting_count() == (2, new.read_at)
        work.past_hits.review("new", review)
    with uow() as work:
        assert work.past_hits.waiting() == [old]
        assert work.past_hits.get("new") == replace(new, review=review)
        assert work.past_hits.waiting_count() == (1, old.read_at)
        with pytest.raises(ValueError, match="reviewed already"):
            work.past_hits.review("new", review)
        with pytest.raises(KeyError):
            work.past_hits.review("nothing", review)


def test_that_corrections_and_settings_are_kept(uow: UnitOfWorkFactory) -> None:
    corrections = [ReadCorrection("r1", n, "pdoe", NOON, "misread") for n in (1000, 1001)]
    settings_ = [MatchSetting(Thresholds(n / 100, 0.1, 0.25), "admin", NOON) for n in (1, 2)]
    with uow() as work:
        assert work.match_settings.newest() is None
        for correction in corrections:
            work.corrections.add(correction)
        for setting in settings_:
            work.match_settings.add(setting)
    with uow() as work:
        assert work.corrections.of_read("r1") == corrections
        assert work.corrections.of_read("r2") == []
        assert work.match_settings.newest() == settings_[1]


def stored(read: PlateRead) -> StoredRead:
    return StoredRead(read.read_id, read.revision, read.at, read.reading, read.vehicle)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(minutes=st.lists(st.integers(0, 5), max_size=12), page=st.integers(1, 5))
def test_that_pages_meet_every_read_once_newest_first_in_its_newest_revision(
    tmp_path_factory: pytest.TempPathFactory, minutes: list[int], page: int
) -> None:
    clock, folder = StandingClock(), tmp_path_factory.mktemp("stored")
    with closing(Store.open(folder / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        for factory in (store.unit_of_work, MemoryStore("4-Adam-12", clock).unit_of_work):
            newest = []
            with factory() as work:
                for n, minute in enumerate(minutes):
                    read = example_read(f"r{n:02}", at=NOON + minute * MINUTE)
                    work.reads.save(read)
                    if n % 3 == 0:
                        read = replace(read, revision=1, camera="corrected")
                        work.reads.save(read)
                    newest.append(stored(read))
            since = NOON + MINUTE
            met: list[StoredRead] = []
            while True:
                last = (met[-1].at, met[-1].read_id) if met else None
                with factory() as work:
                    more = work.reads.stored(since, last, page)
                assert len(more) <= page
                if not more:
                    break
                met += more
            expected = sorted((r for r in newest if r.at >= since), key=_newest_first)
            assert met == expected


def _newest_first(read: StoredRead) -> tuple[float, int]:
    return (-read.at.timestamp(), -int(read.read_id[1:]))


def closed(alert: Alert, minutes_ago: int) -> Alert:
    at = NOON - minutes_ago * MINUTE
    return alert.with_disposition(Disposition(Outcome.VEHICLE_GONE, "pdoe", at))


def of(alert: Alert, **changed: object) -> Alert:
    match = replace(
        alert.hit.match,
        entry=replace(alert.hit.entry, lic="7SAME77", **changed),  # type: ignore[arg-type]
    )
    return replace(alert, hit=replace(alert.hit, match=match))


def test_that_alerts_are_found_by_the_vehicle_that_is_listed(uow: UnitOfWorkFactory) -> None:
    opened, ended, long_ago = (of(example_alert(n)) for n in "123")
    ended, long_ago = closed(ended, 5), closed(long_ago, 20)
    unlike = [
        of(example_alert("4"), lis="NV"),
        of(example_alert("5"), category=Category.BOLO),
        of(example_alert("6"), specific="bolo-1"),
        of(example_alert("7"), specific="bolo-2"),
    ]
    elsewhere = of(example_alert("8"))
    other_list = replace(elsewhere.hit.match.hot_list, name="local")
    elsewhere = replace(
        elsewhere,
        hit=replace(elsewhere.hit, match=replace(elsewhere.hit.match, hot_list=other_list)),
    )
    with uow() as work:
        for alert in (opened, ended, long_ago, *unlike, elsewhere):
            work.alerts.save(alert)
    since = NOON - 15 * MINUTE
    next_version = replace(opened.hit.match.hot_list, list_id="list-2", version=2)
    again = Match(
        replace(opened.hit.entry, entry_id="another"), next_version, MatchKind.EXACT, 0.9, (), False
    )
    with uow() as work:
        assert work.alerts.on_vehicle(listed_vehicle(again), since) == [opened, ended]
        for alert in (*unlike, elsewhere):
            assert work.alerts.on_vehicle(listed_vehicle(alert.hit.match), since) == [alert]
        work.repeats.add(AlertRepeat(elsewhere.alert_id, "read-2", NOON))
    with uow() as work:
        assert work.alerts.told_of_read("read-2") == {
            listed_vehicle(ended.hit.match): ended.alert_id,
            listed_vehicle(elsewhere.hit.match): elsewhere.alert_id,
        }
        assert work.alerts.told_of_read("nothing") == {}


def test_that_the_log_is_asked_by_subject(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        appended = [
            work.audit.append(AuditRecord("act", "system", "done", subject))
            for subject in ("a", "b", "a")
        ]
        assert work.audit.about("a") == [appended[0], appended[2]]
        assert work.audit.about("c") == []
