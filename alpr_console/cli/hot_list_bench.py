"""`alpr-console hot-list bench`: what a list of national size costs on this computer."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from alpr_console.examination import list_bench


def bench(
    entries: Annotated[int, typer.Option(min=1000, help="Lines of the made-up list.")] = 1_000_000,
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Import, start and match a made-up list, beside SQLite and rapidfuzz."""
    say = _say if sys.stderr.isatty() else lambda _: None
    record = list_bench.run(entries, say)
    typer.echo(json.dumps(record) if as_json else _table(record))


def _say(part: str) -> None:
    print(f"{part} …", file=sys.stderr)


def _table(record: dict[str, Any]) -> str:
    done, index, rows = record["import"], record["index"], []
    rows.append(
        f"import     {done['lines']:,} lines: {done['cpu_s']} s of CPU, "
        f"{done['peak_memory_mb']} MB at most, sealed {done['sealed_mb']} MB"
    )
    rows.append(f"ready      {index['ready_s']} s, {index['memory_mb']} MB")
    for name, of in (
        ("match", index["match"]),
        ("a listed", index["match_of_listed"]),
        ("SQLite", record["sqlite"]),
        ("rapidfuzz", record["rapidfuzz"]),
    ):
        rows.append(f"{name:<10} {of['median_us']:,.0f} µs median, {of['p99_us']:,.0f} µs p99")
    return "\n".join(rows)
