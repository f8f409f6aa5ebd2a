"""`alpr-console people …`: accounts, training, approval, releases from a lockout."""

from __future__ import annotations

import getpass
import sys
from datetime import UTC, datetime
from typing import Annotated

import typer

from alpr_console.cli.signed_in import DataDir, Policy, Station, Unit, User, signed_in
from alpr_console.domain.errors import AccountRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.operator import User as Person

app = typer.Typer(help="Accounts: list, add, change, training.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Sign-in name of the account.")]
Reason = Annotated[str, typer.Option(help="Why; goes on record.")]


@app.callback()
def people() -> None:
    """Accounts: list, add, change, training."""


@app.command("list")
def list_accounts(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Every account with what is missing before its access opens."""
    with signed_in(data_dir, policy, unit, user) as here:
        for account in here.desk.people.accounts():
            one = account.user
            state = "locked out" if account.locked else "disabled" if one.disabled else ""
            missing = " ".join(gate.words for gate in account.gates)
            typer.echo(
                f"{one.name}\t{one.full_name}\t{one.role.label}\t{one.position}\t{state or missing}"
            )


@app.command()
def add(
    name: Name,
    full_name: Annotated[str, typer.Option(help="First and last name.")],
    badge: Annotated[str, typer.Option(help="Badge number.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    user: User,
    position: Annotated[str, typer.Option(help="One that the policy lists.")] = "",
    organization: Annotated[str, typer.Option(help="Of an outside auditor.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """An account with a password that must be changed at the first sign-in."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.add_user(
            name, full_name, badge, role, _first_password(name), position, organization,
            temporary=True,
        )  # fmt: skip
    typer.echo(f"{name} added. The password must be changed at the first sign-in.")


@app.command()
def train(
    name: Name,
    course: Annotated[str, typer.Option(help="Key of the course in the profile.")],
    taught_by: Annotated[str, typer.Option(help="Who taught it.")],
    user: User,
    completed: Annotated[datetime | None, typer.Option(help="Day; today otherwise.")] = None,
    certificate: Annotated[str, typer.Option(help="Its number.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Put a completed course on record."""
    with signed_in(data_dir, policy, unit, user) as here:
        at = completed.replace(tzinfo=UTC) if completed else here.clock.now()
        training = here.desk.people.record_training(
            _account(here, name).user_id, course, at, taught_by, certificate
        )
    typer.echo(f"{name}: {course} on record until {training.expires_at:%Y-%m-%d}.")


@app.command()
def approve(
    name: Name, reason: Reason, user: User, policy: Policy = "template", data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:  # fmt: skip
    """Approve a person's access, where the policy asks for it."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.people.changes().approve(_account(here, name).user_id, reason)
    typer.echo(f"{name} approved.")


@app.command()
def release(
    name: Name, reason: Reason, user: User, policy: Policy = "template", data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:  # fmt: skip
    """Open an account that failures have locked."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.people.changes().release(_account(here, name).user_id, reason)
    typer.echo(f"{name} released.")


@app.command()
def disable(
    name: Name, reason: Reason, user: User, policy: Policy = "template", data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:  # fmt: skip
    """Close an account; its records stay."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.people.changes().disable(_account(here, name).user_id, reason)
    typer.echo(f"{name} disabled.")


@app.command()
def enable(
    name: Name, reason: Reason, user: User, policy: Policy = "template", data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:  # fmt: skip
    """Open an account again."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.people.changes().enable(_account(here, name).user_id, reason)
    typer.echo(f"{name} enabled.")


def _account(here: Station, name: str) -> Person:
    found = [one.user for one in here.desk.people.accounts() if one.user.name == name.casefold()]
    if not found:
        raise AccountRefused(f"There is no account {name}.", "`people list` names them.")
    return found[0]


def _first_password(name: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"First password of {name}: ")
    return sys.stdin.readline().rstrip("\n")
