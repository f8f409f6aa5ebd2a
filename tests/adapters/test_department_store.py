"""The department's storage, a real PostgreSQL: who may send what, and what becomes of it there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from alpr_console.adapters.department_store.check import check_copy
from alpr_console.adapters.department_store.connection import connect
from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.department_store.tables import make_tables
from alpr_console.domain.errors import DepartmentUnavailable
from alpr_console.domain.transfer import (
    Receipt,
    RecordKind,
)
from alpr_console.workflow.parcels import parcel_of_read
from tests.adapters.postgres_server import (
    CAR,
    CERTIFIED,
    OTHER_CAR,
    PASSWORD,
    READER,
    Authority,
    PostgresServer,
    postgres,
    rows_of,
)
from tests.fakes.example_course import example_read
from tests.fakes.transfer_vehicle import Vehicle, assert_arrived, checked, copy_of

__all__ = ["postgres"]


@pytest.fixture
def database(postgres: PostgresServer) -> str:
    return postgres.database()


@pytest.fixture
def vehicle(postgres: PostgresServer, database: str, tmp_path: Path) -> Iterator[Vehicle]:
    made = Vehicle(tmp_path, postgres.storage(database))
    with closing(made.store):
        yield made


def as_car(postgres: PostgresServer, database: str, user: str = CAR) -> psycopg.Connection:
    return connect(postgres.storage(database, user), PASSWORD)


@pytest.mark.requirement("RET-3")
def test_that_everything_arrives_bit_for_bit_with_its_chain(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    vehicle.patrol(40)
    vehicle.sender().send()
    assert_arrived(vehicle, postgres, database)
    found = checked(postgres, database)
    assert (found.reads, found.alerts) == (40 + 13 + 10, 10)


@pytest.mark.requirement("RET-3")
def test_that_an_alert_that_went_on_arrives_as_its_next_state(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    alert = vehicle.raise_alert(steps=1)
    vehicle.sender().send()
    vehicle.close_alert(alert)
    vehicle.sender().send()
    assert_arrived(vehicle, postgres, database)
    rows = rows_of(
        postgres, database, "SELECT closed FROM alpr.records WHERE kind = 'alert' ORDER BY revision"
    )
    assert rows == [(False,), (True,)]


def test_that_what_is_sent_twice_stands_there_once(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    parcels = [parcel_of_read(example_read(f"r{n}")) for n in range(5)]
    for _ in range(2):
        with closing(open_department(postgres.storage(database), PASSWORD)) as department:
            assert department.take_in(parcels) == [Receipt(same=True)] * 5
    assert len(copy_of(postgres, database)) == 5
    (pictures,) = rows_of(postgres, database, "SELECT count(*) FROM alpr.pictures")
    assert pictures == (10,)


@pytest.mark.requirement("RET-3")
def test_that_another_content_under_the_same_name_is_told_and_both_are_kept(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    read = example_read("r1")
    with closing(open_department(postgres.storage(database), PASSWORD)) as department:
        department.take_in([parcel_of_read(read)])
    other = replace(read, camera="rear", crop_jpeg=b"another")
    vehicle.desk.keep_read(other)
    vehicle.sender().send()
    assert copy_of(postgres, database)["read", "r1", 0][0] == parcel_of_read(read).text
    kept = rows_of(postgres, database, "SELECT body, pictures FROM alpr.differing")
    assert kept == [(parcel_of_read(other).text, [b"another", other.context_jpeg])]
    with vehicle.store.unit_of_work() as work:
        assert work.transfer.differing() == 1
        assert work.transfer.arrived(RecordKind.READ, ["r1"]) == frozenset()
        entry = work.audit.about("r1")[-1]
    assert (entry.record.action, entry.record.details["kind"]) == ("transfer.differs", "read")
    assert checked(postgres, database).differing == 1
    assert vehicle.waiting() == 0


def test_that_a_storage_restored_from_an_older_copy_gets_everything_again(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    vehicle.patrol(8)
    vehicle.sender().send()
    with postgres.owner(database) as owner:
        owner.execute("DELETE FROM alpr.pictures")
        owner.execute("DELETE FROM alpr.records WHERE kind <> 'audit' OR revision > 3")
    vehicle.patrol(1)
    vehicle.sender().send()
    assert_arrived(vehicle, postgres, database)
    assert "transfer.storage_lost_records" in vehicle.actions()


@pytest.mark.requirement("AUD-1")
def test_that_a_log_exchanged_on_the_vehicle_is_told_by_what_stands_at_the_department(
    vehicle: Vehicle, postgres: PostgresServer, database: str, tmp_path: Path
) -> None:
    vehicle.patrol(8)
    vehicle.sender().send()
    there = copy_of(postgres, database)
    twin = Vehicle(tmp_path / "twin", postgres.storage(database))
    with closing(twin.store):
        twin.patrol(20)
        with pytest.raises(DepartmentUnavailable, match="not this console's own"):
            twin.sender().send()
        assert twin.actions()[-1] == "transfer.failed"
    assert copy_of(postgres, database) == there


# -- who may connect -----------------------------------------------------------------------


def test_that_a_client_certificate_serves_in_place_of_a_password(
    postgres: PostgresServer, database: str
) -> None:
    storage = postgres.storage(database, CERTIFIED, "6-adam")
    certificate, key = postgres.authority.issue(CERTIFIED)
    with closing(open_department(storage, certificate + key)) as department:
        assert department.last_audit() == (0, "")
    of_another, key = Authority().issue(CERTIFIED)
    with pytest.raises(DepartmentUnavailable, match="does not answer"):
        open_department(storage, of_another + key)


def test_that_a_server_of_another_authority_is_not_spoken_to(
    postgres: PostgresServer, database: str
) -> None:
    storage = replace(postgres.storage(database), ca=Authority().pem)
    with pytest.raises(DepartmentUnavailable, match="SSL error"):
        open_department(storage, PASSWORD)


def test_that_a_server_with_a_certificate_for_another_host_is_not_spoken_to(
    postgres: PostgresServer, database: str
) -> None:
    storage = replace(postgres.storage(database), address=f"127.0.0.2:{postgres.port}")
    with pytest.raises(DepartmentUnavailable, match="does not match host name"):
        open_department(storage, PASSWORD)


def test_that_without_tls_nothing_is_sent_beyond_this_computer(
    postgres: PostgresServer, database: str
) -> None:
    storage = replace(postgres.storage(database), ca="", address="db.example.gov")
    with pytest.raises(DepartmentUnavailable, match="without TLS"):
        open_department(storage, PASSWORD)


@pytest.mark.parametrize("secret", ["wrong", None])
def test_that_a_wrong_password_is_told_without_it(
    postgres: PostgresServer, database: str, secret: str | None
) -> None:
    with pytest.raises(DepartmentUnavailable, match="password") as caught:
        open_department(postgres.storage(database), secret)
    assert "wrong" not in str(caught.value)


def test_that_a_device_of_another_vehicle_cannot_be_spoken_for(
    postgres: PostgresServer, database: str
) -> None:
    with pytest.raises(DepartmentUnavailable, match="does not know device 5-adam"):
        open_department(postgres.storage(database, device="5-adam"), PASSWORD)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO alpr.records SELECT '5-adam', kind, id, revision, digest, at, plate, state,"
        " camera, latitude, longitude, read_id, closed, arrived_at, body FROM alpr.records",
        "UPDATE alpr.records SET plate = 'X'",
        "DELETE FROM alpr.records",
        "DELETE FROM alpr.pictures",
        "DELETE FROM alpr.holds",
        "INSERT INTO alpr.devices VALUES ('7-adam', 'car')",
        "SELECT alpr.remove('4-adam', '{r1}', '{}')",
        "SELECT alpr.purge_older('x', 'car', now(), now(), '', '', 9)",
        "SELECT alpr.carry_out('5-adam', 'o', 'car', '', '', '{r1}', '{}')",
    ],
)
def test_that_a_vehicle_s_role_only_adds_to_its_own(
    vehicle: Vehicle, postgres: PostgresServer, database: str, statement: str
) -> None:
    vehicle.patrol(2)
    vehicle.sender().send()
    there = copy_of(postgres, database)
    with as_car(postgres, database) as car, pytest.raises(psycopg.errors.InsufficientPrivilege):
        car.execute(statement.encode())
    assert copy_of(postgres, database) == there
    assert copy_of(postgres, database, "5-adam") == {}


def test_that_a_vehicle_sees_nothing_of_another_and_a_reader_everything(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    vehicle.patrol(2)
    vehicle.sender().send()
    seen = {}
    for user in (CAR, OTHER_CAR, READER):
        with as_car(postgres, database, user) as connection:
            row = connection.execute("SELECT count(*) FROM alpr.records WHERE plate <> ''")
            seen[user] = row.fetchone()
    assert seen == {CAR: (2,), OTHER_CAR: (0,), READER: (2,)}


def test_that_a_database_without_tables_is_told(postgres: PostgresServer) -> None:
    storage = replace(postgres.storage("postgres"))
    with pytest.raises(DepartmentUnavailable, match="department init"):
        open_department(storage, PASSWORD)


def test_that_making_the_tables_again_keeps_what_is_there(
    vehicle: Vehicle, postgres: PostgresServer, database: str
) -> None:
    vehicle.patrol(2)
    vehicle.sender().send()
    there = copy_of(postgres, database)
    with postgres.owner(database) as owner:
        make_tables(owner, [("4-adam", CAR), ("8-adam", OTHER_CAR)], [READER])
        with pytest.raises(DepartmentUnavailable, match="registered for the role car"):
            make_tables(owner, [("4-adam", OTHER_CAR)])
    assert copy_of(postgres, database) == there


# -- what is changed there -----------------------------------------------------------------


@pytest.mark.requirement("AUD-1")
@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE alpr.records SET body = replace(body, 'front', 'rear') WHERE kind = 'read'",
         "Read .* was changed"),
        ("UPDATE alpr.records SET body = replace(body, 'misread', 'arrest') WHERE kind = 'alert'",
         "Alert .* was changed"),
        ("UPDATE alpr.pictures SET jpeg = 'other' WHERE name = 'context'",
         "A picture of read .* was changed"),
        ("DELETE FROM alpr.pictures WHERE name = 'crop'", "A picture of read .* was changed"),
        ("UPDATE alpr.records SET body = replace(body, 'admin', 'nobody') WHERE kind = 'audit'",
         "Audit entry 2 does not follow"),
        ("DELETE FROM alpr.records WHERE kind = 'audit' AND revision = 3",
         "Audit entry 3 is missing"),
    ],
)  # fmt: skip
def test_that_what_was_changed_at_the_department_is_found_by_its_own_check(
    vehicle: Vehicle, postgres: PostgresServer, database: str, statement: str, found: str
) -> None:
    vehicle.patrol(12)
    vehicle.sender().send()
    with postgres.owner(database) as owner:
        # Whoever owns the database can take its guards away.
        for table in ("records", "pictures"):
            owner.execute(f"ALTER TABLE alpr.{table} DISABLE TRIGGER USER".encode())
        owner.execute("ALTER TABLE alpr.records DROP CONSTRAINT records_check")
        owner.execute(statement.encode())
        if statement.startswith("UPDATE") and "audit" in statement:
            owner.execute(
                "UPDATE alpr.records SET digest = encode(sha256(convert_to(body, 'UTF8')), 'hex')"
            )
        first = check_copy(owner)[0]
    assert first.device == "4-adam"
    assert first.faults
    assert re.search(found, first.faults[0])


def test_that_the_database_itself_holds_text_and_digest_together(
    postgres: PostgresServer, database: str
) -> None:
    parcel = replace(parcel_of_read(example_read("r1")), digest="ab" * 32)
    whole = parcel_of_read(example_read("r2"))
    with (
        closing(open_department(postgres.storage(database), PASSWORD)) as department,
        pytest.raises(DepartmentUnavailable, match="refuses") as caught,
    ):
        department.take_in([whole, parcel])
    assert "8ABC123" not in str(caught.value)
    assert copy_of(postgres, database) == {}
