"""An agency's message switch: where it is, how it is known, how it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.errors import ConfirmationRefused
from alpr_console.domain.yq import fault_of

DEFAULT_PORT = 6514

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]")
_DEVICE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}")
_CERTIFICATE = "-----BEGIN CERTIFICATE-----"


@dataclass(frozen=True, slots=True)
class MessageSwitch:
    """The switch that an administrator has set. Its secret is in the keyring, never here."""

    address: str
    """'host[:port]'."""
    device: str
    """By which the switch knows this vehicle."""
    ca: str
    """PEM of the authority that the server's certificate must be of, and of no other."""
    ori: str
    """Of the agency that asks; '' where it is not set."""
    by: str
    at: datetime

    @property
    def host(self) -> str:
        """Without the brackets of an IPv6 address."""
        return _split(self.address)[0].strip("[]")

    @property
    def port(self) -> int:
        return int(_split(self.address)[1] or DEFAULT_PORT)

    @property
    def secret_name(self) -> str:
        """Under which the keyring keeps it. The address is in it: whoever names another switch
        does not send that one the old one's secret."""
        return f"message switch: {self.device}@{self.address}"


def switch_from(
    untrusted_address: str,
    untrusted_device: str,
    untrusted_ca: str,
    untrusted_ori: str,
    by: str,
    at: datetime,
) -> MessageSwitch:
    """The switch that these words mean. Raises ConfirmationRefused saying what to correct."""
    address = untrusted_address.strip()
    host, port = _split(address)
    if not _HOST.fullmatch(host) or (port and not 0 < int(port) < 65536):
        raise ConfirmationRefused(
            f"'{address}' is no address of a server.", "Write host or host:port."
        )
    device = untrusted_device.strip()
    if not _DEVICE.fullmatch(device):
        raise ConfirmationRefused(
            f"'{device}' cannot be the name of the device.",
            "Use letters, digits, dot, hyphen and underscore.",
        )
    ca = untrusted_ca.strip()
    if _CERTIFICATE not in ca:
        raise ConfirmationRefused(
            "The certificate authority is no certificate.", "Give its file in PEM."
        )
    ori = untrusted_ori.strip().upper()
    if ori and (fault := fault_of("ORI", ori)):
        raise ConfirmationRefused(f"'{ori}' is no ORI: {fault}.", "Leave it out, or correct it.")
    return MessageSwitch(address, device, ca, ori, by, at)


def _split(address: str) -> tuple[str, str]:
    """Host and port as written; '' where no port is."""
    host, colon, port = address.rpartition(":")
    return (host, port) if colon and port.isdigit() else (address, "")


@dataclass(frozen=True, slots=True)
class SwitchState:
    """How the connection stands, for the screen and for the health rules."""

    failure: str = ""
    """Why the switch was not reached the last time; '' while it is, or need not be."""
    silent_since: datetime | None = None
    """Since when it has not been, though a reply is awaited."""


SWITCH_IDLE = SwitchState()
