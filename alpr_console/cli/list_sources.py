"""`alpr-console hot-list pin | secret | pull`, and how 'designate' is told a source."""

from __future__ import annotations

import getpass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap, locations
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher, pins_of
from alpr_console.cli.signed_in import (
    DataDir,
    Policy,
    Station,
    Unit,
    User,
    asked,
    signed_in,
    station,
)
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError, ListSourceUnavailable
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.list_source import ListSource, source_from
from alpr_console.workflow.import_hot_list import ImportRequest, import_hot_list
from alpr_console.workflow.pull_lists import ListPuller
from alpr_console.workflow.source_secrets import forget_source_secret, keep_source_secret

BY_HAND = "hand"

Kind = Annotated[
    str, typer.Option("--source", help="folder, sftp, https; 'hand' for none. Else as before.")
]
Address = Annotated[
    str,
    typer.Option(help="/folder/pattern, host[:port]/path/pattern, or https://… of the file."),
]
Account = Annotated[str, typer.Option(help="User at the source.")]
Pin = Annotated[str, typer.Option(help="The server's, as 'hot-list pin' shows it.")]
Every = Annotated[str, typer.Option(help="How often it is fetched: 30m to 24h.")]


def source_options(
    kind: str, address: str, account: str, pin: str, every: str, before: ListSource | None
) -> ListSource | None:
    """The source that these options of a command mean; without a kind, the one before.

    Raises ListSourceUnavailable saying what to correct.
    """
    if not kind:
        if address or account or pin:
            raise ListSourceUnavailable(
                "The source has no kind.", "Give --source folder, sftp or https."
            )
        return before
    if kind == BY_HAND:
        return None
    return source_from(kind, address, account, pin, every or "24h")


def pin(
    address: Annotated[str, typer.Argument(help="host[:port] of SSH, or https://host[:port].")],
) -> None:
    """Show by what the server at ADDRESS can be known again. Nothing is sent to it."""
    for kind, shown in pins_of(address):
        typer.echo(f"{shown}  {kind}")
    typer.echo("Compare it with what the operator of the server tells you, by another way.")


def secret(
    name: Annotated[str, typer.Argument(help="Name of the list, e.g. SVS.")],
    user: User,
    key: Annotated[
        Path | None, typer.Option(help="File of a private key, in place of a password.")
    ] = None,
    forget: Annotated[bool, typer.Option("--forget", help="Take it out of the keyring.")] = False,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Keep the password, token or key for the source of the list NAME in the keyring.

    It is asked for without echo (administrator).
    """
    secrets = SystemKeyStore()
    with signed_in(data_dir, policy, unit, user) as here:
        session, uow = here.desk.signed_in(), here.store.unit_of_work
        if forget:
            forget_source_secret(uow, session, secrets, name)
            typer.echo(f"The secret for {name} is forgotten.")
            return
        text = (
            asked(f"Password or token for the source of {name}: ") if key is None else _key_in(key)
        )
        keep_source_secret(uow, session, secrets, name, text)
    typer.echo(f"The secret for {name} is in the keyring.")
    if key is not None:
        typer.echo(f"{key} is no longer needed here.")


def pull(
    name: Annotated[str, typer.Argument(help="Name of the list; all with a source without.")] = "",
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Fetch the list NAME from its source now.

    The account of the operating system goes on record as who had it fetched.
    """
    who = f"os:{getpass.getuser()}"
    failure: ConsoleError | None = None
    with station(data_dir, policy, unit) as here:
        puller = _puller(here, data_dir or locations.data_dir(), who, unit)
        for one in [name] if name else puller.names():
            try:
                typer.echo(_in_words(one, puller.pull(one, who)))
            except ConsoleError as error:
                if name:
                    raise
                # The others are fetched all the same; the exit code tells of the last failure.
                failure = error
                typer.echo(f"{one}: {error}", err=True)
    if failure is not None:
        raise typer.Exit(failure.exit_code)


def _puller(here: Station, folder: Path, who: str, unit: str) -> ListPuller:
    uow = here.store.unit_of_work

    def take_in(designation: Designation, path: Path, data_at: datetime) -> HotList:
        request = ImportRequest(path, designation.name, data_at=data_at)
        return import_hot_list(
            uow, here.shelf, here.clock, here.desk.policy.lists, who, unit, request,
            may_designate=False,
        )  # fmt: skip

    return ListPuller(
        uow, here.clock, open_fetcher(), SystemKeyStore(), take_in,
        folder / bootstrap.INCOMING_FOLDER,
    )  # fmt: skip


def _in_words(name: str, hot_list: HotList | None) -> str:
    if hot_list is None:
        return f"{name}: nothing newer."
    return f"{name} version {hot_list.version}: {hot_list.count:,} entries in force."


def _key_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise ListSourceUnavailable(
            f"{path.name} cannot be read as a private key.", "Name a file in PEM."
        ) from problem
