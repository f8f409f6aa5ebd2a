"""How long stored reads take to be matched with a new list, and how long a slice of it keeps the
console thread; run by hand.

python -m tests.benchmarks.look_back [reads] [entries]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.records import read_values
from alpr_console.adapters.storage.store import Store
from alpr_console.lists_followed import PAST_READS_STEP_S
from tests.fakes.memory_shelf import put_list
from tests.fakes.patrol import Patrol
from tests.fakes.shift import StandingClock, hot_list, listed, read_of, reading

SPAN = timedelta(days=29)
CROP, CONTEXT = bytes(3_000), bytes(6_000)


def serial(rng: random.Random) -> str:
    letters = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
    return f"{rng.randint(1, 9)}{letters}{rng.randint(0, 999):03d}"


def fill(store: Store, clock: StandingClock, rng: random.Random, count: int) -> None:
    """Passes over the last month, one in five with a place that the reader is not sure of."""
    for first in range(0, count, 2_000):
        rows = []
        for n in range(first, min(first + 2_000, count)):
            doubts = {rng.randrange(7): (0.8, (("8", 0.1), ("B", 0.05)))} if n % 5 == 0 else None
            read = replace(
                read_of(),
                reading=reading(serial(rng), doubts=doubts),
                at=clock.now() - SPAN * (1 - n / count),
                crop_jpeg=CROP,
                context_jpeg=CONTEXT,
            )
            rows.append(read_values(read))
        with store.unit_of_work() as work:
            assert work._connection is not None
            work._connection.execute(insert(schema.reads), rows)


def main(reads: int, entries: int) -> None:
    rng, clock = random.Random(2), StandingClock()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        with closing(Store.open(path / "store.db", bytes(32), "bench", clock)) as store:
            shelf = FolderShelf(path / "lists", bytes(32))
            fill(store, clock, rng, reads)
            patrol = Patrol(store.unit_of_work, shelf, clock)
            put_list(
                store.unit_of_work, shelf, hot_list(), [listed(serial(rng)) for _ in range(entries)]
            )
            patrol.follow_lists()
            steps, begun = [], time.process_time()
            while patrol.past.busy:
                step = time.thread_time()
                patrol.past.step(PAST_READS_STEP_S)
                steps.append((time.thread_time() - step) * 1000)
            took = time.process_time() - begun
            found = len(patrol.desk.reads.past_hits())
    steps.sort()
    print(f"{reads:,} reads against {entries:,} entries: {took:.1f} s of CPU, ", end="")
    print(f"{reads / took:,.0f} reads a second; {found:,} past hits")
    print(
        f"{len(steps):,} steps, CPU of each: median {steps[len(steps) // 2]:.1f} ms, "
        f"99th in 100 {steps[len(steps) * 99 // 100]:.1f} ms, longest {steps[-1]:.1f} ms"
    )


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*(given + [100_000, 1_000_000][len(given) :]))
