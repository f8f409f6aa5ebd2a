"""A field with its label above it, and a note for what was refused."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui.theme.theme import theme
from ui.widgets.shape import Mark
from ui.widgets.words import words


class _LeastHeight(QObject):
    """Goes with its widget, and its connection with it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        self._widget.setMinimumHeight(theme.sizes.target)


def touchable(widget: QWidget) -> None:
    """Keep `widget` as high as a finger needs, whatever the room; follows the theme."""
    _LeastHeight(widget)


class Field(QWidget):
    """One line of text with its label."""

    def __init__(
        self,
        label: str,
        name: str,
        secret: bool = False,
        hint: str = "",
        on_enter: Callable[[], None] | None = None,
    ) -> None:
        """`name` is the object name of the line itself."""
        super().__init__()
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText(hint)
        self.line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        if secret:
            self.line.setEchoMode(QLineEdit.EchoMode.Password)
        if on_enter is not None:
            self.line.returnPressed.connect(lambda: on_enter())
        self._label = words(label, "label")
        self._label.setBuddy(self.line)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self._label)
        box.addWidget(self.line)
        touchable(self.line)

    @property
    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        if text != self.line.text():
            self.line.setText(text)

    def show_label(self, shown: bool) -> None:
        """Without its label a field says in itself what it is for."""
        self._label.setVisible(shown)
        self.line.setPlaceholderText("" if shown else self._label.text())

    def set_label(self, label: str) -> None:
        self._label.setText(label)
        self.line.setAccessibleName(label)


class Refusal(QWidget):
    """What was refused, why and what to do: in place, on a washed ground, with its shape."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "wash")
        self.setProperty("meaning", Meaning.CAUTION.value)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Mark(20)
        self._mark.show_meaning(Meaning.CAUTION)
        self._words = words("", "strong", wrap=True)
        self._words.setObjectName(f"{name}_words")
        row = QHBoxLayout(self)
        gap = theme.sizes.gap
        row.setContentsMargins(gap, gap // 2, gap, gap // 2)
        row.setSpacing(gap)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def say(self, text: str, meaning: Meaning = Meaning.CAUTION) -> None:
        """Show `text`; '' hides the note."""
        self._words.setText(text)
        self._mark.show_meaning(meaning)
        self.setProperty("meaning", meaning.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class _Lines(QPlainTextEdit):
    """Enter hands over, Shift+Enter begins a line; Tab moves on."""

    digits_press = False
    """While it is empty a digit presses the key on screen that carries it: no statement begins
    with one, and a statement that is offered need not be typed."""

    def __init__(self, on_enter: Callable[[], None]) -> None:
        super().__init__()
        self._on_enter = on_enter
        self.setTabChangesFocus(True)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and self.digits_press
            and isinstance(event, QKeyEvent)
            and event.text().isdigit()
            and not self.toPlainText()
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._on_enter()
            return
        super().keyPressEvent(event)


class TextArea(QWidget):
    """Several lines of text with their label."""

    def __init__(self, label: str, name: str, on_enter: Callable[[], None]) -> None:
        super().__init__()
        self.area = _Lines(on_enter)
        self.area.setObjectName(name)
        self.area.setAccessibleName(label)
        self.area.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._label = words(label, "label", wrap=True)
        self._label.setBuddy(self.area)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self._label)
        box.addWidget(self.area)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def text(self) -> str:
        return self.area.toPlainText()

    def set_text(self, text: str) -> None:
        if text != self.text:
            self.area.setPlainText(text)

    def set_label(self, label: str) -> None:
        self._label.setText(label)
        self.area.setAccessibleName(label)
        self._fit()

    def _fit(self) -> None:
        """Where the room is short the area says in itself what it is for."""
        compact = theme.sizes.compact
        self._label.setVisible(not compact)
        self.area.setPlaceholderText(self._label.text() if compact else "")
        self.area.setFixedHeight(theme.sizes.px(48 if compact else 72))
