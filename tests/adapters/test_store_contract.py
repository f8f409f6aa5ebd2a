"""What every store must do: the encrypted one, and the fake that stands in for it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.checklist import Answer, ItemKind, Verdict
from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import AuditBroken, SignInRefused
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.list_source import ListSource, SourceKind
from alpr_console.domain.operator import Role, User
from alpr_console.domain.read import PlateRead
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes import courses
from tests.fakes.example_course import NOON, example_alert, example_course, example_read
from tests.fakes.memory_store import MemoryStore

KEY = bytes(range(32))

FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", SystemClock()).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", KEY, "4-Adam-12", SystemClock())) as store:
        yield store.unit_of_work


_numbers = itertools.count()


def renamed(course: list[Alert]) -> list[Alert]:
    """The course under ids of its own: all examples of a property share one store."""
    number = next(_numbers)
    read = course[0].hit.read
    read = replace(read, read_id=f"{read.read_id}-{number}")
    hit = replace(course[0].hit, read=read)
    return [replace(alert, alert_id=f"alert-{number}", hit=hit) for alert in course]


def a_list(version: int, count: int, name: str = "Stolen vehicles") -> HotList:
    return HotList(f"list-{version}", name, version, "ab" * 32, count, "a.csv", NOON, NOON)


def a_user(name: str) -> User:
    return User(f"id-{name}", name, "Pat Doe", "1234", Role.OPERATOR, "$argon2id$x", NOON)


@FEW
@given(course=courses.courses())
def test_that_an_alert_is_loaded_as_it_was_saved_at_every_step(
    uow: UnitOfWorkFactory, course: list[Alert]
) -> None:
    for alert in renamed(course):
        with uow() as work:
            work.alerts.save(alert)
        with uow() as work:
            assert work.alerts.get(alert.alert_id) == alert
            assert (alert in work.alerts.open()) == alert.is_open


@FEW
@given(read=courses.reads)
def test_that_a_read_is_loaded_as_it_was_saved(uow: UnitOfWorkFactory, read: PlateRead) -> None:
    read = replace(read, read_id=f"read-{next(_numbers)}")
    with uow() as work:
        work.reads.save(read)
    with uow() as work:
        assert work.reads.get(read.read_id) == read


def test_that_a_correction_leaves_the_first_release_of_a_read_on_record(
    uow: UnitOfWorkFactory,
) -> None:
    alert = example_alert()
    first = alert.hit.read
    corrected = replace(first, revision=1, camera="corrected")
    with uow() as work:
        work.alerts.save(alert)
        work.reads.save(corrected)
        work.reads.save(first)
    with uow() as work:
        assert work.reads.get(first.read_id) == corrected
        assert work.reads.latest(5) == [corrected]
        assert work.reads.count() == 1
        assert work.alerts.get(alert.alert_id).hit.read == first


def test_that_a_revision_on_record_is_never_overwritten(uow: UnitOfWorkFactory) -> None:
    read = example_read()
    with uow() as work:
        work.reads.save(read)
    with pytest.raises(ValueError, match="other contents"), uow() as work:
        work.reads.save(replace(read, camera="another"))


def test_that_the_latest_reads_come_newest_first(uow: UnitOfWorkFactory) -> None:
    reads = [example_read(f"r{n}", at=NOON + timedelta(seconds=n)) for n in (2, 0, 3, 1)]
    with uow() as work:
        for read in reads:
            work.reads.save(read)
        assert [r.read_id for r in work.reads.latest(3)] == ["r3", "r2", "r1"]


@pytest.mark.parametrize("missing", ["reads", "alerts"])
def test_that_asking_for_what_is_not_there_fails(uow: UnitOfWorkFactory, missing: str) -> None:
    with pytest.raises(KeyError), uow() as work:
        getattr(work, missing).get("nothing")


def test_that_alerts_are_found_by_the_span_they_were_raised_in(uow: UnitOfWorkFactory) -> None:
    alert = example_alert()
    hours = [
        replace(alert, alert_id=f"a{n}", raised_at=NOON + timedelta(hours=n)) for n in range(4)
    ]
    with uow() as work:
        for one in reversed(hours):
            work.alerts.save(one)
        assert (
            work.alerts.between(NOON + timedelta(hours=1), NOON + timedelta(hours=3)) == hours[1:3]
        )
        assert work.alerts.open() == hours


def _other_hit(alert: Alert) -> Alert:
    return replace(alert, hit=replace(alert.hit, hit_id="another"))


@pytest.mark.parametrize(
    ("step", "rewrite"),
    [
        (0, _other_hit),
        (-3, lambda alert: replace(alert, requests=())),
        (-3, lambda alert: replace(alert, replies=alert.replies[1:])),
        (-2, lambda alert: replace(alert, basis=None)),
        (-1, lambda alert: replace(alert, disposition=None)),
    ],
)
def test_that_a_course_on_record_cannot_be_rewritten(
    uow: UnitOfWorkFactory,
    step: int,
    rewrite: Callable[[Alert], Alert],
) -> None:
    alert = example_course()[step]
    with uow() as work:
        work.alerts.save(alert)
    with pytest.raises(ValueError, match="alert"), uow() as work:
        work.alerts.save(rewrite(alert))
    with uow() as work:
        assert work.alerts.get(alert.alert_id) == alert


def test_that_an_error_in_the_block_undoes_all_of_it(uow: UnitOfWorkFactory) -> None:
    alert = example_alert()
    with uow() as work:
        work.audit.append(AuditRecord("first", "system", "done"))

    def break_off() -> None:
        with uow() as work:
            work.alerts.save(alert)
            work.users.add(a_user("pat"))
            work.audit.append(AuditRecord("second", "system", "done"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with uow() as work:
        assert work.alerts.open() == []
        assert work.users.all() == []
        assert [e.record.action for e in work.audit.entries()] == ["first"]
        assert work.audit.verify() == 1


def test_that_units_of_work_do_not_nest(uow: UnitOfWorkFactory) -> None:
    with uow(), pytest.raises(RuntimeError, match="already open"), uow():
        pass
    with uow() as work:
        assert work.reads.count() == 0


def test_that_a_new_version_of_a_list_takes_the_place_of_the_old(uow: UnitOfWorkFactory) -> None:
    first, other, second = a_list(1, 3), a_list(9, 1, "Amber"), a_list(2, 2)
    with uow() as work:
        work.hot_lists.put_in_force(first)
        work.hot_lists.put_in_force(other)
    with uow() as work:
        assert work.hot_lists.in_force() == [other, first]
        work.hot_lists.put_in_force(second)
    with uow() as work:
        assert work.hot_lists.in_force() == [other, second]
        assert work.hot_lists.versions(first.name) == [second, first]


def test_that_a_list_taken_out_of_force_stays_as_history(uow: UnitOfWorkFactory) -> None:
    first = a_list(1, 3)
    with uow() as work:
        work.hot_lists.put_in_force(first)
    with uow() as work:
        work.hot_lists.take_out_of_force(first.name)
        work.hot_lists.take_out_of_force("no such list")
    with uow() as work:
        assert work.hot_lists.in_force() == []
        assert work.hot_lists.versions(first.name) == [first]


@pytest.mark.parametrize("version", [1, 2])
def test_that_version_numbers_only_rise(uow: UnitOfWorkFactory, version: int) -> None:
    with uow() as work:
        work.hot_lists.put_in_force(a_list(2, 3))
    late = replace(a_list(version, 3), list_id="late")
    with pytest.raises(ValueError, match="version 2 is on record"), uow() as work:
        work.hot_lists.put_in_force(late)
    with uow() as work:
        assert work.hot_lists.in_force() == [a_list(2, 3)]


def test_that_the_newest_designation_of_a_list_counts(uow: UnitOfWorkFactory) -> None:
    columns = ColumnMap(
        Layout.FIXED_WIDTH,
        (MappedColumn("lic", 0, 8), MappedColumn("lis", 8, 2)),
        skip_lines=1,
        encoding="cp1252",
        categories={"x1": Category.STOLEN_PLATE},
    )
    source = ListSource(
        SourceKind.SFTP, "lists.example.gov/svs", "alpr", "SHA256:abc", timedelta(hours=6)
    )
    plain = Designation("SVS", "pdoe", NOON)
    other = Designation("Amber", "pdoe", NOON, Category.AMBER_ALERT)
    changed = replace(plain, at=NOON + timedelta(hours=1), columns=columns, source=source)
    gone = replace(other, by="mroe", withdrawn=True)
    for designation in (plain, other, changed, gone):
        with uow() as work:
            work.designations.save(designation)
    with uow() as work:
        assert work.designations.all() == [gone, changed]
        assert work.designations.get("SVS") == changed
        assert work.designations.get("svs") is None


def test_that_names_are_unique_whatever_their_case(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        work.users.add(a_user("pdoe"))
    with pytest.raises(SignInRefused, match="taken"), uow() as work:
        work.users.add(replace(a_user("PDoe"), user_id="other"))
    with uow() as work:
        assert work.users.by_name("PDOE") == a_user("pdoe")
        assert work.users.by_name("nobody") is None
        assert work.users.all() == [a_user("pdoe")]


@FEW
@given(
    records=st.lists(
        st.builds(
            AuditRecord,
            courses.words.filter(bool),
            courses.words.filter(bool),
            courses.words.filter(bool),
            courses.words,
            courses.words,
            st.dictionaries(courses.words, courses.words, max_size=3),
        ),
        max_size=4,
    )
)
def test_that_the_log_gives_back_what_was_appended(
    uow: UnitOfWorkFactory, records: list[AuditRecord]
) -> None:
    with uow() as work:
        before = work.audit.verify()
        appended = [work.audit.append(record) for record in records]
    with uow() as work:
        kept = list(work.audit.entries())[before:]
        assert kept == appended
        assert [entry.record for entry in kept] == records
        assert [entry.sequence for entry in kept] == list(
            range(before + 1, before + len(records) + 1)
        )
        assert work.audit.verify() == before + len(records)


@pytest.mark.parametrize(
    "record", [AuditRecord("", "system", "done"), AuditRecord("a", "b", "c", details={"n": 1})]
)
def test_that_a_record_that_says_too_little_is_refused(
    uow: UnitOfWorkFactory, record: AuditRecord
) -> None:
    with pytest.raises(AuditBroken), uow() as work:
        work.audit.append(record)


def test_that_a_withdrawn_answer_does_not_come_back(uow: UnitOfWorkFactory) -> None:
    raised = example_alert()
    answer = Answer(ItemKind.CHARACTERS, Verdict.DIFFERENT, "pdoe", NOON)
    answered = raised.with_answer(answer)
    withdrawn = answered.without_last_answer()
    again = withdrawn.with_answer(answer)
    for alert in (raised, answered, withdrawn, again):
        with uow() as work:
            work.alerts.save(alert)
        with uow() as work:
            assert work.alerts.get(raised.alert_id) == alert
