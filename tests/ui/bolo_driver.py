"""Specific entries put in and decided on through the desk, for what the screens make of them."""

from __future__ import annotations

from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificEntry
from tests.ui import cast
from tests.ui.driver import Driver


def entered(driver: Driver, contents: SpecificContents, by: str = "okafor") -> SpecificEntry:
    """Nobody is signed in afterwards."""
    console = driver.console
    console.ask(lambda desk: desk.sign_in(by, cast.PASSWORD, acknowledged=True)).result()
    entry = console.ask(lambda desk: desk.specific.submit(contents)).result()
    console.ask(lambda desk: desk.sign_out()).result()
    driver.settle()
    return entry


def in_force(driver: Driver, contents: SpecificContents) -> SpecificEntry:
    """Entered by the officer, approved by the administrator; nobody is signed in afterwards."""
    console, entry = driver.console, entered(driver, contents)
    console.ask(lambda desk: desk.sign_in("rivera", cast.PASSWORD, acknowledged=True)).result()
    approved = console.ask(lambda desk: desk.specific.approve(entry.entry_id)).result()
    console.ask(lambda desk: desk.sign_out()).result()
    driver.settle()
    return approved


def acts_on_record(driver: Driver, prefix: str) -> list[tuple[str, str, str]]:
    """(action, who, outcome) of the audit entries whose action begins so."""
    with driver.console.store.unit_of_work() as work:
        records = [entry.record for entry in work.audit.entries()]
    return [(r.action, r.who, r.outcome) for r in records if r.action.startswith(prefix)]
