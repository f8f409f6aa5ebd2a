"""`alpr-console bolo` as people use it, each with their own name, on a real store and keyring."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.cli import bolo
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    DutyMissing,
    EntryRefused,
    PermissionRefused,
    SignInRefused,
)
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.fakes.people import staff

__all__ = ["secret_service"]

PASSWORD = "a long enough word"
CASE = ("--case", "26-000123", "--synopsis", "Robbery suspect left in this car")
FELONY = (*CASE, "--category", "felony_vehicle")


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    """Data folder of a console with a chief, a sergeant and two officers."""
    folder, clock = tmp_path / "data", SystemClock()
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "station", clock)) as store:
        people = {
            "chief": Role.ADMINISTRATOR, "sergeant": Role.SUPERVISOR, "doe": Role.OPERATOR,
            "roe": Role.OPERATOR,
        }  # fmt: skip
        staff(store, folder, people, PASSWORD)
    return folder


def run(folder: Path, user: str, *arguments: str, password: str = PASSWORD) -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(bolo.app, everything, input=f"{password}\n")


def said(folder: Path, user: str, *arguments: str) -> str:
    done = run(folder, user, *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def entries(folder: Path, user: str = "roe", *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(said(folder, user, "list", "--json", *arguments))
    return found


def records(folder: Path) -> list[AuditRecord]:
    key = SystemKeyStore()
    with (
        closing(bootstrap.open_store(folder, key, "test", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        return [entry.record for entry in work.audit.entries()]


@pytest.mark.requirement("HOT-5")
@pytest.mark.requirement("HOT-6")
def test_that_an_entry_goes_through_its_course_at_the_command_line(folder: Path) -> None:
    added = said(folder, "doe", "add", *FELONY, "--plate", "7?bc*", "--state", "ca", "--covert")
    entry_id = added.split(":")[0]
    (entry,) = entries(folder, "roe", "--waiting")
    assert (entry["id"], entry["lic"], entry["lis"]) == (entry_id, "7?BC*", "CA")
    assert (entry["state"], entry["in_force"], entry["covert"]) == ("submitted", False, True)
    own = run(folder, "doe", "approve", entry_id[:8])
    assert isinstance(own.exception, PermissionRefused)
    assert "In force until" in said(folder, "sergeant", "approve", entry_id[:8])
    assert entries(folder, "roe", "--waiting") == []
    assert "renewal" in said(folder, "doe", "renew", entry_id, "--reason", "Still looked for")
    assert "In force until" in said(folder, "sergeant", "renew", entry_id)
    shown = said(folder, "roe", "show", entry_id)
    assert "7?BC* CA" in shown
    assert "Robbery suspect left in this car" in shown
    assert "Renewed, sergeant" in shown
    assert said(folder, "doe", "withdraw", entry_id, "--reason", "Found it") == "Withdrawn.\n"
    assert "Withdrawn" in said(folder, "roe", "list")
    done = [r.action for r in records(folder) if r.subject == entry_id and r.outcome == "done"]
    assert done == [
        f"specific.{act}"
        for act in ("submitted", "approved", "renewal_requested", "renewed", "withdrawn")
    ]


@pytest.mark.requirement("HOT-4")
def test_that_nothing_is_entered_without_a_person_a_case_and_a_synopsis(folder: Path) -> None:
    refusals = (
        (run(folder, "doe", "add", *FELONY, "--plate", "7A*", password="wrong"), SignInRefused),
        (run(folder, "doe", "add", *FELONY), EntryRefused),
        (run(folder, "doe", "add", *FELONY, "--begins", "7A", "--ends", "12"), EntryRefused),
        (
            run(
                folder, "doe", "add", "--case", "", "--synopsis", CASE[3],
                "--category", "bolo", "--plate", "7A*",
            ),
            DutyMissing,
        ),
        (
            run(
                folder, "doe", "add", "--case", CASE[1], "--synopsis", "car",
                "--category", "bolo", "--plate", "7A*",
            ),
            DutyMissing,
        ),
    )  # fmt: skip
    for done, error in refusals:
        assert isinstance(done.exception, error), done.output
    unknown = run(folder, "doe", "add", *CASE, "--category", "immigration", "--plate", "7A*")
    assert unknown.exit_code == 2
    assert entries(folder) == []


@pytest.mark.requirement("OPS-4")
def test_that_beginning_end_part_and_description_are_entered(folder: Path) -> None:
    for ways in (
        ("--begins", "7a"), ("--ends", "123"), ("--contains", "bc1"),
        ("--color", "whi", "--style", "pk"),
    ):  # fmt: skip
        said(folder, "doe", "add", *FELONY, *ways)
    found = [(e["lic"], e["vco"], e["vst"]) for e in entries(folder)]
    assert found == [
        ("", "WHI", "PK"), ("*BC1*", "", ""), ("*123", "", ""), ("7A*", "", ""),
    ]  # fmt: skip


@pytest.mark.requirement("HOT-5")
def test_that_the_profile_given_says_who_approves(folder: Path) -> None:
    said(folder, "doe", "add", *FELONY, "--plate", "7A*")
    (entry,) = entries(folder)
    profile = ("--policy", "los-altos-pd-462")
    refused = run(folder, "sergeant", "approve", entry["id"], *profile)
    assert isinstance(refused.exception, PermissionRefused)
    assert "§462.4(h)5" in str(refused.exception)
    assert "In force until" in said(folder, "chief", "approve", entry["id"], *profile)
    assert "Refused" not in said(folder, "sergeant", "list")
    said(folder, "doe", "add", *FELONY, "--plate", "7B*")
    (other,) = entries(folder, "roe", "--waiting")
    assert said(folder, "sergeant", "refuse", other["id"], "--reason", "No such case") == (
        "Refused.\n"
    )


def test_that_a_refusal_ends_the_command_with_one_sentence_and_its_own_code(folder: Path) -> None:
    command = [
        sys.executable, "-m", "alpr_console", "bolo", "approve", "nothing",
        "--user", "sergeant", "--data-dir", str(folder),
    ]  # fmt: skip
    done = subprocess.run(
        command, input=f"{PASSWORD}\n", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (22, "")
    assert done.stderr == (
        "alpr-console: There is no such entry."
        " Give the entry's id as the list of entries shows it.\n"
    )
