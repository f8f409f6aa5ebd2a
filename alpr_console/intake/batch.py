"""Columns of a file to entries, a batch at a time.

Work is done on whole columns; a line is looked at by itself only where something is wrong
with it. That is what lets ten million lines through in a minute.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.hotlist import RECORD_FIELDS, RECORD_SEPARATOR, Category
from alpr_console.intake.barring import Barring
from alpr_console.intake.file import ListFile
from alpr_console.intake.headings import CATEGORIES, REPEATED, squeezed
from alpr_console.intake.report import LONGEST_EXCERPT, PROBLEMS_KEPT, LineProblem, Reason
from alpr_console.intake.rows import RowBatch
from alpr_console.list_ports import ListBatch
from alpr_console.matching.packing import keys_of

_CATEGORIES = tuple(Category)
_CODES = tuple(c.value for c in Category)
_UNKNOWN = len(_CATEGORIES)
"""In place of a category's number: the line names one that the console does not know."""

_LONGEST_PLATE = 10
_BETWEEN = b" -."
"""Stands between a plate's characters in some files; '·' and a hard space too."""
_NO_PLATE_SIGN = b"?"
_PLATE_SIGNS = bytes(
    ord(c.upper()) if (c := chr(b)).isascii() and c.isalnum() else b if c == "\n" else 0x3F
    for b in range(256)
)
"""bytes.translate table: letters to capitals, digits and line ends as they are, else '?'."""


@dataclass(frozen=True, slots=True, eq=False)
class _Why:
    """What became of each row of a batch."""

    barred: NDArray[np.int64]
    """The clause that bars it, or -1."""
    plate_fits: NDArray[np.bool_]
    state_fits: NDArray[np.bool_]
    category_known: NDArray[np.bool_]

    @property
    def kept(self) -> NDArray[np.bool_]:
        return self.plate_fits & self.state_fits & self.category_known & (self.barred < 0)


class EntryMaker:
    """Makes entries of one file's rows and keeps count of what it left out."""

    def __init__(
        self, file: ListFile, columns: ColumnMap, category: Category | None, barring: Barring
    ) -> None:
        self._file = file
        self._fields = [c.field for c in columns.columns]
        self._default = _CATEGORIES.index(category or Category.BOLO)
        self._categories = {**CATEGORIES, **_squeezed_keys(columns.categories)}
        self._barring = barring
        self.lines = 0
        self.entries = 0
        self.by_reason: Counter[Reason] = Counter()
        self.barred: Counter[int] = Counter()
        self._of_category = np.zeros(len(_CATEGORIES), dtype=np.int64)
        self.states: Counter[str] = Counter()
        self.problems: list[LineProblem] = []

    @property
    def of_categories(self) -> dict[Category, int]:
        """Entries of each category that has any."""
        counts = self._of_category.tolist()
        return {c: n for c, n in zip(_CATEGORIES, counts, strict=True) if n}

    def make(self, rows: RowBatch) -> ListBatch:
        """The entries among `rows`, in their order; the rest is counted.

        Raises HotListMalformed for signs that are not text.
        """
        columns = self._cleaned(rows)
        count = len(rows.lines)
        lic = columns["lic"]
        barred, named = self._categories_of(columns, count)
        plates, plate_fits = _plates(lic)
        states, state_fits = self._states_of(columns.get("lis"), count)
        why = _Why(barred, plate_fits, state_fits, named != _UNKNOWN)
        kept = why.kept
        self.lines += count
        if not kept.all():
            self._leave_out(rows, {**columns, "plate": plates}, why)
            columns = {name: list(compress(cells, kept)) for name, cells in columns.items()}
            plates, states = list(compress(plates, kept)), list(compress(states, kept))
            named = named[kept]
        self.entries += len(plates)
        self._of_category += np.bincount(named, minlength=len(_CATEGORIES))
        self.states.update(states)
        columns.update(lic=plates, lis=states)
        columns["category"] = list(map(_CODES.__getitem__, named.tolist()))
        return ListBatch(
            keys=keys_of(plates),
            states=states,
            categories=named.astype(np.uint8),
            lines=rows.lines[kept],
            records=_records(columns, len(plates)),
        )

    def _cleaned(self, rows: RowBatch) -> dict[str, Sequence[str]]:
        """By field. White space is squeezed; several columns of one field are put together."""
        columns: dict[str, Sequence[str]] = {}
        for field, cells in zip(self._fields, rows.cells, strict=True):
            clean = list(map(str.strip, cells))
            joined = RECORD_SEPARATOR.join(clean)
            if not joined.isascii():
                clean = [_beyond_ascii(cell) for cell in clean]
                for place, cell in enumerate(clean):
                    if not cell.isprintable():
                        raise self._file.malformed(
                            int(rows.lines[place]), "characters that are not text"
                        )
            elif "  " in joined or "\n" in joined or "\t" in joined:
                clean = [" ".join(cell.split()) for cell in clean]
            if field in columns and field == REPEATED:
                pairs = zip(columns[field], clean, strict=True)
                clean = ["; ".join(filter(None, pair)) for pair in pairs]
            columns[field] = clean
        return columns

    def _categories_of(
        self, columns: Mapping[str, Sequence[str]], count: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Of each row: the barring clause or -1, and the category's number or _UNKNOWN."""
        barred = np.full(count, -1)
        for name in ("category", "file"):
            if name in columns:
                found = _by_word(columns[name], self._clause_of)
                barred = np.where(barred < 0, found, barred)
        if "category" not in columns:
            return barred, np.full(count, self._default)
        return barred, _by_word(columns["category"], self._number_of)

    def _clause_of(self, untrusted_word: str) -> int:
        clause = self._barring.clause_of(untrusted_word)
        return -1 if clause is None else clause

    def _number_of(self, untrusted_word: str) -> int:
        if not untrusted_word:
            return self._default
        category = self._categories.get(squeezed(untrusted_word))
        return _UNKNOWN if category is None else _CATEGORIES.index(category)

    def _states_of(
        self, cells: Sequence[str] | None, count: int
    ) -> tuple[list[str], NDArray[np.bool_]]:
        if cells is None:
            return [""] * count, np.ones(count, dtype=np.bool_)
        states = {word: _state(word) for word in set(cells)}
        names = list(map(states.__getitem__, cells))
        if None in states.values():
            return [n or "" for n in names], np.array([n is not None for n in names])
        return [n or "" for n in names], np.ones(count, dtype=np.bool_)

    def _leave_out(self, rows: RowBatch, columns: Mapping[str, Sequence[str]], why: _Why) -> None:
        for place in np.flatnonzero(~why.kept).tolist():
            if (clause := int(why.barred[place])) >= 0:
                # Counted, and forgotten: nothing of a barred line is kept or said.
                self.barred[clause] += 1
                continue
            if rows.is_blank(place):
                self.lines -= 1
                continue
            if not columns["plate"][place]:
                field, reason = "lic", Reason.NO_PLATE
            elif not why.plate_fits[place]:
                field, reason = "lic", Reason.NOT_A_PLATE
            elif not why.state_fits[place]:
                field, reason = "lis", Reason.NOT_A_STATE
            else:
                field, reason = "category", Reason.UNKNOWN_CATEGORY
            self.by_reason[reason] += 1
            if len(self.problems) < PROBLEMS_KEPT:
                text = columns[field][place][:LONGEST_EXCERPT]
                self.problems.append(LineProblem(int(rows.lines[place]), reason, text))


def _squeezed_keys(categories: Mapping[str, Category]) -> dict[str, Category]:
    return {squeezed(word): category for word, category in categories.items()}


def _beyond_ascii(untrusted_cell: str) -> str:
    """White space squeezed, and without signs that show nothing and can hide or turn around
    what stands beside them (soft hyphen, zero-width space, marks of direction)."""
    shown = "".join(c for c in untrusted_cell if unicodedata.category(c) != "Cf")
    return " ".join(shown.split())


def _by_word(cells: Sequence[str], number_of: Callable[[str], int]) -> NDArray[np.int64]:
    """The number of each cell; each different word is looked at once."""
    numbers = {word: number_of(word) for word in set(cells)}
    return np.fromiter(map(numbers.__getitem__, cells), dtype=np.int64, count=len(cells))


def _state(untrusted_word: str) -> str | None:
    """None for what is no state."""
    state = untrusted_word.upper()
    fits = not state or (len(state) == 2 and state.isascii() and state.isalpha())
    return state if fits else None


def _plates(untrusted_cells: Sequence[str]) -> tuple[list[str], NDArray[np.bool_]]:
    """Plates in capitals without what stands between the characters, and which are plates."""
    if not untrusted_cells:
        return [], np.zeros(0, dtype=np.bool_)
    joined = "\n".join(untrusted_cells)
    if not joined.isascii():
        joined = joined.replace("·", "")
    signs = joined.encode("ascii", "replace").translate(_PLATE_SIGNS, _BETWEEN)
    codes = np.frombuffer(signs, dtype=np.uint8)
    ends = np.append(np.flatnonzero(codes == ord("\n")), len(codes))
    lengths = np.diff(ends, prepend=-1) - 1
    fits = (lengths >= 1) & (lengths <= _LONGEST_PLATE)
    fits[np.searchsorted(ends, np.flatnonzero(codes == _NO_PLATE_SIGN[0]))] = False
    return signs.decode("ascii").split("\n"), fits


def _records(columns: Mapping[str, Sequence[str]], count: int) -> list[str]:
    """domain.hotlist.record_of of each row."""
    fields: list[Iterable[str]] = [
        columns[name] if name in columns else repeat("", count) for name in RECORD_FIELDS
    ]
    return list(map(RECORD_SEPARATOR.join, zip(*fields, strict=True)))
