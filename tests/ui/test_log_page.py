"""The outside auditor at the console: the log read, checked and taken away (AUD-4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.domain.operator import Role
from tests.fakes.people import colleague
from tests.ui import cast
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.log.view import LogPage
from ui.widgets.rows_table import RowsTable


@pytest.fixture
def page(driver: Driver) -> Driver:
    """An auditor is signed in; a plate was seen, an alert raised and looked at before."""
    driver.sign_in("rivera")
    desk = driver.console.desk
    desk.signer = KeyringSigner(SessionKeyStore())
    colleague(desk, "county", "K. County", Role.AUDITOR, cast.PASSWORD, "1")
    driver.console.ask(lambda desk: desk.sign_out()).result()
    driver.settle()
    driver.sign_in("county")
    return driver


def at_the_log(page: Driver) -> list[tuple[str, ...]]:
    page.key("F4")
    page.key("F11")
    page.press("page_log")
    return rows(page)


def rows(page: Driver) -> list[tuple[str, ...]]:
    (table,) = page.window.findChildren(RowsTable, "log")
    return [row.cells for row in table.rows.rows]


@pytest.mark.requirement("AUD-4")
def test_that_the_auditor_finds_an_entry_and_reads_all_of_it(page: Driver) -> None:
    shown = at_the_log(page)
    assert ("county", "sign_in.succeeded") in [line[2:4] for line in shown]
    page.write("log_action", "user.")
    page.write("log_since", "some day")
    page.key("Return")
    assert "'some day' is no time" in page.words("log_note_words")
    page.write("log_since", "2026-11-22 00:00")
    page.key("Return")
    assert {line[3] for line in rows(page)} == {"user.added"}
    entry = page.words("log_entry")
    assert "user.added" in entry
    assert "Outcome: done" in entry
    assert "role: auditor" in entry
    assert "Hash: " in entry
    looked = acts_on_record(page, "log.read")
    assert looked == [("log.read", "county", "done")] * len(looked)
    assert looked


@pytest.mark.requirement("AUD-4")
def test_that_the_auditor_checks_the_log_and_takes_it_away(page: Driver, tmp_path: Path) -> None:
    at_the_log(page)
    page.press("log_check")
    assert "rows stand as they were left" in page.words("log_note_words")
    page.press("log_export")
    assert page.words("log_note_words").startswith("No folder is chosen.")
    page.write("log_folder", str(tmp_path))
    page.press("log_export")
    assert "purpose is needed" in page.words("log_note_words")
    page.write("log_purpose", "Audit by the county")
    page.press("log_export")
    (made,) = tmp_path.iterdir()
    assert page.words("log_note_words").startswith(made.name)
    assert acts_on_record(page, "log.exported")[-1] == ("log.exported", "county", "done")


@pytest.mark.requirement("AUD-4")
def test_that_the_auditor_sees_the_pages_of_oversight_alone(page: Driver) -> None:
    at_the_log(page)
    pages = {
        key.objectName()
        for key in page.window.findChildren(QPushButton)
        if key.isVisible() and key.objectName().startswith("page_")
    }
    assert pages == {"page_log", "page_breaches"}
    # Signing in asks for nothing that an auditor may not see.
    assert acts_on_record(page, "look") == []


def test_that_the_log_is_not_walked_while_plates_are_read(driver: Driver) -> None:
    driver.sign_in("rivera")
    driver.key("F4")
    driver.key("F11")
    driver.press("page_log")
    driver.press("log_check")
    assert "would hold hits up" in driver.words("log_note_words")
    assert acts_on_record(driver, "log.verified") == []


def test_that_nothing_stays_for_the_next_person(page: Driver) -> None:
    at_the_log(page)
    page.write("log_who", "county")
    (log,) = page.window.findChildren(LogPage)
    log.clear()
    assert rows(page) == []
    assert page.words("log_entry") == ""
    assert page.field("log_who").property("text") == ""
