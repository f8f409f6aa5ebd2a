"""`alpr-console bolo …`: specific entries, each act by the person who signs in for it."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.hotlist import Category
from alpr_console.domain.plate_pattern import begins, contains, ends
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificEntry, SpecificState
from alpr_console.workflow.specific_desk import SpecificLine

app = typer.Typer(help="Specific entries (BOLO).", no_args_is_help=True)

EntryId = Annotated[str, typer.Argument(help="The entry's id, or its first characters.")]
Reason = Annotated[str, typer.Option(help="Why; goes on record.")]


@app.callback()
def bolo() -> None:
    """Specific entries (BOLO): enter, approve, renew, withdraw.

    NAME's password is asked for; without a terminal it is the first line of the input.
    """


@app.command()
def add(
    user: User,
    case: Annotated[str, typer.Option(help="Case number.")],
    synopsis: Annotated[str, typer.Option(help="What the case is about, in a sentence.")],
    category: Annotated[Category, typer.Option(help="Why the vehicle is looked for.")],
    plate: Annotated[
        str, typer.Option(help="Plate; ? is one character not known, * any number: '7?BC*'.")
    ] = "",
    beginning: Annotated[str, typer.Option("--begins", help="What the plate begins with.")] = "",
    ending: Annotated[str, typer.Option("--ends", help="What the plate ends with.")] = "",
    part: Annotated[str, typer.Option("--contains", help="What the plate contains.")] = "",
    state: Annotated[str, typer.Option(help="State of issue, two letters.")] = "",
    year: Annotated[str, typer.Option(help="VYR.")] = "",
    make: Annotated[str, typer.Option(help="VMA.")] = "",
    model: Annotated[str, typer.Option(help="VMO.")] = "",
    style: Annotated[str, typer.Option(help="VST, e.g. 4D.")] = "",
    color: Annotated[str, typer.Option(help="VCO, e.g. WHI.")] = "",
    person: Annotated[
        bool | None,
        typer.Option("--person/--vehicle", help="About a person; by the category if not said."),
    ] = None,
    covert: Annotated[bool, typer.Option(help="To be observed, not stopped; no speech.")] = False,
    days: Annotated[
        int | None, typer.Option(help="Days in force; the policy's term if not said.")
    ] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Enter a vehicle. It matches nothing until somebody else approves it."""
    contents = SpecificContents(
        oca=case,
        mis=synopsis,
        category=category,
        person=category.person_associated if person is None else person,
        covert=covert,
        lic=_one_pattern(plate, beginning, ending, part),
        lis=state,
        vyr=year,
        vma=make,
        vmo=model,
        vst=style,
        vco=color,
        days=days,
    )
    with signed_in(data_dir, policy, unit, user) as here:
        entry = here.desk.specific.submit(contents)
    typer.echo(f"{entry.entry_id}: waiting for approval.")


@app.command("list")
def list_entries(
    user: User,
    waiting: Annotated[bool, typer.Option(help="Only those that wait for a decision.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """The entries, newest first."""
    with signed_in(data_dir, policy, unit, user) as here:
        lines = here.desk.specific.waiting() if waiting else here.desk.specific.all()
    if as_json:
        typer.echo(json.dumps([_values(line) for line in lines]))
        return
    for line in lines:
        typer.echo(_in_words(line))


@app.command()
def show(
    entry_id: EntryId,
    user: User,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """One entry with its course."""
    with signed_in(data_dir, policy, unit, user) as here:
        line = here.desk.specific.get(entry_id)
    if as_json:
        typer.echo(json.dumps(_values(line)))
        return
    typer.echo(_in_words(line))
    typer.echo(f"  {line.entry.contents.mis}")
    for step in line.entry.steps:
        said = f": {step.reason}" if step.reason else ""
        typer.echo(f"  {step.at.astimezone():%Y-%m-%d %H:%M} {step.act.label}, {step.by}{said}")


@app.command()
def approve(
    entry_id: EntryId,
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put another member's entry in force until its term ends."""
    with signed_in(data_dir, policy, unit, user) as here:
        specific = here.desk.specific
        _say(specific.approve(specific.get(entry_id).entry.entry_id))


@app.command()
def refuse(
    entry_id: EntryId,
    user: User,
    reason: Reason,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Refuse an entry, or the renewal that was asked for."""
    with signed_in(data_dir, policy, unit, user) as here:
        specific = here.desk.specific
        specific.refuse(specific.get(entry_id).entry.entry_id, reason)
    typer.echo("Refused.")


@app.command()
def renew(
    entry_id: EntryId,
    user: User,
    reason: Annotated[
        str, typer.Option(help="Asks for a renewal and says why; without it, the asked is granted.")
    ] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Ask for another term (--reason), or grant the one that somebody else asked for."""
    with signed_in(data_dir, policy, unit, user) as here:
        specific = here.desk.specific
        found = specific.get(entry_id)
        if reason or found.state is not SpecificState.RENEWAL_REQUESTED:
            specific.request_renewal(found.entry.entry_id, reason)
            typer.echo("Waiting for renewal.")
        else:
            _say(specific.renew(found.entry.entry_id))


@app.command()
def withdraw(
    entry_id: EntryId,
    user: User,
    reason: Reason,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Take an entry out of force, at once and for good."""
    with signed_in(data_dir, policy, unit, user) as here:
        specific = here.desk.specific
        specific.withdraw(specific.get(entry_id).entry.entry_id, reason)
    typer.echo("Withdrawn.")


def _one_pattern(plate: str, beginning: str, ending: str, part: str) -> str:
    """The pattern that one of the four ways to name a plate gives; '' for none of them."""
    ways = (
        (plate, str), (beginning, begins), (ending, ends), (part, contains),
    )  # fmt: skip
    given = [make(text) for text, make in ways if text.strip()]
    if len(given) > 1:
        raise EntryRefused(
            "The plate is given in more than one way.", "Use * and ? in --plate: '7*BC'."
        )
    return given[0] if given else ""


def _say(entry: SpecificEntry) -> None:
    assert entry.until is not None
    typer.echo(f"In force until {entry.until.astimezone():%Y-%m-%d %H:%M}.")


def _in_words(line: SpecificLine) -> str:
    c = line.entry.contents
    plate = " ".join(word for word in (c.lic or "no plate", c.lis) if word)
    vehicle = " ".join(word for word in (c.vyr, c.vco, c.vma, c.vmo, c.vst) if word)
    until = ""
    if line.in_force and line.until is not None:
        until = f" until {line.until.astimezone():%Y-%m-%d %H:%M}"
    parts = (
        line.entry.entry_id[:8],
        plate,
        vehicle,
        c.category.label,
        f"case {c.oca}",
        f"{line.words}{until}",
        f"entered by {line.entry.entered_by}",
        "covert" if c.covert else "",
    )
    return " · ".join(part for part in parts if part)


def _values(line: SpecificLine) -> dict[str, Any]:
    entry, c = line.entry, line.entry.contents
    fields = ("lic", "lis", "vyr", "vma", "vmo", "vst", "vco", "oca", "mis", "person", "covert")
    return {
        "id": entry.entry_id,
        "state": line.state.value,
        "in_force": line.in_force,
        "until": None if line.until is None else line.until.isoformat(),
        "category": c.category.value,
        **{name: getattr(c, name) for name in fields},
        "entered_by": entry.entered_by,
        "entered_at": entry.entered_at.isoformat(),
        "steps": [
            {"act": s.act.value, "by": s.by, "at": s.at.isoformat(), "reason": s.reason}
            for s in entry.steps
        ],
    }
