"""The part of the tour on specific entries, and on what becomes of matches."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from tests.fakes.bolo import bolo
from tests.ui import cast
from tests.ui.bolo_driver import entered, in_force
from tests.ui.driver import Driver


def entries_tour(driver: Driver) -> Iterator[str]:
    """The administrator is signed in, before and afterwards; reads are on record."""
    yield from _matching(driver)
    driver.console.ask(
        lambda desk: desk.add_user("okafor", "J. Okafor", "4417", Role.OPERATOR, cast.PASSWORD)
    ).result()
    driver.press("sign_out")
    _enter(driver)
    driver.sign_in("rivera")
    cast.live(driver.console)
    driver.settle()
    driver.key("F5")
    driver.window.entries.listing.table.selectRow(0)
    driver.settle()
    yield "entries"
    driver.key("B")
    driver.write("bolo_plate", "7?BC*")
    driver.press("bolo_submit")
    yield "entry-form"
    driver.press("tab_ignored")
    for name, text in (
        ("ignore_plate", "8KLM204"), ("ignore_state", "NV"),
        ("ignore_reason", "Owner has the plate back"),
    ):  # fmt: skip
        driver.write(name, text)
    driver.press("ignore_go")
    yield "ignored"
    driver.key("F6")
    yield "past-hits"
    driver.key("F2")
    driver.window.patrol.strip.setFocus()
    driver.key("Return")
    driver.write("correct_plate", "8XYZ448")
    driver.key("Return")
    yield "correction"
    driver.key("Esc")
    driver.see("9GHB663")
    driver.see("9GHB663")
    _until_current(driver, "9?H*")
    yield "alert-covert"
    driver.see("5TTT123", state="NV")
    _until_current(driver, "")
    yield "alert-described"


def _matching(driver: Driver) -> Iterator[str]:
    driver.press("page_matching")
    driver.write("threshold_normal", "20")
    driver.key("Return")
    driver.qtbot.waitUntil(lambda: bool(driver.words("matching_more")))
    yield "matching"


def _enter(driver: Driver) -> None:
    in_force(driver, bolo("8XY*", lis="", category=Category.BOLO, mis="Seen near the scene"))
    in_force(
        driver,
        bolo("9?H*", category=Category.WANTED_PERSON, covert=True, oca="26-104500",
             mis="Robbery suspect, may be armed"),
    )  # fmt: skip
    driver.console.look_back()
    in_force(
        driver,
        bolo("", lis="NV", vma="TOYT", vmo="CAMRY", vyr="2019", person=False, days=10,
             category=Category.BOLO, oca="26-104417", mis="Hit and run, front damage"),
    )  # fmt: skip
    entered(driver, bolo("*441", category=Category.MISSING_PERSON, oca="26-100018"))
    entered(driver, bolo("6TRJ*", oca="26-100777"), by="rivera")


def _until_current(driver: Driver, lic: str) -> None:
    """Go on to the alert of the specific entry that looks for `lic`."""
    for _ in range(12):
        alert = driver.window.panel.presenter.alert
        assert alert is not None
        if alert.hit.entry.specific and alert.hit.entry.lic == lic:
            return
        driver.key("N")
    raise AssertionError(f"no alert on {lic!r}")
