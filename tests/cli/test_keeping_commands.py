"""`alpr-console hold` and `purge` as people use them, on a real store and keyring."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.cli import hold, purge
from alpr_console.domain.errors import HoldRefused, PermissionRefused
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.fakes.people import staff
from tests.fakes.shift import read_of

__all__ = ["secret_service"]

PASSWORD = "a long enough word"


def store_of(folder: Path) -> Store:
    return bootstrap.open_store(folder, bootstrap.system_keys(folder), "station", SystemClock())


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    """With a chief, a sergeant and a custodian, and two reads past the template's limit."""
    folder = tmp_path / "data"
    old = SystemClock().now() - timedelta(days=40)
    with closing(store_of(folder)) as store:
        people = {
            "chief": Role.ADMINISTRATOR, "sergeant": Role.SUPERVISOR, "keeper": Role.CUSTODIAN,
        }  # fmt: skip
        staff(store, folder, people, PASSWORD)
        with store.unit_of_work() as work:
            for text in ("8XYZ441", "8XYZ442"):
                work.reads.save(replace(read_of(text), at=old))
    return folder


def run(app: typer.Typer, folder: Path, user: str, *arguments: str) -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(app, everything, input=f"{PASSWORD}\n")


def said(app: typer.Typer, folder: Path, user: str, *arguments: str) -> str:
    done = run(app, folder, user, *arguments)
    assert done.exit_code == 0, done.output
    return done.output


def plates(folder: Path) -> set[str]:
    with closing(store_of(folder)) as store, store.unit_of_work() as work:
        return {read.text for read in work.reads.latest(10)}


HELD = ("add", "--kind", "evidence", "--number", "26-1", "--reason", "Trial")


@pytest.mark.requirement("RET-1")
@pytest.mark.requirement("RET-2")
def test_that_a_hold_stops_the_purge_until_it_is_released(folder: Path) -> None:
    placed = said(hold.app, folder, "sergeant", *HELD, "--plate", "8xyz441")
    hold_id = placed.split(":")[0]
    assert "Reads: 1 from before" in said(purge.app, folder, "keeper", "--preview")
    assert plates(folder) == {"8XYZ441", "8XYZ442"}
    assert said(purge.app, folder, "keeper").endswith("1 purged.\n")
    assert plates(folder) == {"8XYZ441"}
    (one,) = json.loads(said(hold.app, folder, "keeper", "list", "--json"))
    assert (one["hold_id"], one["number"], one["released"]) == (hold_id, "26-1", None)
    said(hold.app, folder, "sergeant", "release", hold_id[:8], "--reason", "Convicted")
    assert "released" in said(hold.app, folder, "sergeant", "list")
    assert said(purge.app, folder, "chief").endswith("1 purged.\n")
    assert plates(folder) == set()


def test_that_who_may_not_is_refused_on_record(folder: Path) -> None:
    done = run(purge.app, folder, "sergeant")
    assert isinstance(done.exception, PermissionRefused)
    assert plates(folder) == {"8XYZ441", "8XYZ442"}
    with closing(store_of(folder)) as store, store.unit_of_work() as work:
        acts = [e.record for e in work.audit.entries() if e.record.action == "purge.begun"]
    assert [(act.who, act.outcome.split(":")[0]) for act in acts] == [("sergeant", "refused")]


def test_that_a_purge_names_its_person(folder: Path) -> None:
    done = CliRunner().invoke(purge.app, ["--data-dir", str(folder)])
    assert done.exit_code == 2
    assert plates(folder) == {"8XYZ441", "8XYZ442"}


def test_that_an_unknown_hold_is_not_released(folder: Path) -> None:
    done = run(hold.app, folder, "chief", "release", "nothing", "--reason", "Convicted")
    assert isinstance(done.exception, HoldRefused)


def test_that_the_bench_finds_what_was_there_and_nothing_afterwards() -> None:
    done = CliRunner().invoke(purge.app, ["bench", "--reads", "300", "--json"])
    assert done.exit_code == 0, done.output
    record = json.loads(done.output)
    assert record["purged"] == 300
    assert record["carved_before"] > 300
    assert (record["carved_after"], record["other_files"]) == (0, 0)
