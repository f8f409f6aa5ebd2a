"""`alpr-console department …`: moving records to the department's storage, and that storage."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import psycopg
import typer

from alpr_console import bootstrap
from alpr_console.adapters.department_store.check import DeviceFound, check_copy
from alpr_console.adapters.department_store.connection import connect
from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.department_store.limit import Limits, purge_past_limits
from alpr_console.adapters.department_store.tables import make_tables
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.cli.signed_in import DataDir, Policy, Station, Unit, User, asked, signed_in
from alpr_console.domain.errors import AuditBroken, TransferRefused
from alpr_console.domain.transfer import IDLE, RecordKind, storage_from
from alpr_console.policy.profile import load_policy
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.send_records import RecordSender

app = typer.Typer(help="The department's storage.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="host[:port], or the folder of a Unix socket.")]
Database = Annotated[str, typer.Option(help="Name of the database.")]
Account = Annotated[str, typer.Option(help="Role of the database; its password is asked for.")]
Authority = Annotated[
    Path | None, typer.Option("--ca", help="Certificate authority of the server, PEM.")
]

_MANY = {
    RecordKind.READ: "reads", RecordKind.ALERT: "alerts", RecordKind.AUDIT: "audit entries",
    RecordKind.HOLD: "holds", RecordKind.PURGE: "orders to purge",
}  # fmt: skip


@app.callback()
def department() -> None:
    """The department's storage, a PostgreSQL database: set, send, make ready, purge, verify.

    Passwords are asked for; without a terminal each is a line of the input.
    """


# -- the vehicle's side --------------------------------------------------------------------


@app.command("set")
def set_storage(
    address: Address,
    user: User,
    account: Account,
    device: Annotated[str, typer.Option(help="By which the department knows this vehicle.")],
    database: Database = "alpr",
    ca: Authority = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Send this vehicle's records to the storage at ADDRESS from here on (administrator)."""
    authority = None if ca is None else _pem_in(ca)
    with _vehicle(data_dir, policy, unit, user) as (here, _):
        storage = here.desk.transfer.set_storage(address, database, account, device, authority)
    typer.echo(f"Records go to {storage.place}. {storage.protection}.")


@app.command()
def secret(
    user: User,
    key: Annotated[
        Path | None, typer.Option(help="Client certificate and private key, PEM, in one file.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take it out of the keyring.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Keep the storage's password, or a client certificate, in the keyring (administrator)."""
    with _vehicle(data_dir, policy, unit, user) as (here, _):
        if forget:
            here.desk.transfer.forget_secret()
            typer.echo("The secret is forgotten.")
            return
        here.desk.transfer.keep_secret(asked("Password: ") if key is None else _pem_in(key))
    typer.echo("The secret is in the keyring.")
    if key is not None:
        typer.echo(f"{key} is no longer needed here.")


@app.command("test")
def try_storage(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Connect to the storage that is set; nothing is sent. On record (administrator)."""
    with _vehicle(data_dir, policy, unit, user) as (here, sender):
        here.desk.transfer.demand_try()
        storage = sender.test(user)
    typer.echo(f"{storage.place}: it answers, and knows this device. {storage.protection}.")


@app.command()
def send(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Send what waits now (administrator)."""
    with _vehicle(data_dir, policy, unit, user) as (here, sender):
        here.desk.transfer.send_now()
        sent = sender.send(user)
    if not sent:
        typer.echo("Nothing waited.")
    for kind, count in sent.items():
        typer.echo(f"{count:,} {_MANY[kind]} have arrived.")


# -- the department's side -----------------------------------------------------------------


@app.command()
def init(
    address: Address,
    account: Account,
    vehicle: Annotated[
        list[str] | None, typer.Option(help="DEVICE=ROLE; a device's own role. Repeatable.")
    ] = None,
    reader: Annotated[
        list[str] | None, typer.Option(help="Role that may read everything. Repeatable.")
    ] = None,
    database: Database = "alpr",
    ca: Authority = None,
) -> None:
    """Make the database ready, as its owner; register vehicles. What is there stays."""
    vehicles = [_device_of(one) for one in vehicle or []]
    with _owner(address, database, account, ca) as connection:
        make_tables(connection, vehicles, reader or [])
    typer.echo("The database is ready.")
    for device, role in vehicles:
        typer.echo(f"Device {device} may send as {role}.")


@app.command()
def purge(
    address: Address,
    account: Account,
    policy: Policy = "template",
    database: Database = "alpr",
    ca: Authority = None,
) -> None:
    """Purge there what is past the profile's limits, as the database's owner; what is held stays.

    The account of the operating system goes on record in the database as who had it purged.
    """
    rules = load_policy(bootstrap.policy_path(bootstrap.Settings(policy, "")))
    kept, now = rules.retention, datetime.now(UTC)
    sections = dict.fromkeys(one.clause.section for one in (kept.reads, kept.hits))
    limits = Limits(
        now - kept.reads.after, now - kept.hits.after, ", ".join(filter(None, sections)),
        rules.sha256[:12],
    )  # fmt: skip

    def progress(count: int) -> None:
        typer.echo(f"{count:,} purged.", err=True)

    with _owner(address, database, account, ca) as connection:
        done = purge_past_limits(connection, limits, f"os:{getpass.getuser()}", progress)
    cited = f" §{limits.section}" if limits.section else ""
    typer.echo(
        f"Reads older than {kept.reads.after.days} days and alerts older than "
        f"{kept.hits.after.days}: {done.removed:,} purged, {done.held:,} held.{cited}"
    )


@app.command()
def verify(
    address: Address, account: Account, database: Database = "alpr", ca: Authority = None
) -> None:
    """Verify each vehicle's chain, alerts, reads and pictures from the department's own copy."""
    with _owner(address, database, account, ca) as connection:
        found = check_copy(connection)
    for one in found:
        typer.echo(_in_words(one))
        for fault in one.faults:
            typer.echo(f"  {fault}", err=True)
    broken = [one.device for one in found if one.faults]
    if broken:
        raise AuditBroken(
            f"The copy of {', '.join(broken)} is not what was sent.",
            "Keep the database as it is and compare it with the vehicle.",
        )


class _NoCourier:
    """A command sends by itself, on its own thread."""

    state = IDLE

    def __init__(self, secrets: SecretStore) -> None:
        self.secrets = secrets

    def send_now(self, who: str) -> None:
        """The command does, next."""


@contextmanager
def _vehicle(
    data_dir: Path | None, policy: str, unit: str, user: str
) -> Iterator[tuple[Station, RecordSender]]:
    secrets = SystemKeyStore()
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.transfer.courier = _NoCourier(secrets)
        sender = RecordSender(
            here.store.unit_of_work, here.clock, here.desk.policy, open_department, secrets
        )
        yield here, sender


@contextmanager
def _owner(
    address: str, database: str, account: str, ca: Path | None
) -> Iterator[psycopg.Connection]:
    authority = "" if ca is None else _pem_in(ca)
    now = datetime.now(UTC)
    storage = storage_from(address, database, account, "station", authority, "", now)
    password = None if storage.is_socket else asked(f"Password of {account}: ")
    with connect(storage, password) as connection:
        yield connection


def _device_of(untrusted: str) -> tuple[str, str]:
    device, equals, role = untrusted.partition("=")
    if not (device and equals and role):
        raise TransferRefused(f"'{untrusted}' names no device and role.", "Write DEVICE=ROLE.")
    return device, role


def _in_words(one: DeviceFound) -> str:
    chain = "no audit entry" if not one.entries else f"{one.entries:,} audit entries"
    parts = [
        f"{one.device}: {chain}", f"{one.reads:,} reads", f"{one.alerts:,} alerts",
        f"{one.unvouched} not vouched for yet" if one.unvouched else "",
        f"{one.differing} arrived again with another content" if one.differing else "",
        f"head {one.head}" if one.head else "",
        "NOT WHOLE" if one.faults else "whole",
    ]  # fmt: skip
    return " · ".join(filter(None, parts))


def _pem_in(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise TransferRefused(
            f"{path.name} cannot be read as PEM.", "Name a file with the certificate."
        ) from problem
