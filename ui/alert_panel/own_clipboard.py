"""The clipboard, of which only what was put there from here is taken back."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


class OwnClipboard:
    def __init__(self) -> None:
        self._put = ""

    def put(self, text: str) -> None:
        self._put = text
        QGuiApplication.clipboard().setText(text)

    def take_back(self) -> None:
        """Where nothing else is there by now."""
        clipboard = QGuiApplication.clipboard()
        if self._put and clipboard.text() == self._put:
            clipboard.clear()
        self._put = ""
