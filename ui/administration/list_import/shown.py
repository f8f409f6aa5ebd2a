"""A preview of a file, put for the screen."""

from __future__ import annotations

from itertools import islice

from alpr_console.domain.hotlist import Category
from alpr_console.domain.ncic_codes import NcicCodes
from alpr_console.intake.preview import Preview, PreviewRow
from ui import list_strings as words
from ui.administration.list_import.map_draft import MapDraft, ReadAs
from ui.administration.list_import.model import ColumnRow, ColumnsModel, EntryRow

_SAMPLES = 3
"""Different values of a column that are shown beside it."""


def columns_model(
    draft: MapDraft,
    seen: Preview,
    codes: NcicCodes,
    category: Category,
    keep: bool,
    how: str,
    note: str,
) -> ColumnsModel:
    encoding = words.ENCODINGS.get(seen.encoding, seen.encoding)
    return ColumnsModel(
        found=words.AS_FOUND.format(
            file=seen.name, how=how, layout=draft.layout_words, encoding=encoding
        ),
        ways=draft.ways,
        read_as=draft.read_as,
        skip_lines=str(draft.skip_lines),
        starts=draft.starts_text,
        columns=_columns(draft, seen),
        entries=tuple(_entry(row, codes) for row in seen.rows),
        category=category,
        keep=keep,
        note=note,
    )


def how_words(how: str) -> str:
    """intake.preview's account of where the columns come from, as the screen says it."""
    if how == "BOSS columns":
        return words.HOW_BOSS
    return words.HOW_GUESSED if "guessed" in how else words.HOW_HEADING


def _columns(draft: MapDraft, seen: Preview) -> tuple[ColumnRow, ...]:
    heading = draft.cells(PreviewRow(0, (), None, "", seen.heading)) if seen.heading else ()
    rows = [draft.cells(row) for row in seen.rows if row.whole]
    return tuple(
        _column(draft, place, name, heading, rows) for place, name in enumerate(draft.fields)
    )


def _column(
    draft: MapDraft, place: int, name: str, heading: tuple[str, ...], rows: list[tuple[str, ...]]
) -> ColumnRow:
    title = heading[place] if place < len(heading) else ""
    label = words.COLUMN.format(number=place + 1, heading=title)
    if draft.read_as is ReadAs.FIXED:
        end = str(draft.starts[place + 1]) if place + 1 < len(draft.starts) else ""
        label = words.COLUMN_AT.format(start=draft.starts[place] + 1, end=end, heading=title)
    values = dict.fromkeys(row[place] for row in rows if place < len(row) and row[place])
    return ColumnRow(
        label=label.strip(),
        said=words.COLUMN_SAID.format(number=place + 1),
        sample=", ".join(islice(values, _SAMPLES)),
        field=name,
    )


def _entry(row: PreviewRow, codes: NcicCodes) -> EntryRow:
    if row.entry is None:
        return EntryRow(
            (str(row.line), row.problem.partition(" (")[0], "", "", "", ""), left_out=True
        )
    entry = row.entry
    cells = (entry.lic, entry.lis, entry.category.label, codes.vehicle_words(entry))
    return EntryRow((str(row.line), "", *cells), left_out=False)
