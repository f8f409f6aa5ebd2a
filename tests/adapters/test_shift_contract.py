"""What every store must do with checks, faults, canvasses, notes, and the list of reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.records import read_values
from alpr_console.adapters.storage.schema import reads
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.read import PlateRead
from alpr_console.domain.shift import (
    ByHand,
    Canvass,
    CanvassEnd,
    EquipmentFault,
    FaultAct,
    FaultStep,
    HandRead,
    ReadFilter,
    ShiftCheck,
    ShiftNote,
)
from alpr_console.domain.shift_check import CheckItem, CheckKey, Standing
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, read_of

ITEM = CheckItem(CheckKey.GPS, "", Standing.FAILED, "No fix.", "Drive into the open.")
CHECK = ShiftCheck("c1", "s1", "okafor", "4-Adam-12", START, "100.40", (ITEM,))
FAULT = EquipmentFault("f1", "c1", "s1", CheckKey.GPS, "", "No fix.", "okafor", "4-A-12", START)
STEPS = (
    FaultStep(FaultAct.ACKNOWLEDGED, "rivera", START, "Shop at 14:00"),
    FaultStep(FaultAct.RESOLVED, "okafor", START, "Antenna seated"),
)
CANVASS = Canvass("v1", "26-118204", "Shooting", "okafor", "4-Adam-12", "s1", START, "100.42")


@pytest.fixture(params=["encrypted", "hits_only", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", SystemClock()).unit_of_work
        return
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", SystemClock())) as store:
        store.hits_only = request.param == "hits_only"
        yield store.unit_of_work


def at(read: PlateRead, seconds: int, **changes: object) -> PlateRead:
    changed = {"at": START + timedelta(seconds=seconds), **changes}
    return replace(read, **changed)  # type: ignore[arg-type]


def test_that_records_of_a_shift_are_loaded_as_they_were_saved(uow: UnitOfWorkFactory) -> None:
    note = ShiftNote("n1", "s1", "okafor", "4-Adam-12", START, "It rains", "r1", "a1")
    with uow() as work:
        work.shifts.add_check(CHECK)
        work.shifts.add_note(note)
        work.shifts.save_fault(FAULT)
    for count in (1, 2):
        with uow() as work:
            work.shifts.save_fault(replace(FAULT, steps=STEPS[:count]))
    with uow() as work:
        assert work.shifts.checks("s1") == [CHECK]
        assert work.shifts.checks("s2") == []
        assert work.shifts.notes("s1") == [note]
        assert work.shifts.fault("f1") == replace(FAULT, steps=STEPS)
        assert work.shifts.faults() == [replace(FAULT, steps=STEPS)]
        with pytest.raises(KeyError):
            work.shifts.fault("other")


def test_that_what_is_on_record_of_a_fault_cannot_be_changed(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        work.shifts.save_fault(replace(FAULT, steps=STEPS[:1]))
    for other in (replace(FAULT, found="Fix.", steps=STEPS[:1]), FAULT):
        with pytest.raises(ValueError, match="would be changed"), uow() as work:
            work.shifts.save_fault(other)


@pytest.mark.requirement("OPS-3")
def test_that_a_read_belongs_to_one_canvass_and_is_counted_once(uow: UnitOfWorkFactory) -> None:
    later = replace(CANVASS, canvass_id="v2")
    with uow() as work:
        work.shifts.save_canvass(CANVASS)
        assert work.shifts.running() == CANVASS
        for _ in range(2):
            work.shifts.add_to_canvass(CANVASS, "r1")
        work.shifts.save_canvass(CANVASS.end(CanvassEnd("okafor", START, "by key")))
        assert work.shifts.running() is None
        work.shifts.save_canvass(later)
        work.shifts.add_to_canvass(later, "r1")
        assert work.shifts.running() == later
        assert work.shifts.canvass_counts() == {"v1": 1}


def test_that_the_list_shows_each_read_once_in_its_newest_revision(uow: UnitOfWorkFactory) -> None:
    first, second = at(read_of("7ABC123"), 1), at(read_of("8XYZ441"), 2)
    with uow() as work:
        work.reads.save(first)
        work.reads.save(second)
        work.reads.save(replace(first, revision=1, reading=read_of("7ABC128").reading))
        work.shifts.add_hand_read(
            HandRead(second.read_id, ByHand.CAPTURED, "okafor", "4-Adam-12", START)
        )
    with uow() as work:
        found = work.reads.listed(START, ReadFilter(), None, 10)
        assert [(one.plate, one.by_hand) for one in found] == [
            ("8XYZ441", ByHand.CAPTURED), ("7ABC128", None),
        ]  # fmt: skip
        assert work.reads.listed(START + timedelta(seconds=2), ReadFilter(), None, 10) == found[:1]
        assert work.reads.listed_count(START, ReadFilter(by_hand=True)) == 1
        assert work.reads.listed_count(START, ReadFilter(plate="7ABC123")) == 0
        assert work.reads.listed_count(START, ReadFilter(plate="*C128")) == 1


PLATES = st.text("AB12", min_size=1, max_size=4)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    seen=st.lists(st.tuples(PLATES, st.integers(0, 5), st.sampled_from(["front", "rear"])),
                  max_size=12),
    plate=st.one_of(st.just(""), st.text("AB12?*", min_size=1, max_size=4)),
    camera=st.sampled_from(["", "front"]),
    page=st.integers(1, 5),
)  # fmt: skip
def test_that_pages_put_together_are_what_the_filter_says_and_no_read_is_lost(
    uow: UnitOfWorkFactory,
    seen: list[tuple[str, int, str]],
    plate: str,
    camera: str,
    page: int,
) -> None:
    made = [at(read_of(text), second, camera=name) for text, second, name in seen]
    wanted = ReadFilter(plate=plate, camera=camera)
    with uow() as work:
        for read in made:
            work.reads.save(read)
    mine = {read.read_id for read in made}
    with uow() as work:
        found, before = [], None
        while part := work.reads.listed(START, wanted, before, page):
            found += part
            assert {one.read_id for one in part}.isdisjoint(
                {one.read_id for one in found[: -len(part)]}
            )
            before = (part[-1].at, part[-1].read_id)
        count = work.reads.listed_count(START, wanted)
    assert len(found) == count
    assert len({one.read_id for one in found}) == len(found)
    keys = [(one.at, one.read_id) for one in found]
    assert keys == sorted(keys, reverse=True)
    expected = {
        read.read_id for read in made if _fits(read.text, plate) and camera in ("", read.camera)
    }
    assert {one.read_id for one in found} & mine == expected


def _fits(text: str, pattern: str) -> bool:
    """By the letters alone, without the code under test."""
    if not pattern:
        return True

    def rest(t: str, p: str) -> bool:
        if not p:
            return not t
        if p[0] == "*":
            return any(rest(t[i:], p[1:]) for i in range(len(t) + 1))
        return bool(t) and p[0] in ("?", t[0]) and rest(t[1:], p[1:])

    return rest(text, pattern)


def test_that_a_page_of_twenty_thousand_reads_comes_at_once(tmp_path: Path) -> None:
    base = replace(read_of("7ABC123"), crop_jpeg=b"x" * 2000, context_jpeg=b"y" * 2000)
    with closing(Store.open(tmp_path / "s.db", bytes(32), "4-Adam-12", SystemClock())) as store:
        with store.unit_of_work() as work:
            # Not one at a time through `save`, which looks each up first.
            many = [
                read_values(
                    replace(base, read_id=f"r{number:05}", at=START + timedelta(seconds=number))
                )
                for number in range(20_000)
            ]
            work.reads.connection.execute(insert(reads), many)
        with store.unit_of_work() as work:
            begun = perf_counter()
            page = work.reads.listed(START, ReadFilter(), None, 200)
            took = perf_counter() - begun
            begun = perf_counter()
            count = work.reads.listed_count(START, ReadFilter(plate="*C123"))
            counted = perf_counter() - begun
    assert (len(page), count) == (200, 20_000)
    assert took < 0.25
    assert counted < 1.5
