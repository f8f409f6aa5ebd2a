"""RET-3 under each agency's profile: records move, arrive once, and leave as it says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.department_store.limit import Limits, purge_past_limits
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.ports import UnitOfWork
from alpr_console.workflow.holds import NewHold
from alpr_console.workflow.leave_vehicle import LEFT, Leaver
from alpr_console.workflow.parcels import parcel_of_read
from alpr_console.workflow.purge import Purger
from alpr_console.workflow.reach_department import IDS_AT_ONCE, purge_outside
from tests.adapters.postgres_server import PASSWORD, PostgresServer, postgres, rows_of
from tests.domain.test_policy_profiles import BY_NUMBER
from tests.fakes.example_course import example_read
from tests.fakes.shift import START, session_of
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


def leaves(vehicle: Vehicle) -> int:
    return Leaver(vehicle.store.unit_of_work, vehicle.clock, vehicle.policy).finish()


def stored(vehicle: Vehicle) -> set[str]:
    """Ids of reads and alerts on the vehicle."""
    with vehicle.store.unit_of_work() as work:
        reads = {read.read_id for read in work.reads.latest(999)}
        since = vehicle.clock.at - timedelta(days=99)
        return reads | {a.alert_id for a in work.alerts.between(since, vehicle.clock.at + MOMENT)}


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
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    opened, closed = vehicle.patrol(9)
    assert (opened.is_open, closed.is_open) == (True, False)
    held = vehicle.raise_alert(steps=2)
    hold(vehicle, alert_ids=[held.alert_id])
    everything = stored(vehicle)
    assert leaves(vehicle) == 0
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after
    assert leaves(vehicle) == 0
    assert stored(vehicle) == everything
    vehicle.clock.at += MOMENT
    assert leaves(vehicle) > 0
    kept = {x for a in (opened, held) for x in (a.alert_id, a.hit.read.read_id)}
    assert stored(vehicle) == kept
    assert everything <= ids_there(postgres, database)
    verify_audit(vehicle.store.unit_of_work)
    section = vehicle.policy.retention.transfer.section
    with vehicle.store.unit_of_work() as work:
        left = [e.record for e in work.audit.entries() if e.record.action == LEFT]
        assert all(work.purges.was_purged(one) for one in everything - kept
                   if one != closed.hit.read.read_id)  # fmt: skip
    assert {one.details["section"] for one in left} == {section}
    assert [one.details["kind"] for one in left] == ["hits", "reads"]


@pytest.mark.requirement("RET-3")
def test_that_what_has_not_arrived_in_its_newest_state_stays(vehicle: Vehicle) -> None:
    alert = vehicle.raise_alert(steps=1)
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    vehicle.close_alert(alert)
    assert leaves(vehicle) == 0
    vehicle.sender().send()
    assert leaves(vehicle) == 0
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    assert leaves(vehicle) == 1
    assert stored(vehicle) == set()


def test_that_what_differs_at_the_department_does_not_leave(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    read = example_read("r1")
    with closing(open_department(postgres.storage(database), PASSWORD)) as department:
        department.take_in([parcel_of_read(read)])
    vehicle.desk.keep_read(replace(read, camera="rear"))
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    assert leaves(vehicle) == 0
    assert stored(vehicle) == {"r1"}


@pytest.mark.requirement("RET-3")
def test_that_an_alert_leaves_only_with_every_read_that_it_tells_of(vehicle: Vehicle) -> None:
    alert = vehicle.raise_alert(steps=2)
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    again = replace(example_read("again"), at=vehicle.clock.at)
    vehicle.desk.keep_read(again)
    with vehicle.store.unit_of_work() as work:
        work.repeats.add(AlertRepeat(alert.alert_id, "again", vehicle.clock.at))
    assert leaves(vehicle) == 0
    vehicle.sender().send()
    vehicle.clock.at += vehicle.policy.retention.leaves_after + MOMENT
    assert leaves(vehicle) == 1
    assert stored(vehicle) == set()


def hold(vehicle: Vehicle, **what: object) -> Hold:
    return vehicle.desk.keeping.place_hold(
        NewHold(HoldKind.EVIDENCE, "26-1", "Case 26-1", **what)  # type: ignore[arg-type]
    )


def ids_there(server: PostgresServer, database: str) -> set[str]:
    rows = rows_of(
        server, database, "SELECT DISTINCT id FROM alpr.records WHERE kind IN ('read', 'alert')"
    )
    return {str(name) for (name,) in rows}


def purge_all(vehicle: Vehicle) -> tuple[set[str], set[str]]:
    """Past every limit, one read held by its id and one by its plate: what is purged on the
    vehicle, and what is held."""
    (_, closed) = vehicle.patrol(9)
    other = replace(example_read("plate", "9XYZ999"), at=vehicle.clock.at)
    vehicle.desk.keep_read(other)
    with vehicle.store.unit_of_work() as work:
        by_id = work.reads.latest(9)[4].read_id
    hold(vehicle, read_ids=[by_id])
    by_plate = hold(vehicle, plate="9XYZ999")
    vehicle.sender().send()
    everything = stored(vehicle)
    vehicle.clock.go_on(days=731)
    Purger(vehicle.store.unit_of_work, vehicle.clock, vehicle.policy, lambda: None).finish()
    with vehicle.store.unit_of_work() as work:
        gone = {one for one in everything if one not in stored_at(work)}
    assert closed.alert_id in gone
    assert not {by_id, "plate"} & gone
    # Released only here: the department learns of both in their order.
    vehicle.desk.keeping.end_hold(by_plate.hold_id, "over")
    vehicle.sender().send()
    return gone, {by_id, "plate"}


def stored_at(work: UnitOfWork) -> set[str]:
    reads = {read.read_id for read in work.reads.latest(999)}
    return reads | {alert.alert_id for alert in work.alerts.between(START, START + timedelta(999))}


@pytest.mark.requirement("RET-3")
@pytest.mark.requirement("RET-1")
@pytest.mark.parametrize("policy", PURGING.values(), ids=PURGING, indirect=False)
def test_that_a_purge_reaches_the_department_s_storage_where_the_policy_says_so(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(vehicle.store):
        gone, held = purge_all(vehicle)
        there = ids_there(postgres, database)
        assert there & gone == set()
        assert there >= stored(vehicle) | held
        with vehicle.store.unit_of_work() as work:
            records = [entry.record for entry in work.audit.entries()]
        purged = [one for one in records if one.action == "records.purged"]
        reached = [one for one in records if one.action == "transfer.purge_reached"]
        assert {one.details["outside"] for one in purged} == {"ordered at the department's storage"}
        assert len(reached) == len(purged)
        assert {one.details["section"] for one in reached} == {"462.5"}
        assert all(one.details["reached"].startswith("department at 127.") for one in reached)
        assert sum(int(one.details["removed"]) for one in reached) == len(gone)


@pytest.mark.requirement("RET-3")
@pytest.mark.parametrize("policy", KEEPING.values(), ids=KEEPING, indirect=False)
def test_that_elsewhere_a_purge_leaves_the_department_s_storage_to_its_own_limits(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(vehicle.store):
        gone, held = purge_all(vehicle)
        assert gone | held <= ids_there(postgres, database)


@pytest.mark.requirement("RET-2")
@pytest.mark.parametrize("policy", BY_NUMBER.values(), ids=BY_NUMBER, indirect=False)
def test_that_a_hold_on_the_vehicle_holds_at_the_department_until_it_is_released(
    policy: AgencyPolicy, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle = Vehicle(tmp_path, postgres.storage(database), policy)
    with closing(vehicle.store):
        alert = vehicle.raise_alert(steps=2)
        vehicle.desk.keep_read(replace(example_read("plate", "9XYZ999"), at=START))
        vehicle.desk.keep_read(replace(example_read("free"), at=START))
        holds = [hold(vehicle, alert_ids=[alert.alert_id]), hold(vehicle, plate="9XYZ999")]
        vehicle.sender().send()

        def purge() -> set[str]:
            limits = Limits(START + timedelta(1), START + timedelta(1), "", "")
            with postgres.owner(database) as owner:
                purge_past_limits(owner, limits, "custodian")
            return ids_there(postgres, database)

        assert purge() == {alert.alert_id, alert.hit.read.read_id, "plate"}
        for one in holds:
            vehicle.desk.keeping.end_hold(one.hold_id, "over")
        vehicle.sender().send()
        assert purge() == set()


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
