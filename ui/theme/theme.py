"""The theme in force: palette and sizes, applied to the whole application at once."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from alpr_console.domain.errors import ConsoleError
from ui.theme.fonts import text_font
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import PALETTES, Palette, Sizes, sizes_for

ThemeName = Literal["auto", "day", "night"]

DAY_HOURS = range(7, 19)
"""Hours of local time in which 'auto' means day."""


class Theme(QObject):
    """Palette and sizes. `changed` tells widgets that paint themselves."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette = PALETTES["day"]
        self.sizes: Sizes = sizes_for(1280, 800)
        self.motion = True
        """False holds blinking still."""
        self._applied: tuple[str, Sizes] | None = None
        self._by_hour = False
        self.chosen: ThemeName = "day"
        """As last chosen, 'auto' included."""

    def choose(self, name: ThemeName, hour: int | None = None) -> None:
        """Take `name` into force; 'auto' by the local hour, now and as it goes on."""
        self.chosen = name
        self._by_hour = name == "auto"
        if name == "auto":
            name = _by_hour(datetime.now().astimezone().hour if hour is None else hour)
        self.palette = PALETTES[name]
        self._apply()

    def follow(self, hour: int) -> None:
        """The local hour is `hour`: where the theme is 'auto', day or night may begin."""
        if self._by_hour and self.palette.name != _by_hour(hour):
            self.palette = PALETTES[_by_hour(hour)]
            self._apply()

    def fit(self, width: int, height: int) -> None:
        """Take the sizes for a window of `width` × `height` px into force."""
        sizes = sizes_for(width, height)
        if sizes != self.sizes:
            self.sizes = sizes
            self._apply()

    def _apply(self) -> None:
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            raise ConsoleError("The screen is not started.", "Start the console again.")
        if self._applied == (self.palette.name, self.sizes):
            return
        self._applied = (self.palette.name, self.sizes)
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(text_font(self.sizes.body))
        application.setPalette(_qt_palette(self.palette))
        application.setStyleSheet(stylesheet(self.palette, self.sizes))
        self.changed.emit()


def _by_hour(hour: int) -> Literal["day", "night"]:
    return "day" if hour in DAY_HOURS else "night"


def _qt_palette(p: Palette) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, color in (
        (roles.Window, p.ground),
        (roles.WindowText, p.text),
        (roles.Base, p.raised),
        (roles.AlternateBase, p.surface),
        (roles.Text, p.text),
        (roles.Button, p.raised),
        (roles.ButtonText, p.text),
        (roles.PlaceholderText, p.text_dim),
        (roles.Highlight, p.strong),
        (roles.HighlightedText, p.on_strong),
        (roles.ToolTipBase, p.raised),
        (roles.ToolTipText, p.text),
    ):
        palette.setColor(role, QColor(color))
    return palette


theme = Theme()
"""The one theme of the process."""
