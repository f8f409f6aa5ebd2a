"""A console killed with a request under way: nothing lost, at worst sent twice and known."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.audit.verify import verify_audit
from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Reply
from alpr_console.domain.switch_message import Delivery
from alpr_console.switch_ports import Accepted
from tests.adapters.switch_process import SECRET, SwitchProcess, switch
from tests.faults.switch_worker import DEVICE, Console

__all__ = ["switch"]


def killed_at(moment: str, folder: Path, process: SwitchProcess) -> tuple[str, str]:
    """Alert and message of a console that is no more."""
    folder.mkdir(exist_ok=True)
    (folder / "ca.pem").write_text(process.ca)
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.switch_worker", str(folder),
         f"127.0.0.1:{process.port}", moment],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(SECRET + "\n")
    worker.stdin.flush()
    alert_id, message_id = worker.stdout.readline().split()
    worker.kill()
    worker.communicate()
    return alert_id, message_id


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("moment", ["before", "after", "reply"])
def test_that_a_console_killed_with_a_request_under_way_loses_nothing(
    switch: SwitchProcess, tmp_path: Path, moment: str
) -> None:
    folder = tmp_path / "vehicle"
    alert_id, message_id = killed_at(moment, folder, switch)
    console = Console(folder, switch.switch(DEVICE), SECRET)
    with closing(console.store):
        console.clerk.settle_left_over(lambda message_id: False)
        (message,) = console.desk.alert(alert_id).messages
        known = moment == "reply"
        assert message.delivery is (Delivery.DELIVERED if known else Delivery.UNKNOWN)
        assert console.clerk.awaits()
        with closing(console.clerk.connect()) as link:
            if not known:
                again = console.desk.confirmation.send(alert_id).messages
                assert [one.message_id for one in again] == [message_id]
                answer = link.send(console.clerk.outgoing(alert_id, message_id))
                assert answer == Accepted(repeat=moment == "after")
                console.clerk.answered(alert_id, message_id, answer)
            incoming = link.receive(10)
            assert incoming is not None
            console.clerk.take_in(incoming)
            console.clerk.take_in(incoming)
            link.acknowledge(incoming.reply_id)
        alert = console.desk.alert(alert_id)
        assert (alert.state, len(alert.requests)) == (AlertState.PENDING, 1)
        (reply,) = alert.messages[0].replies
        assert (reply.answer, reply.text) == (Reply.CONFIRMED, "YR CONFIRMED LIC/7ABC123 OCA/26-1")
        assert verify_audit(console.store.unit_of_work).rows
