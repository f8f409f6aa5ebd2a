"""Imports of hot lists beside the console thread: the long part on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from alpr_console.domain.audit import SYSTEM
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError, ImportCancelled
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.policy import ListRules
from alpr_console.intake.report import IntakeReport, Progress
from alpr_console.list_ports import ListShelf
from alpr_console.running import Running
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.import_hot_list import ImportRequest, prepare

log = structlog.get_logger(__name__)

Ask = Callable[[Callable[[Desk], Any]], "Future[Any]"]
"""Runs an act on the console thread."""


RunningImport = Running[tuple[HotList, IntakeReport]]
"""The version in force with the account of its file; ended before that, the list before stays."""


class ListImports:
    """One import at a time: a second waits for its turn. Any thread."""

    def __init__(self, ask: Ask, shelf: ListShelf, rules: ListRules) -> None:
        self._ask = ask
        self._shelf = shelf
        self._rules = rules
        self._turn = threading.Lock()
        self._running: set[RunningImport] = set()

    def start(
        self, request: ImportRequest, progress: Callable[[Progress], None] = lambda _: None
    ) -> RunningImport:
        """Import as whoever is signed in. `progress` is called from the import's thread."""
        running = RunningImport()
        self._running.add(running)
        thread = threading.Thread(
            target=self._run, args=(running, request, progress), name="import", daemon=True
        )
        thread.start()
        return running

    def take_in(self, designation: Designation, path: Path, data_at: datetime) -> HotList:
        """Both parts for a file that came by itself, on the calling thread, which may not be
        the console's. Raises HotListMalformed, StoreUnavailable.
        """
        request = ImportRequest(path, designation.name, data_at=data_at)
        with self._turn:
            prepared = prepare(self._shelf, self._rules, request, designation)
        act = self._ask(lambda desk: desk.hot_lists.put_pulled_in_force(prepared, SYSTEM))
        hot_list: HotList = act.result()
        return hot_list

    def cancel_all(self) -> None:
        for running in list(self._running):
            running.cancel()

    def _run(
        self,
        running: RunningImport,
        request: ImportRequest,
        progress: Callable[[Progress], None],
    ) -> None:
        try:
            with self._turn:
                running.done.set_result(self._imported(running, request, progress))
        except ConsoleError as error:
            self._refused(request, error)
            running.done.set_exception(error)
        except Exception as error:
            log.error("import_failed", exc_info=error)
            running.done.set_exception(error)
        finally:
            self._running.discard(running)

    def _imported(
        self,
        running: RunningImport,
        request: ImportRequest,
        progress: Callable[[Progress], None],
    ) -> tuple[HotList, IntakeReport]:
        self._ask(lambda desk: desk.hot_lists.demand_import(request)).result()
        designation = self._ask(lambda desk: desk.hot_lists.designation(request.name)).result()
        prepared = prepare(
            self._shelf,
            self._rules,
            request,
            designation,
            progress,
            lambda: running.cancelled,
        )
        if running.cancelled:
            self._shelf.remove(prepared.file_id)
            raise ImportCancelled("The import was ended.", "The list before stays in force.")
        hot_list = self._ask(lambda desk: desk.hot_lists.put_in_force(prepared)).result()
        return hot_list, prepared.report

    def _refused(self, request: ImportRequest, error: ConsoleError) -> None:
        """What was refused before the console thread saw it belongs on record too."""
        try:
            self._ask(lambda desk: desk.hot_lists.record_refusal(request, error)).result()
        except ConsoleError as unrecorded:
            log.error("refusal_not_recorded", reason=str(unrecorded))
