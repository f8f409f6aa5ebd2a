"""What every store must do with what waits for the department: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3

from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.keeping import PurgeKind
from alpr_console.domain.read import PlateRead
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    HoldNotice,
    PurgeOrder,
    Receipt,
    RecordKind,
    Waiting,
)
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.example_course import NOON, example_course, example_read
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import StandingClock

STORAGE = DepartmentStorage("db.example.gov", "alpr", "car", "4-adam", "PEM", "admin", NOON)
SAME = Receipt(same=True)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", StandingClock()).unit_of_work
        return
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", StandingClock())) as store:
        yield store.unit_of_work


def save_read(uow: UnitOfWorkFactory, read_id: str, revision: int = 0) -> PlateRead:
    read = replace(example_read(read_id), revision=revision)
    with uow() as work:
        work.reads.save(read)
    return read


def save_alert(uow: UnitOfWorkFactory, alert: Alert) -> int:
    """With the audit entry of its step, whose number is given back."""
    with uow() as work:
        work.alerts.save(alert)
        details = {ALERT_DIGEST: digest_of(alert)}
        return work.audit.append(
            AuditRecord("alert.step", "pdoe", "done", alert.alert_id, details=details)
        ).sequence


def waiting(uow: UnitOfWorkFactory) -> list[tuple[str, str, int]]:
    with uow() as work:
        return [(one.kind.value, one.record_id, one.revision) for one in work.transfer.waiting(99)]


def arrive(
    uow: UnitOfWorkFactory,
    kind: RecordKind,
    name: str,
    revision: int,
    receipt: Receipt = SAME,
    after: timedelta = timedelta(0),
) -> None:
    with uow() as work:
        arrival = Arrival(kind, name, revision, "ab" * 32, NOON + after, receipt)
        work.transfer.add_arrivals([arrival])


def set_storage(uow: UnitOfWorkFactory, storage: DepartmentStorage = STORAGE) -> DepartmentStorage:
    with uow() as work:
        return work.transfer.set_storage(storage)


def test_that_nothing_waits_before_a_storage_is_set_and_everything_after(
    uow: UnitOfWorkFactory,
) -> None:
    save_read(uow, "r1")
    step = save_alert(uow, example_course()[0])
    with uow() as work:
        assert work.transfer.storage() is None
        assert work.transfer.count_waiting() == {}
    assert waiting(uow) == []
    assert set_storage(uow) == STORAGE
    assert waiting(uow) == [
        ("read", "r1", 0), ("read", "read-1", 0), ("alert", "alert-1", step),
    ]  # fmt: skip
    with uow() as work:
        assert work.transfer.storage() == STORAGE
        counts = {RecordKind.READ: 2, RecordKind.ALERT: 1, RecordKind.AUDIT: 1}
        assert work.transfer.count_waiting() == counts


def test_that_reads_wait_in_their_order_and_an_alert_in_its_newest_state_alone(
    uow: UnitOfWorkFactory,
) -> None:
    set_storage(uow)
    course = example_course()
    for alert in course:
        step = save_alert(uow, alert)
    save_read(uow, "r1")
    save_read(uow, "r1", revision=1)
    found = waiting(uow)
    assert sorted(found) == [
        ("alert", "alert-1", step), ("read", "r1", 0), ("read", "r1", 1), ("read", "read-1", 0),
    ]  # fmt: skip
    assert [one for one in found if one[0] == "read"] == [
        ("read", "read-1", 0), ("read", "r1", 0), ("read", "r1", 1),
    ]  # fmt: skip
    assert found.index(("read", "read-1", 0)) < found.index(("alert", "alert-1", step))
    with uow() as work:
        first = work.transfer.record_of(Waiting(RecordKind.READ, "r1", 1))
        assert first == replace(example_read("r1"), revision=1)
        assert work.transfer.record_of(Waiting(RecordKind.ALERT, "alert-1", step)) == course[-1]
        assert work.transfer.record_of(Waiting(RecordKind.READ, "r9", 0)) is None
        assert work.transfer.record_of(Waiting(RecordKind.ALERT, "a9", 0)) is None


def test_that_what_arrived_waits_no_more_until_it_goes_on(uow: UnitOfWorkFactory) -> None:
    set_storage(uow)
    course = example_course()
    step = save_alert(uow, course[0])
    arrive(uow, RecordKind.READ, "read-1", 0)
    arrive(uow, RecordKind.ALERT, "alert-1", step)
    assert waiting(uow) == []
    with uow() as work:
        assert work.transfer.arrived(RecordKind.ALERT, ["alert-1", "a9"]) == {"alert-1"}
    later = save_alert(uow, course[1])
    assert waiting(uow) == [("alert", "alert-1", later)]
    with uow() as work:
        assert work.transfer.arrived(RecordKind.ALERT, ["alert-1"]) == frozenset()
        assert work.transfer.arrived(RecordKind.READ, ["read-1"]) == {"read-1"}
    save_read(uow, "read-1", revision=1)
    with uow() as work:
        assert work.transfer.arrived(RecordKind.READ, ["read-1"]) == frozenset()


def test_that_audit_entries_follow_by_their_number(uow: UnitOfWorkFactory) -> None:
    set_storage(uow)
    with uow() as work:
        entries = [work.audit.append(AuditRecord(f"a{n}", "pdoe", "done")) for n in range(5)]
        assert work.transfer.audit_waiting(3) == entries[:3]
    arrive(uow, RecordKind.AUDIT, "3", 3)
    with uow() as work:
        assert work.transfer.audit_arrived() == 3
        assert work.transfer.audit_waiting(9) == entries[3:]
        assert work.transfer.audit_hash(4) == entries[3].hash
        assert work.transfer.audit_hash(6) is None
        assert work.transfer.count_waiting() == {RecordKind.AUDIT: 2}


def test_that_what_differs_there_has_not_arrived(uow: UnitOfWorkFactory) -> None:
    set_storage(uow)
    save_read(uow, "r1")
    save_read(uow, "r2")
    arrive(uow, RecordKind.READ, "r1", 0, Receipt(same=False))
    arrive(uow, RecordKind.READ, "r2", 0)
    with uow() as work:
        assert work.transfer.arrived(RecordKind.READ, ["r1", "r2"]) == {"r2"}
        assert work.transfer.differing() == 1
    assert waiting(uow) == []


def test_that_records_leave_by_the_time_since_their_newest_state_arrived(
    uow: UnitOfWorkFactory,
) -> None:
    set_storage(uow)
    for name in ("r1", "r2", "r3"):
        save_read(uow, name)
    save_read(uow, "r2", revision=1)
    arrive(uow, RecordKind.READ, "r3", 0)
    arrive(uow, RecordKind.READ, "r2", 0, after=HOUR)
    arrive(uow, RecordKind.READ, "r1", 0, after=2 * HOUR)

    def left(until: timedelta, limit: int = 9) -> list[str]:
        with uow() as work:
            taken = work.purges.take_arrived(PurgeKind.READS, NOON + until, limit)
        return [] if taken is None else sorted(taken[0])

    assert left(timedelta(0)) == []
    with uow() as work:
        assert work.transfer.last_arrival() == NOON + 2 * HOUR
    assert left(2 * HOUR) == ["r3"]
    # Of r2 the correction has not arrived.
    assert left(3 * HOUR) == ["r1"]
    arrive(uow, RecordKind.READ, "r2", 1, after=3 * HOUR)
    assert left(3 * HOUR) == []
    assert left(4 * HOUR) == ["r2"]


def test_that_another_storage_has_everything_to_come_and_the_same_one_nothing(
    uow: UnitOfWorkFactory,
) -> None:
    set_storage(uow)
    save_read(uow, "r1")
    with uow() as work:
        work.audit.append(AuditRecord("a", "pdoe", "done"))
    arrive(uow, RecordKind.READ, "r1", 0)
    arrive(uow, RecordKind.AUDIT, "1", 1)
    same = set_storage(uow, replace(STORAGE, user="car2", ca="PEM 2"))
    assert same.epoch == 1
    with uow() as work:
        assert work.transfer.count_waiting() == {}
    other = set_storage(uow, replace(STORAGE, address="other.example.gov"))
    assert other.epoch == 2
    assert waiting(uow) == [("read", "r1", 0)]
    with uow() as work:
        assert work.transfer.audit_arrived() == 0
        assert work.transfer.last_arrival() is None
        assert work.transfer.arrived(RecordKind.READ, ["r1"]) == frozenset()
        assert work.transfer.begin_anew(other).epoch == 3


def test_that_holds_and_orders_to_purge_are_sent_and_kept_to_be_sent_again(
    uow: UnitOfWorkFactory,
) -> None:
    order = PurgeOrder("p1", NOON, "custodian", ("r1",), (), "462.5", "ab" * 6)
    hold = HoldNotice("h1", NOON, "custodian", ("r2",), ("a1",))
    with uow() as work:
        work.transfer.order_purge(order)  # no storage: nobody to tell
    set_storage(uow)
    assert waiting(uow) == []
    with uow() as work:
        work.transfer.tell_hold(hold)
        work.transfer.order_purge(order)
        work.transfer.tell_hold(replace(hold, released=True))
    told = [("hold", "h1", 0), ("purge", "p1", 0), ("hold", "h1", 1)]
    assert waiting(uow) == told
    with uow() as work:
        body = work.transfer.waiting(2)[1].body
    assert '"reads":["r1"]' in body
    assert '"section":"462.5"' in body
    for kind, name, revision in told:
        arrive(uow, RecordKind(kind), name, revision)
    assert waiting(uow) == []
    with uow() as work:
        work.transfer.begin_anew(STORAGE)
    assert waiting(uow) == told


def test_that_an_arrival_of_what_has_left_meanwhile_is_passed_over(uow: UnitOfWorkFactory) -> None:
    set_storage(uow)
    arrive(uow, RecordKind.READ, "gone", 0)
    arrive(uow, RecordKind.ALERT, "gone", 7)
    with uow() as work:
        assert work.transfer.last_arrival() is None


def test_that_the_arrival_of_what_stands_here_cannot_be_taken_out_of_the_record(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", StandingClock())) as store:
        set_storage(store.unit_of_work)
        save_read(store.unit_of_work, "r1")
        arrive(store.unit_of_work, RecordKind.READ, "r1", 0)
        with store.unit_of_work() as work:
            work.transfer.tell_hold(HoldNotice("h1", NOON, "custodian", ("r2",), ()))
    connection = cipher.connect(path, bytes(32))
    connection.create_function("note_row", -1, lambda *row: 1)
    with closing(connection):
        for statement in (
            "DELETE FROM transfer_arrivals",
            "UPDATE transfer_arrivals SET receipt = 'differs'",
            "UPDATE department_storage SET address = 'elsewhere'",
            "DELETE FROM department_storage",
            "DELETE FROM transfer_notices",
        ):
            with pytest.raises(sqlcipher3.IntegrityError):
                connection.execute(statement)
        # A purge takes along what was kept of the read's arrival.
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reads' "
            "AND name LIKE 'reads_refuse_delete%'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("DELETE FROM reads")
        assert connection.execute("SELECT count(*) FROM transfer_arrivals").fetchone() == (0,)
