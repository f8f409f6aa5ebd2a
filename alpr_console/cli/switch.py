"""`alpr-console switch …`: the agency's message switch, and a simulated one."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from alpr_console import locations
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.adapters.memory_file import in_memory
from alpr_console.adapters.message_switch.link import open_link
from alpr_console.cli.signed_in import DataDir, Policy, Station, Unit, User, asked, signed_in
from alpr_console.domain.errors import ConfirmationRefused
from alpr_console.domain.message_switch import SWITCH_IDLE
from alpr_console.simulation.message_switch import SimulatedSwitch
from alpr_console.simulation.switch_authority import SimulatedAuthority, write_private
from alpr_console.simulation.switch_table import load_table
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.switch_clerk import SwitchClerk

app = typer.Typer(help="The message switch.", no_args_is_help=True)


@app.callback()
def switch() -> None:
    """The agency's message switch: set, test, remove; and one that is simulated.

    Passwords and the shared secret are asked for; without a terminal each is a line of the input.
    """


@app.command("set")
def set_switch(
    address: Annotated[str, typer.Argument(help="host[:port]; port 6514 otherwise.")],
    user: User,
    device: Annotated[str, typer.Option(help="By which the switch knows this vehicle.")],
    ca: Annotated[Path, typer.Option("--ca", help="Certificate authority of the switch, PEM.")],
    ori: Annotated[str, typer.Option(help="The agency's ORI, nine letters and digits.")] = "",
    key: Annotated[
        Path | None, typer.Option(help="Client certificate and private key, PEM, in one file.")
    ] = None,
    policy: Policy = "template",
    data_dir: DataDir = None,
    unit: Unit = "station",
) -> None:
    """Hand confirmation requests to the switch at ADDRESS from here on (administrator)."""
    authority, pair = _pem_in(ca), None if key is None else _pem_in(key)
    with _vehicle(data_dir, policy, unit, user) as (here, _):
        secret = asked("Shared secret: ") if pair is None else pair
        set_up = here.desk.confirmation.set_switch(address, device, authority, ori, secret)
    typer.echo(f"Requests go to {set_up.address} as {set_up.device}. TLS, authority pinned.")
    if key is not None:
        typer.echo(f"{key.name} is in the keyring and no longer needed here.")


@app.command("test")
def try_switch(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Connect to the switch that is set; nothing is sent. On record (administrator)."""
    with _vehicle(data_dir, policy, unit, user) as (here, clerk):
        here.desk.confirmation.demand_try()
        found = clerk.test(user)
    typer.echo(f"{found.address}: it answers, and knows {found.device}.")


@app.command()
def remove(
    user: User, policy: Policy = "template", data_dir: DataDir = None, unit: Unit = "station"
) -> None:
    """Use no switch from here on; its secret is forgotten (administrator)."""
    with _vehicle(data_dir, policy, unit, user) as (here, _):
        here.desk.confirmation.remove_switch()
    typer.echo("No message switch is set up any more.")


@app.command()
def simulate(
    folder: Annotated[
        Path, typer.Option(help="Where ca.pem is written, the authority to give to 'set'.")
    ],
    port: Annotated[int, typer.Option(help="0 takes one that is free.")] = 6514,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    table: Annotated[
        Path | None, typer.Option(help="What is answered, TOML; a table comes with it.")
    ] = None,
    device: Annotated[
        list[str] | None,
        typer.Option(help="Writes DEVICE.pem, a client certificate, into the folder. Repeatable."),
    ] = None,
) -> None:
    """Be a message switch, for practice: answers by a table until it is interrupted.

    What happens is written out, a line of JSON each.
    """
    rows = load_table(table or locations.resources_dir() / "switch" / "simulated.toml")
    authority = SimulatedAuthority()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ca.pem").write_text(authority.pem, encoding="ascii")
    for one in device or []:
        write_private(folder / f"{Path(one).name}.pem", authority.pair_for(one))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    hosts = tuple(dict.fromkeys((host, "localhost", "127.0.0.1")))
    with in_memory(authority.pair_for("Simulated message switch", hosts)) as path:
        context.load_cert_chain(path)
    context.verify_mode = ssl.CERT_OPTIONAL
    context.load_verify_locations(cadata=authority.pem)
    secret = asked("Shared secret: ")
    try:
        serving = SimulatedSwitch(context, rows, secret, _tell, host, port)
    except OSError as problem:
        raise ConfirmationRefused(
            f"Nothing can listen at {host}:{port} ({problem.strerror}).", "Name another --port."
        ) from problem
    _tell({"event": "listening", "host": host, "port": serving.port})
    try:
        serving.serve()
    except KeyboardInterrupt:
        serving.close()


class _NoCourier:
    """A command sends no request."""

    state = SWITCH_IDLE

    def __init__(self, secrets: SecretStore) -> None:
        self.secrets = secrets

    def send_now(self, alert_id: str, message_id: str) -> None:
        """The next start of the console says that nobody knows what became of it."""


@contextmanager
def _vehicle(
    data_dir: Path | None, policy: str, unit: str, user: str
) -> Iterator[tuple[Station, SwitchClerk]]:
    secrets = SystemKeyStore()
    with signed_in(data_dir, policy, unit, user) as here:
        here.desk.confirmation.courier = _NoCourier(secrets)
        yield here, SwitchClerk(here.store.unit_of_work, here.clock, open_link, secrets)


def _tell(what: dict[str, object]) -> None:
    # One write a line: several connections tell at once.
    print(json.dumps(what) + "\n", end="", flush=True)


def _pem_in(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfirmationRefused(
            f"{path.name} cannot be read as PEM.", "Name a file with the certificate."
        ) from problem
