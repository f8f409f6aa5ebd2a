"""What every store must do with specific entries: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificStep
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.bolo import bolo, entries
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", SystemClock()).unit_of_work
        return
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", SystemClock())) as store:
        yield store.unit_of_work


def an_entry(entry_id: str = "e1") -> SpecificEntry:
    return SpecificEntry.submitted(entry_id, bolo(), "pdoe", START)


def refused(entry: SpecificEntry) -> SpecificEntry:
    return entry.step(SpecificStep(SpecificAct.REFUSE, "jroe", START, "not ours"))


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(course=entries())
def test_that_an_entry_is_loaded_as_it_was_saved_at_every_step(
    uow: UnitOfWorkFactory, course: list[SpecificEntry]
) -> None:
    for entry in course:
        with uow() as work:
            work.specific.save(entry)
        with uow() as work:
            assert work.specific.get(entry.entry_id) == entry
            assert work.specific.all()[-1] == entry


def test_that_saving_several_steps_at_once_or_none_keeps_all(uow: UnitOfWorkFactory) -> None:
    whole = refused(an_entry())
    with uow() as work:
        work.specific.save(whole)
        work.specific.save(whole)
    with uow() as work:
        assert work.specific.all() == [whole]


def test_that_entries_come_oldest_first_each_with_its_own_steps(uow: UnitOfWorkFactory) -> None:
    first, second, third = (an_entry(f"e{n}") for n in (3, 1, 2))
    with uow() as work:
        for entry in (first, second, third):
            work.specific.save(entry)
        work.specific.save(refused(second))
    with uow() as work:
        assert work.specific.all() == [first, refused(second), third]


def test_that_an_entry_that_is_not_there_is_not_found(uow: UnitOfWorkFactory) -> None:
    with pytest.raises(KeyError), uow() as work:
        work.specific.get("nothing")


@pytest.mark.requirement("HOT-5")
def test_that_what_is_on_record_is_never_rewritten(uow: UnitOfWorkFactory) -> None:
    whole = refused(an_entry())
    with uow() as work:
        work.specific.save(whole)
    others = (
        (replace(whole, contents=bolo("7ABC123")), "other contents"),
        (an_entry(), "lost a step"),
        (replace(whole, steps=(*an_entry().steps, replace(whole.steps[1], by="x"))), "lost a"),
    )
    for other, words in others:
        with pytest.raises(ValueError, match=words), uow() as work:
            work.specific.save(other)
    with uow() as work:
        assert work.specific.all() == [whole]


def test_that_a_transaction_undone_leaves_no_step(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        work.specific.save(an_entry())

    def undone() -> None:
        with uow() as work:
            work.specific.save(refused(an_entry()))
            work.specific.save(an_entry("e2"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    with uow() as work:
        assert work.specific.all() == [an_entry()]
