"""`alpr-console policy …`: check, show, sign off, publish a profile."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap
from alpr_console.cli.signed_in import DataDir, Policy, Unit, User, signed_in
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.policy.profile import load_policy
from alpr_console.policy.summary import rules_of

app = typer.Typer(help="The policy profile: check, show, sign off, publish.", no_args_is_help=True)


@app.callback()
def policy() -> None:
    """The policy profile: check, show, sign off, publish."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Profile, a .toml file.")],
) -> None:
    """Say whether FILE is a whole profile without contradictions; else which line is wrong."""
    found = load_policy(file)
    typer.echo(f"{file.name} is a whole profile of {found.agency}. SHA-256 {found.sha256}.")


@app.command()
def show(policy: Policy = "template") -> None:
    """Print every rule of the profile with its section. It may wait for its sign-off."""
    chosen = load_policy(bootstrap.policy_path(bootstrap.Settings(policy, "")))
    _print(chosen)


@app.command()
def sign(
    user: User,
    note: Annotated[str, typer.Option(help="What changed and on whose word; goes on record.")],
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put the chosen profile in force in place of the one signed off before."""
    with signed_in(data_dir, policy, unit, user) as here:
        waiting = here.desk.policies.waiting()
        for change in waiting.changes if waiting is not None else ():
            typer.echo(f"{change.place}: {change.before or '(none)'} -> {change.after or '(none)'}")
        version = here.desk.policies.sign(note)
    typer.echo(f"{version.title}, SHA-256 {version.sha256[:12]}, is in force from the next start.")


@app.command()
def publish(
    file: Annotated[Path, typer.Argument(help="HTML file to write.")],
    user: User,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Write the usage and privacy policy in force for the department's website."""
    with signed_in(data_dir, policy, unit, user) as here:
        page = here.desk.policies.publish(file)
    typer.echo(f"{page.path} written. SHA-256 {page.sha256}.")


def _print(policy: AgencyPolicy) -> None:
    typer.echo(f"{policy.agency}\n{policy.title}, version {policy.version}\n{policy.sha256}")
    group = ""
    for rule in rules_of(policy):
        if rule.group != group:
            group = rule.group
            typer.echo(f"\n{group}")
        section = f"§{rule.clause.section}" if rule.clause.section else "no section"
        typer.echo(f"  {rule.name}: {rule.value or rule.clause.sense} [{section}]")
