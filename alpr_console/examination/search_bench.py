"""What searches of stored reads cost, their record included, on the encrypted store.

Warm is a search in a process that has searched before. The first search of a new process begins
with an empty page cache; from disk, nothing of the store is in the computer's memory either.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.operator import Role, User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read_search import Circle, SearchTerms
from alpr_console.domain.session import Session
from alpr_console.examination.made_up_reads import (
    BEGIN,
    MIDDLE,
    UNIT,
    YEAR,
    plate_of,
    vehicles,
    write_made_up_reads,
)
from alpr_console.workflow.desk import Desk

Json = dict[str, Any]

WARM = 20
FIRST = 5
INSERTED = 2_000
_SMALL = 200_000
"""Reads of the store on which the cost of keeping one more is compared."""
_TEMPLATES = 500
_KEY = bytes(range(32))
_FORMER = (
    "CREATE INDEX ix_reads_at ON reads (at)",
    "CREATE INDEX ix_reads_plate ON reads (plate)",
)
"""What there was before stored reads could be searched."""

_GROUNDS = Grounds("Bench of searches", "Case number", "26-000123")


def run(
    reads: int,
    policy: AgencyPolicy,
    say: Callable[[str], None],
    cases: Sequence[str] = (),
    first: int = FIRST,
    inserted: int = INSERTED,
) -> Json:
    """Everything, on `reads` made-up reads; figures by part.

    `cases` are names of CASES, all of them where none is given; `first` is how many first searches
    of a process are measured of each, `inserted` how many reads are kept beside the searches.

    Raises StoreUnavailable for a full disk: some 900 bytes a read are needed for a while.
    """
    with tempfile.TemporaryDirectory(prefix="alpr-bench-") as made:
        path = Path(made) / "store.db"
        begun = time.process_time()
        sizes = write_made_up_reads(path, _KEY, reads, say)
        record: Json = {
            "reads": reads,
            "written_cpu_s": round(time.process_time() - begun, 1),
            "store_mb": round(path.stat().st_size / 1e6),
            "mb": {name: round(size / 1e6, 1) for name, size in sizes.items()},
            "search": {},
        }
        _read_through(path)
        for name in cases or CASES:
            say(name)
            warm = _apart(_measure, path, name, reads, WARM, policy)
            fresh = [_first(path, name, reads, turn, policy) for turn in range(first)]
            record["search"][name] = {
                "warm": _summary(warm[1:]),
                "new_process": _summary(fresh),
            }
        for name in cases or CASES:
            say(f"{name}, from disk")
            cold = []
            for turn in range(first):
                _forget_cached(path)
                cold.append(_first(path, name, reads, turn, policy))
            record["search"][name]["from_disk"] = _summary(cold)
        path.unlink()
        say("keeping a read")
        record["keeping"] = _apart(_keeping, Path(made), min(reads, _SMALL), inserted)
    return record


def _first(path: Path, case: str, reads: int, turn: int, policy: AgencyPolicy) -> Json:
    """The first search of a process, of terms that were not searched for before."""
    times: list[Json] = _apart(_measure, path, case, reads, -1 - turn, policy)
    return times[0]


def _apart(part: Callable[..., Any], *arguments: object) -> Any:
    """Run `part` in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(part, arguments)


def _plate(rng: random.Random, reads: int) -> SearchTerms:
    return SearchTerms(plate=plate_of(rng.randrange(vehicles(reads))))


def _busy_plate(rng: random.Random, reads: int) -> SearchTerms:
    """Of the cars that are met every day."""
    return SearchTerms(plate=plate_of(rng.randrange(10)))


def _similar(rng: random.Random, reads: int) -> SearchTerms:
    return replace(_plate(rng, reads), approximate=True)


def _week_and_street(rng: random.Random, reads: int) -> SearchTerms:
    """'*BC1*' within a week and 500 m."""
    return _somewhere(rng, 500.0, timedelta(days=7))


def _month_and_quarter(rng: random.Random, reads: int) -> SearchTerms:
    """'*BC1*' within a month and 2 km."""
    return _somewhere(rng, 2000.0, timedelta(days=30))


def _year_and_city(rng: random.Random, reads: int) -> SearchTerms:
    """'*BC12*' in a year and 10 km: nearly everything."""
    terms = _somewhere(rng, 10_000.0, YEAR)
    return replace(terms, plate=f"*{plate_of(rng.randrange(vehicles(reads)))[2:6]}*")


def _beginning(rng: random.Random, reads: int) -> SearchTerms:
    """'7ABC*', whenever and wherever."""
    return SearchTerms(plate=plate_of(rng.randrange(vehicles(reads)))[:4] + "*")


def _inside(rng: random.Random, reads: int) -> SearchTerms:
    """'*BC12*', whenever and wherever: every read there is has to be passed over."""
    return SearchTerms(plate=f"*{plate_of(rng.randrange(vehicles(reads)))[2:6]}*")


def _vehicle(rng: random.Random, reads: int) -> SearchTerms:
    """A red truck within an hour and 500 m."""
    terms = _somewhere(rng, 500.0, timedelta(hours=1))
    return replace(terms, plate="", color="red", body="truck")


def _somewhere(rng: random.Random, radius_m: float, span: timedelta) -> SearchTerms:
    since = BEGIN + rng.random() * (YEAR - span)
    place = Circle(
        MIDDLE[0] + 0.06 * (rng.random() - 0.5), MIDDLE[1] + 0.06 * (rng.random() - 0.5), radius_m
    )
    part = plate_of(rng.randrange(1_000_000))[2:5]
    return SearchTerms(plate=f"*{part}*", since=since, until=since + span, place=place)


CASES: dict[str, Callable[[random.Random, int], SearchTerms]] = {
    "plate": _plate,
    "plate met every day": _busy_plate,
    "similar plates": _similar,
    "part, a week and 500 m": _week_and_street,
    "part, a month and 2 km": _month_and_quarter,
    "part, a year and 10 km": _year_and_city,
    "color and body, an hour and 500 m": _vehicle,
    "beginning alone": _beginning,
    "part alone": _inside,
}


def _measure(path: Path, case: str, reads: int, turns: int, policy: AgencyPolicy) -> list[Json]:
    """So many searches one after the other; a negative number is one search, of that seed."""
    rng = random.Random(turns)
    times = []
    with closing(Store.open(path, _KEY, UNIT, SystemClock())) as store:
        desk = Desk(
            store.unit_of_work,
            FolderShelf(path.parent / "lists", _KEY),
            SystemClock(),
            policy,
            UNIT,
        )
        user = User(uuid4().hex, "bench", "Bench", "1", Role.SUPERVISOR, "none", BEGIN)
        desk.session = Session(uuid4().hex, user, UNIT, BEGIN)
        for _ in range(max(turns + 1, 1)):
            terms = CASES[case](rng, reads)
            wall, cpu = time.perf_counter(), time.process_time()
            page = desk.search.page(desk.search.begin(terms, _GROUNDS))
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            times.append({"wall_ms": wall * 1e3, "cpu_ms": cpu * 1e3, "found": len(page.reads)})
    return times


def _summary(times: list[Json]) -> Json:
    return {
        "searches": len(times),
        "wall_ms_median": round(statistics.median(one["wall_ms"] for one in times), 1),
        "wall_ms_most": round(max(one["wall_ms"] for one in times), 1),
        "cpu_ms_median": round(statistics.median(one["cpu_ms"] for one in times), 1),
        "found_median": statistics.median(one["found"] for one in times),
    }


def _keeping(folder: Path, reads: int, inserted: int) -> Json:
    """Processor time and bytes of keeping one more read, with the indexes of searches and with
    those there were before."""
    path = folder / "keeping.db"
    sizes = write_made_up_reads(path, _KEY, reads, lambda _: None)
    now = _insert(path, inserted)
    connection = cipher.connect(path, _KEY)
    for index in ("ix_reads_at", "ix_reads_plate", "ix_reads_cell"):
        connection.execute(f"DROP INDEX {index}")
    connection.execute("VACUUM")
    before = connection.execute("PRAGMA page_count").fetchone()[0]
    for sql in _FORMER:
        connection.execute(sql)
    former = (connection.execute("PRAGMA page_count").fetchone()[0] - before) * 4096
    connection.close()
    indexes = sum(size for name, size in sizes.items() if name != "reads")
    return {
        "reads": reads,
        "cpu_us_a_read": now,
        "cpu_us_a_read_before": _insert(path, inserted),
        "index_bytes_a_read": round(indexes / reads),
        "index_bytes_a_read_before": round(former / reads),
    }


def _insert(path: Path, count: int) -> float:
    """µs of processor time a read, each in a transaction of its own, as the console keeps them."""
    with closing(Store.open(path, _KEY, UNIT, SystemClock())) as store:
        with store.unit_of_work() as work:
            templates = work.reads.latest(_TEMPLATES)
        newest = templates[0].at
        cpu = time.process_time()
        for number in range(count):
            read = replace(
                templates[number * 7 % _TEMPLATES],
                read_id=uuid4().hex,
                at=newest + timedelta(seconds=number + 1),
            )
            with store.unit_of_work() as work:
                work.reads.save(read)
        cpu = time.process_time() - cpu
    return round(1e6 * cpu / count, 1)


def _read_through(file: Path) -> None:
    """As far as it fits, the file is in the computer's memory afterwards."""
    with file.open("rb") as opened:
        while opened.read(1 << 20):
            pass


def _forget_cached(file: Path) -> None:
    """Take a file out of the computer's memory, where the system allows it."""
    if hasattr(os, "posix_fadvise"):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
