"""Plays a scripted shift through the window, with the keys and fields a person would use.

First start, hot lists, accounts, the officer's shift with every hit's course, the
supervisor's review. Each screen is kept as a picture. Nothing here reaches past the
window: what it records it records by pressing what is on screen.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import Reply
from alpr_console.domain.errors import ScenarioFailed
from alpr_console.domain.events import AlertRaised, CameraChanged, ConsoleEvent, SourceState
from alpr_console.simulation.scenario import ScriptedActs, VehiclePass
from ui.app import build_window
from ui.main_window import MainWindow
from ui.scripted_setup import FIRST_PASSWORD, PEOPLE, ScriptedSetup
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton

if TYPE_CHECKING:
    from alpr_console.cli.demo import Rehearsal

W = TypeVar("W", bound=QWidget)

PATIENCE_S = 30.0
"""How long a screen may take to come to what the script waits for."""

SHIFT_PATIENCE_S = 900.0
"""How long the whole feed may take on a slow machine."""


def play(rehearsal: Rehearsal) -> None:
    """Play the whole shift. Raises ScenarioFailed at the first screen that does not come."""
    officer = ScriptedOfficer(rehearsal)
    try:
        officer.play()
    finally:
        officer.window.close()


def _wait(milliseconds: int) -> None:
    """Let the window live on. QTest.qWait would hold the interpreter, and starve the cameras."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class ScriptedOfficer(ScriptedSetup):
    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal = rehearsal
        self.window: MainWindow = build_window(rehearsal.console, "day")
        self._pause_ms = 350 if rehearsal.on_screen else 0
        self._shots = 0
        self._raised: list[Alert] = []
        self._ended = False
        # The administrator has made their own password at the first start.
        self._signed_in = {"admin"}
        self._photographed: set[str] = set()
        self.window.bridge.happened.connect(self._on_event)

    def play(self) -> None:
        rehearsal = self._rehearsal
        rehearsal.console.start()
        self.window.show()
        self._prepare()
        self._sign_in("officer", keep="sign-in")
        self._patrol()
        self._sign_out()
        self._sign_in("supervisor")
        self._review()
        self._sign_out()

    # -- the course of the demo ------------------------------------------------------------

    def _sign_in(self, key: str, keep: str = "") -> None:
        name, _full_name, _badge, password = PEOPLE[key]
        first = key not in self._signed_in
        self._signed_in.add(key)
        if first:
            password = FIRST_PASSWORD
        self._rehearsal.camera_on = key == "officer"
        self._until(lambda: self._visible("sign_in_go"), "the sign-in form")
        for field, text in (
            ("sign_in_name", name), ("sign_in_password", password),
            ("sign_in_unit", self._rehearsal.unit),
        ):  # fmt: skip
            self._type(field, text)
        acknowledged = self._find(QCheckBox, "sign_in_acknowledge")
        if not acknowledged.isChecked():
            acknowledged.click()
        if keep:
            self._keep_both(keep)
        self._press("sign_in_go")
        self._until(lambda: self.window.session is not None, f"the session of {name}")
        if first:
            self._own_password(key)
        self._pause()

    def _sign_out(self) -> None:
        self._press("sign_out")
        self._until(lambda: self.window.session is None, "the end of the session")

    def _patrol(self) -> None:
        """Answer each alert as it comes, until the feed has ended and none is open."""
        end = time.monotonic() + SHIFT_PATIENCE_S
        photographed = False
        while not (
            self._ended and not self._open_alert() and self.window.panel.presenter.waiting == 0
        ):
            if time.monotonic() > end:
                raise ScenarioFailed("The feed did not come to its end.", "Try again.")
            alert = self._open_alert()
            if alert is not None:
                self._answer(alert)
            elif not photographed and self._plate_well_in_view():
                photographed = self._keep_both("live-view")
            _wait(20)
        self._keep("after-the-shift")

    def _review(self) -> None:
        self._press("go_review")
        self._until(lambda: self._find(QWidget, "review").isVisible(), "the review")
        self._press("review_show")
        count = self._find(QWidget, "review_count")
        wanted = str(len(self._rehearsal.scenario.hits))
        self._until(lambda: wanted in count.property("text"), "the shift's hits")
        table = self._find(QAbstractItemView, "hits")
        first_hit = table.visualRect(table.model().index(table.model().rowCount() - 1, 0))
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=first_hit.center())
        course = self._find(QLabel, "course_title")
        self._until(lambda: self._first_plate() in course.text(), "the first hit's course")
        self._keep_both("review")

    def _first_plate(self) -> str:
        hit = self._rehearsal.scenario.hits[0].hit
        return hit.lic if hit is not None else ""

    # -- one alert -------------------------------------------------------------------------

    def _answer(self, alert: Alert) -> None:
        """The scripted acts for the alert on screen, each by its key."""
        one = self._script_of(alert)
        if one is None or one.acts is None:
            raise ScenarioFailed(
                f"An alert on {alert.hit.read.text} that the script does not know.",
                "The reader or the matcher took one plate for another.",
            )
        acts = one.acts
        self._keep_stage("characters", one)
        for answer in acts.answers:
            self._stage_pause()
            before = self._answered()
            key = "answer_identical" if answer.verdict is Verdict.IDENTICAL else "answer_different"
            self._press(key)
            if answer.reason:
                self._until(lambda: self._visible("reason"), "the reason's field")
                self._type("reason", answer.reason)
                self._press("reason_go")
            self._until(lambda: self._answered() == before + 1, f"the answer {answer.kind.value}")  # noqa: B023
            self._keep_stage(f"after-{answer.kind.value}", one)
        if acts.confirmation is not None:
            self._confirm(acts, one)
        if acts.exigency:
            self._press("exigent")
            self._until(lambda: self._visible("facts"), "the facts' field")
            self._write("facts", acts.exigency)
            self._press("facts_go")
            self._until(lambda: self._state() is AlertState.EXIGENT, "the exigency on record")
        if acts.outcome.is_stop:
            self._until(lambda: self._visible("basis"), "the lawful basis's field")
            self._write("basis", acts.basis)
            if acts.person_effort and self._visible("effort"):
                self._write("effort", acts.person_effort)
            self._keep_stage("lawful-basis", one)
            self._press("basis_go")
            self._until(lambda: self._state() is AlertState.STOP_PERMITTED, "the basis on record")
        self._end(acts, one)

    def _confirm(self, acts: ScriptedActs, one: VehiclePass) -> None:
        confirmation = acts.confirmation
        if confirmation is None:
            return
        self._press(f"way_{confirmation.way.value}")
        self._press(f"urgency_{confirmation.urgency.value}")
        self._press("request_sent")
        self._until(lambda: self._state() is AlertState.PENDING, "the request on record")
        self._type("reply_from", confirmation.from_whom)
        self._type("reply_note", confirmation.note)
        self._keep_stage("confirmation", one)
        self._press(f"reply_{confirmation.reply.value}")
        wanted = {
            Reply.CONFIRMED: AlertState.CONFIRMED,
            Reply.NOT_CONFIRMED: AlertState.DENIED,
            Reply.LATER: AlertState.PENDING,
        }[confirmation.reply]
        self._until(lambda: self._state() is wanted, "the reply on record")

    def _end(self, acts: ScriptedActs, one: VehiclePass) -> None:
        self._until(lambda: self._visible(f"outcome_{acts.outcome.value}"), "the outcomes")
        self._press(f"outcome_{acts.outcome.value}")
        if acts.number:
            self._type("number", acts.number)
        self._type("note", acts.note)
        self._keep_stage("disposition", one)
        self._press("outcome_go")
        self._until(lambda: self._state() is AlertState.CLOSED, "the disposition on record")
        self._keep_stage("closed", one)
        self._press("next_alert")
        self._until(lambda: self._state() is not AlertState.CLOSED, "the way back to the live view")

    def _script_of(self, alert: Alert) -> VehiclePass | None:
        lic = alert.hit.entry.lic
        hits = self._rehearsal.scenario.hits
        return next((one for one in hits if one.hit is not None and one.hit.lic == lic), None)

    # -- the window ------------------------------------------------------------------------

    def _on_event(self, event: ConsoleEvent) -> None:
        if isinstance(event, AlertRaised):
            self._raised.append(event.alert)
        elif isinstance(event, CameraChanged) and event.state is SourceState.ENDED:
            self._ended = True

    def _open_alert(self) -> Alert | None:
        alert = self.window.panel.presenter.alert
        return alert if alert is not None and alert.is_open else None

    def _state(self) -> AlertState | None:
        alert = self.window.panel.presenter.alert
        return alert.state if alert is not None else None

    def _answered(self) -> int:
        alert = self.window.panel.presenter.alert
        return len(alert.answers) if alert is not None else 0

    def _plate_well_in_view(self) -> bool:
        """A plate near enough to be seen on a picture, with reads on record before it."""
        newest = self._rehearsal.console.pictures.newest(self._rehearsal.scenario.camera)
        return newest is not None and any(
            overlay.confidence > 0.9 and overlay.corners[1][0] - overlay.corners[0][0] > 70
            for overlay in newest[1].overlays
        )

    def _find(self, kind: type[W], name: str) -> W:
        """The widget called `name`; the one on screen where several carry the name."""
        found = self.window.findChildren(kind, name)
        for widget in found:
            if widget.isVisible():
                return widget
        if not found:
            raise ScenarioFailed(f"The window has no '{name}'.", "The script is out of date.")
        return found[0]

    def _visible(self, name: str) -> bool:
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def _note(self, name: str) -> str:
        return self._find(QWidget, name).accessibleName()

    def _press(self, name: str) -> None:
        self._until(
            lambda: self._visible(name) and self._find(KeyButton, name).isEnabled(),
            f"the key '{name}'",
        )
        self._pause()
        QTest.mouseClick(self._find(KeyButton, name), Qt.MouseButton.LeftButton)

    def _type(self, name: str, text: str) -> None:
        line = self._find(QLineEdit, name)
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)

    def _write(self, name: str, text: str) -> None:
        area = self._find(QPlainTextEdit, name)
        area.setFocus()
        area.selectAll()
        QTest.keyClicks(area, text)

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while not condition():
            if time.monotonic() > end:
                self._keep("stuck")
                raise ScenarioFailed(f"Waited in vain for {what}.", "See the last screenshot.")
            _wait(10)

    def _pause(self) -> None:
        _wait(self._pause_ms)

    def _stage_pause(self) -> None:
        _wait(4 * self._pause_ms)

    # -- pictures --------------------------------------------------------------------------

    def _keep_stage(self, stage: str, one: VehiclePass) -> None:
        self._keep(f"{one.key}-{stage}")
        if stage not in self._photographed:
            # Each stage once by night too.
            self._photographed.add(stage)
            self._keep_at_night(f"{one.key}-{stage}")

    def _keep_both(self, name: str) -> bool:
        self._keep(name)
        self._keep_at_night(name)
        return True

    def _keep_at_night(self, name: str) -> None:
        # Chosen here rather than by F9, which has no place on the sign-in screen.
        theme.choose("night")
        self._keep(f"{name}-night")
        theme.choose("day")

    def _keep(self, name: str) -> None:
        """The window as it is now, numbered in the order of the shift."""
        QApplication.processEvents()
        self._shots += 1
        path = self._rehearsal.screenshots / f"{self._shots:02d}-{name}.png"
        if not self.window.grab().save(str(path)):
            raise ScenarioFailed(
                f"{path} cannot be written.", "Free space, or name another folder."
            )
