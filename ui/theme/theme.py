"""The theme in force: palette and sizes, applied to the whole application at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette, QScreen
from PySide6.QtWidgets import QApplication, QStyleFactory

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.read import PositionFix
from ui.theme.daylight import day_or_night
from ui.theme.fonts import text_font
from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import PALETTES, PX_PER_MM, Palette, Sizes, sizes_for

ThemeName = Literal["auto", "day", "night"]


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
        self._by_sun = False
        self._room: tuple[int, int, float] = (1280, 800, PX_PER_MM)
        self._percent = 100
        self.chosen: ThemeName = "day"
        """As last chosen, 'auto' included."""

    def choose(
        self, name: ThemeName, now: datetime | None = None, place: PositionFix | None = None
    ) -> None:
        """Take `name` into force; 'auto' by the sun, now and as it goes on."""
        self.chosen = name
        self._by_sun = name == "auto"
        if name == "auto":
            name = day_or_night(now or datetime.now(UTC), place, self._name)
        self.palette = PALETTES[name]
        self._apply()

    def follow(self, now: datetime, place: PositionFix | None = None) -> None:
        """It is `now`, the car at `place`: where the theme is 'auto', day or night may begin."""
        if self._by_sun:
            name = day_or_night(now, place, self._name)
            if name != self._name:
                self.palette = PALETTES[name]
                self._apply()

    @property
    def _name(self) -> Literal["day", "night"]:
        return "night" if self.palette.name == "night" else "day"

    def enlarge(self, percent: int) -> None:
        """Everything by `percent` of its usual size, as far as the window has room."""
        self._percent = percent
        self._fit()

    def fit(self, width: int, height: int, px_per_mm: float = PX_PER_MM) -> None:
        """Take the sizes for a window of `width` × `height` px into force, on a screen of
        `px_per_mm` px a millimeter."""
        self._room = (width, height, px_per_mm)
        self._fit()

    def _fit(self) -> None:
        sizes = sizes_for(*self._room, self._percent)
        if sizes != self.sizes:
            self.sizes = sizes
            self._apply()

    @contextmanager
    def styled_after(self) -> Iterator[None]:
        """For building a window: it is styled once, when all of it is there.

        Qt would style what is put into a widget, with all that is in it, each time anew; that
        takes longer than all the rest of the building. Other windows that are open would be
        styled twice more; the console has one.
        """
        application = _application()
        application.setStyleSheet("")
        try:
            yield
        finally:
            application.setStyleSheet(stylesheet(self.palette, self.sizes))

    def _apply(self) -> None:
        application = _application()
        if self._applied == (self.palette.name, self.sizes):
            return
        self._applied = (self.palette.name, self.sizes)
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(text_font(self.sizes.body))
        application.setPalette(_qt_palette(self.palette))
        application.setStyleSheet(stylesheet(self.palette, self.sizes))
        self.changed.emit()


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise ConsoleError("The screen is not started.", "Start the console again.")
    return application


def px_per_mm(screen: QScreen) -> float:
    """By the size that the screen tells of itself; what none can have is left to `sizes_for`."""
    wide = screen.physicalSize().width()
    return screen.geometry().width() / wide if wide > 0 else 0.0


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
