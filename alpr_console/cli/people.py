"""`alpr-console people …`: accounts, training, approval, releases from a lockout."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import segno
import typer

from alpr_console.cli.signed_in import DataDir, Policy, Station, Unit, User, asked, signed_in
from alpr_console.domain.errors import AccountRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.operator import User as Person
from alpr_console.workflow.accounts import AccountChanges

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
            name, full_name, badge, role, asked(f"First password of {name}: "), position,
            organization, temporary=True,
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


def _step(change: Callable[[AccountChanges, str, str], object], done: str, words: str) -> None:
    """One of the steps of an account that take a reason: a command named after it."""

    @app.command(change.__name__, help=words)
    def step(
        name: Name, reason: Reason, user: User, policy: Policy = "template",
        data_dir: DataDir = None, unit: Unit = "station",
    ) -> None:  # fmt: skip
        with signed_in(data_dir, policy, unit, user) as here:
            change(here.desk.people.changes(), _account(here, name).user_id, reason)
        typer.echo(f"{name} {done}.")


_step(
    AccountChanges.approve, "approved", "Approve a person's access, where the policy asks for it."
)
_step(AccountChanges.release, "released", "Open an account that failures have locked.")
_step(AccountChanges.disable, "disabled", "Close an account; its records stay.")
_step(AccountChanges.enable, "enabled", "Open an account again.")


@app.command("code-app")
def code_app(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Set up a code app (TOTP) as your own second factor: scan what is shown, type its code."""
    with signed_in(data_dir, policy, unit, user) as here:
        secret, uri = here.desk.people.new_code_app()
        drawn = io.StringIO()
        segno.make(uri, error="m").terminal(out=drawn, compact=True)
        typer.echo(drawn.getvalue())
        typer.echo(f"Or type into the app: {secret}")
        here.desk.people.set_up_code_app(secret, asked("Code of the app: "))
        codes = here.desk.people.new_recovery_codes()
    typer.echo("Set up. Recovery codes, shown this once:")
    for code in codes:
        typer.echo(f"  {code}")


@app.command("recovery-codes")
def recovery_codes(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Ten new recovery codes of your own; those before no longer count."""
    with signed_in(data_dir, policy, unit, user) as here:
        for code in here.desk.people.new_recovery_codes():
            typer.echo(code)


@app.command()
def password(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Change your own password."""
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.people.change_password(asked("Password now: "), asked("New password: "))
    typer.echo("Password changed.")


def _account(here: Station, name: str) -> Person:
    found = [one.user for one in here.desk.people.accounts() if one.user.name == name.casefold()]
    if not found:
        raise AccountRefused(f"There is no account {name}.", "`people list` names them.")
    return found[0]
