"""What the import's steps show, as immutable values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from ui import list_strings as words
from ui.administration.list_import.map_draft import ReadAs


class Step(Enum):
    FILE = 0
    COLUMNS = 1
    CHECK = 2


class Purpose(Enum):
    IMPORT = "import"
    COLUMNS = "columns"
    """Setting a list's columns by a sample; nothing is imported."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column of the file."""

    label: str
    said: str
    sample: str
    """What stands in its first rows."""
    field: str
    """'' where it is not used."""


@dataclass(frozen=True, slots=True)
class EntryRow:
    cells: tuple[str, ...]
    """In the order of `list_strings.ENTRY_COLUMNS`."""
    left_out: bool


@dataclass(frozen=True, slots=True)
class ColumnsModel:
    found: str
    """File, how it is cut, its encoding."""
    ways: tuple[tuple[ReadAs, str], ...]
    read_as: ReadAs
    skip_lines: str
    starts: str
    """'' unless of fixed width."""
    columns: tuple[ColumnRow, ...]
    entries: tuple[EntryRow, ...]
    category: Category
    keep: bool
    note: str


@dataclass(frozen=True, slots=True)
class Count:
    label: str
    number: str
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class CheckModel:
    running: bool = False
    progress: str = ""
    share: float = 0.0
    """0 to 1, of the file's bytes."""
    counts: tuple[Count, ...] = ()
    before: str = ""
    after: str = ""
    difference: str = ""
    caution: str = ""
    problems: tuple[str, ...] = ()
    can_put_in_force: bool = False


@dataclass(frozen=True, slots=True)
class ImportModel:
    purpose: Purpose = Purpose.IMPORT
    step: Step = Step.FILE
    path: str = ""
    name: str = ""
    names: tuple[str, ...] = ()
    """Lists that are designated."""
    busy: bool = False
    refusal: str = ""
    columns: ColumnsModel | None = None
    check: CheckModel | None = None

    @property
    def title(self) -> str:
        if self.purpose is Purpose.COLUMNS:
            return words.COLUMNS_TITLE.format(name=self.name)
        if self.step is Step.FILE:
            return words.IMPORT_TITLE
        return words.IMPORTED_AS.format(file=Path(self.path).name, name=self.name)
