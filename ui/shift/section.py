"""What every section of the shift's page can be asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget


class Section(QWidget):
    Changed = Callable[[], None]
    """Called once something is on record that the rest of the screen tells of."""

    def entered(self) -> None:
        """It has come up."""

    def tick(self) -> None:
        """Once a second, while it is up."""

    def clear(self) -> None:
        """Nobody is signed in any more."""
