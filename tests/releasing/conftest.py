from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.storage.store import Store
from tests.fakes.releasing import AGENCIES, Releasing
from tests.fakes.shift import StandingClock


@pytest.fixture
def under(tmp_path: Path) -> Iterator[Callable[[str], Releasing]]:
    """A desk under the profile of that number, over a real store."""
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", StandingClock())) as store:
        yield lambda number: Releasing(store, tmp_path, AGENCIES[number])
