"""A line that must not be missed: its meaning's fill, shape and words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from alpr_console.domain.notices import Meaning
from ui.theme.theme import theme
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, Role, mean, restyle


class Banner(QWidget):
    """`name` is the object name; its words are named `{name}_words`."""

    def __init__(self, name: str, role: Role = "strong") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "fill")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._mark = Mark(18, filled=True)
        self._words = ElidedLabel("", role)
        self._words.setObjectName(f"{name}_words")
        gap = theme.sizes.gap
        row = QHBoxLayout(self)
        row.setContentsMargins(gap, gap // 2, gap, gap // 2)
        row.setSpacing(gap)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(self, text: str, meaning: Meaning, said: str = "") -> None:
        """Show `text`; '' hides the banner. `said`: all of it, where `text` is shortened."""
        self._words.setText(text)
        self._mark.show_meaning(meaning)
        mean(self, meaning)
        # The words take their color from the ground they stand on.
        restyle(self._words)
        self.setAccessibleName(said or text)
        self.setToolTip(said or text)
        self.setVisible(bool(text))
