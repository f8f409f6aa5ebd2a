"""A connection to the message switch: TLS with a pinned authority, secrets never in a file."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from alpr_console.adapters.memory_file import in_memory
from alpr_console.adapters.message_switch import wire
from alpr_console.adapters.message_switch.wire import Message, broken
from alpr_console.domain.errors import SwitchUnavailable
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.switch_ports import Accepted, Incoming, Outgoing, Rejected, SwitchLink

CONNECT_LIMIT_S = 5.0
ANSWER_LIMIT_S = 10.0
"""An officer waits for the switch's word."""

SILENCE_S = 20.0
"""After so long without a line the switch is asked whether it is there."""

_KEY = "PRIVATE KEY-----"


def open_link(switch: MessageSwitch, secret: str | None) -> SwitchLink:
    """The SwitchOpener port. `secret`: the shared one, or a certificate with its key in PEM."""
    if not secret:
        raise SwitchUnavailable(
            f"The keyring holds no secret for the switch at {switch.address}.",
            "Set the switch again with 'alpr-console switch set'.",
        )
    certificate = secret if _KEY in secret else None
    with _explained(switch.address):
        connection = _connect(switch, certificate)
    link = TlsLink(connection, switch.address)
    try:
        link.introduce(switch.device, None if certificate else secret)
    except BaseException:
        link.close()
        raise
    return link


class TlsLink:
    """The SwitchLink port. Belongs to one thread."""

    def __init__(self, connection: ssl.SSLSocket, address: str) -> None:
        self._connection = connection
        self._address = address
        self._read = bytearray()
        self._early: deque[Incoming] = deque()
        """Replies that came while something else was waited for."""
        self._heard = time.monotonic()
        self._asked = False
        """Whether the switch is, and has not said so yet."""

    def introduce(self, device: str, secret: str | None) -> None:
        """Raises SwitchUnavailable where the other side is no switch, or refuses us."""
        self._write(wire.hello(device, secret, self._next(ANSWER_LIMIT_S)))
        said = self._next(ANSWER_LIMIT_S)
        if said.get("type") == "refused":
            raise SwitchUnavailable(
                f"The switch at {self._address} refuses: {wire.word(said, 'reason')}.",
                "Tell the administrator.",
            )
        if said.get("type") != "ready":
            raise broken("it is not ready")

    def send(self, outgoing: Outgoing) -> Accepted | Rejected:
        """See SwitchLink."""
        self._write(wire.request(outgoing))
        until = time.monotonic() + ANSWER_LIMIT_S
        while (left := until - time.monotonic()) > 0:
            said = self._next(left)
            if (answer := wire.answer_to(said, outgoing.message_id)) is not None:
                return answer
            self._take(said)
        raise self._silent()

    def receive(self, timeout_s: float) -> Incoming | None:
        """See SwitchLink."""
        until = time.monotonic() + timeout_s
        while not self._early:
            self._ask_whether_there()
            line = self._line(until - time.monotonic())
            if line is None:
                return None
            self._take(wire.message_of(line))
        return self._early.popleft()

    def acknowledge(self, reply_id: str) -> None:
        """See SwitchLink."""
        self._write({"type": "received", "id": reply_id})

    def close(self) -> None:
        """See SwitchLink."""
        self._connection.close()

    def _take(self, said: Message) -> None:
        if said.get("type") == "reply":
            self._early.append(wire.reply_of(said))
        elif said.get("type") not in ("pong", "accepted", "rejected"):
            # Late words on a request that was given up change nothing: it is sent again.
            raise broken("a line's type is not known")

    def _ask_whether_there(self) -> None:
        silent = time.monotonic() - self._heard
        if silent > SILENCE_S + ANSWER_LIMIT_S:
            raise self._silent()
        if silent > SILENCE_S and not self._asked:
            self._asked = True
            self._write({"type": "ping"})

    def _next(self, limit_s: float) -> Message:
        line = self._line(limit_s)
        if line is None:
            raise self._silent()
        return wire.message_of(line)

    def _line(self, limit_s: float) -> bytes | None:
        """The next line; None where none is whole in that time."""
        until = time.monotonic() + max(limit_s, 0.0)
        while (end := self._read.find(b"\n")) < 0:
            if len(self._read) >= wire.LONGEST_LINE:
                raise broken("a line does not end")
            left = until - time.monotonic()
            # What has come already is read, however little time is left.
            self._connection.settimeout(max(left, 0.001))
            with _explained(self._address):
                try:
                    piece = self._connection.recv(4096)
                except (TimeoutError, ssl.SSLWantReadError):
                    if left <= 0:
                        return None
                    continue
            if not piece:
                raise SwitchUnavailable(
                    f"The switch at {self._address} has closed the connection.", _AGAIN
                )
            self._read += piece
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        self._heard, self._asked = time.monotonic(), False
        return line

    def _write(self, message: Message) -> None:
        self._connection.settimeout(ANSWER_LIMIT_S)
        with _explained(self._address):
            self._connection.sendall(wire.line_of(message))

    def _silent(self) -> SwitchUnavailable:
        return SwitchUnavailable(f"The switch at {self._address} says nothing.", _AGAIN)


_AGAIN = "Send again, or ask by CLETS or dispatch."


def _connect(switch: MessageSwitch, certificate: str | None) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # This authority and no other: whatever the system trusts is no part of this.
        context.load_verify_locations(cadata=switch.ca)
        if certificate is not None:
            with in_memory(certificate) as path:
                context.load_cert_chain(path)
    except (ssl.SSLError, ValueError) as problem:
        raise SwitchUnavailable(
            f"The authority or the certificate set for {switch.address} cannot be read.",
            "Set the switch again with 'alpr-console switch set'.",
        ) from problem
    plain = socket.create_connection((switch.host, switch.port), CONNECT_LIMIT_S)
    try:
        plain.settimeout(CONNECT_LIMIT_S)
        return context.wrap_socket(plain, server_hostname=switch.host)
    except BaseException:
        with contextlib.suppress(OSError):
            plain.close()
        raise


@contextmanager
def _explained(address: str) -> Iterator[None]:
    """What the network and TLS do wrong, in words."""
    try:
        yield
    except ssl.SSLCertVerificationError as problem:
        raise SwitchUnavailable(
            f"The certificate of the switch at {address} is not of the authority that is set; "
            "nothing was sent.",
            "Tell the administrator.",
        ) from problem
    except TimeoutError as problem:
        raise SwitchUnavailable(f"The switch at {address} says nothing.", _AGAIN) from problem
    except (OSError, ValueError) as problem:
        raise SwitchUnavailable(
            f"The switch at {address} cannot be reached, or broke off.", _AGAIN
        ) from problem
