from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.intake.in_memory import read_entries
from alpr_console.intake.report import IntakeReport
from tests.fakes.shift import LIST_RULES

Read = Callable[..., tuple[IntakeReport, list[HotListEntry]]]
Refusal = Callable[..., str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """read(content, columns, category): report and entries of a file with that content."""

    def of(
        content: str | bytes,
        columns: ColumnMap | None = None,
        category: Category | None = None,
        name: str = "list.csv",
    ) -> tuple[IntakeReport, list[HotListEntry]]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        _, report, entries = read_entries(path, LIST_RULES, columns, category)
        return report, entries

    return of


@pytest.fixture
def refusal(read: Read) -> Refusal:
    """Why a file with that content is refused."""

    def of(content: str | bytes, columns: ColumnMap | None = None, name: str = "list.csv") -> str:
        with pytest.raises(HotListMalformed) as refused:
            read(content, columns, name=name)
        return str(refused.value)

    return of
