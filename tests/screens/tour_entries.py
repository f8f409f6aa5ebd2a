"""The tour of what is looked for: entries, hits on them, past hits, a read put right."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.hotlist import Category
from tests.fakes.bolo import bolo
from tests.fakes.shift import hot_list, listed
from tests.ui import cast
from tests.ui.bolo_driver import entered, in_force
from tests.ui.driver import Driver


def entries_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people, nobody signed in."""
    # The ids of entries are random, and what has no order by time would be sorted by them.
    in_force(driver, bolo("7?BC*", category=Category.WANTED_PERSON, covert=True))
    driver.clock.go_on(minutes=4)
    in_force(driver, bolo("*441", lis="", oca="26-000201", mis="Seen near the scene", vco="BLK"))
    driver.clock.go_on(minutes=4)
    entered(driver, bolo("6TR*", oca="26-000217", mis="Witness saw this plate", vst="PK"))
    driver.sign_in("rivera")
    driver.go_on_patrol()
    driver.key("F5")
    driver.window.entries.listing.table.selectRow(0)
    driver.settle()
    yield "entries"
    driver.key("B")
    driver.write("bolo_plate", "7?BC*")
    driver.press("bolo_submit")
    yield "entry-refused"
    driver.press("tab_ignored")
    for name, text in (
        ("ignore_plate", "8KLM204"), ("ignore_state", "NV"),
        ("ignore_reason", "Owner has the plate back"),
    ):  # fmt: skip
        driver.write(name, text)
    driver.press("ignore_go")
    yield "ignored"
    driver.key("F2")
    for plate in ("4DKF902", "8FGH441"):
        driver.see(plate)
    driver.key("N")
    driver.see("7ABC999")
    driver.see("7ABC999")
    driver.key("N")
    yield "alert-partial"
    driver.window.patrol.strip.setFocus()
    driver.key("Return")
    driver.write("correct_plate", "7ABC998")
    driver.key("Return")
    yield "correct-read"
    driver.key("Esc")
    driver.clock.go_on(hours=3)
    new = hot_list("SFR", 1, driver.clock.now())
    driver.console.put_list(new, (listed("4DKF902", "CA", category=Category.FELONY_VEHICLE),))
    driver.console.look_back()
    driver.settle()
    driver.key("F6")
    yield "past-hits"
    driver.key("F4")
    driver.press("page_matching")
    driver.write("threshold_normal", "20")
    driver.key("Return")
    driver.wait_for(lambda: bool(driver.words("matching_more")))
    yield "matching"
    yield from _described(driver)


def _described(driver: Driver) -> Iterator[str]:
    """A vehicle without a plate is looked for, and one that fits comes by."""
    driver.press("sign_out")
    in_force(
        driver,
        bolo("", lis="", vma="TOYT", vmo="CAMRY", vyr="2019", person=False, oca="26-104417",
             category=Category.BOLO, mis="Hit and run, front damage"),
    )  # fmt: skip
    driver.sign_in("rivera")
    cast.live(driver.console)
    driver.settle()
    driver.see("5TTT123", state="NV")
    for _ in range(12):
        alert = driver.window.panel.presenter.alert
        if alert is not None and alert.hit.entry.specific and not alert.hit.entry.lic:
            break
        driver.key("N")
    yield "alert-described"
