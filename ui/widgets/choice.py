"""One out of a list, with its label above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ui.theme.theme import theme
from ui.widgets.field import touchable
from ui.widgets.words import words

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier


class Choice(QComboBox):
    """Changes by a choice alone: a wheel over it scrolls what is around it."""

    def __init__(
        self, name: str, said: str, on_choice: Callable[[Any], None] = lambda _: None
    ) -> None:
        """`name` is the object name; `on_choice` gets the item's data, when a person chose."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMaxVisibleItems(20)
        touchable(self)
        self.activated.connect(lambda place: on_choice(self.itemData(place)))

    def offer(self, items: Sequence[tuple[Any, str]], chosen: Any) -> None:
        """Show `items` (data, words) with `chosen` as the one."""
        now = [(self.itemData(n), self.itemText(n)) for n in range(self.count())]
        if now != list(items):
            self.clear()
            for data, text in items:
                self.addItem(text, data)
        self.show_chosen(chosen)

    def show_chosen(self, chosen: Any) -> None:
        # Not findData: an enum's members are no values that Qt can compare.
        for place in range(self.count()):
            if self.itemData(place) == chosen and self.currentIndex() != place:
                self.setCurrentIndex(place)

    def event(self, event: QEvent) -> bool:
        # Letters jump to the words that begin so; the window's keys would take them first.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.text().isprintable()
            and event.text()
            and event.modifiers() in (_NO_MODIFIER, Qt.KeyboardModifier.ShiftModifier)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.text_second), 2))
        reach = theme.sizes.px(5)
        x, y = self.width() - theme.sizes.px(20), self.height() // 2 - reach // 2
        painter.drawPolyline([QPoint(x - reach, y), QPoint(x, y + reach), QPoint(x + reach, y)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def labeled(label: str, widget: QWidget) -> QVBoxLayout:
    """The widget under its label."""
    box = QVBoxLayout()
    box.setSpacing(2)
    said = words(label, "label")
    said.setBuddy(widget)
    box.addWidget(said)
    box.addWidget(widget)
    return box
