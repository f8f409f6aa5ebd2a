"""Both stores keep looks at stored reads alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind, Returned
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, StandingClock

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    clock = StandingClock()
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", clock).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        yield store.unit_of_work


def inquiry(name: str, minutes: int = 0) -> Inquiry:
    return Inquiry(
        name,
        InquiryKind.SEARCH,
        "pdoe",
        "Pat Doe",
        "Test agency",
        "4-Adam-12",
        START + minutes * MINUTE,
        {"Plate": "7AB*", "Camera": "front"},
        Grounds("Vehicle of a witness", "Case number", "26-114"),
        "100.33",
        "test-100@abababababab",
        returned=(Returned(1, START, (("read-1", "7ABC123"), ("read-2", "7ABD123"))),),
    )


def test_that_an_inquiry_is_loaded_as_it_was_saved(uow: UnitOfWorkFactory) -> None:
    search = inquiry("a")
    opened = replace(
        inquiry("b"), kind=InquiryKind.READ, within="a", grounds=Grounds(no_number=True)
    )
    given_up = replace(inquiry("c"), returned=())
    with uow() as work:
        for one in (search, opened, given_up):
            work.inquiries.add(one)
    with uow() as work:
        assert [work.inquiries.get(name) for name in "abc"] == [search, opened, given_up]
        with pytest.raises(KeyError):
            work.inquiries.get("d")


def test_that_further_pages_are_kept_with_their_inquiry(uow: UnitOfWorkFactory) -> None:
    further = Returned(2, START + MINUTE, (("read-3", "7ABE123"),))
    with uow() as work:
        work.inquiries.add(inquiry("a"))
        work.inquiries.add(inquiry("b"))
        work.inquiries.add_returned("a", further)
        with pytest.raises(KeyError):
            work.inquiries.add_returned("c", further)
    with uow() as work:
        kept = work.inquiries.get("a")
        assert kept.returned == (*inquiry("a").returned, further)
        assert kept.count == 3
        assert work.inquiries.get("b") == inquiry("b")


def test_that_a_span_holds_what_began_in_it_oldest_first(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        for name, minutes in (("d", 3), ("c", 2), ("b", 1), ("e", 1), ("a", 0)):
            work.inquiries.add(inquiry(name, minutes))
    with uow() as work:
        found = work.inquiries.between(START + MINUTE, START + 3 * MINUTE)
    assert [one.inquiry_id for one in found] == ["b", "e", "c"]
    assert found[0] == inquiry("b", 1)


@pytest.mark.parametrize("table", ["inquiries", "inquiry_pages"])
@pytest.mark.parametrize("act", ["UPDATE {} SET at = '2020'", "DELETE FROM {}"])
def test_that_no_inquiry_is_changed_or_removed(tmp_path: Path, table: str, act: str) -> None:
    with closing(
        Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", StandingClock())
    ) as store:
        with store.unit_of_work() as work:
            work.inquiries.add(inquiry("a"))
        with store._engine.begin() as connection, pytest.raises(IntegrityError, match="added to"):
            connection.execute(text(act.format(table)))
