"""What presenters are given to act with: an act of the desk, and where its result goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge, KeyMade
from alpr_console.domain.shift_check import CheckItem
from alpr_console.evidence_exports import Exported
from alpr_console.intake.preview import Preview as FilePreview
from alpr_console.intake.report import IntakeReport, Progress
from alpr_console.stills import Captured
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_evidence import ExportAsked
from alpr_console.workflow.import_hot_list import ImportRequest
from alpr_console.workflow.match_settings import MatchPreview, Preview

T = TypeVar("T")

Now = Callable[[], datetime]
"""Current time, UTC, timezone-aware."""


class Ask(Protocol):
    """Run `act` on the console thread; exactly one of the callbacks follows on this one."""

    def __call__(
        self,
        act: Callable[[Desk], T],
        on_done: Callable[[T], None],
        on_error: Callable[[ConsoleError], None],
    ) -> None: ...


Cancel = Callable[[], None]
"""Ends long work; its error callback follows, unless it was done by then."""

Refused = Callable[[ConsoleError], None]


class ListFiles(Protocol):
    """Long work on hot-list files, each on a thread of its own; callbacks come on this one."""

    def preview(
        self,
        path: Path,
        columns: ColumnMap | None,
        category: Category | None,
        on_done: Callable[[FilePreview], None],
        on_error: Refused,
    ) -> None: ...

    def check(
        self,
        path: Path,
        columns: ColumnMap | None,
        category: Category | None,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[IntakeReport], None],
        on_error: Refused,
    ) -> Cancel: ...

    def put_in_force(
        self,
        request: ImportRequest,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[tuple[HotList, IntakeReport]], None],
        on_error: Refused,
    ) -> Cancel: ...


class ExportRunner(Protocol):
    """Export evidence on a thread of its own; callbacks come on this one."""

    def __call__(
        self,
        asked: ExportAsked,
        on_progress: Callable[[int, int], None],
        on_done: Callable[[Exported], None],
        on_error: Refused,
    ) -> Cancel: ...


class StillRunner(Protocol):
    """Read single pictures on a thread of its own; callbacks come on this one."""

    def capture(
        self, camera: str, on_done: Callable[[Captured], None], on_error: Refused
    ) -> None: ...

    def test(self, on_done: Callable[[CheckItem], None], on_error: Refused) -> None: ...


class KeyRunner(Protocol):
    """Wait for a touch of a security key on a thread of its own; callbacks come on this one."""

    def make(
        self,
        asked: KeyChallenge,
        pin: str,
        on_done: Callable[[KeyMade], None],
        on_error: Refused,
    ) -> Cancel: ...

    def answer(
        self,
        asked: KeyChallenge,
        pin: str,
        on_done: Callable[[KeyAnswer], None],
        on_error: Refused,
    ) -> Cancel: ...


class PreviewRunner(Protocol):
    """Count a preview of match settings on a thread of its own; callbacks come on this one."""

    def __call__(
        self,
        preview: MatchPreview,
        on_progress: Callable[[int], None],
        on_done: Callable[[Preview | None], None],
        on_error: Refused,
    ) -> Cancel: ...
