"""How long a read takes to be matched against millions of entries; run by hand.

python -m tests.benchmarks.match_a_million [--entries 10000000]

Processor time of the thread: median and 99th percentile, for reads of each confidence. Patterns
of specific entries are asked besides.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace

import numpy as np

from alpr_console.domain.hotlist import Category, TimedEntry
from alpr_console.domain.plate import STATES
from alpr_console.examination.list_trial import index_of, made_up
from alpr_console.matching.index import DEFAULT_THRESHOLDS, HotListIndex
from alpr_console.matching.packing import text_of
from tests.fakes.shift import hot_list, listed, reading

READS = 5_000
PATTERNS = 300


def timed(name: str, index: HotListIndex, texts: list[tuple[str, str]], confidence: float) -> None:
    took, matched = [], 0
    for text, state in texts:
        of = reading(text, state, confidence=confidence)
        begun = time.thread_time_ns()
        found = index.match(of)
        took.append((time.thread_time_ns() - begun) / 1000)
        matched += bool(found)
    took.sort()
    print(
        f"{name}, {confidence} a character: median {statistics.median(took):.0f} µs, "
        f"99th in 100 {took[len(took) * 99 // 100]:.0f} µs; {100 * matched / len(took):.1f} % match"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    args = parser.parse_args()
    rng = np.random.default_rng(2)
    begun = time.process_time()
    plates = made_up(args.entries, rng)
    index = index_of(plates, [], DEFAULT_THRESHOLDS)
    print(f"{args.entries:,} entries made up and packed: {time.process_time() - begun:.1f} s")
    names = ("", *STATES)
    places = rng.integers(0, args.entries, READS).tolist()
    texts = [(text_of(int(plates.keys[i])), names[plates.states[i]]) for i in places]
    for confidence in (0.999, 0.98, 0.8, 0.55):
        timed("list", index, texts, confidence)
    of = hot_list("BOLO")
    patterns = [text_of(int(plates.keys[i]))[:3] + "?*" for i in places[:PATTERNS]]
    entries = [replace(listed(lic, "", category=Category.BOLO), specific=lic) for lic in patterns]
    partial = HotListIndex(specific=[TimedEntry(entry, of, None) for entry in entries])
    timed(f"{PATTERNS} patterns", partial, texts, 0.98)


if __name__ == "__main__":
    main()
