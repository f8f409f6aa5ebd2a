"""One place for the keyboard: each key presses the button on screen that carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QStackedWidget, QWidget

from ui import strings_keys
from ui.keymap import keymap
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still

DIGITS = tuple("123456789")

PRESSING = tuple(
    dict.fromkeys(
        (
            *(
                key
                for _, keys in strings_keys.KEYS_HELP
                for listed, _ in keys
                if listed not in ("Tab", "1 – 9")
                for key in listed.split()
            ),
            *DIGITS,
        )
    )
)
"""Keys that press buttons, each once, whatever it means on which screen. A text field with the
focus keeps its letters to itself."""


class Keyboard(QObject):
    """Shortcuts of one window, its child. A key held down presses once."""

    def __init__(self, window: QWidget, touched: Callable[[], None] = lambda: None) -> None:
        """`touched` is told of each: a shortcut's key comes to no window and no widget."""
        super().__init__(window)
        self._window = window
        self._touched = touched
        self._shortcuts: dict[str, QShortcut] = {}
        for key in PRESSING:
            self._listen(key, key)
        self._listen("Enter", strings_keys.KEY_ENTER)  # the one of the number block
        self._listen("Esc", strings_keys.KEY_BACK)  # a text field keeps Backspace to itself
        keymap.changed.connect(self._take_keys)
        self._take_keys()

    def press(self, key: str) -> bool:
        """Press the first button on screen that carries `key`; whether there was one.

        Enter without such a button belongs to the field that has the focus: pages of several
        forms have one for each.
        """
        for button in self._buttons():
            if button.key == key and button.isVisible() and button.isEnabled():
                button.click()
                return True
        pictures = [
            one for one in self._window.findChildren(Still)
            if one.key == key and one.isVisible() and one.has_picture
        ]  # fmt: skip
        for picture in pictures:
            picture.zoom_next()
        if pictures:
            return True
        field = self._window.focusWidget()
        if key == strings_keys.KEY_ENTER and isinstance(field, QLineEdit):
            field.returnPressed.emit()
            return True
        return False

    def _buttons(self) -> Iterator[KeyButton]:
        """Those of the page in view and of the bars around it; hundreds are on pages behind it."""
        screen: QWidget | None = self._window
        if isinstance(screen, QMainWindow):
            screen = screen.centralWidget()
        if isinstance(screen, QStackedWidget):
            screen = screen.currentWidget()
        for part in screen.children() if screen is not None else ():
            shown = part.currentWidget() if isinstance(part, QStackedWidget) else part
            if isinstance(shown, KeyButton):
                yield shown
            elif isinstance(shown, QWidget):
                yield from shown.findChildren(KeyButton)

    def _listen(self, pressed: str, key: str) -> None:
        shortcut = QShortcut(QKeySequence(pressed), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._touched)
        shortcut.activated.connect(lambda: self.press(key))
        self._shortcuts[pressed] = shortcut

    def _take_keys(self) -> None:
        for key in keymap.own:
            if key not in self._shortcuts:
                self._listen(key, key)
