"""Reads found by plate, time, place and vehicle, the same in the real store and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.storage.read_finder import MOST_CELLS, _cells, _Query
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.plate import VehicleDescription
from alpr_console.domain.plate_pattern import plate_pattern
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.read_search import (
    Bounds,
    Circle,
    FoundRead,
    ReadKey,
    Rectangle,
    SearchTerms,
)
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.matching.spellings import sought
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.example_course import example_alert
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, StandingClock, read_of

HOUR = timedelta(hours=1)
EARLY, LATE = START - timedelta(days=400), START + timedelta(days=1)
EL_CAJON = (32.7948, -116.9625)
STREET, TOWN = Circle(*EL_CAJON, 900.0), Circle(*EL_CAJON, 40_000.0)
BLOCK = 0.001
"""Degrees; about 111 m to the north, 94 m to the east."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(
        Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", StandingClock())
    ) as opened:
        yield opened


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest) -> UnitOfWorkFactory:
    if request.param == "memory":
        return MemoryStore("4-Adam-12", StandingClock()).unit_of_work
    opened: Store = request.getfixturevalue("store")
    return opened.unit_of_work


def a_read(name: str, plate: str = "7ABC123", hours: int = 0, **changed: object) -> PlateRead:
    read = replace(read_of(plate), read_id=name, at=START - hours * HOUR)
    return replace(read, **changed)  # type: ignore[arg-type]


def at(north: float, east: float) -> PositionFix:
    """So many blocks from the middle of town."""
    return PositionFix(EL_CAJON[0] + north * BLOCK, EL_CAJON[1] + east * BLOCK, START)


def put(uow: UnitOfWorkFactory, *reads: PlateRead) -> None:
    with uow() as work:
        for read in reads:
            work.reads.save(read)


def found(uow: UnitOfWorkFactory, terms: SearchTerms) -> str:
    with uow() as work:
        keys = work.finder.find(sought(terms), EARLY, (LATE, ""), 100)
        assert [r.read_id for r in work.finder.details(sought(terms), keys)] == [
            k.read_id for k in keys
        ]
    return "".join(key.read_id for key in keys)


def test_that_a_plate_is_found_newest_first_and_no_other(uow: UnitOfWorkFactory) -> None:
    put(uow, a_read("a", hours=3), a_read("b", "8XYZ999"), a_read("c", hours=1), a_read("d"))
    assert found(uow, SearchTerms(plate="7ABC123")) == "dca"
    assert found(uow, SearchTerms(plate="7ABC124")) == ""


def test_that_letters_and_digits_that_look_the_same_are_the_same(uow: UnitOfWorkFactory) -> None:
    put(uow, a_read("a", "7ABO1I3"), a_read("b", "7AB0I13"), a_read("c", "7ABQ113"))
    assert found(uow, SearchTerms(plate="7AB0113")) == "ba"
    assert found(uow, SearchTerms(plate="7ABO*")) == "ba"
    assert found(uow, SearchTerms(plate="*O11*")) == "ba"


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("7AB*", "ba"),
        ("*C12*", "ca"),
        ("*123", "da"),
        ("7?BC123", "a"),
        ("??DC12?", ""),
        ("*A?C*", "ea"),
    ],
)
def test_that_a_partial_plate_fits_what_it_leaves_open(
    uow: UnitOfWorkFactory, pattern: str, names: str
) -> None:
    plates = ("7ABC123", "7ABX999", "5NC1288", "8ZZZ123", "8XYAEC9")
    put(
        uow,
        *(
            a_read(n, p, hours)
            for n, p, hours in zip("abcde", plates, (5, 4, 3, 2, 1), strict=True)
        ),
    )
    assert found(uow, SearchTerms(plate=plate_pattern(pattern))) == names


def test_that_similar_plates_are_found_on_asking_alone_and_marked(uow: UnitOfWorkFactory) -> None:
    put(uow, a_read("a", "8ABC123"), a_read("b", "BABC123"), a_read("c", "BA8C128"),
        a_read("d", "BA8C1Z8"), a_read("e", "7ABC123"))  # fmt: skip
    assert found(uow, SearchTerms(plate="8ABC123")) == "a"
    # Two characters taken for others at the most.
    terms = SearchTerms(plate="8ABC123", approximate=True)
    assert found(uow, terms) == "ba"
    assert found(uow, SearchTerms(plate="8A*", approximate=True)) == "dcba"
    with uow() as work:
        keys = work.finder.find(sought(terms), EARLY, (LATE, ""), 9)
        assert [(r.plate, r.alike) for r in work.finder.details(sought(terms), keys)] == [
            ("BABC123", True), ("8ABC123", False),
        ]  # fmt: skip


def test_that_a_circle_holds_what_was_read_in_it_and_its_corners_do_not(
    uow: UnitOfWorkFactory,
) -> None:
    put(
        uow,
        a_read("a", position=at(0, 0)),
        a_read("b", position=at(4.4, 0)),
        a_read("c", position=at(4.6, 0)),
        a_read("d", position=at(0, -5.2)),
        a_read("e", position=at(4, 4)),
        a_read("f"),
    )
    assert found(uow, SearchTerms(place=Circle(*EL_CAJON, 500.0))) == "dba"


def test_that_a_rectangle_holds_its_edges(uow: UnitOfWorkFactory) -> None:
    box = Rectangle(Bounds(32.79, -116.97, 32.80, -116.96))
    fixes = [(32.79, -116.97), (32.80, -116.96), (32.8001, -116.965), (32.795, -116.9701)]
    put(
        uow,
        *(
            a_read(n, position=PositionFix(*fix, START))
            for n, fix in zip("abcd", fixes, strict=True)
        ),
    )
    assert found(uow, SearchTerms(place=box)) == "ba"


def test_that_a_place_of_many_cells_finds_the_same_as_a_small_one(uow: UnitOfWorkFactory) -> None:
    wide = Circle(*EL_CAJON, 20_000.0)
    assert not _cells(wide)
    assert 0 < len(_cells(Circle(*EL_CAJON, 2_000.0))) <= MOST_CELLS
    put(uow, a_read("a", position=at(150, 0)), a_read("b", position=at(190, 0)), a_read("c"))
    assert found(uow, SearchTerms(place=wide)) == "a"


def test_that_state_camera_color_and_body_narrow_what_is_found(uow: UnitOfWorkFactory) -> None:
    white = VehicleDescription("white or gray", 0.7, "car", 0.8)
    black = VehicleDescription("black", 0.7, "SUV", 0.8)
    put(
        uow,
        a_read("a", vehicle=white),
        a_read("b", vehicle=black),
        a_read("c", camera="Rear"),
        replace(read_of("7ABC123", "NV"), read_id="d"),
    )
    plate = SearchTerms(plate="7ABC123")
    assert found(uow, replace(plate, color="gray")) == "a"
    assert found(uow, replace(plate, color="white")) == "a"
    assert found(uow, replace(plate, body="SUV")) == "b"
    assert found(uow, replace(plate, camera="rear")) == "c"
    assert found(uow, replace(plate, state="NV")) == "d"


def test_that_the_newest_revision_alone_is_found_and_says_that_it_was_corrected(
    uow: UnitOfWorkFactory,
) -> None:
    first = a_read("a")
    second = replace(first, revision=1, reading=read_of("7ABD123").reading)
    put(uow, first, second)
    with uow() as work:
        work.corrections.add(ReadCorrection("a", 1, "pdoe", START, "The plate says D"))
        gone = work.finder.find(sought(SearchTerms(plate="7ABC123")), EARLY, (LATE, ""), 9)
        terms = SearchTerms(plate="7ABD123")
        keys = work.finder.find(sought(terms), EARLY, (LATE, ""), 9)
        (shown,) = work.finder.details(sought(terms), keys)
        stale = [replace(key, revision=0) for key in keys]
        assert work.finder.details(sought(terms), stale) == []
    assert gone == []
    assert (shown.plate, shown.revision, shown.corrected, shown.hit) == ("7ABD123", 1, True, False)


def test_that_a_hit_is_said_to_be_one_of_the_alert_s_read_and_of_its_repeats(
    uow: UnitOfWorkFactory,
) -> None:
    alert = example_alert("1")
    put(uow, a_read("again"), a_read("other"))
    with uow() as work:
        work.alerts.save(alert)
        work.repeats.add(AlertRepeat(alert.alert_id, "again", START))
        terms = SearchTerms(since=EARLY)
        shown = work.finder.details(
            sought(terms), work.finder.find(sought(terms), EARLY, (LATE, ""), 9)
        )
    assert {read.read_id: read.hit for read in shown} == {
        "again": True, "other": False, "read-1": True,
    }  # fmt: skip


def test_that_the_span_reaches_from_the_oldest_read_to_the_newest(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        assert work.finder.span() is None
    put(uow, a_read("a", hours=9), a_read("b", hours=2), a_read("c", hours=5))
    with uow() as work:
        assert work.finder.span() == (START - 9 * HOUR, START - 2 * HOUR)


_PLATES = st.text("AB8O01", min_size=1, max_size=4)
_READS = st.builds(
    lambda plate, hours, spot, color: (plate, hours, spot, color),
    _PLATES,
    st.integers(0, 6),
    st.none() | st.tuples(st.integers(-9, 9), st.integers(-9, 9)),
    st.sampled_from(["white", "black", "white or black"]),
)
_TERMS = st.builds(
    SearchTerms,
    plate=st.text("AB8O0?*", max_size=4).map(plate_pattern),
    approximate=st.booleans(),
    place=st.none()
    | st.builds(lambda radius: Circle(*EL_CAJON, radius), st.sampled_from([300.0, 9000.0])),
    color=st.sampled_from(["", "white"]),
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    reads=st.lists(_READS, max_size=10),
    terms=_TERMS,
    since=st.integers(0, 6),
    limit=st.integers(1, 4),
)
def test_that_pages_meet_each_read_that_fits_once_in_order(
    store: Store,
    reads: list[tuple[str, int, tuple[int, int] | None, str]],
    terms: SearchTerms,
    since: int,
    limit: int,
) -> None:
    memory = MemoryStore("4-Adam-12", StandingClock())
    made = [
        a_read(
            f"r{n}",
            plate,
            hours,
            position=None if spot is None else at(*spot),
            vehicle=VehicleDescription(color, 0.7, "car", 0.8),
        )
        for n, (plate, hours, spot, color) in enumerate(reads)
    ]
    put(memory.unit_of_work, *made)
    oldest = START - since * HOUR
    with memory.unit_of_work() as work:
        expected = work.finder.find(sought(terms), oldest, (LATE, ""), 100)
    met = []
    try:
        with store.unit_of_work() as work:
            for read in made:
                work.reads.save(read)
            before = (LATE, "")
            while page := work.finder.find(sought(terms), oldest, before, limit):
                met += page
                before = (page[-1].at, page[-1].read_id)
            assert work.finder.details(sought(terms), met) == _details(memory, terms, met)
            raise _UndoneError
    except _UndoneError:
        pass
    assert met == expected


def _details(memory: MemoryStore, terms: SearchTerms, keys: list[ReadKey]) -> list[FoundRead]:
    with memory.unit_of_work() as work:
        return work.finder.details(sought(terms), keys)


class _UndoneError(Exception):
    """Takes an example's reads out of the store again."""


@pytest.mark.parametrize(
    ("terms", "index", "at_once"),
    [
        (SearchTerms(plate="7ABC123"), "plate (plate=? AND at", True),
        (SearchTerms(plate="7ABC123", approximate=True), "plate (plate=? AND at", True),
        (SearchTerms(plate="7AB*"), "plate (plate>? AND plate<?)", True),
        (SearchTerms(plate="7AB*", place=TOWN), "plate (plate>? AND plate<?)", True),
        (SearchTerms(plate="7AB*", place=STREET), "cell (cell=? AND at", False),
        (SearchTerms(plate="*AB*"), "at (at>? AND at<?)", False),
        (SearchTerms(place=TOWN), "at (at>? AND at<?)", False),
    ],
)
def test_that_each_search_is_led_by_the_index_that_passes_over_least(
    store: Store, terms: SearchTerms, index: str, at_once: bool
) -> None:
    query = _Query(sought(terms))
    values = {**query.values, "since": "2", "before": "3"}
    with store._engine.begin() as connection:
        raw = connection.connection.dbapi_connection
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query.sql}", values)]  # type: ignore[union-attr]
    assert any(f"ix_reads_{index}" in line for line in plan), plan
    assert query.at_once is at_once
    # What a plate or the time leads past is not even fetched.
    by_place = terms.place is not None and not index.startswith("at")
    assert by_place or any("COVERING INDEX" in line for line in plan), plan
    # The table is never read from end to end.
    assert not any(line.startswith("SCAN reads") for line in plan), plan
