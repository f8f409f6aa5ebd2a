"""Files of hot lists looked at before they are imported: nothing is kept, nothing changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.hotlist import Category
from alpr_console.domain.policy import ListRules
from alpr_console.intake.file import open_list_file
from alpr_console.intake.preview import Preview, preview
from alpr_console.intake.report import IntakeReport, Progress
from alpr_console.intake.stream import read_into
from alpr_console.running import Running

T = TypeVar("T")


RunningCheck = Running[IntakeReport]
"""The report, or the error that an import would end with."""


class ListTrials:
    """Each trial runs on a thread of its own; results and progress come on that thread."""

    def __init__(self, rules: ListRules) -> None:
        self._rules = rules

    def preview(
        self, path: Path, columns: ColumnMap | None, category: Category | None
    ) -> Future[Preview]:
        """See intake.preview."""
        future: Future[Preview] = Future()
        _start(future, lambda: preview(path, columns, category, self._rules))
        return future

    def check(
        self,
        path: Path,
        columns: ColumnMap | None,
        category: Category | None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> RunningCheck:
        """Read all of the file as an import would. See intake.stream.read_into."""
        running = RunningCheck()
        _start(
            running.done,
            lambda: read_into(
                open_list_file(path), columns, category, self._rules, None,
                progress=progress, cancelled=lambda: running.cancelled,
            ),
        )  # fmt: skip
        return running


def _start(future: Future[T], work: Callable[[], T]) -> None:
    def run() -> None:
        try:
            future.set_result(work())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=run, name="list-trial", daemon=True).start()
