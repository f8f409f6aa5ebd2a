"""A hot-list file read into memory: for `watch`, which keeps nothing, and for tests."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.hotlist import Category, HotListEntry, entry_of_record
from alpr_console.domain.policy import ListRules
from alpr_console.intake.file import ListFile, open_list_file
from alpr_console.intake.report import IntakeReport
from alpr_console.intake.stream import read_into
from alpr_console.list_ports import ListBatch, Sealed


class EntriesInMemory:
    """A ListWriter that seals nothing."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}
        self._duplicates: list[tuple[int, int]] = []

    def append(self, batch: ListBatch) -> None:
        for line, record in zip(batch.lines.tolist(), batch.records, strict=True):
            before = self._lines.setdefault(record, line)
            if before != line:
                self._duplicates.append((line, before))

    def seal(self) -> Sealed:
        return Sealed(len(self._lines), len(self._duplicates), tuple(self._duplicates))

    def abandon(self) -> None:
        self._lines.clear()

    def entries(self) -> list[HotListEntry]:
        """In the order of the file, each once, with an id of its own."""
        return [entry_of_record(uuid4().hex, record) for record in self._lines]


def read_entries(
    path: Path,
    rules: ListRules,
    columns: ColumnMap | None = None,
    category: Category | None = None,
) -> tuple[ListFile, IntakeReport, list[HotListEntry]]:
    """A whole file at once. Raises what `open_list_file` and `read_into` raise."""
    file = open_list_file(path)
    writer = EntriesInMemory()
    report = read_into(file, columns, category, rules, writer)
    return file, report, writer.entries()
