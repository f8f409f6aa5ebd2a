"""Labels: each of one role of the style sheet."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from alpr_console.domain.notices import Meaning

Role = Literal[
    "body", "title", "strong", "second", "caption", "label", "dim", "plate", "serial", "clock",
    "timer", "tag", "glance", "glance-plate", "glance-line",
    "glance-tag",
]  # fmt: skip


def words(
    text: str = "", role: Role = "body", wrap: bool = False, copyable: bool = False
) -> QLabel:
    """A label of `role`. Plain text always: what lists and people write is never markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setWordWrap(wrap)
    if role in ("tag", "glance-tag"):  # the style sheet's padding is left out of a label's size
        label.setContentsMargins(8, 3, 8, 3)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    if copyable:
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setAccessibleName(text)
    return label


def say(label: QLabel, text: str, meaning: Meaning | None = None) -> None:
    """Put `text` on `label` in the color of `meaning`; an empty text hides the label."""
    # Before the text: a label measures itself when its text changes.
    mean(label, meaning)
    label.setText(text)
    # A label without a parent yet would come up as a window of its own.
    if not text or label.parent() is not None:
        label.setVisible(bool(text))


def mean(widget: QWidget, meaning: Meaning | None) -> None:
    """Give `widget` the colors of `meaning`, gray where None."""
    name = meaning.value if meaning else ""
    if widget.property("meaning") != name:
        widget.setProperty("meaning", name)
        restyle(widget)


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()


class ElidedLabel(QLabel):
    """One line that ends in '…' where the room ends; the whole text is in its tool tip."""

    def __init__(self, text: str = "", role: Role = "body") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown
        )


def hairline() -> QFrame:
    line = QFrame()
    line.setProperty("role", "hairline")
    line.setFixedHeight(1)
    return line
