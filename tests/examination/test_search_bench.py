"""The bench of searches, on a store small enough to be made here."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.read_search import Circle, SearchTerms
from alpr_console.examination import search_bench
from alpr_console.examination.made_up_reads import (
    BEGIN,
    MIDDLE,
    YEAR,
    plate_of,
    vehicles,
    write_made_up_reads,
)
from alpr_console.matching.spellings import sought
from tests.fakes.shift import policy

KEY = bytes(32)


def test_that_made_up_reads_are_reads_like_any_other(tmp_path: Path) -> None:
    said: list[str] = []
    sizes = write_made_up_reads(tmp_path / "store.db", KEY, 500, said.append)
    assert {"reads", "ix_reads_plate", "ix_reads_at", "ix_reads_cell"} <= set(sizes)
    with (
        closing(Store.open(tmp_path / "store.db", KEY, "unit", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        reads = work.reads.latest(500)
        assert work.reads.count() == len({read.read_id for read in reads}) == 500
        assert len({read.text for read in reads}) > 100
        town = sought(SearchTerms(place=Circle(*MIDDLE, 20_000.0)))
        assert len(work.finder.find(town, BEGIN, (BEGIN + YEAR, ""), 999)) == 500


def test_that_no_two_vehicles_share_a_plate() -> None:
    assert len({plate_of(number) for number in range(20_000)}) == 20_000
    assert all(len(plate_of(number)) == 7 for number in range(100))
    assert vehicles(1) == 1


def test_that_the_bench_measures_searches_on_record() -> None:
    record = search_bench.run(1000, policy(), lambda _: None, ["plate met every day"], 1, 50)
    (measured,) = record["search"].values()
    assert {how: figures["searches"] for how, figures in measured.items()} == {
        "warm": search_bench.WARM, "new_process": 1, "from_disk": 1,
    }  # fmt: skip
    assert measured["warm"]["found_median"] > 1
    assert measured["warm"]["cpu_ms_median"] > 0
    keeping = record["keeping"]
    assert keeping["index_bytes_a_read"] > keeping["index_bytes_a_read_before"] > 0
