"""How long a read takes to be matched against a million entries; run by hand.

python -m tests.benchmarks.match_a_million
"""

from __future__ import annotations

import random
import statistics
import time
import tracemalloc

from alpr_console.domain.hotlist import HotListEntry
from alpr_console.matching.index import HotListIndex
from tests.fakes.shift import hot_list, reading

ENTRIES = 1_000_000
READS = 5_000


def serial(rng: random.Random) -> str:
    """A California serial, the shape that fills such lists most densely."""
    letters = "".join(rng.choices("ABCDEFGHJKLMNPRSTUVWXYZ", k=3))
    return f"{rng.randint(1, 9)}{letters}{rng.randint(0, 999):03d}"


def main() -> None:
    rng = random.Random(2)
    entries = [HotListEntry(f"{n:032x}", serial(rng), "CA") for n in range(ENTRIES)]
    tracemalloc.start()
    begun = time.perf_counter()
    index = HotListIndex([(hot_list(count=ENTRIES), entries)])
    print(f"index of {ENTRIES:,} entries: {time.perf_counter() - begun:.1f} s (traced), ", end="")
    print(f"{tracemalloc.get_traced_memory()[0] / 2**20:.0f} MiB besides the entries")
    tracemalloc.stop()
    for name, confidence in (("sure", 0.99), ("doubtful", 0.8), ("blurred", 0.55)):
        took, exact, approximate = [], 0, 0
        for _ in range(READS):
            of = reading(serial(rng), confidence=confidence)
            begun = time.perf_counter()
            found = index.match(of)
            took.append((time.perf_counter() - begun) * 1e6)
            exact += any(not m.differences for m in found)
            approximate += any(m.differences for m in found)
        took.sort()
        print(
            f"{name} reads ({confidence}): median {statistics.median(took):.0f} µs, "
            f"99th in 100 {took[READS * 99 // 100]:.0f} µs; "
            f"{100 * exact / READS:.2f} % exact, {100 * approximate / READS:.2f} % approximate"
        )


if __name__ == "__main__":
    main()
