"""`alpr-console department …` on a real store, a real keyring and a real PostgreSQL."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.cli import department
from alpr_console.domain.errors import (
    AuditBroken,
    DepartmentUnavailable,
    PermissionRefused,
    TransferRefused,
)
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.adapters.postgres_server import OWNER, PASSWORD, PostgresServer, postgres, rows_of
from tests.fakes.example_course import example_read
from tests.fakes.people import staff

__all__ = ["postgres", "secret_service"]

WORD = "a long enough word"


class Commands:
    """The command line of a vehicle with a chief and an officer, and of the department."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        self.folder, self.server, clock = folder, server, SystemClock()
        self.database = server.database()
        self.ca = folder / "ca.pem"
        folder.mkdir()
        self.ca.write_text(server.authority.pem)
        keys = bootstrap.system_keys(folder)
        with closing(bootstrap.open_store(folder, keys, "station", clock)) as store:
            people = {"chief": Role.ADMINISTRATOR, "doe": Role.OPERATOR}
            staff(store, folder, people, WORD)
            with store.unit_of_work() as work:
                work.reads.save(example_read("r1", at=datetime.now(UTC)))
                work.reads.save(example_read("r0", at=datetime.now(UTC) - timedelta(days=31)))

    def vehicle(
        self, *arguments: str, user: str = "chief", lines: str = "", last: str = ""
    ) -> Result:
        named = ("--", last) if last else ()
        return self.run(
            *arguments, "--user", user, "--data-dir", str(self.folder), *named,
            lines=f"{WORD}\n{lines}",
        )  # fmt: skip

    def owner(self, *arguments: str) -> Result:
        address = f"{self.server.folder}:{self.server.port}"
        return self.run(
            arguments[0], address, "--account", OWNER, "--database", self.database, *arguments[1:]
        )

    def run(self, *arguments: str, lines: str = "") -> Result:
        return CliRunner().invoke(department.app, list(arguments), input=lines)

    def set(self, address: str = "", user: str = "chief", ca: bool = True) -> Result:
        address = address or f"127.0.0.1:{self.server.port}"
        authority = ("--ca", str(self.ca)) if ca else ()
        return self.vehicle(
            "set", "--database", self.database, "--account", "car", "--device", "4-adam",
            *authority, user=user, last=address,
        )  # fmt: skip

    def actions(self) -> list[tuple[str, str]]:
        keys = SystemKeyStore()
        with (
            closing(bootstrap.open_store(self.folder, keys, "test", SystemClock())) as store,
            store.unit_of_work() as work,
        ):
            records = [entry.record for entry in work.audit.entries()]
        return [
            (one.action, one.outcome.partition(":")[0])
            for one in records
            if one.action.startswith("transfer.")
        ]


@pytest.fixture
def commands(
    tmp_path: Path, secret_service: SecretServiceSession, postgres: PostgresServer
) -> Commands:
    return Commands(tmp_path / "vehicle", postgres)


def said(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.mark.requirement("RET-3")
def test_that_a_storage_is_set_tested_and_sent_to(commands: Commands) -> None:
    assert "TLS" in said(commands.set())
    assert "keyring" in said(commands.vehicle("secret", lines=f"{PASSWORD}\n"))
    assert "it answers" in said(commands.vehicle("test"))
    assert "2 reads have arrived." in said(commands.vehicle("send"))
    rows = rows_of(
        commands.server, commands.database,
        "SELECT id FROM alpr.records WHERE kind = 'read' ORDER BY id",
    )  # fmt: skip
    assert rows == [("r0",), ("r1",)]
    assert commands.actions() == [
        ("transfer.storage_set", "done"), ("transfer.secret_kept", "done"),
        ("transfer.tested", "done"), ("transfer.sent", "done"),
    ]  # fmt: skip
    said(commands.vehicle("secret", "--forget"))
    failed = commands.vehicle("test")
    assert isinstance(failed.exception, DepartmentUnavailable)
    assert commands.actions()[-1] == ("transfer.failed", "failed")


def test_that_a_password_never_shows(commands: Commands) -> None:
    said(commands.set())
    shown = said(commands.vehicle("secret", lines=f"{PASSWORD}\n"))
    assert PASSWORD not in shown
    for path in commands.folder.rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()


def test_that_an_officer_sets_tests_and_sends_nothing(commands: Commands) -> None:
    said(commands.set())
    refused = [
        commands.set(user="doe"),
        commands.vehicle("secret", user="doe", lines="word\n"),
        commands.vehicle("test", user="doe"),
        commands.vehicle("send", user="doe"),
    ]
    for one in refused:
        assert isinstance(one.exception, PermissionRefused)
    assert [one for one in commands.actions() if one[1] == "refused"] == [
        ("transfer.storage_set", "refused"),
        ("transfer.secret_kept", "refused"),
        ("transfer.asked_for", "refused"),
        ("transfer.asked_for", "refused"),
    ]


@pytest.mark.parametrize(
    ("address", "ca", "what"),
    [
        ("db.example.gov", False, "without TLS"),
        ("host name", True, "no address"),
        ("db.example.gov:99999", True, "no address"),
        ("--host=x", True, "no address"),
    ],
)
def test_that_a_storage_that_cannot_be_is_refused_on_record(
    commands: Commands, address: str, ca: bool, what: str
) -> None:
    failed = commands.set(address, ca=ca)
    assert isinstance(failed.exception, TransferRefused)
    assert what in str(failed.exception)
    assert commands.actions() == [("transfer.storage_set", "refused")]


def test_that_without_a_storage_there_is_nothing_to_send_to(commands: Commands) -> None:
    for arguments in (("send",), ("test",), ("secret",)):
        failed = commands.vehicle(*arguments, lines="word\n")
        assert isinstance(failed.exception, TransferRefused)
        assert "No department storage is set" in str(failed.exception)


def test_that_the_database_is_made_ready_by_its_owner(commands: Commands) -> None:
    shown = said(commands.owner("init", "--vehicle", "7-adam=car", "--reader", "reader"))
    assert "Device 7-adam may send as car." in shown
    refused = commands.owner("init", "--vehicle", "7-adam")
    assert isinstance(refused.exception, TransferRefused)


@pytest.mark.requirement("RET-1")
def test_that_the_department_purges_by_the_profile_and_cites_it(commands: Commands) -> None:
    said(commands.set())
    said(commands.vehicle("secret", lines=f"{PASSWORD}\n"))
    said(commands.vehicle("send"))
    assert "1 purged, 0 held. §427.6" in said(
        commands.owner("purge", "--policy", "el-cajon-pd-427")
    )
    assert "0 purged, 0 held." in said(commands.owner("purge", "--policy", "los-altos-pd-462"))
    (row,) = rows_of(commands.server, commands.database, "SELECT section, by FROM alpr.purges")
    assert row[0] == "427.6"
    assert str(row[1]).startswith("os:")


@pytest.mark.requirement("AUD-1")
def test_that_the_department_verifies_its_copy(commands: Commands) -> None:
    said(commands.set())
    said(commands.vehicle("secret", lines=f"{PASSWORD}\n"))
    said(commands.vehicle("send"))
    shown = said(commands.owner("verify"))
    assert "4-adam: " in shown
    assert "2 reads" in shown
    assert "NOT WHOLE" not in shown
    with commands.server.owner(commands.database) as owner:
        owner.execute("DELETE FROM alpr.records WHERE kind = 'audit' AND revision = 2")
    broken = commands.owner("verify")
    assert isinstance(broken.exception, AuditBroken)
    assert "Audit entry 2 is missing" in broken.output
