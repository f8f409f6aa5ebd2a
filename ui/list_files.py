"""Long work on hot-list files, brought to the Qt thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.policy import ListRules
from alpr_console.intake.preview import Preview
from alpr_console.intake.report import IntakeReport, Progress
from alpr_console.list_imports import ListImports
from alpr_console.list_trials import ListTrials
from alpr_console.workflow.import_hot_list import ImportRequest
from ui.asking import Cancel, Refused
from ui.bridge import Bridge


class BridgedListFiles:
    """ui.asking.ListFiles over the console's imports."""

    def __init__(self, bridge: Bridge, imports: ListImports, rules: ListRules) -> None:
        self._bridge = bridge
        self._imports = imports
        self._trials = ListTrials(rules)

    def preview(
        self,
        path: Path,
        columns: ColumnMap | None,
        category: Category | None,
        on_done: Callable[[Preview], None],
        on_error: Refused,
    ) -> None:
        self._bridge.follow(self._trials.preview(path, columns, category), on_done, on_error)

    def check(
        self,
        path: Path,
        columns: ColumnMap | None,
        category: Category | None,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[IntakeReport], None],
        on_error: Refused,
    ) -> Cancel:
        running = self._trials.check(path, columns, category, self._here(on_progress))
        self._bridge.follow(running.done, on_done, on_error)
        return running.cancel

    def put_in_force(
        self,
        request: ImportRequest,
        on_progress: Callable[[Progress], None],
        on_done: Callable[[tuple[HotList, IntakeReport]], None],
        on_error: Refused,
    ) -> Cancel:
        running = self._imports.start(request, self._here(on_progress))
        self._bridge.follow(running.done, on_done, on_error)
        return running.cancel

    def _here(self, on_progress: Callable[[Progress], None]) -> Callable[[Progress], None]:
        return lambda progress: self._bridge.call(lambda: on_progress(progress))
