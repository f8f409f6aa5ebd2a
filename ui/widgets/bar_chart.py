"""Counts as lying bars, one row each, that can be chosen by touch and by the arrow keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea

from alpr_console.domain.notices import Meaning
from ui.theme.fonts import text_font
from ui.theme.theme import theme

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_LONGEST_NAME = 0.4
"""Of the chart's width."""


class _Plot(pg.PlotWidget):  # type: ignore[misc]
    """The bars; their names are the ticks of the left axis."""

    def __init__(self, on_press: Callable[[int], None]) -> None:
        super().__init__()
        self._on_press = on_press
        self._names: tuple[str, ...] = ()
        self.setMenuEnabled(False)
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.hideAxis("bottom")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def put(self, counts: Sequence[tuple[str, int]], here: int) -> None:
        """Draw; the bar `here` is the chosen one, -1 for none."""
        self._names = tuple(name for name, _ in counts)
        palette, font = theme.palette, text_font(theme.sizes.caption)
        self.clear()
        self.setBackground(palette.surface)
        places = list(range(len(counts)))
        plain = palette.meaning(Meaning.INFORMATION).fill
        self.addItem(
            pg.BarGraphItem(
                x0=0, y=places, height=0.6, width=[count for _, count in counts], pen=None,
                brushes=[palette.strong if place == here else plain for place in places],
            )
        )  # fmt: skip
        for place, (_, count) in enumerate(counts):
            said = pg.TextItem(f"{count:,}", color=palette.text, anchor=(0, 0.5))
            said.setFont(font)
            said.setPos(count, place)
            self.addItem(said)
        axis = self.getAxis("left")
        axis.setPen(palette.edge)
        axis.setTextPen(palette.text)
        axis.setTickFont(font)
        metrics = QFontMetrics(font)
        most = round(self.width() * _LONGEST_NAME)
        elided = [metrics.elidedText(n, Qt.TextElideMode.ElideRight, most) for n in self._names]
        axis.setTicks([list(zip(places, elided, strict=True))])
        axis.setWidth(max((metrics.horizontalAdvance(n) for n in elided), default=0) + 24)
        view = self.getViewBox()
        view.invertY(True)
        self.setYRange(-0.5, max(len(counts), 1) - 0.5, padding=0)
        self.setXRange(0, 1.2 * max((count for _, count in counts), default=1), padding=0)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The whole row answers, name and all: a short bar is no target for a finger."""
        row = self.getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint())).y()
        if event.button() is Qt.MouseButton.LeftButton and -0.5 <= row < len(self._names) - 0.5:
            self._on_press(round(row))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class BarChart(QScrollArea):
    """`on_choice` gets the name of the bar that was touched, or opened with Enter."""

    def __init__(
        self, name: str, said: str, bar_said: str, on_choice: Callable[[str], None]
    ) -> None:
        """`name` is the object name; `bar_said` words a bar by {name} and {count}."""
        super().__init__()
        self.setObjectName(name)
        self._said = said
        self._bar_said = bar_said
        self._on_choice = on_choice
        self._counts: tuple[tuple[str, int], ...] = ()
        self._here = -1
        self._plot = _Plot(self._open)
        self.setWidget(self._plot)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        return self._counts

    @property
    def here(self) -> str:
        """Name of the chosen bar; '' for none."""
        return self._counts[self._here][0] if self._here >= 0 else ""

    def put(self, counts: Sequence[tuple[str, int]], chosen: str = "") -> None:
        """In the order given, from above; `chosen` is the bar whose records are shown."""
        names = [name for name, _ in counts]
        here = names.index(chosen) if chosen in names else -1
        if (tuple(counts), here) != (self._counts, self._here):
            self._counts, self._here = tuple(counts), here
            self._draw()

    def event(self, event: QEvent) -> bool:
        # The window's keys would take Enter first.
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OPENING
            and self._here >= 0
        ):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._here < 0 and self._counts:
            # Or nobody could see where the keyboard is.
            self._here = 0
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None and self._counts:
            self._here = min(max(self._here + step, 0), len(self._counts) - 1)
            self._draw()
            side = theme.sizes.target
            self.ensureVisible(0, self._here * side + side // 2, 0, side)
        elif event.key() in _OPENING and self._here >= 0:
            self._open(self._here)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._draw()

    def _open(self, place: int) -> None:
        self._here = place
        self._draw()
        self._on_choice(self._counts[place][0])

    def _draw(self) -> None:
        self._plot.setMinimumHeight(theme.sizes.target * len(self._counts))
        self._plot.put(self._counts, self._here)
        said = self._said
        if self._here >= 0:
            name, count = self._counts[self._here]
            said = self._bar_said.format(name=name, count=f"{count:,}")
        self.setAccessibleName(said)
