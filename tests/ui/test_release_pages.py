"""Evidence, releases, agreements and breaches on the screen, by keyboard alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.domain.operator import Role
from alpr_console.domain.release_request import ReleaseState
from alpr_console.domain.session import Session
from tests.fakes.exporting import verified
from tests.fakes.people import colleague
from tests.ui import cast
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.widgets.choice import Choice
from ui.widgets.rows_table import RowsTable


@pytest.fixture
def page(driver: Driver) -> Driver:
    """A second administrator exists; the first is signed in and at the records' pages."""
    driver.console.desk.signer = KeyringSigner(SessionKeyStore())
    driver.sign_in("rivera")
    colleague(driver.console.desk, "chen", "L. Chen", Role.ADMINISTRATOR, cast.PASSWORD, "5120")
    cast.put_lists(driver.console)
    (alert,) = driver.see("7ABC128")
    driver.alert_id = alert.alert_id  # type: ignore[attr-defined]
    driver.key("F4")
    driver.key("F10")
    return driver


def rows(page: Driver, name: str) -> list[tuple[str, ...]]:
    (table,) = page.window.findChildren(RowsTable, name)
    return [row.cells for row in table.rows.rows]


@pytest.mark.requirement("RET-2")
def test_that_alerts_are_exported_by_keyboard(page: Driver, tmp_path: Path) -> None:
    page.press("page_evidence")
    assert [cells[2] for cells in rows(page, "evidence_alerts")] == ["7ABC128 CA"]
    page.write("evidence_case", "26-1")
    page.write("evidence_purpose", "Trial")
    page.press("evidence_go")
    assert "No folder is chosen" in page.words("evidence_note_words")
    page.write("evidence_folder", str(tmp_path))
    page.press("evidence_pick")
    assert page.words("evidence_count") == "Taken: 1"
    page.press("evidence_go")
    page.wait_for(lambda: "Written to" in page.words("evidence_note_words"))
    (folder,) = tmp_path.iterdir()
    assert verified([folder])[0] == 0
    # The list of past exports is asked for after that, and answers when it answers.
    page.wait_for(lambda: bool(rows(page, "evidence_history")))
    (line,) = rows(page, "evidence_history")
    assert line[1] == "26-1"
    assert line[3] == "done"
    page.wait_for(lambda: page.words("evidence_count") == "Taken: 0")


def test_that_a_refused_export_says_why_in_place(page: Driver, tmp_path: Path) -> None:
    page.press("page_evidence")
    page.write("evidence_folder", str(tmp_path))
    page.press("evidence_go")
    page.wait_for(lambda: bool(page.words("evidence_note_words")))
    assert "names its case number and its purpose" in page.words("evidence_note_words")
    assert list(tmp_path.iterdir()) == []


def answer(page: Driver, number: int, yes: bool) -> None:
    (choice,) = page.window.findChildren(Choice, f"release_question_{number}")
    choice.show_chosen(yes)


def entered(page: Driver, tmp_path: Path) -> None:
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"%PDF")
    page.press("page_releases")
    page.press("release_new")
    for name, text in (
        ("agency", "Some Sheriff"), ("state", "CA"), ("person", "Det. Roe"),
        ("purpose", "Homicide"), ("need", "Assigned"), ("wanted", "One vehicle"),
        ("received", "2026-11-20"), ("file", str(letter)),
    ):  # fmt: skip
        page.write(f"release_{name}", text)
    page.press("release_enter")
    assert page.words("release_note_words") == "R-2026-0001: received."


@pytest.mark.requirement("REL-1")
def test_that_a_request_is_entered_reviewed_and_decided_by_another(
    page: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered(page, tmp_path)
    page.press("release_to_review")
    page.press("release_review")
    assert page.words("release_note_words") == "Answer each of the three questions."
    for number in range(3):
        answer(page, number, False)
    page.press("release_review")
    assert page.words("release_note_words") == "R-2026-0001: reviewed."
    assert "no_mou" in page.words("release_warnings_words")
    alert_id = page.alert_id  # type: ignore[attr-defined]
    page.press("release_to_decision")
    page.write("release_alerts", alert_id)
    page.press("release_approve")
    assert "Nobody approves a request that they entered" in page.words("release_note_words")
    page.press("page_agreements")
    for name, text in (
        ("agency", "Some Sheriff"), ("number", "MOU 1"), ("from", "2026-01-01"),
        ("until", "tomorrow"),
    ):  # fmt: skip
        page.write(f"agreement_{name}", text)
    page.press("agreement_enter")
    assert "is no day" in page.words("agreement_note_words")
    page.write("agreement_until", "2026-12-31")
    page.press("agreement_enter")
    assert rows(page, "agreements")[0][4] == "in force"
    page.sign_out()
    page.sign_in("chen")
    page.key("F4")
    page.key("F10")
    page.press("page_releases")
    page.press("release_to_decision")
    page.write("release_alerts", alert_id)
    (law,) = page.window.findChildren(QCheckBox, "release_law_0")
    law.setChecked(True)
    page.press("release_approve")
    assert page.words("release_note_words") == "R-2026-0001: approved."
    request = page.console.desk.releases.get("R-2026-0001")
    assert request.state is ReleaseState.APPROVED
    assert request.approval is not None
    assert request.approval.alert_ids == (alert_id,)
    medium = tmp_path / "medium"
    medium.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(medium))
    page.press("release_fulfill")
    page.wait_for(lambda: "Written to" in page.words("release_note_words"))
    (folder,) = medium.iterdir()
    assert verified([folder])[0] == 0
    assert page.console.desk.releases.get("R-2026-0001").state is ReleaseState.FULFILLED
    page.wait_for(lambda: not page.visible("release_fulfill"))
    page.press("page_agreements")
    page.write("agreement_reason", "Over")
    page.press("agreement_end")
    assert rows(page, "agreements")[0][4] == "ended: Over"


@pytest.mark.requirement("REL-2")
def test_that_a_barred_purpose_shows_as_refused_with_its_section(
    page: Driver, tmp_path: Path
) -> None:
    entered(page, tmp_path)
    page.press("release_to_review")
    for number in range(3):
        answer(page, number, number == 0)
    page.press("release_review")
    assert page.words("release_note_words") == "R-2026-0001: refused."
    assert "§100.52" in page.words("release_facts")
    assert not page.visible("release_to_decision")


@pytest.mark.requirement("REL-3")
def test_that_an_officer_reports_a_breach_and_each_administrator_is_told(
    officer: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer.key("F4")
    officer.key("F11")
    assert not officer.visible("page_lists")
    officer.write("breach_suspected", "Laptop left open")
    officer.write("breach_reached", "Not known")
    officer.write("breach_since", "yesterday")
    officer.press("breach_report")
    assert "is no time" in officer.words("breach_note_words")
    officer.write("breach_since", "2026-11-22 08:00")
    officer.press("breach_report")
    assert officer.words("breach_note_words") == "Reported to the Test Captain."
    assert acts_on_record(officer, "breach.reported")[-1][1:] == ("okafor", "done")
    assert "chip_breach" not in chips(officer)
    for place, said in (("gone/report.pdf", "cannot be written"), ("report.pdf", "Saved.")):
        chosen = (str(tmp_path / place), "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, chosen=chosen: chosen)
        officer.press("breach_pdf")
        assert said in officer.words("breach_note_words")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    officer.sign_out()
    for _ in range(2):
        officer.sign_in("rivera")
        assert "chip_breach" in chips(officer)
        officer.sign_out()
    officer.sign_in("rivera")
    officer.key("F4")
    officer.key("F11")
    officer.key("F11")
    officer.press("page_breaches")
    officer.press("breach_acknowledge")
    assert "A note is needed" in officer.words("breach_note_words")
    officer.write("breach_done", "Password changed")
    officer.press("breach_acknowledge")
    assert rows(officer, "breach_reports")[0][3] == "rivera"
    assert "chip_breach" not in chips(officer)
    officer.sign_out()
    officer.sign_in("rivera")
    assert "chip_breach" not in chips(officer)


def chips(page: Driver) -> list[str]:
    return [f"chip_{key}" for key in page.window.status_bar.chips]


def test_that_nothing_typed_is_left_for_the_next_person(page: Driver) -> None:
    page.press("page_evidence")
    page.write("evidence_case", "26-1")
    page.sign_out()
    page.sign_in("rivera")
    page.key("F4")
    page.key("F10")
    page.press("page_evidence")
    assert page.field("evidence_case").text() == ""  # type: ignore[union-attr]
    assert isinstance(page.console.desk.session, Session)
