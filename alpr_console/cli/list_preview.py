"""`alpr-console hot-list preview FILE` and `hot-list check FILE`: a list's file, looked at.

Neither opens the store nor keeps anything.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import locations
from alpr_console.bootstrap import Settings, policy_path
from alpr_console.cli.signed_in import Policy
from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.domain.ncic_codes import NcicCodes, load_ncic_codes
from alpr_console.domain.policy import ListRules
from alpr_console.intake.file import open_list_file
from alpr_console.intake.map_text import as_dict, from_json
from alpr_console.intake.preview import Preview, headings
from alpr_console.intake.preview import preview as preview_of
from alpr_console.intake.report import FileRefused, IntakeReport, Progress
from alpr_console.intake.stream import read_into
from alpr_console.policy.profile import load_policy

_LINES_SAID = 20

File = Annotated[Path, typer.Argument(help="The list's file.")]
Columns = Annotated[
    str | None, typer.Option(help="Column map: JSON, or a file of it. The file's header otherwise.")
]
OfCategory = Annotated[
    Category | None, typer.Option(help="For lines without a category of their own.")
]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on stdout.")]


def preview(
    file: File,
    columns: Columns = None,
    category: OfCategory = None,
    rows: Annotated[int, typer.Option(min=1, max=1000, help="How many rows.")] = 20,
    policy: Policy = "template",
    as_json: AsJson = False,
) -> None:
    """Show the first rows of FILE as they are and as entries, and the columns they come from."""
    seen = preview_of(file, columns_of(columns), category, _rules(policy), rows)
    if as_json:
        typer.echo(json.dumps(seen.as_dict(), ensure_ascii=False))
        return
    codes = load_ncic_codes(locations.resources_dir() / "ncic_codes.toml")
    for line in _preview_lines(seen, codes):
        typer.echo(line)


def check(
    file: File,
    columns: Columns = None,
    category: OfCategory = None,
    policy: Policy = "template",
    as_json: AsJson = False,
) -> None:
    """Read all of FILE as an import would, and say what would be in force; nothing changes.

    Ends with an error where an import would refuse the file.
    """
    counter = _Counter() if sys.stderr.isatty() and not as_json else None
    refusal: FileRefused | None = None
    try:
        report = read_into(
            open_list_file(file), columns_of(columns), category, _rules(policy), None,
            progress=counter,
        )  # fmt: skip
    except FileRefused as refused:
        report, refusal = refused.report, refused
    finally:
        if counter is not None:
            counter.end()
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False))
    else:
        for line in report_lines(report):
            typer.echo(line)
    if refusal is not None:
        raise refusal


def columns_of(untrusted: str | None) -> ColumnMap | None:
    """The map that an option gives, itself or the file of it. Raises HotListMalformed."""
    if untrusted is None or untrusted.lstrip().startswith("{"):
        return None if untrusted is None else from_json(untrusted)
    try:
        return from_json(Path(untrusted).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise HotListMalformed(
            f"The column map {untrusted} cannot be read ({problem}).", "Check the path."
        ) from problem


def report_lines(report: IntakeReport) -> list[str]:
    """An import's account for a terminal."""
    lines = [report.words, f"SHA-256 {report.sha256}, {report.encoding}"]
    lines += [p.words for p in report.problems[:_LINES_SAID]]
    if report.left_out > _LINES_SAID:
        lines.append(f"and {report.left_out - _LINES_SAID:,} more")
    lines += [f"line {line} repeats line {of}" for line, of in report.duplicate_lines[:_LINES_SAID]]
    return lines


def _rules(policy: str) -> ListRules:
    return load_policy(policy_path(Settings(policy=policy, unit=""))).lists


def _preview_lines(seen: Preview, codes: NcicCodes) -> list[str]:
    lines = []
    if seen.columns is not None:
        lines.append(f"Columns, {seen.how}: {', '.join(headings(seen.columns))}")
    for row in seen.rows:
        if row.entry is None:
            lines.append(f"{row.line:6}  -  {' | '.join(row.cells)}  ({row.problem})")
        else:
            lines.append(f"{row.line:6}  {_entry_words(row.entry, codes)}")
    if seen.columns is not None:
        lines.append(f"Column map: {json.dumps(as_dict(seen.columns), ensure_ascii=False)}")
    return [*lines, seen.problem] if seen.problem else lines


def _entry_words(entry: HotListEntry, codes: NcicCodes) -> str:
    plate = f"{entry.lic} {entry.lis}".strip()
    parts = (entry.category.label, codes.vehicle_words(entry), entry.oca, entry.mis)
    return f"{plate:<11}  {', '.join(part for part in parts if part)}"


class _Counter:
    """Progress on a terminal's one line."""

    def __call__(self, progress: Progress) -> None:
        share = progress.done / progress.size
        print(f"\r{share:4.0%}  {progress.lines:,} lines", end="", file=sys.stderr)

    def end(self) -> None:
        print("\r\033[K", end="", file=sys.stderr)
