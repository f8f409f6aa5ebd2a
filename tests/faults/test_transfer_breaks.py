"""The transfer broken off at any point: every record arrives, each once, the chain whole."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import pytest

from alpr_console.adapters.department_store.intake import open_department
from alpr_console.department_ports import Department
from alpr_console.domain.errors import ConsoleError, DepartmentUnavailable, StoreUnavailable
from alpr_console.domain.transfer import DepartmentStorage, Parcel, Receipt
from tests.adapters.postgres_server import PASSWORD, PostgresServer, postgres
from tests.fakes.transfer_vehicle import Vehicle, assert_arrived
from tests.faults.cutting_proxy import CuttingProxy

__all__ = ["postgres"]

CUTS = 100
KILLS = 12


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.database()


@pytest.mark.requirement("RET-3")
def test_that_a_network_cut_at_any_byte_loses_and_doubles_nothing(
    postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    chance = random.Random(3)
    with closing(CuttingProxy(postgres.port)) as proxy:
        vehicle = Vehicle(tmp_path, postgres.storage(database, port=proxy.port))
        with closing(vehicle.store):
            sender = vehicle.sender()
            # How many bytes a transfer like those below takes: cuts fall all over it.
            vehicle.patrol(6)
            sender.send()
            whole = proxy.carried
            cut = 0
            for _ in range(CUTS):
                vehicle.patrol(chance.randrange(1, 7))
                proxy.cut_after(chance.randrange(1, whole + whole // 10))
                try:
                    sender.send()
                except DepartmentUnavailable:
                    cut += 1
            proxy.cut_after(None)
            sender.send()
            assert_arrived(vehicle, postgres, database)
            assert cut > CUTS // 2


@pytest.mark.requirement("RET-3")
@pytest.mark.parametrize("committed", [False, True], ids=["before commit", "after commit"])
def test_that_a_server_killed_in_a_batch_loses_and_doubles_nothing(
    postgres: PostgresServer, database: str, tmp_path: Path, committed: bool
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database))

    def kill() -> None:
        assert postgres.kill_backend(database) == 1

    with closing(vehicle.store):
        for number in range(3):
            vehicle.patrol(8)
            opener = _breaking(kill, committed)
            with pytest.raises(DepartmentUnavailable):
                vehicle.sender(opener).send()
            _until_up(postgres, database)
            if number == 1:
                vehicle.sender().send()
        vehicle.sender().send()
        assert_arrived(vehicle, postgres, database)


@pytest.mark.requirement("RET-3")
def test_that_a_server_that_lost_its_power_has_what_it_acknowledged(tmp_path: Path) -> None:
    server = PostgresServer(fsync="on")
    try:
        database = server.database()
        vehicle = Vehicle(tmp_path, server.storage(database))
        with closing(vehicle.store):
            vehicle.patrol(8)
            vehicle.sender().send()
            server.halt()
            vehicle.patrol(3)
            with pytest.raises(DepartmentUnavailable, match="does not answer"):
                vehicle.sender().send()
            server.start()
            vehicle.sender().send()
            assert_arrived(vehicle, server, database)
            assert "transfer.storage_lost_records" not in vehicle.actions()
    finally:
        server.stop()


@pytest.mark.requirement("RET-3")
def test_that_a_disk_full_at_the_vehicle_sends_again_what_it_could_not_mark(
    postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database))
    with closing(vehicle.store):
        vehicle.patrol(40)
        before = vehicle.waiting()

        def fill() -> None:
            _limit_pages(vehicle, 0)

        with pytest.raises(StoreUnavailable, match="disk is full"):
            vehicle.sender(_breaking(fill, committed=True, breaks=False)).send()
        assert vehicle.waiting() >= before
        _limit_pages(vehicle, 100_000)
        vehicle.sender().send()
        assert_arrived(vehicle, postgres, database)


class Workers:
    """Starts vehicles on a store and kills them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.transfer_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_after(
        self, folder: Path, storage: DepartmentStorage, batches: int, seconds: float
    ) -> None:
        """Kill a vehicle some seconds after its so-many-th batch."""
        values = {**asdict(storage), "at": storage.at.isoformat()}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"folder": str(folder), "storage": values}) + "\n")
        self._process.stdin.flush()
        word, pid = self._process.stdout.readline().split()
        assert word == "pid"
        for _ in range(batches):
            assert self._process.stdout.readline() == "batch\n"
        time.sleep(seconds)
        os.kill(int(pid), signal.SIGKILL)
        while not (line := self._process.stdout.readline()).startswith("ended"):
            assert line == "batch\n"
        assert line == f"ended {-signal.SIGKILL}\n", "the vehicle failed by itself"

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.close()


@pytest.mark.requirement("RET-3")
def test_that_a_vehicle_killed_at_any_moment_loses_and_doubles_nothing(
    postgres: PostgresServer, database: str, tmp_path: Path, workers: Workers
) -> None:
    chance = random.Random()
    storage = postgres.storage(database)
    batches = [number % 4 for number in range(KILLS)]
    chance.shuffle(batches)
    for sent in batches:
        # Mostly between the commit there and the mark here.
        pause = chance.choice([0.0, 0.0, chance.uniform(0.0, 0.03)])
        workers.kill_after(tmp_path, storage, sent, pause)
    vehicle = Vehicle(tmp_path, storage)
    with closing(vehicle.store):
        vehicle.sender().send()
        assert_arrived(vehicle, postgres, database)


class _Breaking:
    """Does harm in the middle of the first batch, or between its commit and its answer."""

    def __init__(
        self, department: Department, harm: Callable[[], None], committed: bool, breaks: bool
    ) -> None:
        self._department = department
        self._harm = harm
        self._committed = committed
        self._breaks = breaks
        self.last_audit = department.last_audit
        self.close = department.close

    def take_in(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        if self._committed:
            receipts = self._department.take_in(parcels)
            self._harm()
            if not self._breaks:
                return receipts
        else:
            self._harm()
        return self._department.take_in(parcels)


def _breaking(
    harm: Callable[[], None], committed: bool, breaks: bool = True
) -> Callable[[DepartmentStorage, str | None], Department]:
    return lambda storage, secret: _Breaking(
        open_department(storage, secret), harm, committed, breaks
    )


def _until_up(postgres: PostgresServer, database: str) -> None:
    """A killed backend makes the server start anew, which takes it a moment."""
    for _ in range(600):
        with contextlib.suppress(ConsoleError):
            open_department(postgres.storage(database), PASSWORD).close()
            return
        time.sleep(0.05)
    raise AssertionError("the server did not come back")


def _limit_pages(vehicle: Vehicle, more: int) -> None:
    raw = vehicle.store._engine.raw_connection()
    (pages,) = raw.execute("PRAGMA page_count").fetchone()  # type: ignore[attr-defined]
    raw.execute(f"PRAGMA max_page_count = {pages + more}")  # type: ignore[attr-defined]
    raw.close()
