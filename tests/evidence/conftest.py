from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.operator import Role
from tests.fakes.exporting import Exporting, exporting
from tests.fakes.shift import StandingClock, policy


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Exporting]:
    """With a custodian of records signed in."""
    clock = StandingClock()
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        yield exporting(store, clock, tmp_path, policy(), Role.CUSTODIAN)
