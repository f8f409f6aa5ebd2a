"""`alpr-console search bench`: what searches of a large store cost on this computer."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from alpr_console import bootstrap
from alpr_console.cli.signed_in import Policy
from alpr_console.examination import search_bench
from alpr_console.policy.profile import load_policy


def bench(
    reads: Annotated[int, typer.Option(min=1000, help="Reads of the made-up store.")] = 1_000_000,
    policy: Policy = "template",
    as_json: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """Write a made-up store and search it, each search with its record. Needs some 900 bytes of
    disk a read for as long as it runs."""
    rules = load_policy(bootstrap.policy_path(bootstrap.Settings(policy, "bench")))
    say = _say if sys.stderr.isatty() else lambda _: None
    record = search_bench.run(reads, rules, say)
    typer.echo(json.dumps(record) if as_json else _table(record))


def _say(part: str) -> None:
    print(f"{part} …", file=sys.stderr)


def _table(record: dict[str, Any]) -> str:
    rows = [f"{record['reads']:,} reads, {record['store_mb']:,} MB"]
    for name, of in record["search"].items():
        warm, first, disk = of["warm"], of["new_process"], of["from_disk"]
        rows.append(
            f"{name:<34} warm {warm['wall_ms_median']:,.0f} ms ({warm['cpu_ms_median']:,.0f} of "
            f"CPU), new process {first['wall_ms_median']:,.0f} ms, "
            f"from disk {disk['wall_ms_median']:,.0f} ms"
        )
    keeping = record["keeping"]
    rows.append(
        f"{'keeping a read':<34} {keeping['cpu_us_a_read']} µs of CPU, "
        f"{keeping['index_bytes_a_read']} bytes of indexes"
    )
    return "\n".join(rows)
