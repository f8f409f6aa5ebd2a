"""The policy page: what is in force, what waits, the signature."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alpr_console.domain.policy_version import PolicyChange, PolicyWaiting
from alpr_console.policy.summary import rules_of
from tests.fakes.shift import policy
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.administration.policy.presenter import PolicyModel, PolicyPresenter
from ui.widgets.rows_table import RowsTable


def waiting(count: int = 1) -> PolicyWaiting:
    changed = tuple(PolicyChange(f"retention.reads.n{n}", "30", "45") for n in range(count))
    return PolicyWaiting(replace(policy(), sha256="cd" * 32), "newer = true\n", changed)


@pytest.fixture
def page(driver: Driver) -> Driver:
    driver.console.desk.policies._waiting = waiting()
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_policy")
    return driver


def test_that_every_rule_is_there_with_its_section(page: Driver) -> None:
    (table,) = page.window.findChildren(RowsTable, "policy_rules")
    shown = {(row.cells[1], row.cells[3]) for row in table.rows.rows}
    assert shown == {(rule.name, f"§{rule.clause.section}") for rule in rules_of(policy())}
    assert len(shown) > 40


def test_that_a_change_is_shown_value_by_value_and_signed_by_keyboard(page: Driver) -> None:
    assert "retention.reads.n0: 30 → 45" in page.words("policy_changes")
    page.key("Return")
    assert "note is needed" in page.words("policy_said_words")
    page.write("policy_note", "Council resolution 12")
    page.key("Return")
    assert page.words("policy_said_words") == "Signed off. In force from the next start."
    assert not page.visible("policy_note")
    assert acts_on_record(page, "policy.signed") == [
        ("policy.signed", "rivera", "refused: A note is needed."),
        ("policy.signed", "rivera", "done"),
    ]


def test_that_many_changes_are_shortened_on_screen() -> None:
    shown: list[PolicyModel] = []

    def ask(act: object, done: object, refused: object) -> None:
        done(([], waiting(20), None))  # type: ignore[operator]

    PolicyPresenter(ask, policy(), shown.append).load()
    assert shown[-1].changes[0] == "20 values differ from the version in force."
    assert shown[-1].changes[-1] == "and 8 more"
    assert len(shown[-1].changes) == 14
