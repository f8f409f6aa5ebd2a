"""A message switch that is none: for trainers, and for the tests of the console's side.

Written from docs/message-switch.md, with nothing in common with the console's own side of the
protocol, so that one is held against the other.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from alpr_console.simulation.switch_table import Row, Table

LONGEST_LINE = 16_384
TURN_S = 0.05
"""What is due is looked at this often, seconds."""

GARBAGE = b"\x00\xffYR.??{not a message\n"

_FIRST_TIME = ("deaf", "garbage", "cut")

Told = Callable[[dict[str, object]], None]


@dataclass(slots=True)
class _Reply:
    device: str
    message: dict[str, object]
    due: float
    """By `time.monotonic()`."""
    does: str = ""
    received: bool = False


@dataclass(slots=True)
class _Memory:
    """What the switch has, whatever connection it came by."""

    requests: dict[str, dict[str, object]] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """Ids of requests that came, taken or not."""
    replies: list[_Reply] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class SimulatedSwitch:
    """Serves until `close`. `told` is called with each thing that happens, on any thread."""

    def __init__(
        self,
        context: ssl.SSLContext,
        table: Table,
        secret: str,
        told: Told = lambda what: None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        """Port 0 takes one that is free. Raises OSError where the address cannot be had."""
        self._context = context
        self._table = table
        self._secret = secret
        self._told = told
        self._memory = _Memory()
        self._listener = socket.create_server((host, port))
        self.port: int = self._listener.getsockname()[1]
        self._closed = threading.Event()

    def serve(self) -> None:
        """Blocks until `close`."""
        while not self._closed.is_set():
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(plain,), daemon=True).start()

    def close(self) -> None:
        self._closed.set()
        self._listener.close()

    def _serve(self, plain: socket.socket) -> None:
        # Whoever breaks off or is refused is what it is for.
        with contextlib.suppress(OSError, ValueError), plain:
            plain.settimeout(10)
            with self._context.wrap_socket(plain, server_side=True) as connection:
                self._talk(_Lines(connection))

    def _talk(self, lines: _Lines) -> None:
        nonce = secrets.token_hex(16)
        lines.write({"type": "welcome", "protocol": 1, "nonce": nonce})
        said = lines.read(10.0)
        device = "" if said is None else str(said.get("device", ""))
        if said is None or not self._knows(lines, device, said.get("proof"), nonce):
            self._told({"event": "refused", "device": device})
            lines.write({"type": "refused", "reason": "device or secret not known"})
            return
        lines.write({"type": "ready"})
        self._told({"event": "ready", "device": device})
        sent: set[int] = set()
        while not self._closed.is_set():
            said = lines.read(TURN_S)
            if said is not None and not self._heed(lines, device, said):
                return
            if not self._send_due(lines, device, sent):
                return

    def _knows(self, lines: _Lines, device: str, untrusted_proof: object, nonce: str) -> bool:
        if untrusted_proof is None:
            return bool(device) and lines.common_name() == device
        told = f"alpr-console switch 1\n{device}\n{nonce}".encode()
        right = hmac.new(self._secret.encode(), told, hashlib.sha256).hexdigest()
        return hmac.compare_digest(right.encode(), str(untrusted_proof).encode())

    def _heed(self, lines: _Lines, device: str, said: dict[str, object]) -> bool:
        """Whether to go on."""
        match said.get("type"):
            case "ping":
                lines.write({"type": "pong"})
            case "received":
                self._told({"event": "received", "id": said.get("id")})
                with self._memory.lock:
                    for reply in self._memory.replies:
                        if reply.message["id"] == said.get("id"):
                            reply.received = True
            case "request":
                return self._take(lines, device, said)
            case _:
                return False
        return True

    def _take(self, lines: _Lines, device: str, said: dict[str, object]) -> bool:
        request_id = str(said["id"])
        fields = said.get("fields")
        asked = fields if isinstance(fields, dict) else {}
        row = self._table.row_for(str(asked.get("LIC", "")))
        with self._memory.lock:
            again = request_id in self._memory.seen
            repeat = request_id in self._memory.requests
            self._memory.seen.add(request_id)
        self._told(
            {"event": "request", "id": request_id, "repeat": again, "fields": asked,
             "text": said.get("text")}
        )  # fmt: skip
        if row.does == "reject":
            lines.write({"type": "rejected", "id": request_id, "reason": row.reason})
            return True
        with self._memory.lock:
            self._memory.requests[request_id] = said
        if not repeat:
            self._plan(device, request_id, asked, row)
        if row.does in _FIRST_TIME and not again:
            if row.does == "garbage":
                lines.raw(GARBAGE)
            return row.does == "deaf"
        lines.write({"type": "accepted", "id": request_id, "repeat": again})
        return row.does != "cut_after" or again

    def _plan(self, device: str, request_id: str, asked: dict[str, object], row: Row) -> None:
        does = row.does
        if does == "silence":
            if str(asked.get("RNO", "1")) == "1":
                return
            does = row.then
        elif does not in ("confirmed", "not_confirmed", "in_process", "text", "twice"):
            does = row.then if does != "garbled_reply" else does
        now = time.monotonic()
        replies = [self._reply(device, request_id, asked, row, does, now + row.after_s)]
        if does == "in_process":
            due = now + row.after_s + row.minutes
            replies.append(self._reply(device, request_id, asked, row, row.then, due))
        with self._memory.lock:
            self._memory.replies += replies

    def _reply(
        self, device: str, request_id: str, asked: dict[str, object], row: Row, does: str,
        due: float,
    ) -> _Reply:  # fmt: skip
        answer = {"twice": "confirmed", "garbled_reply": row.then, "text": ""}.get(does, does)
        text = row.text
        for name in ("LIC", "OCA", "NIC"):
            text = text.replace(f"{{{name.lower()}}}", str(asked.get(name, "")))
        message: dict[str, object] = {
            "type": "reply", "id": uuid4().hex, "request": request_id, "answer": answer,
            "name": row.name, "text": text,
        }  # fmt: skip
        if answer == "in_process":
            message["minutes"] = row.minutes
        return _Reply(device, message, due, does)

    def _send_due(self, lines: _Lines, device: str, sent: set[int]) -> bool:
        """Replies not known to be received, once a connection; whether to go on."""
        now = time.monotonic()
        with self._memory.lock:
            due = [r for r in self._memory.replies if r.device == device and not r.received
                   and r.due <= now and id(r) not in sent]  # fmt: skip
        for reply in due:
            sent.add(id(reply))
            if reply.does == "garbled_reply":
                reply.does = ""
                lines.raw(GARBAGE)
                return False
            for _ in range(2 if reply.does == "twice" else 1):
                lines.write(reply.message)
            self._told({"event": "reply", "id": reply.message["id"]})
        return True


class _Lines:
    """JSON objects, one a line, over a connection."""

    def __init__(self, connection: ssl.SSLSocket) -> None:
        self._connection = connection
        self._read = b""

    def common_name(self) -> str:
        """Of the other side's certificate; '' where it showed none."""
        certificate = self._connection.getpeercert() or {}
        subject = certificate.get("subject", ())
        assert isinstance(subject, tuple)
        named = dict(pair for part in subject for pair in part)  # type: ignore[misc]
        return str(named.get("commonName", ""))

    def read(self, limit_s: float) -> dict[str, object] | None:
        """None where none came in that time. Raises ValueError for what is no object."""
        until = time.monotonic() + limit_s
        while b"\n" not in self._read:
            left = until - time.monotonic()
            if left <= 0:
                return None
            self._connection.settimeout(left)
            try:
                piece = self._connection.recv(4096)
            except TimeoutError:
                return None
            if not piece:
                raise OSError("the other side has hung up")
            self._read += piece
            if len(self._read) > LONGEST_LINE:
                raise ValueError("a line does not end")
        line, _, self._read = self._read.partition(b"\n")
        value = json.loads(line)
        if not isinstance(value, dict):
            raise ValueError("no object")
        return value

    def write(self, message: dict[str, object]) -> None:
        self.raw(json.dumps(message).encode() + b"\n")

    def raw(self, line: bytes) -> None:
        self._connection.settimeout(10)
        self._connection.sendall(line)
