"""A drop-down with its label above it: one of a few, chosen by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.widgets.field import touchable
from ui.widgets.words import words

T = TypeVar("T")


class _Box(QComboBox):
    """Shows that it opens; the style sheet has no picture for that."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.sizes.px(18)
        painter = QPainter(self)
        painter.drawPixmap(
            self.width() - side - theme.sizes.gap - theme.sizes.focus,
            (self.height() - side) // 2,
            pixmap("chevron-down", theme.palette.text_second, side, self.devicePixelRatioF()),
        )


class Choice(QWidget, Generic[T]):
    """`name` is the object name of the box itself. Typing jumps to the words that begin so."""

    def __init__(
        self,
        label: str,
        name: str,
        options: Iterable[tuple[str, T]],
        on_choice: Callable[[], None] | None = None,
        said: str = "",
    ) -> None:
        super().__init__()
        self.box: QComboBox = _Box()
        self.box.setObjectName(name)
        self.box.setAccessibleName(said or label)
        self.box.setMaxVisibleItems(8)
        # As wide as its place, not as its longest words.
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(4)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._values: list[T] = []
        for text, value in options:
            self.box.addItem(text)
            self._values.append(value)
        if on_choice is not None:
            self.box.currentIndexChanged.connect(lambda _place: on_choice())
        self._label = words(label, "label")
        self._label.setBuddy(self.box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._label)
        column.addWidget(self.box)
        touchable(self.box)
        theme.changed.connect(self.updateGeometry)

    @property
    def value(self) -> T:
        return self._values[max(self.box.currentIndex(), 0)]

    def choose(self, value: T) -> None:
        """Raises ValueError for what is no option."""
        self.box.setCurrentIndex(self._values.index(value))


class FreeChoice(Choice[str]):
    """One of a few, or other words in their place."""

    def __init__(
        self,
        label: str,
        name: str,
        options: Iterable[tuple[str, str]],
        on_choice: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(label, name, options)
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.box.lineEdit()
        assert line is not None
        line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        line.setAccessibleName(label)
        self.box.setCurrentIndex(0)
        if on_choice is not None:
            self.box.editTextChanged.connect(lambda _text: on_choice())

    @property
    def value(self) -> str:
        """Of the option whose words stand there; else the words themselves, unchecked."""
        text = self.box.currentText().strip()
        for place, value in enumerate(self._values):
            if self.box.itemText(place).casefold() == text.casefold():
                return value
        return text
