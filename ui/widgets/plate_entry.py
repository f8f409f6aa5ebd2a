"""The page on which a person says what plate they see: pictures at the left, at the right a card
with the plate and its state, and the key that takes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from alpr_console.domain.plate import STATES
from ui import strings, strings_keys
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton


class PlateEntry(QWidget):
    """Whoever derives from it puts what is above the plate and below it with `lay_out`."""

    def __init__(
        self,
        parts: str,
        plate: str,
        go: str,
        on_go: Callable[[], None],
        on_back: Callable[[], None],
    ) -> None:
        """`parts` begins the object names of its parts; `plate` and `go` are words."""
        super().__init__()
        self.plate = Field(plate, f"{parts}_plate", on_enter=on_go)
        self.state = Choice(f"{parts}_state", strings.STATE_FIELD)
        narrow(self.state)
        not_told = ("", strings.STATE_NOT_TOLD)
        self.state.offer([not_told, *((code, code) for code in STATES)], "")
        self.note = Refusal(f"{parts}_refusal")
        self.go = KeyButton(go, f"{parts}_go", on_go, role="go", key=strings_keys.KEY_ENTER)
        self._back = KeyButton(
            strings.BACK, f"{parts}_back", on_back, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        self._row = QHBoxLayout(self)
        self._column = QVBoxLayout()

    def lay_out(
        self,
        pictures: Sequence[tuple[QWidget, int]],
        above: Sequence[QWidget | QLayout],
        below: Sequence[QWidget] = (),
    ) -> None:
        """`pictures` share the height by their weights. Called once."""
        gap = theme.sizes.gap
        shown = QVBoxLayout()
        shown.setSpacing(gap)
        for picture, weight in pictures:
            shown.addWidget(picture, weight)
        seen = QHBoxLayout()
        seen.setSpacing(gap)
        seen.addWidget(self.plate, 3)
        seen.addLayout(labeled(strings.STATE_FIELD, self.state), 2)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._back)
        keys.addWidget(self.go, 1)
        for part in (*above, seen, *below, self.note, keys):
            if isinstance(part, QWidget):
                self._column.addWidget(part)
            else:
                self._column.addLayout(part)
        self._column.addStretch(1)
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setLayout(self._column)
        self._row.addLayout(shown, 1)
        self._row.addWidget(card, 1)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for box in (self._row, self._column):
            box.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)
