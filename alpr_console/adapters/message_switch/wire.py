"""The switch's protocol, version 1: one JSON object a line. docs/message-switch.md describes it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC

from alpr_console.domain.disposition import Reply
from alpr_console.domain.errors import SwitchUnavailable
from alpr_console.switch_ports import Accepted, Incoming, Outgoing, Rejected

PROTOCOL = 1

LONGEST_LINE = 16_384
"""Bytes, its end included."""

LONGEST_TEXT = 4_000
"""Characters of a reply's text."""

LONGEST_WORD = 128
"""Characters of ids, names and reasons."""

MOST_MINUTES = 7 * 24 * 60

_ANSWERS = {
    "confirmed": Reply.CONFIRMED,
    "not_confirmed": Reply.NOT_CONFIRMED,
    "in_process": Reply.LATER,
    "": None,
}

Message = Mapping[str, object]


def line_of(message: Message) -> bytes:
    """As it is sent, in ASCII."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def message_of(untrusted_line: bytes) -> Message:
    """The object in a line. Raises SwitchUnavailable for what is none."""
    try:
        value = json.loads(untrusted_line.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise broken("what came is not JSON") from problem
    if not isinstance(value, dict):
        raise broken("what came is no object")
    return value


def hello(device: str, secret: str | None, welcome: Message) -> Message:
    """Who we are; with a shared secret the proof that we know it, never the secret.

    Raises SwitchUnavailable where the welcome is none of this protocol.
    """
    if welcome.get("type") != "welcome" or welcome.get("protocol") != PROTOCOL:
        raise broken("it does not begin as a switch of this protocol does")
    said: dict[str, object] = {"type": "hello", "protocol": PROTOCOL, "device": device}
    if secret is not None:
        said["proof"] = proof(secret, device, word(welcome, "nonce", least=16))
    return said


def proof(secret: str, device: str, nonce: str) -> str:
    """HMAC-SHA256, hex."""
    told = f"alpr-console switch 1\n{device}\n{nonce}"
    return hmac.new(secret.encode("utf-8"), told.encode("utf-8"), hashlib.sha256).hexdigest()


def request(outgoing: Outgoing) -> Message:
    yq = outgoing.yq
    return {
        "type": "request",
        "id": outgoing.message_id,
        "made_at": outgoing.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "to": yq.to,
        "from": {"ori": yq.ori, "unit": yq.unit, "officer": yq.officer},
        "fields": dict(yq.fields),
        "left_open": [one.name for one in yq.left_open],
        "text": yq.text,
    }


def answer_to(untrusted: Message, message_id: str) -> Accepted | Rejected | None:
    """The switch's word on the request; None where the line is about something else.

    Raises SwitchUnavailable.
    """
    kind = untrusted.get("type")
    if kind not in ("accepted", "rejected") or word(untrusted, "id") != message_id:
        return None
    if kind == "rejected":
        return Rejected(word(untrusted, "reason"))
    repeat = untrusted.get("repeat", False)
    if not isinstance(repeat, bool):
        raise broken("'repeat' is neither true nor false")
    return Accepted(repeat)


def reply_of(untrusted: Message) -> Incoming:
    """Raises SwitchUnavailable for a reply that is not as described."""
    answer = untrusted.get("answer", "")
    if not isinstance(answer, str) or answer not in _ANSWERS:
        raise broken("a reply's answer is none of those known")
    minutes = untrusted.get("minutes")
    if minutes is not None and (
        not isinstance(minutes, int) or isinstance(minutes, bool) or not 0 < minutes <= MOST_MINUTES
    ):
        raise broken("a reply's minutes are no number of minutes")
    return Incoming(
        word(untrusted, "id"),
        word(untrusted, "request"),
        _ANSWERS[answer],
        word(untrusted, "name", least=0),
        minutes if _ANSWERS[answer] is Reply.LATER else None,
        word(untrusted, "text", least=0, most=LONGEST_TEXT),
    )


def word(untrusted: Message, name: str, least: int = 1, most: int = LONGEST_WORD) -> str:
    """A text of the message. Raises SwitchUnavailable where it is none or too long."""
    value = untrusted.get(name, "")
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise broken(f"'{name}' is missing, too long, or no text")
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise broken(f"'{name}' holds signs that no text has")
    return value


def broken(why: str) -> SwitchUnavailable:
    return SwitchUnavailable(
        f"The message switch does not keep to the protocol: {why}.", "Tell the administrator."
    )
