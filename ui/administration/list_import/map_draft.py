"""A column map under way: what is chosen for each column of the file on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise, zip_longest

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import Category
from alpr_console.intake.headings import REPEATED
from alpr_console.intake.preview import Preview, PreviewRow
from ui import list_strings as words

MOST_HEADING_LINES = 1000


class ReadAs(Enum):
    """How the file is cut into columns."""

    HEADING = "heading"
    """Delimited, and its heading names the columns: no map is set."""
    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"
    BAR = "|"
    OTHER = "other"
    """Another sign, set from outside this screen; kept."""
    FIXED = "fixed"


_SIGNS = {one.value: one for one in (ReadAs.COMMA, ReadAs.SEMICOLON, ReadAs.TAB, ReadAs.BAR)}

_LAYOUT_WORDS = {
    ReadAs.HEADING: words.BY_HEADING,
    ReadAs.COMMA: words.COMMA,
    ReadAs.SEMICOLON: words.SEMICOLON,
    ReadAs.TAB: words.TAB,
    ReadAs.BAR: words.BAR,
    ReadAs.FIXED: words.FIXED,
}


@dataclass(frozen=True, slots=True)
class MapDraft:
    read_as: ReadAs
    fields: tuple[str, ...] = ()
    """Of each column; '' where it is not used."""
    delimiter: str = ","
    skip_lines: int = 0
    starts: tuple[int, ...] = ()
    """Fixed width: where each column begins, from 0."""
    encoding: str = ""
    categories: Mapping[str, Category] = field(default_factory=dict)

    @property
    def explicit(self) -> ColumnMap:
        """Every column named, by heading or not. May lack a plate while under way."""
        fixed = self.read_as is ReadAs.FIXED
        used = [(place, name) for place, name in enumerate(self.fields) if name]
        return ColumnMap(
            layout=Layout.FIXED_WIDTH if fixed else Layout.DELIMITED,
            columns=tuple(self._column(place, name) for place, name in used),
            delimiter=self.delimiter,
            skip_lines=self.skip_lines,
            encoding=self.encoding,
            categories=self.categories,
        )

    @property
    def to_keep(self) -> ColumnMap | None:
        """What a designation keeps: None leaves the columns to each file's heading."""
        return None if self.read_as is ReadAs.HEADING else self.explicit

    @property
    def lack(self) -> str:
        """What is still to be chosen, in words; '' for a map that can be read by."""
        if "lic" not in self.fields:
            return words.NO_LIC
        twice = [f for f in self.fields if f and f != REPEATED and self.fields.count(f) > 1]
        return words.TWICE.format(field=words.FIELDS[twice[0]]) if twice else ""

    @property
    def starts_text(self) -> str:
        return " ".join(str(start + 1) for start in self.starts)

    def _column(self, place: int, name: str) -> MappedColumn:
        if self.read_as is not ReadAs.FIXED:
            return MappedColumn(name, place)
        start = self.starts[place]
        last = place + 1 == len(self.starts)
        return MappedColumn(name, start, 0 if last else self.starts[place + 1] - start)

    # -- changes ---------------------------------------------------------------------------

    def with_field(self, place: int, name: str) -> MapDraft:
        """A column chosen; the draft no longer follows the heading."""
        fields = tuple(name if n == place else old for n, old in enumerate(self.fields))
        return replace(self._by_hand(), fields=fields)

    def with_read_as(self, read_as: ReadAs) -> MapDraft:
        """Cut another way; what is chosen stays only where the columns stay the same."""
        if read_as is ReadAs.FIXED:
            return replace(self, read_as=read_as, starts=(0,), fields=("",))
        delimiter = self.delimiter if read_as in (ReadAs.HEADING, ReadAs.OTHER) else read_as.value
        same = self.read_as is not ReadAs.FIXED and delimiter == self.delimiter
        fields = self.fields if same else ()
        return replace(self, read_as=read_as, delimiter=delimiter, fields=fields, starts=())

    def with_skip(self, untrusted_text: str) -> MapDraft:
        """Raises ValueError for what is no number of lines."""
        lines = int(untrusted_text)
        if not 0 <= lines <= MOST_HEADING_LINES:
            raise ValueError(untrusted_text)
        return replace(self._by_hand(), skip_lines=lines)

    def with_starts(self, untrusted_text: str) -> MapDraft:
        """Raises ValueError unless the text is rising numbers from 1."""
        starts = tuple(int(word) - 1 for word in untrusted_text.replace(",", " ").split())
        rising = all(a < b for a, b in pairwise(starts))
        if not starts or starts[0] < 0 or not rising:
            raise ValueError(untrusted_text)
        chosen = dict(zip(self.starts, self.fields, strict=False))
        return replace(self, starts=starts, fields=tuple(chosen.get(s, "") for s in starts))

    def over(self, seen: Preview) -> MapDraft:
        """As wide as the rows that were seen."""
        if self.read_as is ReadAs.FIXED:
            return self
        width = max([len(seen.heading), len(self.fields), *(len(r.whole) for r in seen.rows)])
        return replace(self, fields=self.fields + ("",) * (width - len(self.fields)))

    def _by_hand(self) -> MapDraft:
        if self.read_as is not ReadAs.HEADING:
            return self
        return replace(self, read_as=_SIGNS.get(self.delimiter, ReadAs.OTHER))

    # -- what is shown ---------------------------------------------------------------------

    def cells(self, row: PreviewRow) -> tuple[str, ...]:
        """The row's text, column by column."""
        if self.read_as is not ReadAs.FIXED:
            return row.whole
        line = row.whole[0] if row.whole else ""
        ends = self.starts[1:]
        return tuple(line[a:b].strip() for a, b in zip_longest(self.starts, ends))

    @property
    def ways(self) -> tuple[tuple[ReadAs, str], ...]:
        """What can be chosen, with its words."""
        ways = list(_LAYOUT_WORDS.items())
        if self.delimiter not in _SIGNS:
            ways.append((ReadAs.OTHER, words.OTHER.format(sign=self.delimiter)))
        return tuple(ways)

    @property
    def layout_words(self) -> str:
        """'commas', 'fixed width': how the columns are told apart."""
        if self.read_as is ReadAs.FIXED:
            return words.FIXED.lower()
        sign = _SIGNS.get(self.delimiter)
        other = words.OTHER.format(sign=self.delimiter)
        return (other if sign is None else _LAYOUT_WORDS[sign]).lower()


def draft_of(columns: ColumnMap, by_heading: bool) -> MapDraft:
    """The draft that shows `columns`, set before, guessed, or named by a heading."""
    if columns.layout is Layout.FIXED_WIDTH:
        read_as = ReadAs.FIXED
        ends = (c.position + c.width for c in columns.columns if c.width)
        starts = tuple(sorted({c.position for c in columns.columns} | set(ends)))
        names = {c.position: c.field for c in columns.columns}
        fields = tuple(names.get(start, "") for start in starts)
    else:
        read_as = ReadAs.HEADING if by_heading else _SIGNS.get(columns.delimiter, ReadAs.OTHER)
        width = 1 + max((c.position for c in columns.columns), default=-1)
        names = {c.position: c.field for c in columns.columns}
        starts, fields = (), tuple(names.get(place, "") for place in range(width))
    return MapDraft(
        read_as, fields, columns.delimiter, columns.skip_lines, starts, columns.encoding,
        columns.categories,
    )  # fmt: skip
