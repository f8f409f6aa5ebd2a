"""What a page of administration is, and what it is made with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from alpr_console.domain.ncic_codes import NcicCodes
from alpr_console.domain.operator import Permission, User
from alpr_console.domain.oversight import DueReport
from alpr_console.domain.policy import AgencyPolicy
from ui.asking import Ask, ExportRunner, KeyRunner, ListFiles, Now, PreviewRunner


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
    exports: ExportRunner
    tell_breaches: Callable[[int], None]
    """How many reports of a breach the administrator has yet to acknowledge."""
    tell_due: Callable[[list[DueReport]], None]
    """Reports that are due soon or overdue."""
    keys: KeyRunner


@dataclass(frozen=True, slots=True)
class PageKind:
    name: str
    """Of its key: 'page_<name>'."""
    title: str
    permission: Permission
    """Who may see it."""
    make: Callable[[Parts], Page]
    asked_by: Callable[[AgencyPolicy], bool] = lambda _policy: True
    """Whether the agency's policy has anything for it."""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    """Of its key: 'group_<name>'."""
    title: str
    key: str
    """'' for the first one, which F4 leads to."""
    pages: tuple[PageKind, ...]
    """In the order of their keys, 1 and on."""

    def for_user(self, user: User) -> tuple[PageKind, ...]:
        return tuple(page for page in self.pages if user.may(page.permission))
