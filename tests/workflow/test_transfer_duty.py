"""RET-3 under each agency's profile: records move, arrive once, and leave as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.workflow.reach_department import (
    IDS_AT_ONCE,
    Leaving,
    leaving,
    purge_outside,
    tell_hold,
)
from tests.adapters.postgres_server import PostgresServer, postgres, rows_of
from tests.domain.test_policy_profiles import BY_NUMBER
from tests.fakes.shift import session_of
from tests.fakes.transfer_vehicle import Vehicle, assert_arrived

__all__ = ["postgres"]

MOMENT = timedelta(microseconds=1)
PURGING = {n: p for n, p in BY_NUMBER.items() if p.retention.outside is not None}
KEEPING = {n: p for n, p in BY_NUMBER.items() if p.retention.outside is None}


@pytest.fixture(params=BY_NUMBER, ids=str)
def policy(request: pytest.FixtureRequest) -> AgencyPolicy:
    return BY_NUMBER[str(request.param)]


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.database()


@pytest.fixture
def vehicle(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> Iterator[Vehicle]:
    made = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(made.store):
        yield made


def leaves(vehicle: Vehicle) -> Leaving:
    with vehicle.store.unit_of_work() as work:
        return leaving(work, vehicle.policy, vehicle.clock.now(), 1000)


@pytest.mark.requirement("RET-3")
def test_that_the_duty_binds_by_the_section_that_says_so() -> None:
    assert {n: p.retention.transfer.section for n, p in BY_NUMBER.items()} == {
        "427": "427.6", "429": "429.6", "430": "430.8", "462": "462.5", "470": "470.5",
    }  # fmt: skip
    assert {n: p.retention.outside.section for n, p in PURGING.items() if p.retention.outside} == {
        "462": "462.5"
    }
    assert {n: p.retention.leaves_after.days for n, p in BY_NUMBER.items()} == {
        "427": 7, "429": 0, "430": 7, "462": 7, "470": 7,
    }  # fmt: skip


@pytest.mark.requirement("RET-3")
def test_that_records_move_and_what_was_sent_cites_the_profile(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    vehicle.patrol(8)
    vehicle.sender().send()
    assert_arrived(vehicle, postgres, database)
    with vehicle.store.unit_of_work() as work:
        told = [e.record for e in work.audit.entries() if e.record.action == "transfer.sent"]
    assert [one.details["section"] for one in told] == [vehicle.policy.retention.transfer.section]


@pytest.mark.requirement("RET-3")
def test_that_a_record_leaves_after_its_time_since_arrival_and_no_moment_before(
    vehicle: Vehicle,
) -> None:
    arriving = vehicle.patrol(9)
    assert [alert.is_open for alert in arriving] == [True, False]
    closed = arriving[1]
    assert leaves(vehicle) == Leaving((), (), ())
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after
    assert leaves(vehicle) == Leaving((), (), ())
    vehicle.clock.at += MOMENT
    found = leaves(vehicle)
    with vehicle.store.unit_of_work() as work:
        told = {alert.hit.read.read_id for alert in arriving}
        expected = {r.read_id for r in work.reads.latest(99)} - told
    assert (set(found.reads), found.alerts) == (expected, (closed.alert_id,))
    assert found.reads_of_alerts == (closed.hit.read.read_id,)


@pytest.mark.requirement("RET-3")
def test_that_what_has_not_arrived_in_its_newest_state_stays(vehicle: Vehicle) -> None:
    alert = vehicle.raise_alert(steps=1)
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    vehicle.close_alert(alert)
    assert leaves(vehicle) == Leaving((), (), ())
    vehicle.sender().send()
    assert leaves(vehicle) == Leaving((), (), ())
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    assert leaves(vehicle).alerts == (alert.alert_id,)


def ids_there(server: PostgresServer, database: str) -> set[str]:
    rows = rows_of(
        server, database, "SELECT DISTINCT id FROM alpr.records WHERE kind IN ('read', 'alert')"
    )
    return {str(name) for (name,) in rows}


def purge_two(vehicle: Vehicle) -> tuple[bool, set[str]]:
    """Purge a read and a closed alert with its read, one more being held; what ought to go."""
    vehicle.patrol(9)
    vehicle.sender().send()
    found = vehicle.raise_alert(steps=2)
    with vehicle.store.unit_of_work() as work:
        first, held = (r.read_id for r in work.reads.latest(9)[3:5])
        now = vehicle.clock.now()
        tell_hold(work, "h1", now, "custodian", [held], [])
        told = purge_outside(
            work, vehicle.policy, now, "custodian",
            [first, held, found.hit.read.read_id], [found.alert_id],
        )  # fmt: skip
    vehicle.sender().send()
    return told, {first, found.hit.read.read_id, found.alert_id}


@pytest.mark.requirement("RET-3")
@pytest.mark.requirement("RET-1")
@pytest.mark.parametrize("policy", PURGING.values(), ids=PURGING, indirect=False)
def test_that_a_purge_reaches_the_department_s_storage_where_the_policy_says_so(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(vehicle.store):
        told, gone = purge_two(vehicle)
        assert told
        with vehicle.store.unit_of_work() as work:
            standing = {r.read_id for r in work.reads.latest(99)}
            (reached,) = (
                e.record for e in work.audit.entries()
                if e.record.action == "transfer.purge_reached"
            )  # fmt: skip
        assert ids_there(postgres, database) & gone == set()
        assert standing - gone <= ids_there(postgres, database)
        assert reached.details["section"] == "462.5"
        assert reached.details["reached"].startswith("department at 127.0.0.1")
        assert (reached.details["removed"], reached.details["held"]) == ("3", "1")


@pytest.mark.requirement("RET-3")
@pytest.mark.parametrize("policy", KEEPING.values(), ids=KEEPING, indirect=False)
def test_that_elsewhere_a_purge_leaves_the_department_s_storage_to_its_own_limits(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(vehicle.store):
        told, gone = purge_two(vehicle)
        assert not told
        assert gone <= ids_there(postgres, database)


def test_that_many_ids_are_ordered_in_parts(tmp_path: Path) -> None:
    (policy,) = PURGING.values()
    vehicle = Vehicle(tmp_path)
    reads = [f"r{n}" for n in range(2 * IDS_AT_ONCE + 1)]
    with closing(vehicle.store):
        with vehicle.store.unit_of_work() as work:
            # No storage: there is nobody to tell.
            assert not purge_outside(work, policy, vehicle.clock.now(), "c", reads, [])
        vehicle.desk.transfer.set_storage("/run/postgresql", "alpr", "car", "4-adam", None)
        with vehicle.store.unit_of_work() as work:
            assert purge_outside(work, policy, vehicle.clock.now(), "c", reads, ["a1"])
            bodies = [one.body for one in work.transfer.waiting(99)]
    assert len(bodies) == 3
    assert [name for body in bodies for name in json.loads(body)["reads"]] == reads
    assert sum('"a1"' in body for body in bodies) == 1


@pytest.mark.requirement("ACC-5")
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_that_only_an_administrator_sets_looks_and_sends(tmp_path: Path, role: Role) -> None:
    vehicle = Vehicle(tmp_path)
    with closing(vehicle.store):
        vehicle.desk.session = session_of(role)
        transfer = vehicle.desk.transfer
        for act in (
            transfer.standing,
            transfer.send_now,
            transfer.forget_secret,
            lambda: transfer.keep_secret("word"),
            lambda: transfer.set_storage("/run/postgresql", "alpr", "car", "4-adam", None),
        ):
            with pytest.raises(PermissionRefused):
                act()
        assert "transfer.storage_set" in vehicle.actions()
        with vehicle.store.unit_of_work() as work:
            assert work.transfer.storage() is None
