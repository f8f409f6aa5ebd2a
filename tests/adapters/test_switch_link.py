"""The protocol over a real TLS socket, against the simulated switch as a process of its own."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.adapters.memory_file import in_memory
from alpr_console.adapters.message_switch import link as link_module
from alpr_console.adapters.message_switch import wire
from alpr_console.adapters.message_switch.link import open_link
from alpr_console.domain.disposition import Reply, Urgency
from alpr_console.domain.errors import SwitchUnavailable
from alpr_console.domain.hotlist import HotListEntry
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.yq import Asker, yq_of
from alpr_console.simulation.switch_authority import SimulatedAuthority
from alpr_console.switch_ports import Accepted, Incoming, Outgoing, Rejected, SwitchLink
from tests.adapters.switch_process import SECRET, SwitchProcess, switch
from tests.architecture.source_tree import ROOT
from tests.fakes.shift import START

__all__ = ["switch"]


def outgoing(plate: str, number: int = 1, message_id: str = "") -> Outgoing:
    entry = HotListEntry("e1", plate, "CA", oca="26-104417", nic="V482915037", ori="CA0370300")
    yq = yq_of(entry, Asker("4-Adam-12", "J. Okafor", "CA0370900"), Urgency.URGENT, number)
    return Outgoing(message_id or uuid4().hex, START, yq)


@dataclass
class Vehicle:
    """A device that the switch has nothing for yet."""

    switch: SwitchProcess
    device: str = field(default_factory=lambda: uuid4().hex)

    @contextmanager
    def connected(self) -> Iterator[SwitchLink]:
        with closing(open_link(self.switch.switch(self.device), SECRET)) as made:
            yield made


@pytest.fixture
def vehicle(switch: SwitchProcess) -> Vehicle:
    return Vehicle(switch)


def reply(made: SwitchLink, seconds: float = 10) -> Incoming:
    incoming = made.receive(seconds)
    assert incoming is not None
    return incoming


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize(
    ("plate", "answer", "minutes", "text"),
    [
        ("7ABC123", Reply.CONFIRMED, None, "YR CONFIRMED LIC/7ABC123 OCA/26-104417"),
        ("1NOT111", Reply.NOT_CONFIRMED, None, "YR NOT CONFIRMED"),
        ("1INP111", Reply.LATER, 2, "YR IN PROCESS"),
        ("1TXT111", None, None, "SEE CASE FILE\nCALL BACK"),
    ],
)
def test_that_a_request_is_taken_and_its_reply_comes_verbatim(
    vehicle: Vehicle, plate: str, answer: Reply | None, minutes: int | None, text: str
) -> None:
    asked = outgoing(plate)
    with vehicle.connected() as made:
        assert made.send(asked) == Accepted(repeat=False)
        incoming = reply(made)
        made.acknowledge(incoming.reply_id)
    assert (incoming.message_id, incoming.answer) == (asked.message_id, answer)
    assert (incoming.minutes, incoming.text) == (minutes, text)


def test_that_the_switch_gets_the_fields_and_the_line(
    switch: SwitchProcess, vehicle: Vehicle
) -> None:
    asked = outgoing("7ABC123")
    with vehicle.connected() as made:
        made.send(asked)
        made.acknowledge(reply(made).reply_id)
    (told,) = [one for one in switch.heard("request") if one["id"] == asked.message_id]
    assert told["fields"] == dict(asked.yq.fields)
    assert told["text"] == asked.yq.text


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("plate", ["1CUT111", "1GAR111"])
def test_that_a_request_whose_answer_was_lost_goes_again_and_is_known_as_a_repeat(
    vehicle: Vehicle, plate: str
) -> None:
    asked = outgoing(plate)
    with vehicle.connected() as made, pytest.raises(SwitchUnavailable):
        made.send(asked)
    with vehicle.connected() as made:
        assert made.send(asked) == Accepted(repeat=True)
        first = reply(made)
        made.acknowledge(first.reply_id)
        assert first.message_id == asked.message_id
        assert made.receive(0.4) is None


def test_that_a_switch_that_says_nothing_is_given_up(
    vehicle: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "ANSWER_LIMIT_S", 0.5)
    with vehicle.connected() as made, pytest.raises(SwitchUnavailable, match="says nothing"):
        made.send(outgoing("1DEA111"))


def test_that_a_request_not_taken_says_why(vehicle: Vehicle) -> None:
    with vehicle.connected() as made:
        assert made.send(outgoing("1REJ111")) == Rejected("ORI not served")


def test_that_a_second_request_ends_the_silence(vehicle: Vehicle) -> None:
    with vehicle.connected() as made:
        made.send(outgoing("1SIL111"))
        assert made.receive(0.4) is None
        made.send(outgoing("1SIL111", number=2))
        incoming = reply(made)
        made.acknowledge(incoming.reply_id)
    assert incoming.answer is Reply.CONFIRMED


@pytest.mark.requirement("HIT-3")
def test_that_a_reply_comes_again_until_it_is_acknowledged(
    switch: SwitchProcess, vehicle: Vehicle
) -> None:
    with vehicle.connected() as made:
        made.send(outgoing("7ABC123"))
        first = reply(made)
    with vehicle.connected() as made:
        assert reply(made) == first
        made.acknowledge(first.reply_id)
        switch.wait_for("received")
    with vehicle.connected() as made:
        assert made.receive(0.4) is None


def test_that_a_garbled_reply_breaks_the_connection_and_comes_whole_afterwards(
    vehicle: Vehicle,
) -> None:
    with vehicle.connected() as made:
        made.send(outgoing("1GRR111"))
        with pytest.raises(SwitchUnavailable, match="does not keep to the protocol"):
            reply(made)
    with vehicle.connected() as made:
        incoming = reply(made)
        made.acknowledge(incoming.reply_id)
    assert incoming.answer is Reply.CONFIRMED


def test_that_a_switch_of_another_authority_is_told_nothing(switch: SwitchProcess) -> None:
    before = len(switch.heard("refused") + switch.heard("ready"))
    other = switch.switch(ca=SimulatedAuthority().pem)
    with pytest.raises(SwitchUnavailable, match="not of the authority that is set; nothing was"):
        open_link(other, SECRET)
    assert len(switch.heard("refused") + switch.heard("ready")) == before


def test_that_a_certificate_for_another_name_is_refused(switch: SwitchProcess) -> None:
    authority = SimulatedAuthority()
    with _service(authority, b"", "switch.example") as port:
        elsewhere = _at(switch.switch(ca=authority.pem), port)
        with pytest.raises(SwitchUnavailable, match="not of the authority"):
            open_link(elsewhere, SECRET)


@pytest.mark.parametrize("secret", ["another secret", "x"])
def test_that_a_wrong_secret_is_refused(switch: SwitchProcess, secret: str) -> None:
    with pytest.raises(SwitchUnavailable, match="device or secret not known"):
        open_link(switch.switch(), secret)


def test_that_a_client_certificate_takes_the_place_of_the_secret(switch: SwitchProcess) -> None:
    pair = (switch.folder / "7-boy.pem").read_text()
    with closing(open_link(switch.switch("7-boy"), pair)) as made:
        assert made.send(outgoing("1SIL111")) == Accepted(repeat=False)
    with pytest.raises(SwitchUnavailable, match="not known"):
        open_link(switch.switch("4-adam"), pair)


def test_that_an_authority_or_a_key_that_cannot_be_read_says_so(switch: SwitchProcess) -> None:
    cut = switch.ca[:200] + "-----END CERTIFICATE-----"
    for there, secret in ((switch.switch(ca=cut), SECRET), (switch.switch(), "PRIVATE KEY-----")):
        with pytest.raises(SwitchUnavailable, match="cannot be read"):
            open_link(there, secret)


def test_that_without_a_secret_nothing_is_connected_to(switch: SwitchProcess) -> None:
    with pytest.raises(SwitchUnavailable, match="keyring holds no secret"):
        open_link(switch.switch(), None)


def test_that_a_connection_that_has_gone_silent_is_noticed(
    switch: SwitchProcess, vehicle: Vehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_module, "SILENCE_S", 0.1)
    monkeypatch.setattr(link_module, "ANSWER_LIMIT_S", 0.6)
    with vehicle.connected() as made:
        until = time.monotonic() + 1.0
        while time.monotonic() < until:
            # A switch that answers when asked is there.
            assert made.receive(0.05) is None
        switch.pause()
        try:
            with pytest.raises(SwitchUnavailable, match="says nothing"):
                _ = [made.receive(0.05) for _ in range(200)]
        finally:
            switch.go_on()


@pytest.mark.parametrize(
    "line",
    [b"", b"HTTP/1.1 400 Bad Request\r\n", b"[]\n", b"x" * 20_000, b'{"type":"welcome"}\n'],
    ids=["closes", "another protocol", "no object", "no end", "another version"],
)
def test_that_another_service_behind_the_port_is_no_switch(
    switch: SwitchProcess, line: bytes
) -> None:
    authority = SimulatedAuthority()
    made = switch.switch(ca=authority.pem)
    with _service(authority, line) as port, pytest.raises(SwitchUnavailable):
        open_link(_at(made, port), SECRET)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda t: t.encode("utf-8", "replace")))
def test_that_no_line_does_harm(line: bytes) -> None:
    try:
        message = wire.message_of(line)
        wire.answer_to(message, "m1")
        wire.reply_of(message)
    except SwitchUnavailable:
        pass


def test_that_the_proof_is_the_one_in_the_description() -> None:
    said = wire.proof("correct horse", "4-adam", "0123456789abcdef")
    page = (ROOT / "docs" / "message-switch.md").read_text(encoding="utf-8")
    assert f"it is `{said}`" in page


_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=300)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: _values | st.lists(_values, max_size=2)
            for name in ("type", "id", "request", "answer", "name", "minutes", "text", "repeat")
        },
    )
)
def test_that_no_reply_out_of_form_gets_through(message: dict[str, object]) -> None:
    try:
        incoming = wire.reply_of(message)
    except SwitchUnavailable:
        return
    assert 0 < len(incoming.reply_id) <= wire.LONGEST_WORD
    assert len(incoming.text) <= wire.LONGEST_TEXT
    assert incoming.minutes is None or incoming.answer is Reply.LATER
    incoming.text.encode("utf-8")


def _at(made: MessageSwitch, port: int) -> MessageSwitch:
    return replace(made, address=f"127.0.0.1:{port}")


@contextmanager
def _service(authority: SimulatedAuthority, line: bytes, name: str = "127.0.0.1") -> Iterator[int]:
    """Something that speaks TLS with the right certificate, and then `line`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with in_memory(authority.pair_for("other", (name,))) as path:
        context.load_cert_chain(path)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            plain, _ = listener.accept()
            with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as one:
                one.sendall(line)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
