"""The five steps with what each of them recorded."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.notices import Meaning
from ui.alert_panel.model import Step, StepStatus
from ui.theme.fonts import text_font
from ui.theme.icons import pixmap
from ui.theme.theme import theme

_ICONS = {StepStatus.DONE: "circle-check", StepStatus.FAILED: "triangle-alert"}
_MEANINGS = {StepStatus.DONE: Meaning.CONFIRMED, StepStatus.FAILED: Meaning.CAUTION}


class StepStrip(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyled)

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._steps

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        if steps == self._steps:
            return
        self._steps = steps
        self.setAccessibleName(
            "; ".join(f"{s.number} {s.label} {s.status.value} {s.recorded}".strip() for s in steps)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.sizes.px(320), theme.sizes.px(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.sizes.px(240), theme.sizes.px(48))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = theme.sizes.px(6)
        weights = [_weight(s) for s in self._steps]
        room = self.width() - gap * (len(self._steps) - 1)
        left = 0.0
        for step, weight in zip(self._steps, weights, strict=True):
            width = room * weight / sum(weights)
            self._paint_step(painter, step, QRectF(left, 0, width, self.height()))
            left += width + gap

    def _paint_step(self, painter: QPainter, step: Step, place: QRectF) -> None:
        sizes, palette = theme.sizes, theme.palette
        now = step.status is StepStatus.NOW
        meaning = _MEANINGS.get(step.status)
        rule = QRectF(place.x(), place.y(), place.width(), sizes.px(4 if now else 2))
        ink = palette.text if now else palette.text_second
        line = palette.text if now else palette.edge
        if meaning is not None:
            ink = line = palette.meaning(meaning).ink
        elif step.status in (StepStatus.AHEAD, StepStatus.ABSENT):
            ink, line = palette.text_dim, palette.hairline
        painter.fillRect(rule, QColor(line))
        font = text_font(sizes.caption, strong=now or meaning is not None)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        first = QRectF(place.x(), place.y() + sizes.px(6), place.width(), sizes.px(21))
        painter.setPen(QColor(ink))
        painter.setFont(font)
        head = f"{step.number} {step.label}"
        icon = _ICONS.get(step.status)
        if icon is not None:
            side = sizes.px(15)
            painter.drawPixmap(
                round(first.x()), round(first.y() + (first.height() - side) / 2),
                pixmap(icon, ink, side, self.devicePixelRatioF()),
            )  # fmt: skip
            first = first.adjusted(side + sizes.px(3), 0, 0, 0)
            head = step.label
        painter.drawText(first, middle, _fit(head, font, first.width()))
        second = QRectF(place.x(), place.y() + sizes.px(27), place.width(), sizes.px(19))
        font = text_font(sizes.px(14))
        painter.setFont(font)
        painter.drawText(second, middle, _fit(step.recorded, font, second.width()))

    def _restyled(self) -> None:
        self.updateGeometry()
        self.update()


def _weight(step: Step) -> float:
    """Characters decide how wide a step is; the shortest still has its place."""
    return max(len(step.label) + 3, len(step.recorded), 7)


def _fit(text: str, font: QFont, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
