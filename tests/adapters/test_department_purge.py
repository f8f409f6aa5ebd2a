"""Purging at the department's storage: by the vehicle's order, and by age."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.department_store.limit import Limits, Purged, purge_past_limits
from alpr_console.domain.transfer import (
    HoldNotice,
    PurgeOrder,
    Receipt,
)
from alpr_console.workflow.parcels import parcel_of_notice
from tests.adapters.postgres_server import (
    CAR,
    PASSWORD,
    PostgresServer,
    postgres,
    rows_of,
)
from tests.fakes.example_course import NOON, example_read
from tests.fakes.transfer_vehicle import Vehicle, checked

__all__ = ["postgres"]

DAY = timedelta(days=1)


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.database()


@pytest.fixture
def vehicle(postgres: PostgresServer, database: str, tmp_path: Path) -> Iterator[Vehicle]:
    made = Vehicle(tmp_path, postgres.storage(database))
    with closing(made.store):
        yield made


def order(order_id: str, reads: tuple[str, ...], alerts: tuple[str, ...] = ()) -> PurgeOrder:
    return PurgeOrder(order_id, NOON, "custodian", reads, alerts, "100.41", "ab" * 6)


def told(vehicle: Vehicle, *what: PurgeOrder | HoldNotice) -> None:
    with vehicle.store.unit_of_work() as work:
        for one in what:
            if isinstance(one, PurgeOrder):
                work.transfer.order_purge(one)
            else:
                work.transfer.tell_hold(one)
    vehicle.sender().send()


def reads_there(postgres: PostgresServer, database: str) -> list[str]:
    rows = rows_of(
        postgres, database, "SELECT DISTINCT id FROM alpr.records WHERE kind = 'read' ORDER BY id"
    )
    return [str(name) for (name,) in rows]


@pytest.mark.requirement("RET-3")
def test_that_an_order_purges_there_once_and_leaves_what_is_held(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    for name in ("r1", "r2", "r3"):
        vehicle.desk.keep_read(example_read(name))
    told(vehicle, HoldNotice("h1", NOON, "custodian", ("r2",), ()), order("p1", ("r1", "r2")))
    assert reads_there(postgres, database) == ["r2", "r3"]
    assert rows_of(postgres, database, "SELECT DISTINCT id FROM alpr.pictures ORDER BY id") == [
        ("r2",), ("r3",),
    ]  # fmt: skip
    kept = rows_of(
        postgres, database, "SELECT order_id, role, by, section, removed, held FROM alpr.purges"
    )
    assert kept == [("p1", CAR, "custodian", "100.41", 1, 1)]
    with vehicle.store.unit_of_work() as work:
        (entry,) = work.audit.about("p1")
    assert entry.record.action == "transfer.purge_reached"
    assert entry.record.details["reached"].startswith("department at 127.0.0.1")
    assert (entry.record.details["removed"], entry.record.details["held"]) == ("1", "1")
    # Released, and ordered anew: gone. The old order sent again does nothing.
    told(vehicle, HoldNotice("h1", NOON, "custodian", ("r2",), (), released=True))
    with closing(open_department(postgres.storage(database), PASSWORD)) as department:
        with vehicle.store.unit_of_work() as work:
            storage = work.transfer.storage()
            assert storage is not None
            work.transfer.begin_anew(storage)
            again = [one for one in work.transfer.waiting(99) if one.record_id == "p1"]
        assert len(again) == 1
        assert department.take_in([parcel_of_notice(again[0])]) == [
            Receipt(same=True, removed=1, held=1)
        ]
    assert reads_there(postgres, database) == ["r2", "r3"]
    told(vehicle, order("p2", ("r2",)))
    assert reads_there(postgres, database) == ["r1", "r3"]


@pytest.mark.requirement("RET-1")
def test_that_the_limit_at_the_department_takes_what_is_past_it_and_nothing_held_or_open(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    now = vehicle.clock.at
    for name, age in (("old", 40), ("held", 41), ("fresh", 20)):
        vehicle.desk.keep_read(example_read(name, at=now - age * DAY))
    closed, opened = vehicle.raise_alert(steps=2), vehicle.raise_alert(steps=1)
    told(vehicle, HoldNotice("h1", NOON, "custodian", ("held",), ()))

    def purge(reads_before: datetime, hits_before: datetime) -> Purged:
        limits = Limits(reads_before, hits_before, "100.34", "ab" * 6)
        with postgres.owner(database) as owner:
            return purge_past_limits(owner, limits, "custodian", at_once=1)

    alert_reads = sorted([closed.hit.read.read_id, opened.hit.read.read_id])
    assert purge(now - 30 * DAY, now - 365 * DAY) == Purged(1, 1)
    assert reads_there(postgres, database) == sorted(["fresh", "held", *alert_reads])
    assert purge(now - 30 * DAY, now + DAY) == Purged(2, 1)
    assert reads_there(postgres, database) == sorted(["fresh", "held", opened.hit.read.read_id])
    assert purge(now - 30 * DAY, now + DAY) == Purged(0, 1)
    rows = rows_of(postgres, database, "SELECT by, section, removed FROM alpr.purges")
    assert rows == [("custodian", "100.34", 1), ("custodian", "100.34", 2)]
    assert checked(postgres, database).alerts == 1
