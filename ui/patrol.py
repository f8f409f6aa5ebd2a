"""The patrol screen: live picture and latest reads on the left, the alert on the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.events import ReadReleased
from alpr_console.domain.officer_settings import OfficerSettings, PanelSide
from alpr_console.domain.read import PlateRead
from ui import strings_shift
from ui.alert_panel.view import AlertPanel
from ui.live_view.reads_strip import ReadsStrip
from ui.live_view.view import LiveView
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton

PANEL_SHARE = 0.38
PANEL_WIDTHS = (472, 560)
"""Least and most px of the alert panel at scale 1."""


class PatrolPage(QWidget):
    def __init__(
        self,
        live: LiveView,
        panel: AlertPanel,
        on_take: Callable[[], None],
        on_type: Callable[[], None],
    ) -> None:
        """`on_take` reads the picture on screen, `on_type` asks for a plate by hand."""
        super().__init__()
        self.live = live
        self.panel = panel
        self.strip = ReadsStrip()
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.sizes.gap)
        left.addWidget(live)
        below = QHBoxLayout()
        below.setSpacing(theme.sizes.gap)
        below.addWidget(self.strip, 1)
        below.addLayout(_by_hand(on_take, on_type))
        left.addLayout(below, 1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(panel)

    def take(self, settings: OfficerSettings) -> None:
        """The alert on the side of the hand that is at hand."""
        side = settings.panel_side
        self._row.removeWidget(self.panel)
        self._row.insertWidget(0 if side is PanelSide.LEFT else 1, self.panel)
        left, right = (
            (self.panel, self._left) if side is PanelSide.LEFT else (self._left, self.panel)
        )
        QWidget.setTabOrder(left, right)

    def show_reads(self, reads: tuple[tuple[PlateRead, bool], ...]) -> None:
        """Reads already on record, newest first, each with whether it was a hit, when a shift
        begins or goes on."""
        for read, hit in reversed(reads):
            self.strip.add(read, hit=hit)
        if reads:
            self.panel.idle.show_read(reads[0][0])

    def read_released(self, event: ReadReleased) -> None:
        self.strip.add(event.read, hit=bool(event.matches))
        self.panel.idle.show_read(event.read)

    def clear(self) -> None:
        self.strip.clear()
        self.panel.idle.show_read(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        sizes = theme.sizes
        gap = sizes.gap if sizes.compact else 2 * sizes.gap
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        least, most = (sizes.px(w) for w in PANEL_WIDTHS)
        panel = max(least, min(most, round(self.width() * PANEL_SHARE)))
        self.panel.setFixedWidth(panel)
        # The picture keeps 16:9; what is left of the height goes to the reads under it.
        width = self.width() - panel - 3 * gap
        room = self.height() - 2 * gap - sizes.gap - self.strip.sizeHint().height()
        self.live.setFixedHeight(max(min(width * 9 // 16, room), self.live.minimumHeight(), 1))


def _by_hand(on_take: Callable[[], None], on_type: Callable[[], None]) -> QVBoxLayout:
    """The keys of what does not come by itself."""
    column = QVBoxLayout()
    column.setSpacing(theme.sizes.gap)
    for text, said, name, press, key in (
        (strings_shift.CAPTURE, strings_shift.CAPTURE_SAID, "take", on_take,
         strings_shift.KEY_CAPTURE),
        (strings_shift.TYPE, strings_shift.TYPE_SAID, "type_plate", on_type,
         strings_shift.KEY_TYPE),
    ):  # fmt: skip
        button = KeyButton(text, name, press, key=key, said=said)
        button.setToolTip(said)
        column.addWidget(button)
    column.addStretch(1)
    return column
