"""A hot-list file, read once from its start to its end into a sealed list in the making."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.domain.policy import ListRules
from alpr_console.intake.barring import Barring
from alpr_console.intake.batch import EntryMaker
from alpr_console.intake.file import REMEDY, ListFile
from alpr_console.intake.report import (
    PROBLEMS_KEPT,
    FileRefused,
    IntakeReport,
    Progress,
    Reason,
)
from alpr_console.intake.rows import ListRows
from alpr_console.intake.text import CheckedText, find_encoding
from alpr_console.list_ports import ListBatch, ListWriter

_PROBLEMS_SAID = 3
"""How many lines a refusal names; the report has the rest."""


def never() -> bool:
    return False


def read_into(
    file: ListFile,
    columns: ColumnMap | None,
    category: Category | None,
    rules: ListRules,
    writer: ListWriter | None,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = never,
) -> IntakeReport:
    """Give every entry of `file` to `writer`, batch by batch; None tries the file and keeps
    nothing, and then repeated lines are counted here.

    `columns` None takes the columns from the file's header; `category` is that of lines that
    name none, None takes them for BOLO, which claims nothing. The writer is neither sealed nor
    abandoned: both are the caller's. `cancelled` is asked several times a second.

    Memory does not grow with the file, but for the repeated lines of a trial (12 bytes a line).
    Raises HotListMalformed (damaged, by line; barred; changed while read; not the sum
    promised), its kind FileRefused, with the report, for a file without entries or with too
    many lines that cannot be matched, ImportCancelled, and what the writer raises.
    """
    barring = Barring(rules.barred)
    _refuse_barred(file, barring)
    repeats = _Repeats() if writer is None else None
    with file.open() as stream:
        encoding = _encoding(file, stream, columns, cancelled)
        text = CheckedText(file, stream, encoding, cancelled)
        rows = ListRows(file, text, columns)
        maker = EntryMaker(file, rows.columns, category, barring)
        for batch in map(maker.make, rows.batches()):
            if len(batch.records):
                if writer is not None:
                    writer.append(batch)
                if repeats is not None:
                    repeats.add(batch)
            if progress is not None:
                progress(Progress(text.done, file.size, maker.lines))
        file.check_unchanged(stream)
    if file.promised_sha256 not in ("", text.sha256):
        raise HotListMalformed(
            f"{file.name} is not the file that {file.name}.sha256 was made of.",
            "The list before stays in force. Fetch both again.",
        )
    report = _report(text.sha256, encoding, maker, barring, repeats)
    _refuse_faulty(file, report, rules)
    return report


def _encoding(
    file: ListFile, stream: BinaryIO, columns: ColumnMap | None, cancelled: Callable[[], bool]
) -> str:
    if columns is not None and columns.encoding:
        return columns.encoding
    return find_encoding(file, stream, cancelled)


def _refuse_barred(file: ListFile, barring: Barring) -> None:
    number = barring.clause_of(file.name)
    if number is None:
        return
    clause = barring.clauses[number]
    section = f" (§{clause.section})" if clause.section else ""
    raise HotListMalformed(
        f"{file.name} is of a kind that the policy bars{section}.", "It is not to be imported."
    )


def _refuse_faulty(file: ListFile, report: IntakeReport, rules: ListRules) -> None:
    if not report.entries:
        raise FileRefused(report, f"{file.name} holds no entry ({report.words}).", REMEDY)
    looked_at = report.lines - report.barred
    if report.faults > rules.fault_limit * looked_at:
        faulty = [p.words for p in report.problems if p.reason.is_fault]
        more = "; …" if report.faults > _PROBLEMS_SAID else ""
        raise FileRefused(
            report,
            f"{file.name}: {report.faults:,} of {looked_at:,} lines cannot be matched, more than "
            f"the {rules.fault_limit:.1%} allowed: {'; '.join(faulty[:_PROBLEMS_SAID])}{more}.",
            REMEDY,
        )


def _report(
    sha256: str, encoding: str, maker: EntryMaker, barring: Barring, repeats: _Repeats | None
) -> IntakeReport:
    count, lines = repeats.found() if repeats is not None else (None, ())
    return IntakeReport(
        sha256=sha256,
        encoding=encoding,
        lines=maker.lines,
        entries=maker.entries,
        by_reason={reason: maker.by_reason[reason] for reason in Reason},
        problems=tuple(maker.problems),
        barred_by=tuple(
            (clause, n) for i, clause in enumerate(barring.clauses) if (n := maker.barred[i])
        ),
        categories=maker.of_categories,
        states=dict(sorted(maker.states.items())),
        duplicates=count,
        duplicate_lines=lines,
    )


class _Repeats:
    """Lines that say the same, found by a sum of each: eight bytes and its number."""

    def __init__(self) -> None:
        self._sums: list[NDArray[np.int64]] = []
        self._lines: list[NDArray[np.uint32]] = []

    def add(self, batch: ListBatch) -> None:
        # Two different lines of ten million have the same hash once in 370,000 files.
        sums = map(hash, batch.records)
        self._sums.append(np.fromiter(sums, dtype=np.int64, count=len(batch.records)))
        self._lines.append(batch.lines)

    def found(self) -> tuple[int, tuple[tuple[int, int], ...]]:
        """How many lines repeat one before; the first, each with the line it repeats."""
        if not self._sums:
            return 0, ()
        sums, lines = np.concatenate(self._sums), np.concatenate(self._lines)
        order = np.argsort(sums, kind="stable")
        ordered = sums[order]
        first_of_run = np.concatenate(([True], ordered[1:] != ordered[:-1]))
        run = np.maximum.accumulate(np.where(first_of_run, np.arange(len(order)), 0))
        repeated = order[~first_of_run]
        original = order[run[~first_of_run]]
        by_place = np.argsort(repeated)[:PROBLEMS_KEPT]
        pairs = zip(
            lines[repeated[by_place]].tolist(), lines[original[by_place]].tolist(), strict=True
        )
        return len(repeated), tuple(pairs)
