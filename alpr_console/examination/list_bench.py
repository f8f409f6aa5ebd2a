"""What a national hot list costs: import, start, match; beside SQLite and rapidfuzz.

Each part runs in a process of its own, so that its memory is its own. Times of single matches are
those of the thread that matches; the rest is processor time of the process.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.plate import CharacterRead, PlateText, StateRead
from alpr_console.domain.policy import Clause, ListRules
from alpr_console.examination.made_up_list import FORMS, write_made_up_list
from alpr_console.intake.file import open_list_file
from alpr_console.intake.stream import read_into
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.look_alikes import ALIKE, folded
from alpr_console.matching.packing import text_of

Json = dict[str, Any]
T = TypeVar("T")

READS = 10_000
LISTED_ONE_IN = 10
"""Of the reads that are timed; in the field it is one in hundreds. A listed one costs the reading
of its record from the disk besides."""

SQLITE_READS = 1_000
RAPIDFUZZ_READS = 5
_KEY = bytes(range(32))
_FILE_ID = "bench"
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def run(entries: int, say: Callable[[str], None], reads: int = READS) -> Json:
    """Everything, on a list of `entries` made-up lines; figures by part.

    Raises ReportUnwritable for a full disk: some 600 bytes an entry are needed for a while.
    """
    with tempfile.TemporaryDirectory(prefix="alpr-bench-") as made:
        folder = Path(made)
        say("writing a made-up list")
        file = folder / "list.csv"
        size = write_made_up_list(file, entries)
        record: Json = {"entries": entries, "file_mb": round(size / 1e6, 1)}
        for name, part in (
            ("import", _import),
            ("index", _index),
            ("sqlite", _sqlite),
            ("rapidfuzz", _rapidfuzz),
        ):
            say(name)
            record[name] = _apart(part, folder, reads)
    return record


def _apart(part: Callable[[Path, int], Json], folder: Path, reads: int) -> Json:
    """Run `part` in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(part, (folder, reads))


def _import(folder: Path, _reads: int) -> Json:
    clause = Clause("", "bench")
    rules = ListRules(clause, clause, 0.5, 0.02, (), None, timedelta(0))
    before = _memory_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    writer = FolderShelf(folder / "shelf", _KEY).writer(_FILE_ID)
    report = read_into(open_list_file(folder / "list.csv"), None, None, rules, writer)
    sealed = writer.seal()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    file = next((folder / "shelf").iterdir())
    return {
        "lines": report.lines,
        "entries": sealed.count,
        "duplicates": sealed.duplicates,
        "cpu_s": round(cpu, 2),
        "wall_s": round(wall, 2),
        "cpu_us_a_line": round(1e6 * cpu / report.lines, 2),
        "peak_memory_mb": round(_memory_mb(peak=True) - before),
        "sealed_mb": round(file.stat().st_size / 1e6, 1),
    }


def _index(folder: Path, reads: int) -> Json:
    shelf = FolderShelf(folder / "shelf", _KEY)
    file = next((folder / "shelf").iterdir())
    _forget_cached(file)
    before = _memory_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    packed = shelf.open(_FILE_ID)
    index = HotListIndex([(_hot_list(len(packed.keys)), packed)])
    index.match(_reading(random.Random(0), "7ABC123", "CA"))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory, peak = _memory_mb() - before, _memory_mb(peak=True) - before
    rng = random.Random(2)

    def listed(count: int) -> list[PlateText]:
        rows = [rng.randrange(len(packed.keys)) for _ in range(count)]
        return [
            _reading(rng, text_of(int(packed.keys[i])), packed.state_names[packed.states[i]])
            for i in rows
        ]

    hits = reads // LISTED_ONE_IN
    asked = [*listed(hits), *(_reading(rng, *_serial(rng)) for _ in range(reads - hits))]
    rng.shuffle(asked)
    for one in listed(200):
        index.match(one)
    gc.collect()
    found = 0

    def ask(one: PlateText) -> None:
        nonlocal found
        found += bool(index.match(one))

    alone = listed(hits)
    return {
        "ready_s": round(wall, 2),
        "ready_cpu_s": round(cpu, 2),
        "memory_mb": round(memory),
        "peak_memory_mb": round(peak),
        "listed_one_in": LISTED_ONE_IN,
        "match": _timed(ask, asked),
        "match_share": round(found / len(asked), 4),
        "match_of_listed": _timed(index.match, alone),
        "listed_found": round(sum(bool(index.match(one)) for one in alone) / len(alone), 4),
    }


def _sqlite(folder: Path, reads: int) -> Json:
    """The plate as read and all that differ in one character, asked of an indexed table."""
    path = folder / "list.db"
    shelf = FolderShelf(folder / "shelf", _KEY)
    packed = shelf.open(_FILE_ID)
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("CREATE TABLE entries (plate TEXT, state TEXT)")
    cpu = time.process_time()
    rows = zip(packed.keys.tolist(), packed.states.tolist(), strict=True)
    database.executemany(
        "INSERT INTO entries VALUES (?, ?)",
        ((text_of(key), packed.state_names[state]) for key, state in rows),
    )
    database.execute("CREATE INDEX by_plate ON entries (plate)")
    database.commit()
    filled = time.process_time() - cpu
    rng = random.Random(3)
    asked = [_reading(rng, *_serial(rng)) for _ in range(min(reads, SQLITE_READS))]
    marks = ",".join("?" * (1 + 35 * 7))

    def ask(reading: PlateText) -> list[Any]:
        texts = _one_away(folded(reading.text))
        texts += texts[:1] * (marks.count("?") - len(texts))
        query = f"SELECT plate, state FROM entries WHERE plate IN ({marks})"
        return database.execute(query, texts).fetchall()

    figures = _timed(ask, asked)
    database.close()
    return {"fill_cpu_s": round(filled, 2), "file_mb": round(path.stat().st_size / 1e6), **figures}


def _rapidfuzz(folder: Path, _reads: int) -> Json:
    """Every listed plate within one edit of the plate as read."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import extract

    packed = FolderShelf(folder / "shelf", _KEY).open(_FILE_ID)
    before = _memory_mb()
    plates = [text_of(key) for key in packed.keys.tolist()]
    memory = _memory_mb() - before
    rng = random.Random(4)
    asked = [_reading(rng, *_serial(rng)) for _ in range(RAPIDFUZZ_READS)]

    def ask(reading: PlateText) -> list[Any]:
        text = folded(reading.text)
        return extract(text, plates, scorer=Levenshtein.distance, score_cutoff=1, limit=None)

    return {"memory_mb": round(memory), **_timed(ask, asked)}


def _timed(ask: Callable[[PlateText], object], asked: Sequence[PlateText]) -> Json:
    """Median and 99th percentile in microseconds of the thread's own time, and of the clock."""
    own, clock = [], []
    for one in asked:
        wall, begun = time.perf_counter_ns(), time.thread_time_ns()
        ask(one)
        own.append((time.thread_time_ns() - begun) / 1000)
        clock.append((time.perf_counter_ns() - wall) / 1000)
    own.sort()
    clock.sort()
    at_99 = min(len(own) - 1, len(own) * 99 // 100)
    return {
        "reads": len(own),
        "median_us": round(statistics.median(own), 1),
        "p99_us": round(own[at_99], 1),
        "median_wall_us": round(statistics.median(clock), 1),
        "p99_wall_us": round(clock[at_99], 1),
    }


def _one_away(text: str) -> list[str]:
    alphabet = sorted(set(folded("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    return [
        text,
        *(
            text[:place] + other + text[place + 1 :]
            for place in range(len(text))
            for other in alphabet
            if other != text[place]
        ),
    ]


def _serial(rng: random.Random) -> tuple[str, str]:
    state, form, _ = rng.choices(FORMS, [share for *_, share in FORMS])[0]
    text = "".join(rng.choice(_LETTERS if c == "A" else "0123456789") for c in form)
    return text, state


def _reading(rng: random.Random, text: str, state: str) -> PlateText:
    """A plate as the reader gives it: most characters sure, now and then a doubtful one, the
    truth then being named second now and then.
    """
    characters = []
    for char in text:
        other = rng.choice(sorted(ALIKE.get(folded(char), ())) or ["8"])
        if rng.random() < 0.93:
            characters.append(CharacterRead(char, 0.985, ((other, 0.004),)))
        elif rng.random() < 0.7:
            characters.append(CharacterRead(char, 0.8, ((other, 0.12), ("7", 0.03))))
        else:
            characters.append(CharacterRead(other, 0.55, ((char, 0.35), ("Z", 0.03))))
    return PlateText(tuple(characters), StateRead(state, 0.96, (("NV", 0.02),)), 0.9)


def _hot_list(count: int) -> HotList:
    now = datetime.now(UTC)
    return HotList(_FILE_ID, "bench", 1, "", count, "list.csv", now, now, _FILE_ID)


def _memory_mb(peak: bool = False) -> float:
    """Resident memory of this process."""
    wanted = "VmHWM:" if peak else "VmRSS:"
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(wanted)) / 1024


def _forget_cached(path: Path) -> None:
    """Ask the system to read the file from the disk the next time."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
