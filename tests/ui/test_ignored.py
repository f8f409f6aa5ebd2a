"""Plates that raise no alert for a while, and who may say so."""

from __future__ import annotations

from alpr_console.domain.ignored import LONGEST
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver


def rows(driver: Driver) -> list[tuple[str, ...]]:
    return [row.cells for row in driver.window.entries.ignored.table.rows.rows]


def open_ignored(driver: Driver) -> None:
    driver.sign_in("rivera")
    driver.go_on_patrol()
    driver.key("F5")
    driver.press("tab_ignored")


def ignore(driver: Driver, plate: str, state: str, days: str = "") -> None:
    driver.write("ignore_plate", plate)
    driver.write("ignore_state", state)
    driver.write("ignore_reason", "Recovered, list not cleared yet")
    driver.write("ignore_days", days)
    driver.press("ignore_go")


def test_that_an_ignored_plate_raises_no_alert_until_it_is_ended(driver: Driver) -> None:
    open_ignored(driver)
    assert driver.words("ignored_count") == "No plate is ignored."
    ignore(driver, "8klm 204", "nv", "10")
    assert (
        driver.words("ignored_note_words")
        == "8KLM204 NV raises no alert until 2026-12-02 10:00 PST."
    )
    assert rows(driver) == [
        ("Ignored", "8KLM204 NV", "12-02 10:00", "Recovered, list not cleared yet", "rivera")
    ]
    assert driver.field("ignore_plate").text() == ""  # type: ignore[union-attr]
    assert driver.words("ignored_ending") == "End it early: 8KLM204 NV"
    assert driver.see("8KLM204", "NV") == []
    driver.press("end_go")
    assert driver.words("ignored_note_words") == "Ending it needs a reason. Say why."
    driver.write("end_reason", "Stolen again")
    driver.press("end_go")
    assert driver.words("ignored_note_words") == "8KLM204 NV alerts again."
    assert rows(driver)[0][0] == "Ended by rivera"
    assert len(driver.see("8KLM204", "NV")) == 1


def test_that_a_refusal_loses_nothing_typed(driver: Driver) -> None:
    open_ignored(driver)
    ignore(driver, "8KLM204", "NV", str(LONGEST.days + 1))
    assert "30 days at the most" in driver.words("ignored_note_words")
    assert driver.field("ignore_plate").text() == "8KLM204"  # type: ignore[union-attr]
    driver.write("ignore_days", "some")
    driver.press("ignore_go")
    assert driver.words("ignored_note_words").startswith("The days are no number.")
    assert rows(driver) == []
    assert [outcome[:7] for _, _, outcome in acts_on_record(driver, "plate.")] == ["refused"]


def test_that_an_officer_has_no_way_there(officer: Driver) -> None:
    officer.key("F5")
    assert not officer.visible("tab_ignored")
