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
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind
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
    (made,) = said(oversight.report, folder, "list").splitlines()[-1:]
    again = tmp_path / "again"
    again.mkdir()
    said(oversight.report, folder, "save", made.split("\t")[0], str(again))
    for paper in papers.iterdir():
        assert (again / paper.name).read_bytes() == paper.read_bytes()
    none = run(oversight.report, folder, "save", "ffffffff", str(again))
    assert isinstance(none.exception, OversightRefused)


@pytest.mark.requirement("AUD-2")
def test_that_a_sample_is_shown_judged_and_drawn_again(folder: Path) -> None:
    keys = bootstrap.system_keys(folder)
    with (
        closing(bootstrap.open_store(folder, keys, "station", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        for who in ("doe", "chief"):
            work.inquiries.add(
                Inquiry(
                    f"of-{who}", InquiryKind.SEARCH, who, who, "PD", "station",
                    SystemClock().now(), {"Plate": "7ABC*"}, Grounds("Theft"), "", "p@1",
                )
            )  # fmt: skip
    sample_id = said(oversight.sample, folder, "draw").splitlines()[-1].split(":")[0][-32:]
    shown = said(oversight.sample, folder, "show", sample_id[:8])
    assert "of-doe" in shown
    assert "Plate 7ABC*" in shown
    assert shown.count("not judged") == 2
    for inquiry, words in (("of-doe", "reason is needed"), ("of-chief", "their own")):
        refused = run(oversight.sample, folder, "judge", sample_id, inquiry, "fails")
        assert isinstance(refused.exception, OversightRefused)
        assert words in str(refused.exception)
    errors = ("--reason", "No case", "--data-errors", "Wrong state")
    said(oversight.sample, folder, "judge", sample_id, "of-doe", "fails", *errors)
    assert "1 of 2" in said(oversight.sample, folder, "list")
    assert "does not meet the policy No case" in said(oversight.sample, folder, "show", sample_id)
    assert "comes out again" in said(oversight.sample, folder, "repeat", sample_id[:8])
