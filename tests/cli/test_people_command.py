"""`alpr-console people`, `sample` and `report`, on a real store and keyring."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyotp
import pytest
import typer
from typer.testing import CliRunner, Result

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.cli import oversight, people
from alpr_console.domain.errors import OversightRefused, PermissionRefused, SignInRefused
from alpr_console.domain.operator import Role
from alpr_console.workflow import second_factors
from tests.adapters.keyring_session import SecretServiceSession, secret_service
from tests.fakes.people import staff

__all__ = ["secret_service"]

PASSWORD = "a long enough word"


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "station", SystemClock())) as store:
        staff(store, folder, {"chief": Role.ADMINISTRATOR, "doe": Role.OPERATOR}, PASSWORD)
    return folder


def run(
    app: typer.Typer, folder: Path, *arguments: str, user: str = "chief", lines: str = ""
) -> Result:
    everything = [*arguments, "--user", user, "--data-dir", str(folder)]
    return CliRunner().invoke(app, everything, input=f"{PASSWORD}\n{lines}")


def said(app: typer.Typer, folder: Path, *arguments: str, lines: str = "") -> str:
    done = run(app, folder, *arguments, lines=lines)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def test_that_a_person_is_added_trained_approved_disabled_and_enabled(folder: Path) -> None:
    person = ("--full-name", "R. Roe", "--badge", "9", "--role", "operator")
    said(people.app, folder, "add", "roe", *person, "--position", "Sworn officer",
         lines="quite another secret\n")  # fmt: skip
    assert "ALPR training is not on record" in said(people.app, folder, "list")
    said(people.app, folder, "train", "roe", "--course", "alpr", "--taught-by", "Sgt. Lee")
    said(people.app, folder, "approve", "roe", "--reason", "Trained")
    (line,) = [one for one in said(people.app, folder, "list").splitlines() if "roe" in one]
    assert "temporary" in line
    assert "not on record" not in line
    said(people.app, folder, "disable", "roe", "--reason", "On leave")
    assert "disabled" in said(people.app, folder, "list")
    said(people.app, folder, "enable", "roe", "--reason", "Back")
    assert "disabled" not in said(people.app, folder, "list")


def test_that_an_officer_changes_nobody_and_a_locked_account_is_released(folder: Path) -> None:
    refused = run(people.app, folder, "disable", "chief", "--reason", "x", user="doe")
    assert isinstance(refused.exception, PermissionRefused)
    for _ in range(5):
        wrong = CliRunner().invoke(
            people.app, ["list", "--user", "doe", "--data-dir", str(folder)], input="wrong one\n"
        )
        assert isinstance(wrong.exception, SignInRefused)
    assert "locked out" in said(people.app, folder, "list")
    said(people.app, folder, "release", "doe", "--reason", "Was on the phone")
    assert "locked out" not in said(people.app, folder, "list")


def test_that_a_code_app_is_set_up_asked_for_and_a_password_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = pyotp.random_base32()
    monkeypatch.setattr(second_factors, "new_secret", lambda: secret)
    app = pyotp.TOTP(secret)
    shown = said(people.app, folder, "code-app", lines=f"{app.now()}\n")
    codes = [line.strip() for line in shown.splitlines() if line.startswith("  ")]
    assert len(codes) == 10
    assert "Second factor needed" in str(run(people.app, folder, "list", lines="\n").exception)
    wrong = run(people.app, folder, "list", lines="000000\n")
    assert isinstance(wrong.exception, SignInRefused)
    said(people.app, folder, "list", lines=f"{codes[0]}\n")
    said(people.app, folder, "password", lines=f"{codes[1]}\n{PASSWORD}\nquite another secret\n")
    assert isinstance(run(people.app, folder, "list").exception, SignInRefused)


def test_that_reports_are_due_and_made_and_a_sample_needs_inquiries(
    folder: Path, tmp_path: Path
) -> None:
    nothing = run(oversight.sample, folder, "draw")
    assert isinstance(nothing.exception, OversightRefused)
    assert "memorandum" in said(oversight.report, folder, "due")
    papers = tmp_path / "papers"
    papers.mkdir()
    said(oversight.report, folder, "make", "memorandum", str(papers))
    assert sorted(path.suffix for path in papers.iterdir()) == [".csv", ".pdf"]
    assert "memorandum" in said(oversight.report, folder, "list")
