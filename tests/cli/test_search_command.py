"""`alpr-console search` as people use it, on a real store and keyring."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.cli import search
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    ConsoleError,
    DutyMissing,
    PermissionRefused,
    SearchRefused,
    SignInRefused,
)
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PositionFix
from alpr_console.workflow.search_reads import PAGE, SEARCHED
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.cli.test_bolo_command import PASSWORD
from tests.fakes.people import staff
from tests.fakes.shift import START, read_of

__all__ = ["secret_service"]

WHY = ("--reason", "Vehicle of a witness", "--number", "26-114", "--number-kind", "case number")


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    """Data folder of a console with a sergeant and some reads."""
    folder, clock = tmp_path / "data", SystemClock()
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "station", clock)) as store:
        people = {
            "chief": Role.ADMINISTRATOR, "sergeant": Role.SUPERVISOR, "trainer": Role.TRAINER,
        }  # fmt: skip
        staff(store, folder, people, PASSWORD)
        fix = PositionFix(32.7948, -116.9625, START)
        with store.unit_of_work() as work:
            for n in range(PAGE + 2):
                work.reads.save(replace(read_of(f"8AB{n:04}"), at=START, position=fix))
            work.reads.save(read_of("7ABC123"))
    return folder


def run(folder: Path, *arguments: str, user: str = "sergeant", password: str = PASSWORD) -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(search.app, everything, input=f"{password}\n")


def on_record(folder: Path) -> tuple[list[AuditRecord], list[Inquiry]]:
    key = SystemKeyStore()
    with (
        closing(bootstrap.open_store(folder, key, "test", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        records = [entry.record for entry in work.audit.entries()]
        ever = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
        return [r for r in records if r.action == SEARCHED], work.inquiries.between(*ever)


@pytest.mark.requirement("QRY-1")
def test_that_a_search_prints_what_it_puts_on_record(folder: Path) -> None:
    done = run(folder, "--plate", "7abc*", *WHY)
    assert done.exit_code == 0, done.output
    assert "7ABC123  CA  front  no place  vehicle not described" in done.output
    assert done.output.rstrip().endswith("1 read.")
    (entry,), (inquiry,) = on_record(folder)
    assert (entry.who, entry.outcome, entry.details["plates"]) == ("sergeant", "done", "7ABC123")
    assert (inquiry.who, inquiry.unit, inquiry.count) == ("sergeant", "station", 1)


def test_that_pages_are_asked_for_and_json_carries_all_of_a_read(folder: Path) -> None:
    near = ("--near", "32.7948,-116.9625", "--radius", "100")
    done = run(folder, *near, *WHY)
    assert done.output.rstrip().endswith(f"{PAGE} reads. There are more: --pages.")
    done = run(folder, *near, "--pages", "9", "--json", *WHY)
    found = json.loads(done.output)
    assert len(found) == PAGE + 2
    assert found[0]["at"] == START.isoformat()
    assert (found[0]["latitude"], found[0]["hit"]) == (32.7948, False)
    _, inquiries = on_record(folder)
    assert [one.count for one in inquiries] == [PAGE, PAGE + 2]


def test_that_a_case_number_alone_finds_the_reads_of_its_hold(folder: Path) -> None:
    key = SystemKeyStore()
    with (
        closing(bootstrap.open_store(folder, key, "test", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        work.holds.add(
            Hold("h1", HoldKind.EVIDENCE, "26-77", "Trial", "roe", START, plate="7ABC123")
        )
    done = run(folder, "--case", "26-77", *WHY)
    assert done.output.rstrip().endswith("1 read.")
    assert "7ABC123" in done.output
    assert run(folder, "--case", "26-78", *WHY).output.strip() == "0 reads."


@pytest.mark.requirement("QRY-1")
@pytest.mark.parametrize(
    ("arguments", "user", "error"),
    [
        (("--plate", "7ABC123"), "sergeant", DutyMissing),
        (("--plate", "7ABC123", "--reason", "Vehicle of a witness"), "sergeant", DutyMissing),
        (WHY, "sergeant", SearchRefused),
        (("--plate", "7ABC123", *WHY), "trainer", PermissionRefused),
    ],
)
def test_that_refusals_show_nothing_and_are_on_record(
    folder: Path, arguments: tuple[str, ...], user: str, error: type[ConsoleError]
) -> None:
    done = run(folder, *arguments, user=user)
    assert isinstance(done.exception, error)
    assert "CA" not in done.output
    (entry,), inquiries = on_record(folder)
    assert entry.outcome.startswith("refused: ")
    assert (entry.who, inquiries) == (user, [])


def test_that_nobody_searches_without_their_password(folder: Path) -> None:
    done = run(folder, "--plate", "7ABC123", *WHY, password="not it")
    assert isinstance(done.exception, SignInRefused)
    assert on_record(folder) == ([], [])
    nobody = CliRunner().invoke(search.app, ["--plate", "7ABC123", "--data-dir", str(folder)])
    assert nobody.exit_code == 2
