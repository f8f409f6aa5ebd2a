from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.hotlist import HotListEntry
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.match_parts import MatchParts
from tests.fakes.memory_shelf import MemoryShelf, put_list
from tests.fakes.shift import StandingClock, hot_list, listed, match_of, policy, read_of, session_of
from tests.fakes.shift_parts import Senses


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store(clock: StandingClock, tmp_path: Path) -> Iterator[Store]:
    """The real one, encrypted, on disk."""
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        yield store


@pytest.fixture
def shelf(tmp_path: Path) -> FolderShelf:
    """The real one: encrypted files."""
    return FolderShelf(tmp_path / "hot-lists", bytes(32))


@pytest.fixture
def desk(store: Store, shelf: FolderShelf, clock: StandingClock) -> Desk:
    """With an operator signed in."""
    desk = Desk(store.unit_of_work, shelf, clock, policy(), "4-Adam-12")
    desk.session = session_of(Role.OPERATOR)
    return desk


@pytest.fixture
def raised(desk: Desk) -> Callable[..., Alert]:
    """Raises an alert: raised(read, entry)."""

    def of(read: PlateRead | None = None, entry: HotListEntry | None = None) -> Alert:
        read, entry = read or read_of(), entry or listed()
        desk.keep_read(read)
        return desk.raise_alert(read, match_of(read, entry))

    return of


@pytest.fixture
def told() -> list[Corrected]:
    return []


@pytest.fixture
def on_shift(store: Store, clock: StandingClock, told: list[Corrected]) -> Desk:
    """An operator at a desk that matches against a list of 7ABC123."""
    entry = listed("7ABC123")
    of = hot_list()
    index = HotListIndex([(of, packed([entry]))])
    parts = MatchParts(lambda: index, lambda _: index, told.append)
    shelf = MemoryShelf()
    put_list(store.unit_of_work, shelf, of, (entry,))
    desk = Desk(store.unit_of_work, shelf, clock, policy(), "4-Adam-12", parts)
    desk.shift.senses = Senses()
    desk.session = session_of(Role.OPERATOR)
    return desk
