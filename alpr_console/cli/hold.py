"""`alpr-console hold …`: what no purge takes, each act by the person who signs in for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.errors import HoldRefused
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.workflow.holds import NewHold

app = typer.Typer(help="Holds: what no purge takes.", no_args_is_help=True)

Moment = Annotated[datetime | None, typer.Option(help="Local time: 2026-11-22T18:00.")]


@app.callback()
def hold() -> None:
    """Holds: what no purge takes, for evidence, discovery, litigation or another lawful action."""


@app.command("list")
def list_holds(
    user: User,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """The holds, newest first, released ones too."""
    with signed_in(data_dir, policy, unit, user) as here:
        holds = here.desk.keeping.holds()
    if as_json:
        typer.echo(json.dumps([_values(one) for one in holds]))
        return
    for one in holds:
        typer.echo(_in_words(one))


@app.command()
def add(
    user: User,
    kind: Annotated[HoldKind, typer.Option(help="What asks for it.")],
    number: Annotated[str, typer.Option(help="Of the case, request or action.")],
    reason: Annotated[str, typer.Option(help="Why it is kept; goes on record.")],
    read: Annotated[list[str] | None, typer.Option(help="Id of a read; may be repeated.")] = None,
    alert: Annotated[list[str] | None, typer.Option(help="Id of an alert.")] = None,
    plate: Annotated[str, typer.Option(help="Every read of this plate in the span.")] = "",
    since: Moment = None,
    until: Annotated[
        datetime | None,
        typer.Option(help="Without it, what is still to come is held as well."),
    ] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Hold chosen records, or a plate in a span of time."""
    new = NewHold(
        kind, number, reason, tuple(read or ()), tuple(alert or ()), plate,
        _aware(since), _aware(until),
    )  # fmt: skip
    with signed_in(data_dir, policy, unit, user) as here:
        placed = here.desk.keeping.place_hold(new)
    typer.echo(f"{placed.hold_id}: held.")


@app.command()
def release(
    hold_id: Annotated[str, typer.Argument(help="The hold's id, or its first characters.")],
    user: User,
    reason: Annotated[str, typer.Option(help="Why it need not be kept any longer.")],
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """End a hold: the next purge takes what is past its limit."""
    with signed_in(data_dir, policy, unit, user) as here:
        keeping = here.desk.keeping
        found = [one.hold_id for one in keeping.holds() if one.hold_id.startswith(hold_id)]
        if len(found) != 1:
            raise HoldRefused(
                f"{len(found)} holds begin with '{hold_id[:32]}'.", "See `alpr-console hold list`."
            )
        keeping.end_hold(found[0], reason)
    typer.echo("Released.")


def _aware(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone()


def _in_words(one: Hold) -> str:
    parts = [
        one.hold_id[:8],
        one.kind.value,
        one.number,
        one.reason,
        f"placed {one.at.astimezone():%Y-%m-%d} by {one.by}",
    ]
    if one.end is not None:
        parts.append(f"released {one.end.at.astimezone():%Y-%m-%d} by {one.end.by}")
    return " · ".join(parts)


def _values(one: Hold) -> dict[str, Any]:
    return {
        "hold_id": one.hold_id,
        "kind": one.kind.value,
        "number": one.number,
        "reason": one.reason,
        "by": one.by,
        "at": one.at.isoformat(),
        "read_ids": list(one.read_ids),
        "alert_ids": list(one.alert_ids),
        "plate": one.plate,
        "since": one.since.isoformat() if one.since else None,
        "until": one.until.isoformat() if one.until else None,
        "released": one.end.at.isoformat() if one.end else None,
        "released_by": one.end.by if one.end else None,
        "why_released": one.end.reason if one.end else None,
    }
