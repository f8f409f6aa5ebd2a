"""Commands that are a person's act: signed in with their own name and password."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import bootstrap, locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.machine import this_device
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import RecoveryCodeNeeded, SecondFactorNeeded
from alpr_console.list_ports import ListShelf
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk

DataDir = Annotated[
    Path | None, typer.Option(help="Folder of the store; the user's own otherwise.")
]
Policy = Annotated[
    str, typer.Option(envvar="ALPR_CONSOLE_POLICY", help="Policy profile: its name, or a file.")
]
Unit = Annotated[str, typer.Option(help="Unit that goes on record.")]
User = Annotated[str, typer.Option("--user", help="Sign-in name; the password is asked for.")]


@dataclass(frozen=True, slots=True)
class Station:
    """The store opened from the command line."""

    store: Store
    shelf: ListShelf
    desk: Desk
    clock: SystemClock


@contextmanager
def station(data_dir: Path | None, policy: str, unit: str) -> Iterator[Station]:
    """The store with a desk at which nobody is signed in. Raises the refusal of either."""
    folder = data_dir or locations.data_dir()
    settings = bootstrap.Settings(policy, unit)
    load_policy(bootstrap.policy_path(settings))
    clock, keys = SystemClock(), bootstrap.system_keys(folder)
    store = bootstrap.open_store(folder, keys, unit, clock)
    rules, waiting = bootstrap.policy_in_force(settings, store)
    device = this_device()
    store.source, store.device = "command", device[0]
    try:
        shelf = bootstrap.open_shelf(folder, keys)
        desk = Desk(
            store.unit_of_work,
            shelf,
            clock,
            rules,
            unit,
            policy_waiting=waiting,
            device=device,
            signer=KeyringSigner(keys),
        )
        yield Station(store, shelf, desk, clock)
    finally:
        store.close()


@contextmanager
def signed_in(data_dir: Path | None, policy: str, unit: str, user: str) -> Iterator[Station]:
    """The same with `user` signed in for as long as the act takes. Raises SignInRefused."""
    with station(data_dir, policy, unit) as here:
        password = _password(user)
        agreed = _acknowledged(here.desk)
        try:
            here.desk.sign_in(user, password, unit, agreed)
        except (RecoveryCodeNeeded, SecondFactorNeeded) as needed:
            typer.echo(str(needed), err=True)
            code = asked(f"Code of {user}: ")
            here.desk.sign_in(user, password, unit, agreed, code)
        try:
            yield here
        finally:
            here.desk.sign_out()


ACKNOWLEDGED = "ALPR_CONSOLE_ACKNOWLEDGED"
"""Set to 'yes' where no one sits at a terminal: whoever set a script up knows the uses."""


def _acknowledged(desk: Desk) -> bool:
    """Whether the person says yes to the uses of the policy (OPS-1)."""
    if os.environ.get(ACKNOWLEDGED) == "yes":
        return True
    if not sys.stdin.isatty():
        return False
    policy = desk.policy
    section = f" (§{policy.use.section})" if policy.use.section else ""
    typer.echo(f"{policy.title}, version {policy.version}{section}", err=True)
    for title, uses in (("Permitted", policy.permitted_use), ("Prohibited", policy.prohibited_use)):
        typer.echo(f"{title}:", err=True)
        for use in uses:
            typer.echo(f"  {use}", err=True)
    return typer.confirm("I keep to the policy and its uses", err=True)


def _password(user: str) -> str:
    return asked(f"Password of {user}: ")


def asked(question: str) -> str:
    """Asked for without echo; a line of standard input where no one sits at a terminal."""
    if sys.stdin.isatty():
        return getpass.getpass(question)
    return sys.stdin.readline().rstrip("\n")
