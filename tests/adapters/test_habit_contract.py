"""What every store must do with a person's habits: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy.exc import IntegrityError

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.officer_settings import (
    DrivingChoice,
    OfficerSettings,
    PanelSide,
    ThemeChoice,
)
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, StandingClock

OWN = OfficerSettings(
    volume=50,
    voice="gmw/en-us",
    phonetics="icao",
    theme=ThemeChoice.NIGHT,
    scale=150,
    driving=DrivingChoice.OFF,
    panel_side=PanelSide.LEFT,
    keys=MappingProxyType({"KEY_NEXT": "H"}),
)
KEY = bytes(32)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", StandingClock()).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", KEY, "x", StandingClock())) as store:
        yield store.unit_of_work


def test_that_each_person_has_their_own_and_the_newest_counts(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        assert work.habits.of("okafor") is None
        work.habits.save("okafor", OfficerSettings(), START)
        work.habits.save("rivera", OfficerSettings(scale=200), START)
        work.habits.save("okafor", OWN, START)
    with uow() as work:
        assert work.habits.of("okafor") == OWN
        assert work.habits.of("rivera") == OfficerSettings(scale=200)
        assert work.habits.of("nobody") is None


def test_that_what_is_rolled_back_was_never_chosen(uow: UnitOfWorkFactory) -> None:
    def fails() -> None:
        with uow() as work:
            work.habits.save("okafor", OWN, START)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    with uow() as work:
        assert work.habits.of("okafor") is None


def test_that_habits_outlive_the_program_and_what_was_chosen_before_stays(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with (
        closing(Store.open(path, KEY, "x", StandingClock())) as store,
        store.unit_of_work() as work,
    ):
        work.habits.save("okafor", OWN, START)
    assert b"gmw/en-us" not in path.read_bytes()
    with closing(Store.open(path, KEY, "x", StandingClock())) as store:
        with store.unit_of_work() as work:
            assert work.habits.of("okafor") == OWN
            assert work.seals.verify() > 0
        for change in ("DELETE FROM officer_settings", "UPDATE officer_settings SET user_id = 'x'"):
            refused = pytest.raises(IntegrityError, match="only ever added to")
            with refused, store.unit_of_work() as work:
                work.habits._connection.exec_driver_sql(change)
