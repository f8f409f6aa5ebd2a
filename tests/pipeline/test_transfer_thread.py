"""The thread on which records move: by itself, when asked, after failures, and its end."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.department_store.intake import open_department
from alpr_console.domain.audit import SYSTEM
from alpr_console.domain.errors import DepartmentUnavailable
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    Receipt,
    RecordKind,
    TransferState,
)
from alpr_console.health.rules import STORAGE_SILENT
from alpr_console.transfers import TransferThread
from alpr_console.workflow.leave_vehicle import LEFT
from alpr_console.workflow.send_records import RecordSender
from tests.adapters.postgres_server import PostgresServer, postgres
from tests.fakes.car import Car, NoTransfers
from tests.fakes.shift import START, read_of
from tests.fakes.transfer_vehicle import Vehicle, assert_arrived

__all__ = ["postgres"]

LIMIT_S = 20


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.database()


@pytest.fixture
def vehicle(postgres: PostgresServer, database: str, tmp_path: Path) -> Iterator[Vehicle]:
    made = Vehicle(tmp_path, postgres.storage(database))
    with closing(made.store):
        yield made


class Watched(RecordSender):
    """Lets a test wait for what the thread does."""

    def __init__(self, sender: RecordSender) -> None:
        self.__dict__.update(sender.__dict__)
        self.tries: list[str] = []
        self._tried = threading.Semaphore(0)

    def send(self, who: str = SYSTEM) -> Counter[RecordKind]:
        self.tries.append(who)
        try:
            return super().send(who)
        finally:
            self._tried.release()

    def wait(self) -> None:
        assert self._tried.acquire(timeout=LIMIT_S)


def running(vehicle: Vehicle, stopping: threading.Event, look_s: float) -> tuple[
    Watched, TransferThread
]:  # fmt: skip
    sender = Watched(vehicle.sender(stopped=stopping.is_set))
    return sender, TransferThread(sender, stopping, look_s)


def ended(thread: TransferThread) -> None:
    thread.stop()
    thread.join(LIMIT_S)


@pytest.mark.requirement("RET-3")
def test_that_new_records_go_by_themselves(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    sender, thread = running(vehicle, threading.Event(), look_s=0.01)
    vehicle.patrol(5)
    thread.start()
    try:
        sender.wait()
        vehicle.patrol(5)
        while vehicle.waiting():
            sender.wait()
    finally:
        ended(thread)
    assert_arrived(vehicle, postgres, database)


def test_that_a_person_s_try_comes_at_once_and_is_on_record_as_theirs(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    sender, thread = running(vehicle, threading.Event(), look_s=3600)
    thread.start()
    try:
        sender.wait()
        vehicle.patrol(5)
        thread.send_now("chief")
        sender.wait()
    finally:
        ended(thread)
    assert sender.tries == [SYSTEM, "chief"]
    assert_arrived(vehicle, postgres, database)
    with vehicle.store.unit_of_work() as work:
        told = [one.record for one in work.audit.entries() if one.record.action == "transfer.sent"]
    assert told[-1].who == "chief"


def test_that_a_storage_out_of_reach_is_tried_again_and_told_after_its_hours(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    reached = open_department
    calls: list[int] = []

    def opener(*given: object) -> object:
        calls.append(len(calls))
        if len(calls) < 3:
            raise DepartmentUnavailable("The department's storage does not answer.")
        return reached(*given)  # type: ignore[arg-type]

    vehicle.patrol(2)
    began = vehicle.clock.at
    sender = vehicle.sender(opener)  # type: ignore[arg-type]
    for hours in (13, 0):
        vehicle.clock.go_on(hours=hours)
        with pytest.raises(DepartmentUnavailable):
            sender.send()
        state = sender.state
        assert state.failure == "The department's storage does not answer."
        assert state.silent_since is not None
        assert vehicle.clock.at - state.silent_since > STORAGE_SILENT
        assert state.silent_since < began
    # The same failure again is in the log once.
    assert vehicle.actions().count("transfer.failed") == 1
    sender.send()
    assert sender.state.silent_since is None
    assert sender.state.reached_at == vehicle.clock.at
    assert_arrived(vehicle, postgres, database)


@pytest.mark.parametrize("stop_before", [True, False])
def test_that_a_run_ends_between_two_batches(
    vehicle: Vehicle, postgres: PostgresServer, database: str, stop_before: bool
) -> None:
    vehicle.patrol(60)
    stopping = threading.Event()
    before = vehicle.waiting()

    def stopped() -> bool:
        if stop_before or vehicle.waiting() < before:
            stopping.set()
        return stopping.is_set()

    vehicle.sender(stopped=stopped).send()
    assert 0 < vehicle.waiting() <= before
    vehicle.sender().send()
    assert_arrived(vehicle, postgres, database)


def test_that_what_was_sent_is_in_the_log_once_an_hour(vehicle: Vehicle) -> None:
    sender = vehicle.sender()
    for _ in range(4):
        vehicle.patrol(1)
        sender.send()
    assert vehicle.actions().count("transfer.sent") == 1
    vehicle.clock.go_on(hours=1)
    vehicle.patrol(1)
    sender.send()
    with vehicle.store.unit_of_work() as work:
        told = [one.record for one in work.audit.entries() if one.record.action == "transfer.sent"]
    # Of the first run, and of the four after it together.
    assert [int(one.details["reads"]) for one in told] == [1, 6]
    assert told[0].details["section"] == "100.40"
    assert told[0].details["reached"].startswith("department at 127.0.0.1")


def test_that_the_console_starts_and_ends_it_and_shows_a_storage_out_of_reach(
    tmp_path: Path,
) -> None:
    car = Car(tmp_path)
    transfers = car.console.transfers
    assert isinstance(transfers, NoTransfers)
    done: list[str] = []
    noted: dict[str, Callable[[], None]] = {
        name: lambda name=name: done.append(name)  # type: ignore[misc]
        for name in ("start", "stop", "join")
    }
    transfers.__dict__.update(noted)
    car.console.start()
    car.sit_down()
    transfers.state = _silent(car)
    car.act(lambda desk: car.console._tick())
    assert ("+", "transfer_behind") in car.faults
    transfers.state = type(transfers).state
    car.act(lambda desk: car.console._tick())
    assert ("-", "transfer_behind") in car.faults
    car.console.stop()
    assert done == ["start", "stop", "join"]


def _silent(car: Car) -> TransferState:
    return TransferState(None, "It does not answer.", car.clock.now() - timedelta(hours=13))


@pytest.mark.requirement("RET-3")
def test_that_the_console_lets_records_leave_while_nobody_wants_anything(tmp_path: Path) -> None:
    car = Car(tmp_path)
    read = read_of("9XYZ999")
    with car.store.unit_of_work() as work:
        work.transfer.set_storage(
            DepartmentStorage("db.example.gov", "alpr", "car", "4-adam", "PEM", "chief", START)
        )
        work.reads.save(read)
        arrival = Arrival(RecordKind.READ, read.read_id, 0, "ab" * 32, START, Receipt(same=True))
        work.transfer.add_arrivals([arrival])
    car.clock.go_on(days=7, seconds=1)
    car.console.start()
    try:
        for _ in range(600):
            if LEFT in car.actions:
                break
            threading.Event().wait(0.02)
    finally:
        car.console.stop()
    assert car.actions.count(LEFT) == 1
    assert car.kept() == []
