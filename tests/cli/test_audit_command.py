"""`alpr-console audit show` and `export` as an outside auditor uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.cli import audit
from alpr_console.domain.errors import EvidenceRefused, PermissionRefused
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.cli.test_bolo_command import PASSWORD
from tests.fakes.people import staff

__all__ = ["secret_service"]


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    """Data folder of a console with an auditor and an officer."""
    folder = tmp_path / "data"
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "station", SystemClock())) as store:
        people = {
            "chief": Role.ADMINISTRATOR, "auditor": Role.AUDITOR, "officer": Role.OPERATOR,
        }  # fmt: skip
        staff(store, folder, people, PASSWORD)
    return folder


def run(folder: Path, *arguments: str, user: str = "auditor") -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(audit.app, everything, input=f"{PASSWORD}\n")


@pytest.mark.requirement("AUD-4")
def test_that_the_auditor_reads_what_fits_newest_first(folder: Path) -> None:
    done = run(folder, "show", "--action", "sign_in", "--json")
    assert done.exit_code == 0, done.output
    entries = [json.loads(line) for line in done.stdout.splitlines()]
    records = [entry["record"] for entry in entries]
    assert {record["action"].partition(".")[0] for record in records} == {"sign_in"}
    assert [record["who"] for record in records[:2]] == ["auditor", "chief"]
    assert records[0]["details"]["came_by"] == "command"
    assert entries[0]["sequence"] > entries[1]["sequence"]
    older = run(folder, "show", "--action", "sign_in", "--before", str(entries[0]["sequence"]))
    assert f"{entries[1]['sequence']}  " in older.stdout
    assert f"{entries[0]['sequence']}  " not in older.stdout


@pytest.mark.requirement("AUD-4")
def test_that_the_auditor_takes_an_export_away_that_verifies(folder: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    refused = run(folder, "export", str(stick), "--purpose", " ")
    assert isinstance(refused.exception, EvidenceRefused)
    done = run(folder, "export", str(stick), "--purpose", "Audit by the county")
    assert done.exit_code == 0, done.output
    (made,) = stick.iterdir()
    checked = subprocess.run(
        [sys.executable, "-I", "-S", str(made / "verify.py"), str(made)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert done.stdout.split()[-1] in checked.stdout


@pytest.mark.requirement("AUD-4")
@pytest.mark.parametrize("command", [("show",), ("export", ".", "--purpose", "Curiosity")])
def test_that_an_officer_may_do_neither(folder: Path, command: tuple[str, ...]) -> None:
    assert isinstance(run(folder, *command, user="officer").exception, PermissionRefused)
