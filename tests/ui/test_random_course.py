"""The real widgets driven at random: no duty skipped, no alert lost, no exception.

`ALPR_RANDOM_STEPS=10000 pytest tests/ui/test_random_course.py` walks as far as that.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Outcome
from tests.fakes.duties import assert_all_duties
from tests.ui import cast
from tests.ui.driver import Driver, let_closed_windows_go
from ui.alert_panel.model import Stage
from ui.widgets.key_button import KeyButton

STEPS = int(os.environ.get("ALPR_RANDOM_STEPS", "600"))
A_WALK = 100
MOST_OPEN = 5
PLATES = ("7ABC128", "7ABC123", "5SOW350", "8KLM204", "6TRJ244", "8XYZ441")
WORDS = ("Seen with my own eyes at the light", "", "no", "26-000123", "Dispatcher Chen")
A_NUMBER = "26-000123"
KEYS = ("1", "2", "3", "D", "Return", "Backspace", "Z", "N", "W", "C", "P", "U", "R", "Y", "X",
        "L", "S", "E", "Space", "Tab", "Esc")  # fmt: skip
ENDS_THE_WALK = {"sign_out", "lock"}
"""Keys that lead away from the alerts; they have tests of their own."""

LEADING = {
    Stage.ANSWER: ("answer_identical",),
    Stage.REASON: ("reason_go",),
    Stage.REQUEST: ("way_dispatch", "request_sent"),
    Stage.REPLY: ("reply_confirmed",),
    Stage.EXIGENCY: ("facts_go",),
    Stage.BASIS: ("basis_go",),
    Stage.OUTCOME: (f"outcome_{Outcome.ARREST.value}", "outcome_go"),
    Stage.CLOSE: (f"outcome_{Outcome.MISREAD.value}", "outcome_go"),
    Stage.CLOSED: ("next_alert",),
}
"""The keys that answer each question, on the way to a stop."""

_qtbot: list[QtBot] = []
_nodes: list[pytest.Item] = []
reached: set[AlertState] = set()
stops = 0


class Walk(RuleBasedStateMachine):
    """One officer at the window, with no idea of what the keys are for."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = Driver(_qtbot[0])
        self.driver.sign_in("okafor")
        # No camera: no walk looks at its picture, and none should wait for one.
        cast.put_lists(self.driver.console)
        self.driver.settle()
        self.raised: set[str] = set()

    def teardown(self) -> None:
        self.driver.window.close()
        self.driver.window.deleteLater()
        # Deleted here, walk by walk: to be closed once more at the end it is too late.
        _nodes[0].qt_widgets.clear()  # type: ignore[attr-defined]
        let_closed_windows_go()

    @property
    def panel(self) -> QWidget:
        return self.driver.window.panel

    def fields(self) -> list[QLineEdit | QPlainTextEdit]:
        found: list[QLineEdit | QPlainTextEdit] = []
        for kind in (QLineEdit, QPlainTextEdit):
            found += [w for w in self.panel.findChildren(kind) if w.isVisible()]
        return found

    @precondition(lambda self: len(self.open()) < MOST_OPEN)
    @rule(plate=st.sampled_from(PLATES), state=st.sampled_from(["CA", "CA", "NV"]))
    def a_plate_passes(self, plate: str, state: str) -> None:
        self.raised |= {alert.alert_id for alert in self.driver.see(plate, state)}

    @rule(place=st.integers(0, 40))
    def press_any(self, place: int) -> None:
        keys = [
            key
            for key in self.driver.window.findChildren(KeyButton)
            if key.isVisible() and key.isEnabled() and key.objectName() not in ENDS_THE_WALK
            and (self.panel.isAncestorOf(key) or key.objectName() == "next_alert")
        ]  # fmt: skip
        if keys:
            key = keys[place % len(keys)]
            self.driver.qtbot.mouseClick(key, Qt.MouseButton.LeftButton)
            self.driver.settle()

    @rule(key=st.sampled_from(KEYS))
    def key_any(self, key: str) -> None:
        self.driver.key(key)

    @rule(place=st.integers(0, 5), words=st.sampled_from(WORDS))
    def type_any(self, place: int, words: str) -> None:
        fields = self.fields()
        if fields:
            field = fields[place % len(fields)]
            field.setFocus()
            self.driver.qtbot.keyClicks(field, words)
            self.driver.settle()

    @rule(steps=st.sampled_from([1, 3, 12]))
    def lead_on(self, steps: int) -> None:
        """What the panel asks for: or a random walk would hardly ever reach a stop."""
        for _ in range(steps):
            self._lead_on()

    def _lead_on(self) -> None:
        stage = self.driver.window.panel.presenter.stage()
        for field in self.fields():
            field.clear()
            words = A_NUMBER if field.objectName() == "number" else WORDS[0]
            self.driver.qtbot.keyClicks(field, words)
        for name in LEADING.get(stage, ()):  # type: ignore[arg-type]
            if self.driver.visible(name) and self._enabled(name):
                self.driver.press(name)

    def _enabled(self, name: str) -> bool:
        found = self.driver.window.findChildren(QPushButton, name)
        return any(key.isVisible() and key.isEnabled() for key in found)

    @rule(minutes=st.sampled_from([1, 11, 61]))
    def time_goes_on(self, minutes: int) -> None:
        self.driver.wait(minutes=minutes)

    def open(self) -> list[str]:
        return [one for one in self.raised if self.driver.alert(one).is_open]

    @invariant()
    def no_alert_is_lost(self) -> None:
        presenter = self.driver.window.panel.presenter
        here = presenter.alert
        shown = presenter.waiting + (here is not None and here.is_open)
        assert shown == len(self.open())

    @invariant()
    def no_duty_is_skipped(self) -> None:
        global stops
        for alert_id in self.raised:
            alert = self.driver.alert(alert_id)
            reached.add(alert.state)
            if alert.disposition is not None and alert.disposition.outcome.is_stop:
                stops += 1
                with self.driver.console.store.unit_of_work() as work:
                    assert_all_duties(alert, work.audit.entries())


@pytest.fixture(autouse=True)
def _window(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[None]:
    _qtbot.append(qtbot)
    _nodes.append(request.node)
    yield
    _qtbot.clear()
    _nodes.clear()


@pytest.mark.requirement("HIT-5", "HIT-10")
def test_that_no_walk_over_the_widgets_skips_a_duty_or_loses_an_alert() -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=max(1, STEPS // A_WALK),
            stateful_step_count=A_WALK,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert stops > 0, "no walk reached a stop: the test shows nothing"
    assert AlertState.PENDING in reached
