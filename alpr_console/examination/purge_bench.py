"""What a purge costs, how long a key waits beside it, and what carving finds afterwards."""

from __future__ import annotations

import multiprocessing
import queue
import re
import resource
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from alpr_console.adapters.storage.raw_pages import carve
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.examination.made_up_reads import BEGIN, UNIT, YEAR, write_made_up_reads
from alpr_console.workflow.purge import Purger

Json = dict[str, Any]

_KEY = bytes(range(32))
_MARK = b"\xff\xd8 made-up picture "
_MADE_UP = re.compile(rb"[5-9][A-Z]{3}[0-9]{3}|made-up picture")
"""Plates as they are written, and the pictures' own words, which come on each of their pages."""
_ACT_EVERY_S = 0.02
_PAUSE_S = 0.005
"""Shorter than the console's, so that the purge is over sooner; a key waits no less for it."""


class _Later:
    """When the last of the made-up reads is past every limit."""

    def now(self) -> datetime:
        return BEGIN + 4 * YEAR


def run(reads: int, picture_bytes: int, say: Callable[[str], None], policy: AgencyPolicy) -> Json:
    """Purges a store of `reads` reads while another thread keeps asking for the latest ones.

    Raises StoreUnavailable for a full disk.
    """
    picture = (_MARK * (picture_bytes // len(_MARK) + 1))[:picture_bytes]
    with tempfile.TemporaryDirectory(prefix="alpr-bench-") as made:
        path = Path(made) / "store.db"
        # Apart: what writing needed of memory is no part of what the purge needs.
        process = multiprocessing.get_context("spawn").Process(
            target=_write, args=(path, reads, picture)
        )
        process.start()
        process.join()
        if process.exitcode:
            raise StoreUnavailable("The made-up store was not written.", "Free space on the disk.")
        record: Json = {"reads": reads, "store_mb": round(path.stat().st_size / 1e6)}
        say("carving before")
        record["carved_before"] = carve(path, _KEY, _MADE_UP)
        say("purging")
        with closing(Store.open(path, _KEY, UNIT, _Later())) as store:
            record["peak_mb_before"] = _peak_mb()
            record |= _purge(store, policy)
            record["peak_mb"] = _peak_mb()
        say("carving")
        record["carved_after"] = carve(path, _KEY, _MADE_UP)
        record["store_mb_after"] = round(path.stat().st_size / 1e6)
        left = [one.name for one in Path(made).iterdir() if not one.name.startswith("store.db")]
        record["other_files"] = len(left)
    return record


def _write(path: Path, reads: int, picture: bytes) -> None:
    write_made_up_reads(path, _KEY, reads, lambda _: None, picture)


def _purge(store: Store, policy: AgencyPolicy) -> Json:
    purger = Purger(store.unit_of_work, _Later(), policy, store.wipe_traces)
    acts: queue.SimpleQueue[Future[int]] = queue.SimpleQueue()
    over = threading.Event()
    waits: list[float] = []
    asking = threading.Thread(target=_keep_asking, args=(acts, over, waits), daemon=True)
    steps: list[float] = []
    begun, cpu = time.monotonic(), time.process_time()
    purger.start()
    asking.start()
    going = True
    while going:
        # As the console's own thread goes about it: an act comes first.
        try:
            acts.get(timeout=_PAUSE_S).set_result(_look(store))
        except queue.Empty:
            at = time.monotonic()
            going = purger.step()
            steps.append(time.monotonic() - at)
    wall, cpu = time.monotonic() - begun, time.process_time() - cpu
    over.set()
    while asking.is_alive():
        try:
            acts.get(timeout=_ACT_EVERY_S).set_result(0)
        except queue.Empty:
            continue
    steps.sort()
    waits.sort()
    return {
        "purged": purger.taken,
        "wall_s": round(wall, 1),
        "cpu_s": round(cpu, 1),
        "cpu_us_a_read": round(cpu / max(1, purger.taken) * 1e6),
        "longest_step_ms": round(steps[-1] * 1000, 1),
        "step_ms_p99": round(steps[len(steps) * 99 // 100] * 1000, 1),
        "acts": len(waits),
        "longest_wait_ms": round(waits[-1] * 1000, 1) if waits else 0,
        "wait_ms_p99": round(waits[len(waits) * 99 // 100] * 1000, 1) if waits else 0,
    }


def _keep_asking(
    acts: queue.SimpleQueue[Future[int]], over: threading.Event, waits: list[float]
) -> None:
    while not over.wait(_ACT_EVERY_S):
        asked = time.monotonic()
        answer: Future[int] = Future()
        acts.put(answer)
        answer.result()
        waits.append(time.monotonic() - asked)


def _look(store: Store) -> int:
    with store.unit_of_work() as work:
        return len(work.reads.latest(20))


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
