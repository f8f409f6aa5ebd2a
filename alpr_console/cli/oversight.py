"""`alpr-console sample …` and `alpr-console report …`: audit samples and what falls due."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.errors import OversightRefused
from alpr_console.domain.oversight import Finding
from alpr_console.workflow.desk import Desk


class Verdict(Enum):
    MEETS = "meets"
    FAILS = "fails"
    UNCLEAR = "unclear"


_FINDINGS = {
    Verdict.MEETS: Finding.MEETS,
    Verdict.FAILS: Finding.FAILS,
    Verdict.UNCLEAR: Finding.UNCLEAR,
}

sample = typer.Typer(help="Audit samples: draw, show, judge, repeat.", no_args_is_help=True)
report = typer.Typer(help="Reports: what is due, make, list, save.", no_args_is_help=True)


@sample.callback()
def samples() -> None:
    """Audit samples: draw, list, show, judge, repeat."""


@report.callback()
def reports() -> None:
    """Reports: what is due, make, list, save."""


@sample.command()
def draw(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Draw inquiries at random; the seed is on record before."""
    with signed_in(data_dir, policy, unit, user) as here:
        drawn = here.desk.oversight.draw()
    typer.echo(f"{drawn.sample_id}: {len(drawn.drawn)} of {drawn.population}, seed {drawn.seed}")


@sample.command("list")
def list_samples(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Samples, newest first, and how far each is judged."""
    with signed_in(data_dir, policy, unit, user) as here:
        judged = here.desk.oversight.judged_counts()
        for one in here.desk.oversight.samples():
            done = judged.get(one.sample_id, 0)
            typer.echo(f"{one.sample_id}\t{one.at:%Y-%m-%d}\t{one.by}\t{done} of {len(one.drawn)}")


@sample.command()
def repeat(
    sample_id: Annotated[str, typer.Argument(help="Of the sample.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Draw again from what is on record, and say whether the same comes out."""
    with signed_in(data_dir, policy, unit, user) as here:
        same = here.desk.oversight.repeats(_known(here.desk, sample_id))
    if not same:
        raise OversightRefused(
            "The draw does not come out again.", "Inquiries were changed; run audit verify."
        )
    typer.echo("The same draw comes out again.")


@sample.command()
def show(
    sample_id: Annotated[str, typer.Argument(help="Of the sample.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """The inquiries drawn, each with what it asked for and what was found."""
    with signed_in(data_dir, policy, unit, user) as here:
        for inquiry, found in here.desk.oversight.judged(_known(here.desk, sample_id)):
            terms = ", ".join(f"{name} {value}" for name, value in inquiry.terms.items())
            said = "not judged" if found is None else f"{found.finding.value} {found.reason}"
            parts = (
                inquiry.inquiry_id, f"{inquiry.at:%Y-%m-%d %H:%M}", inquiry.who, terms,
                inquiry.grounds.words or "no grounds", f"{inquiry.count} reads", said.strip(),
            )  # fmt: skip
            typer.echo("\t".join(parts))


@sample.command()
def judge(
    sample_id: Annotated[str, typer.Argument(help="Of the sample.")],
    inquiry_id: Annotated[str, typer.Argument(help="As `sample show` names it.")],
    finding: Annotated[Verdict, typer.Argument(help="Of the inquiry against the policy.")],
    user: User,
    reason: Annotated[str, typer.Option(help="Needed unless it meets the policy.")] = "",
    data_errors: Annotated[str, typer.Option(help="Which record, what is wrong, corrected?")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Say whether an inquiry meets the policy. Nobody judges their own."""
    with signed_in(data_dir, policy, unit, user) as here:
        sample_id = _known(here.desk, sample_id)
        here.desk.oversight.judge(sample_id, inquiry_id, _FINDINGS[finding], reason, data_errors)
    typer.echo(f"{inquiry_id}: {_FINDINGS[finding].value}.")


@report.command()
def save(
    report_id: Annotated[str, typer.Argument(help="As `report list` names it.")],
    folder: Annotated[Path, typer.Argument(help="Where PDF and CSV go.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Write the papers of a report that was made into FOLDER, as they were."""
    with signed_in(data_dir, policy, unit, user) as here:
        found = [
            one for one in here.desk.oversight.reports() if one.report_id.startswith(report_id)
        ]
        if len(found) != 1:
            raise OversightRefused(
                f"{len(found)} reports begin with '{report_id[:32]}'.", "See `report list`."
            )
        for path in here.desk.oversight.save(found[0], folder):
            typer.echo(f"{path} written.")


def _known(desk: Desk, sample_id: str) -> str:
    """The one sample whose id begins so. Raises OversightRefused."""
    found = [s.sample_id for s in desk.oversight.samples() if s.sample_id.startswith(sample_id)]
    if len(found) != 1:
        raise OversightRefused(
            f"{len(found)} samples begin with '{sample_id[:32]}'.", "See `sample list`."
        )
    return found[0]


@report.command()
def due(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """What falls due when, with its section."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.oversight.due():
            typer.echo(
                f"{one.key}\t{one.name} §{one.section}\tto {one.to}\t"
                f"due {one.due:%Y-%m-%d}\t{one.standing.value}"
            )


@report.command()
def make(
    key: Annotated[str, typer.Argument(help="As `report due` names it.")],
    folder: Annotated[Path, typer.Argument(help="Where PDF and CSV go.")],
    user: User,
    statement: Annotated[str, typer.Option(help="What an outside agency found.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Make the report of the period that is due, and write it to FOLDER."""
    with signed_in(data_dir, policy, unit, user) as here:
        desk = here.desk.oversight
        period = next((one.since for one in desk.due() if one.key == key), None)
        if period is None:
            raise OversightRefused("The policy asks for no such report.", "See `report due`.")
        made = desk.make(key, period, statement)
        for path in desk.save(made, folder):
            typer.echo(f"{path} written.")


@report.command("list")
def list_reports(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Reports that were made, newest first."""
    with signed_in(data_dir, policy, unit, user) as here:
        for one in here.desk.oversight.reports():
            typer.echo(
                f"{one.report_id[:8]}\t{one.key}\t{one.at:%Y-%m-%d}\t{one.by}\t"
                f"SHA-256 {one.pdf_sha256}"
            )
