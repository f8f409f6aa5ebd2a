"""`alpr-console release …` and `mou …`: requests of other agencies, and the register."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.release_request import (
    AgencyKind,
    Approval,
    Filing,
    ReleaseRequest,
    Review,
)
from alpr_console.evidence_exports import export_here
from alpr_console.workflow.export_evidence import ExportAsked
from alpr_console.workflow.release_desk import ReleaseDesk

app = typer.Typer(help="Release requests.", no_args_is_help=True)
mou = typer.Typer(help="Memoranda of understanding.", no_args_is_help=True)

Number = Annotated[str, typer.Argument(help="The request's number: R-2026-0001.")]
Reason = Annotated[str, typer.Option(help="Why; goes on record.")]
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day: 2026-11-25.")]


@app.callback()
def release() -> None:
    """Release requests: enter, review, approve or refuse, fulfill."""


@app.command()
def add(
    user: User,
    agency: Annotated[str, typer.Option(help="Who asks.")],
    kind: Annotated[AgencyKind, typer.Option(help="What kind of agency.")],
    person: Annotated[str, typer.Option(help="Name of the person who asks.")],
    purpose: Annotated[str, typer.Option(help="What it is for.")],
    need: Annotated[str, typer.Option(help="Need and right to know.")],
    wanted: Annotated[str, typer.Option(help="What is asked for.")],
    received: Day,
    file: Annotated[Path, typer.Option(help="The written request.")],
    state: Annotated[str, typer.Option(help="State of the agency.")] = "CA",
    contact: Annotated[str, typer.Option(help="Telephone or mail.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put a written request on file."""
    filing = Filing(agency, kind, state, person, contact, purpose, need, wanted, received.date())
    with signed_in(data_dir, policy, unit, user) as here:
        typer.echo(_in_words(here.desk.releases.enter(filing, file)))


@app.command("list")
def list_requests(
    user: User,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Newest first."""
    with signed_in(data_dir, policy, unit, user) as here:
        requests = here.desk.releases.all()
    if as_json:
        typer.echo(json.dumps([_values(one) for one in requests]))
        return
    for one in requests:
        typer.echo(_in_words(one))


@app.command()
def review(
    number: Number,
    user: User,
    immigration: Annotated[
        bool, typer.Option(help="Is any of it for federal immigration enforcement?")
    ],
    reproductive: Annotated[
        bool, typer.Option(help="Is any of it against reproductive health care rights?")
    ],
    sale: Annotated[bool, typer.Option(help="Is anything paid or given in return?")],
    explanation: Annotated[
        str, typer.Option(help="Why not, where the request's words suggest it.")
    ] = "",
    court_order: Annotated[str, typer.Option(help="Number of a court order.")] = "",
    special_request: Annotated[str, typer.Option(help="Reference of a special request.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Answer each question, yes or no (--sale, --no-sale)."""
    answers = Review(immigration, reproductive, sale, explanation, court_order, special_request)
    with signed_in(data_dir, policy, unit, user) as here:
        releases = here.desk.releases
        reviewed = releases.review(releases.get(number).number, answers)
        standing = releases.standing(reviewed.number)
    typer.echo(_in_words(reviewed))
    for one in standing:
        typer.echo(f"  {one.words} {one.remedy}")


@app.command()
def approve(
    number: Number,
    user: User,
    considered: Annotated[
        list[str] | None, typer.Option(help="A law that was considered; repeatable.")
    ] = None,
    alert: Annotated[list[str] | None, typer.Option(help="Id of an alert; repeatable.")] = None,
    read: Annotated[list[str] | None, typer.Option(help="Id of a read; repeatable.")] = None,
    authority: Annotated[str, typer.Option(help="On whose authority: the name.")] = "",
    title: Annotated[str, typer.Option(help="Their title.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Approve another member's entry, and exactly these records."""
    approval = Approval(
        tuple(alert or ()), tuple(read or ()), tuple(considered or ()), authority, title
    )
    with signed_in(data_dir, policy, unit, user) as here:
        releases = here.desk.releases
        typer.echo(_in_words(releases.approve(releases.get(number).number, approval)))


def _ending(act: Callable[[ReleaseDesk, str, str], ReleaseRequest], words: str) -> None:
    """A request that ends without records: a command named after the act."""

    @app.command(act.__name__, help=words)
    def end(
        number: Number, user: User, reason: Reason, policy: Policy = "template",
        data_dir: DataDir = None, unit: Unit = "station",
    ) -> None:  # fmt: skip
        with signed_in(data_dir, policy, unit, user) as here:
            releases = here.desk.releases
            typer.echo(_in_words(act(releases, releases.get(number).number, reason)))


_ending(ReleaseDesk.refuse, "Refuse a reviewed request.")
_ending(ReleaseDesk.withdraw, "The agency asks no more.")


@app.command()
def fulfill(
    number: Number,
    medium: Annotated[Path, typer.Argument(help="Folder on the medium.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Export what was approved, and nothing else."""
    with signed_in(data_dir, policy, unit, user) as here:
        request = here.desk.releases.get(number)
        asked = ExportAsked(medium, release=request.number)
        done = export_here(lambda act: act(here.desk), asked)
    typer.echo(f"{done.folder}: manifest {done.export.manifest_sha256}, key {done.fingerprint}")


@mou.callback()
def register() -> None:
    """The register of memoranda of understanding."""


@mou.command("add")
def add_agreement(
    user: User,
    agency: Annotated[str, typer.Option(help="With whom.")],
    number: Annotated[str, typer.Option(help="Its number.")],
    begins: Day,
    ends: Day,
    file: Annotated[Path | None, typer.Option(help="The memorandum.")] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Enter a memorandum."""
    with signed_in(data_dir, policy, unit, user) as here:
        made = here.desk.releases.enter_agreement(agency, number, begins.date(), ends.date(), file)
    typer.echo(f"{made.agreement_id}: {made.agency}, until {made.valid_until}.")


@mou.command("list")
def list_agreements(
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Newest first, those ended among them."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.releases.agreements():
            state = "in force" if one.covers(one.agency, date.today()) else "not in force"
            if one.ended is not None:
                state = f"ended by {one.ended.by}: {one.ended.reason}"
            typer.echo(
                f"{one.agreement_id} · {one.agency} · {one.number} · {one.valid_from} to "
                f"{one.valid_until} · {state}"
            )


@mou.command("end")
def end_agreement(
    agreement: Annotated[str, typer.Argument(help="Its id as the list shows it.")],
    user: User,
    reason: Reason,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """From here on it covers nothing."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.releases.end_agreement(agreement, reason)
    typer.echo("Ended.")


def _in_words(request: ReleaseRequest) -> str:
    filing = request.filing
    parts = [request.number, request.state.label, filing.agency, filing.person, filing.purpose]
    if request.steps and request.steps[-1].note:
        parts.append(request.steps[-1].note)
    return " · ".join(parts)


def _values(request: ReleaseRequest) -> dict[str, Any]:
    filing = request.filing
    texts = ("agency", "state", "person", "contact", "purpose", "need", "wanted")
    return {
        "number": request.number,
        "status": request.state.value,
        "kind": filing.kind.value,
        **{name: getattr(filing, name) for name in texts},
        "received_on": filing.received_on.isoformat(),
        "file": None if filing.file is None else filing.file.name,
        "entered_by": request.entered_by,
        "entered_at": request.entered_at.isoformat(),
        "steps": [
            {
                "act": one.act.value,
                "by": one.by,
                "at": one.at.isoformat(),
                "note": one.note,
                "section": one.section,
            }
            for one in request.steps
        ],
    }
