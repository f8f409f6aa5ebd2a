"""Drives the window as a person does: by the keyboard and by what is on screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import Alert
from alpr_console.domain.events import PositionChanged
from alpr_console.map_ports import MapFile
from tests.fakes.fake_console import FakeConsole
from tests.fakes.shift import StandingClock
from tests.ui import cast
from ui.alert_panel import verification
from ui.app import build_window
from ui.theme.theme import ThemeName, theme
from ui.widgets.key_button import KeyButton

PATIENCE_MS = 30_000
"""Far beyond what anything takes that a test waits for, on a machine that is busy elsewhere."""


def let_closed_windows_go() -> None:
    """Closed windows are deleted by an event loop, and most tests run none: without this they
    pile up, clocks and all, until later tests have no time left to wait in."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Driver:
    def __init__(
        self,
        qtbot: QtBot,
        size: tuple[int, int] = (1280, 800),
        theme_name: ThemeName = "day",
        people: bool = True,
        map_file: MapFile | None = None,
        **policy_changes: object,
    ) -> None:
        self.qtbot = qtbot
        self.clock = StandingClock()
        self.console: FakeConsole = cast.console(self.clock, people, **policy_changes)
        self.console.map_file = map_file
        theme.motion = False
        verification.rest_ms = 0
        self.window = build_window(self.console, theme_name, size, self.clock.now)  # type: ignore[arg-type]
        qtbot.addWidget(self.window)
        self.window.show()
        self.settle()

    def settle(self) -> None:
        """Let every event and answer that is under way arrive."""
        for _ in range(6):
            QApplication.processEvents()

    # -- seeing ----------------------------------------------------------------------------

    def visible(self, name: str) -> bool:
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def words(self, name: str) -> str:
        """What the visible label `name` says; '' where there is none on screen."""
        labels = [w for w in self.window.findChildren(QLabel, name) if w.isVisible()]
        return labels[0].text() if labels else ""

    def all_words(self) -> str:
        """Every word on screen, in labels and on keys."""
        texts = [w.text() for w in self.window.findChildren(QLabel) if w.isVisible()]
        texts += [w.text() for w in self.window.findChildren(QPushButton) if w.isVisible()]
        return "\n".join(texts)

    def refusal(self) -> str:
        return self.words("refusal_words")

    def alert(self, alert_id: str) -> Alert:
        with self.console.store.unit_of_work() as work:
            return work.alerts.get(alert_id)

    # -- doing -----------------------------------------------------------------------------

    def field(self, name: str) -> QLineEdit | QPlainTextEdit:
        kinds = (QLineEdit, QPlainTextEdit)
        found = [w for kind in kinds for w in self.window.findChildren(kind, name) if w.isVisible()]
        assert found, f"no field {name} on screen"
        return found[0]

    def write(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.settle()

    def tick(self, name: str) -> None:
        (box,) = self.window.findChildren(QCheckBox, name)
        box.setChecked(True)
        self.settle()

    def press(self, name: str) -> None:
        """Press the key `name` with the mouse."""
        keys = [w for w in self.window.findChildren(QPushButton, name) if w.isVisible()]
        assert keys, f"no key {name} on screen"
        assert keys[0].isEnabled(), f"{name} cannot be pressed"
        self.qtbot.mouseClick(keys[0], Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, name: str) -> None:
        """Press a key of the keyboard, wherever the focus is."""
        combination = QKeySequence(name)[0]
        target = self.window.focusWidget() or self.window
        self.qtbot.keyClick(target, combination.key(), combination.keyboardModifiers())
        self.settle()

    def sign_in(self, name: str, password: str = cast.PASSWORD) -> None:
        self.write("sign_in_name", name)
        self.write("sign_in_password", password)
        for box in self.window.findChildren(QCheckBox, "sign_in_acknowledge"):
            box.setChecked(True)
        self.press("sign_in_go")

    def sign_out(self) -> None:
        """By its key; what is open is handed on."""
        self.press("sign_out")
        if self.visible("end_out"):
            self.key("Return")

    def go_on_patrol(self, stale: bool = False) -> None:
        cast.put_lists(self.console, stale)
        cast.live(self.console)
        self.console.send(PositionChanged(cast.PLACE))
        self.settle()
        self.wait_for(lambda: self.window.live.frame is not None)

    def see(self, text: str, state: str = "CA", **options: object) -> list[Alert]:
        """A plate passes; the alerts it raises."""
        alerts = self.console.put_read(cast.read(text, state, **options))  # type: ignore[arg-type]
        self.settle()
        return alerts

    def wait_for(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)

    def wait(self, **span: float) -> None:
        """Let the console's clock go on."""
        self.clock.go_on(**span)
        self.window.tick()
        self.settle()

    def answer(self, word: str) -> None:
        """'identical' or 'different', by the key that stands on it for this item."""
        (choice,) = self.window.findChildren(KeyButton, f"answer_{word}")
        self.key(choice.key)

    def verify(self) -> None:
        """Answer every item identical, by the keyboard."""
        while self.visible("answer_identical"):
            self.answer("identical")

    def confirm(self) -> None:
        self.press("way_dispatch")
        self.key("Return")
        self.write("reply_from", "Dispatcher Chen")
        self.press("reply_confirmed")
