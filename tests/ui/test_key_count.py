"""How many keys a true hit takes from alert to recorded disposition, under each profile."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpr_console.domain.disposition import Outcome
from alpr_console.domain.hotlist import Category
from tests.fakes.duties import assert_all_duties
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.shift import hot_list, listed
from tests.ui.driver import Driver

MOST = 12
DUTIES = ("verification", "confirmation", "lawful_basis", "disposition", "exigency",
          "person_effort", "notify", "notify_clause")  # fmt: skip
ORI = {"ori": "CA0370300", "oca": "26-104417"}
SEEN = {"vco": "white", "vst": "4D"}
HITS = {
    Category.STOLEN_VEHICLE: SEEN,
    Category.FELONY_VEHICLE: {**SEEN, "mis": "ARMED ROBBERY 11-20"},
    Category.STOLEN_PLATE: {},
    Category.WANTED_PERSON: {**SEEN, "mis": "WARRANT 245(A)"},
    Category.MISSING_PERSON: SEEN,
}
"""What the list says of the vehicle in front, and it is that vehicle."""


class Counting(Driver):
    keys = 0

    def key(self, name: str) -> None:
        self.keys += 1
        super().key(name)


def under(qtbot: QtBot, number: str) -> Counting:
    profile = BY_NUMBER[number]
    driver = Counting(qtbot, **{duty: getattr(profile, duty) for duty in DUTIES})
    driver.sign_in("okafor")
    driver.go_on_patrol()
    return driver


@pytest.mark.requirement("HIT-2", "HIT-3", "HIT-6", "HIT-7", "HIT-8")
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("category", HITS, ids=lambda c: c.value)
def test_that_a_true_hit_needs_twelve_keys_at_most(
    qtbot: QtBot, number: str, category: Category
) -> None:
    driver = under(qtbot, number)
    entry = listed("4AAA444", "CA", category=category, **ORI, **HITS[category])
    driver.console.put_list(hot_list("Local", 1), (entry,))
    (alert,) = driver.see("4AAA444")
    driver.verify()
    for key in ("C", "Return"):
        driver.key(key)
    if not driver.field("reply_from").text():
        pytest.fail("who answers is not known")
    driver.key("Y")
    driver.key("1")
    if driver.visible("effort"):
        driver.key("2")
    driver.key("Return")
    driver.key("1")
    driver.qtbot.keyClicks(QApplication.focusWidget(), "26104500")
    driver.settle()
    driver.key("Return")
    closed = driver.alert(alert.alert_id)
    assert closed.disposition is not None, driver.refusal()
    assert closed.disposition.outcome is Outcome.ARREST
    assert closed.disposition.number == "26104500"
    with driver.console.store.unit_of_work() as work:
        wanted = BY_NUMBER[number].person_effort is not None
        assert_all_duties(closed, work.audit.entries(), wanted)
    assert driver.keys <= MOST
    effort = wanted and entry.person_associated
    assert driver.keys == len(closed.answers) + (8 if effort else 7)


@pytest.mark.requirement("HIT-6")
def test_that_a_basis_is_offered_once_confirmed_and_never_for_an_exigency(qtbot: QtBot) -> None:
    driver = under(qtbot, "429")
    driver.see("7ABC128")
    driver.verify()
    driver.key("E")
    driver.write("facts", "Suspect fires at people from the vehicle")
    driver.key("Return")
    assert driver.visible("basis")
    assert not driver.visible("basis_usual")
    driver.key("1")
    assert driver.field("basis").toPlainText() == "1"  # type: ignore[union-attr]


@pytest.mark.requirement("HIT-6")
def test_that_what_is_offered_never_replaces_what_was_written(qtbot: QtBot) -> None:
    driver = under(qtbot, "429")
    (alert,) = driver.see("7ABC128")
    driver.verify()
    driver.confirm()
    driver.write("basis", "Ran the light at Main and 3rd, 1")
    assert driver.field("basis").toPlainText().endswith("3rd, 1")  # type: ignore[union-attr]
    driver.key("Return")
    basis = driver.alert(alert.alert_id).basis
    assert basis is not None
    assert basis.basis == "Ran the light at Main and 3rd, 1"


@pytest.mark.requirement("HIT-10")
def test_that_an_alert_is_handed_to_a_named_unit_and_to_no_other(officer: Driver) -> None:
    (alert,) = officer.see("7ABC128")
    officer.answer("identical")
    officer.key("W")
    officer.press("outcome_handed_over")
    officer.key("Return")
    assert "Other unit needed" in officer.refusal()
    officer.press("outcome_handed_over")
    focus = QApplication.focusWidget()
    officer.qtbot.keyClicks(focus, officer.window.session.unit)  # type: ignore[union-attr]
    officer.key("Return")
    assert "is this unit" in officer.refusal()
    officer.press("outcome_handed_over")
    officer.write("note", "2-Lincoln-7")
    officer.key("Return")
    closed = officer.alert(alert.alert_id)
    assert closed.disposition is not None
    assert closed.disposition.outcome is Outcome.HANDED_OVER
    assert not closed.disposition.outcome.is_stop
    with officer.console.store.unit_of_work() as work:
        last = [e for e in work.audit.entries() if e.record.subject == alert.alert_id][-1]
    assert last.record.details["handed_to"] == "2-Lincoln-7"
    assert "2-Lincoln-7" in officer.words("closed_line")
