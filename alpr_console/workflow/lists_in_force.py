"""What reads are matched against now. Belongs to the console thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import structlog

from alpr_console.domain.errors import HotListDamaged
from alpr_console.domain.hotlist import Category, HotList, HotListEntry, Thresholds, TimedEntry
from alpr_console.list_ports import ListShelf, PackedList
from alpr_console.matching.index import DEFAULT_THRESHOLDS, HotListIndex
from alpr_console.matching.packing import text_of
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.in_force import specific_in_force
from alpr_console.workflow.match_settings import thresholds_in_force

_log = structlog.get_logger(__name__)


class ListsInForce:
    """Keeps the index in step with the store.

    A list's file is opened once and stays open while a version of it is in force. One that
    does not open is left out and named in `damaged`: the other lists go on matching.
    """

    def __init__(self, uow: UnitOfWorkFactory, shelf: ListShelf, clock: Clock) -> None:
        self._uow = uow
        self._clock = clock
        self._shelf = shelf
        self._open: dict[str, PackedList] = {}
        self._sheets: list[tuple[HotList, PackedList]] = []
        self._specific: list[TimedEntry] = []
        self.index = HotListIndex()
        self.damaged: dict[str, str] = {}
        """By list name: what is wrong with its file."""

    def reload(self) -> HotListIndex:
        """The index of what is in force in the store at this moment; also `index` from now on.

        Raises StoreUnavailable; the index before stays.
        """
        with self._uow() as work:
            lists = work.hot_lists.in_force()
            self._specific = specific_in_force(work, self._clock.now())
            thresholds = thresholds_in_force(work, DEFAULT_THRESHOLDS)
        self.damaged = {}
        opened: dict[str, PackedList] = {}
        sheets: list[tuple[HotList, PackedList]] = []
        for one in lists:
            try:
                packed = self._open.get(one.file_id) or self._opened(one)
            except HotListDamaged as error:
                _log.error("hot_list_damaged", list=one.name, reason=error.what)
                self.damaged[one.name] = error.what
                continue
            opened[one.file_id] = packed
            sheets.append((one, packed))
        self._open = opened
        self._sheets = sheets
        self.index = HotListIndex(
            sheets, self._specific, thresholds, generation=self.index.generation + 1
        )
        return self.index

    def index_at(self, thresholds: Thresholds) -> HotListIndex:
        """What is in force since the last `reload`, at other thresholds."""
        return HotListIndex(self._sheets, self._specific, thresholds)

    def _opened(self, hot_list: HotList) -> PackedList:
        packed = self._shelf.open(hot_list.file_id)
        return replace(packed, fetch=self._tolerant(hot_list, packed))

    def _tolerant(self, hot_list: HotList, packed: PackedList) -> Callable[[int], HotListEntry]:
        """Its `fetch`, for which a damaged record still has plate, state and category.

        Those are in the index itself; a hit must not be lost because of the rest.
        """

        def fetch(row: int) -> HotListEntry:
            try:
                return packed.fetch(row)
            except HotListDamaged as error:
                _log.error("hot_list_damaged", list=hot_list.name, reason=error.what)
                self.damaged[hot_list.name] = error.what
                place = int(np.flatnonzero(packed.rows == row)[0])
                return HotListEntry(
                    entry_id=f"{hot_list.file_id}:{row}",
                    lic=text_of(int(packed.keys[place])),
                    lis=packed.state_names[packed.states[place]],
                    category=tuple(Category)[packed.categories[place]],
                    mis="The list's file is damaged: ask dispatch for the record.",
                )

        return fetch
