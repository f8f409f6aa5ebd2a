"""What the console does when its lists change: match anew, and look at what was read before."""

from __future__ import annotations

from collections.abc import Callable

from alpr_console.domain.events import PastHitsFound
from alpr_console.domain.hotlist import Thresholds
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.list_ports import ListShelf
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.designate_list import clear_shelf
from alpr_console.workflow.in_force import specific_in_force
from alpr_console.workflow.lists_in_force import ListsInForce
from alpr_console.workflow.past_reads import PastReads, PastSource, sources_of

PAST_READS_STEP_S = 0.015
"""The console thread gives stored reads so much at a time, seconds: no key waits longer."""

LISTS_EVERY_TICKS = 60
"""List ages are sent to the screen once a minute."""


class ListsFollowed:
    """Belongs to the console thread."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        shelf: ListShelf,
        clock: Clock,
        policy: AgencyPolicy,
        on_found: Callable[[PastHitsFound], None],
    ) -> None:
        self._uow = uow
        self._shelf = shelf
        self._clock = clock
        self._on_found = on_found
        self._lists = ListsInForce(uow, shelf, clock)
        self._past = PastReads(
            uow, clock, policy.lists, lambda: self.index, self._sources, on_found
        )
        self.behind = True
        """What is in force has changed since `index` was made."""

    @property
    def index(self) -> HotListIndex:
        return self._lists.index

    def index_at(self, thresholds: Thresholds) -> HotListIndex:
        """What is in force, at other thresholds."""
        return self._lists.index_at(thresholds)

    @property
    def damaged(self) -> dict[str, str]:
        """By list name: what is wrong with its file."""
        return self._lists.damaged

    @property
    def busy(self) -> bool:
        """Whether stored reads are still to be matched."""
        return self._past.busy and not self.behind

    def begin(self) -> None:
        """At the start, before anything is imported. Raises StoreUnavailable."""
        clear_shelf(self._uow, self._shelf)
        self.follow()

    def follow(self) -> None:
        """Bring `index` up to date with the store. Raises StoreUnavailable; try again."""
        if self.behind:
            self._lists.reload()
            self._past.lists_changed()
            self.behind = False

    def step(self) -> None:
        """Match some stored reads. Raises StoreUnavailable."""
        self._past.step(PAST_READS_STEP_S)

    def tell_waiting(self) -> None:
        """Of past hits that nobody has looked at yet."""
        with self._uow() as work:
            count, newest = work.past_hits.waiting_count()
        if newest is not None:
            self._on_found(PastHitsFound(count, newest))

    def _sources(self) -> list[PastSource]:
        with self._uow() as work:
            return sources_of(work.hot_lists.in_force(), specific_in_force(work, self._clock.now()))
