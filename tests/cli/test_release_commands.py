"""`evidence`, `release`, `mou` and `breach` as people use them, on a real store and keyring."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.cli import breach, evidence, release
from alpr_console.domain.errors import PermissionRefused, ReleaseRefused
from alpr_console.domain.operator import Role
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.fakes.example_course import example_course
from tests.fakes.exporting import verified
from tests.fakes.people import staff

__all__ = ["secret_service"]

PASSWORD = "a long enough word"


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    folder, clock = tmp_path / "data", SystemClock()
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "station", clock)) as store:
        people = {
            "chief": Role.ADMINISTRATOR, "clerk": Role.CUSTODIAN, "doe": Role.OPERATOR,
        }  # fmt: skip
        staff(store, folder, people, PASSWORD)
        for alert in example_course():
            with store.unit_of_work() as work:
                work.alerts.save(alert)
    (tmp_path / "medium").mkdir()
    (tmp_path / "letter.pdf").write_bytes(b"%PDF a letter")
    return folder


def run(app: typer.Typer, folder: Path, user: str, *arguments: str) -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(app, everything, input=f"{PASSWORD}\n")


def said(app: typer.Typer, folder: Path, user: str, *arguments: str) -> str:
    done = run(app, folder, user, *arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_that_evidence_is_exported_listed_and_verifies(folder: Path) -> None:
    medium = folder.parent / "medium"
    asked = ("export", str(medium), "--case", "26-1", "--purpose", "Trial", "--alert", "alert-1")
    told = said(evidence.app, folder, "clerk", *asked)
    (made,) = medium.iterdir()
    assert str(made) in told
    assert verified([made], "--fingerprint", told.split("key ")[-1].strip())[0] == 0
    found = run(evidence.app, folder, "clerk", "list", "--json").stdout
    (one,) = json.loads(found)
    assert (one["state"], one["case"], one["records"]) == ("done", "26-1", 1)
    assert made.name in said(evidence.app, folder, "clerk", "list")
    refused = run(evidence.app, folder, "doe", *asked)
    assert isinstance(refused.exception, PermissionRefused)


def test_that_a_release_goes_through_its_course_at_the_command_line(folder: Path) -> None:
    letter, medium = folder.parent / "letter.pdf", folder.parent / "medium"
    entered = said(
        release.app, folder, "clerk", "add", "--agency", "Some Sheriff", "--kind",
        "law_enforcement", "--person", "Det. Roe", "--purpose", "Homicide", "--need", "Assigned",
        "--wanted", "One vehicle", "--received", "2026-01-20", "--file", str(letter),
    )  # fmt: skip
    number = entered.split(" · ")[0].split()[-1]
    no = ("--no-immigration", "--no-reproductive", "--no-sale")
    said(release.app, folder, "chief", "review", number, *no)
    approve = ("approve", number, "--alert", "alert-1")
    without = run(release.app, folder, "chief", *approve)
    assert isinstance(without.exception, ReleaseRefused)
    assert "register" in without.exception.remedy
    term = ("--begins", "2020-01-01", "--ends", "2099-01-01")
    memo = ("add", "--agency", "Some Sheriff", "--number", "12", *term)
    said(release.mou, folder, "chief", *memo)
    said(release.app, folder, "chief", *approve, "--considered", "California Values Act")
    said(release.app, folder, "clerk", "fulfill", number, str(medium))
    (made,) = medium.iterdir()
    assert verified([made])[0] == 0
    assert "Fulfilled" in said(release.app, folder, "clerk", "list")
    (one,) = json.loads(run(release.app, folder, "clerk", "list", "--json").stdout)
    assert [step["act"] for step in one["steps"]] == ["review", "approve", "fulfill"]


def test_that_requests_are_refused_and_withdrawn_and_memoranda_end(folder: Path) -> None:
    letter = folder.parent / "letter.pdf"
    for expected in ("0001", "0002"):
        told = said(
            release.app, folder, "clerk", "add", "--agency", "ICE", "--kind", "law_enforcement",
            "--person", "A. Roe", "--purpose", "A warrant", "--need", "Assigned", "--wanted",
            "One vehicle", "--received", "2026-01-20", "--file", str(letter), "--state", "TX",
        )  # fmt: skip
        assert expected in told
    number = told.split(" · ")[0].split()[-1]
    assert "Withdrawn" in said(
        release.app, folder, "clerk", "withdraw", number, "--reason", "Asked by mistake"
    )
    memo = said(
        release.mou, folder, "chief", "add", "--agency", "Some", "--number", "1", "--begins",
        "2020-01-01", "--ends", "2099-01-01",
    )  # fmt: skip
    assert "in force" in said(release.mou, folder, "clerk", "list")
    memo_id = memo.splitlines()[-1].split(":")[0].split()[-1]
    said(release.mou, folder, "chief", "end", memo_id, "--reason", "Over")
    assert "ended by chief: Over" in said(release.mou, folder, "clerk", "list")


def test_that_a_breach_is_reported_with_its_paper_and_acknowledged(folder: Path) -> None:
    paper = folder.parent / "breach.pdf"
    told = said(
        breach.app, folder, "doe", "report", "--suspected", "Laptop stolen", "--reached",
        "Not known", "--since", "2026-01-01T00:00", "--pdf", str(paper),
    )  # fmt: skip
    assert "Signed in: chief" in told
    assert paper.read_bytes().startswith(b"%PDF")
    assert "acknowledged by nobody yet" in said(breach.app, folder, "chief", "list")
    report_id = told.split(": reported to")[0].split()[-1]
    said(breach.app, folder, "chief", "acknowledge", report_id, "--note", "Keys changed")
    assert "acknowledged by chief" in said(breach.app, folder, "doe", "list")
