"""Damaged list files, by the thousand: `python -m tests.intake.fuzz 100000 [SEED]`.

Each is a file that was valid before something happened to it. It must be refused with a
ConsoleError, or taken with every entry valid; what is taken must be what a plain reader, a line
at a time, finds in it; and no plate of a line that is barred may come through.
"""

from __future__ import annotations

import codecs
import csv
import io
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from alpr_console.domain.column_map import ColumnMap, Layout
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Category, HotListEntry, entry_of_record
from alpr_console.intake import rows, text
from alpr_console.intake.file import open_list_file
from alpr_console.intake.headings import COLUMNS, DELIMITERS, squeezed
from alpr_console.intake.report import IntakeReport
from alpr_console.intake.stream import read_into
from alpr_console.list_ports import ListBatch, Sealed
from alpr_console.matching.packing import key_of
from tests.fakes.shift import LIST_RULES
from tests.intake.made_files import DIALECTS, Dialect, row_of, written

PLATE = re.compile(r"[A-Z0-9]{1,10}", re.ASCII)
STATE = re.compile(r"([A-Z]{2})?", re.ASCII)
BARRED = "Immigration Violator File"
RULES = replace(LIST_RULES, fault_limit=0.5)
"""Looser than a policy, so that more of what is damaged is taken and looked at."""


class Kept:
    """A writer that checks what it is given."""

    def __init__(self) -> None:
        self.plates: list[str] = []

    def append(self, batch: ListBatch) -> None:
        assert len(batch.keys) == len(batch.records) == len(batch.states)
        assert len(batch.categories) == len(batch.lines) == len(batch.records)
        for record, key, state, category in zip(
            batch.records, batch.keys.tolist(), batch.states, batch.categories, strict=True
        ):
            entry = entry_of_record("x", record)
            assert "\n" not in record
            assert record.replace("\x1f", "").isprintable(), ascii(record)
            assert PLATE.fullmatch(entry.lic), ascii(record)
            assert STATE.fullmatch(entry.lis), ascii(record)
            assert key == key_of(entry.lic)
            assert state == entry.lis
            assert entry.category is tuple(Category)[category]
            assert all(f == " ".join(f.split()) for f in record.split("\x1f"))
            self.plates.append(entry.lic)

    def seal(self) -> Sealed:
        raise AssertionError

    def abandon(self) -> None:
        raise AssertionError


def valid_file(chance: random.Random, dialect: Dialect) -> bytes:
    """A few dozen entries, one in eight of a barred kind where the dialect can say so."""
    rows = []
    for number in range(chance.randint(1, 40)):
        entry = HotListEntry(
            "",
            f"{chance.randint(1, 9)}ABC{number:03d}",
            chance.choice(("CA", "NV", "")),
            chance.choice(tuple(Category)),
            vma="TOYT",
            vco="SIL/BLK",
            oca=f"26-{number}",
            mis=chance.choice(("", "NOTE", 'say "hi", so; or|so', "Peña é", "a  b")),
        )
        row = row_of(entry, dialect.fields, file="Stolen Vehicle File")
        named = [f for f in ("category", "file") if f in dialect.fields]
        if named and chance.random() < 0.125:
            field = chance.choice(named)
            row[dialect.fields.index(field)] = BARRED[:20] if field == "category" else BARRED
        rows.append(row)
    return written(rows, dialect)


def damaged(chance: random.Random, data: bytes) -> bytes:
    """The file after one to four accidents."""
    accidents: tuple[Callable[[bytearray, int], object], ...] = (
        lambda d, at: d.__setitem__(at, chance.randrange(256)),
        lambda d, at: d.__setitem__(at, d[at] ^ (1 << chance.randrange(8))),
        lambda d, at: d.insert(at, chance.choice(b'",;|\t\n\r\0\x1f\x1a\x85\xa0\xc3\xff ~\\')),
        lambda d, at: d.__delitem__(slice(at, at + chance.randint(1, 30))),
        lambda d, at: d.__delitem__(slice(at, None)),
        lambda d, at: d.__setitem__(slice(at, at), d[at : at + chance.randint(1, 200)]),
        lambda d, at: d.__setitem__(slice(at, at), bytes(chance.randrange(256) for _ in range(5))),
        lambda d, at: d.__setitem__(slice(at, at), b"x" * chance.choice((9, 480, 600))),
        lambda d, at: d.__setitem__(slice(at, at), "\u2028\u200b\ufeff·ßＡ".encode()),
        lambda d, _: d.__setitem__(slice(0, 0), chance.choice((codecs.BOM_UTF8, b"\xff\xfe"))),
        lambda d, _: d.__setitem__(slice(None), d.replace(b"\n", chance.choice((b"", b"\r")))),
        lambda d, _: d.__setitem__(slice(None), d.replace(b'"', b"")),
        lambda d, _: d.__setitem__(slice(None), d.swapcase()),
    )
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if changed:
            chance.choice(accidents)(changed, chance.randrange(len(changed)))
    return bytes(changed)


def plain_reading(data: bytes, encoding: str, columns: ColumnMap | None) -> tuple[list[str], int]:
    """Plates of the lines that are not barred and have one, and how many are barred; a line at a
    time, for a file that was taken."""
    text = data.decode(encoding).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if columns is not None and columns.layout is Layout.FIXED_WIDTH:
        places = {c.field: slice(c.position, c.position + c.width) for c in columns.columns}
        cells = [{f: line[s] for f, s in places.items()} for line in text.split("\n")]
    else:
        cells = _delimited(text, columns)
    plates, barred = [], 0
    for row in cells:
        if any("immigration" in squeezed(row.get(name, "")) for name in ("category", "file")):
            barred += 1
            continue
        shown = re.sub(
            "[\u200b\ufeff\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064]", "", row["lic"]
        )
        plate = re.sub(r"[\s.·-]", "", shown)
        if re.fullmatch(r"[A-Za-z0-9]{1,10}", plate):
            plates.append(plate.upper())
    return plates, barred


def _delimited(text: str, columns: ColumnMap | None) -> list[dict[str, str]]:
    lines = [line + "\n" for line in text.split("\n")]
    if columns is not None:
        fields = {c.position: c.field for c in columns.columns}
        delimiter = columns.delimiter
    else:
        while not lines[0].strip():
            lines.pop(0)
        heads = {d: next(csv.reader([lines[0]], delimiter=d, skipinitialspace=True))
                 for d in DELIMITERS}  # fmt: skip
        delimiter = max(heads, key=lambda d: sum(squeezed(h) in COLUMNS for h in heads[d]))
        names = enumerate(COLUMNS.get(squeezed(h), "") for h in heads[delimiter])
        fields = {place: name for place, name in names if name}
        lines.pop(0)
    rows = csv.reader(io.StringIO("".join(lines), newline="\n"), delimiter=delimiter,
                      skipinitialspace=True)  # fmt: skip
    return [{fields[n]: c for n, c in enumerate(row) if n in fields} for row in rows if any(row)]


def taken(path: Path, columns: ColumnMap | None) -> tuple[IntakeReport, list[str]] | None:
    """Report and plates; None for a file that is refused."""
    kept = Kept()
    try:
        report = read_into(open_list_file(path), columns, None, RULES, kept)
    except ConsoleError:
        return None
    assert len(kept.plates) == report.entries > 0
    return report, kept.plates


def outcome_of(path: Path, data: bytes, columns: ColumnMap | None) -> str:
    """'refused' or 'taken'. Raises AssertionError for what should not have been either."""
    path.write_bytes(data)
    found = taken(path, columns)
    # A file of any length is read in pieces; where they end must not matter.
    with (
        patch.object(text, "CHUNK", 61),
        patch.multiple(rows, BATCH_ROWS=3, _PIECES_OF_A_ROW=99, _PIECES_OF_A_BATCH=2),
    ):
        assert taken(path, columns) == found
    if found is None:
        return "refused"
    report, plates = found
    plain, barred = plain_reading(data, report.encoding, columns)
    assert report.barred == barred
    # A line with a plate may still be left out for its state or category, and no other may be in.
    assert not Counter(plates) - Counter(plain)
    assert len(plain) - len(plates) <= report.left_out
    return "taken"


def fuzz(count: int, seed: int, path: Path) -> Counter[str]:
    """Raises AssertionError with the seed that made the file."""
    outcomes: Counter[str] = Counter()
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        dialect = chance.choice(DIALECTS)
        data = damaged(chance, valid_file(chance, dialect))
        try:
            outcomes[outcome_of(path, data, dialect.columns)] += 1
        except Exception as wrong:
            raise AssertionError(f"file {number} of seed {seed}, {dialect}: {data!r}") from wrong
    return outcomes


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        many, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
        found = fuzz(many, first, Path(folder) / "list.csv")
        print(dict(found), f"{time.process_time() - begun:.0f} s of processor time")
