"""What a page of administration is, and what it is made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from alpr_console.domain.ncic_codes import NcicCodes
from alpr_console.domain.policy import AgencyPolicy
from ui.asking import Ask, ListFiles, Now, PreviewRunner


class Page(QWidget):
    def entered(self) -> None:
        """It comes into view."""

    def lists_changed(self) -> None:
        """Hot lists in force, or their age, are others than before."""

    def clear(self) -> None:
        """Leave nothing on it for the next person to find."""


@dataclass(frozen=True, slots=True)
class Parts:
    ask: Ask
    files: ListFiles
    policy: AgencyPolicy
    codes: NcicCodes
    now: Now
    previews: PreviewRunner


@dataclass(frozen=True, slots=True)
class PageKind:
    name: str
    """Of its key: 'page_<name>'."""
    title: str
    make: Callable[[Parts], Page]
