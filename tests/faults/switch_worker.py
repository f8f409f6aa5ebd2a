"""A console that hands a request to the switch and is killed; started by test_switch_faults.

    python -m tests.faults.switch_worker FOLDER ADDRESS MOMENT

The authority is in FOLDER/ca.pem, the shared secret comes in as a line. At MOMENT ('before' the
request is sent, 'after' the switch has it, 'reply' when its reply is here) it says so and waits.
"""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.message_switch.link import open_link
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.operator import Role
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.switch_clerk import SwitchClerk
from tests.fakes import shift
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of, session_of

KEY = bytes(32)
DEVICE = "4-adam"


class Console:
    """Store, desk and clerk over a folder."""

    def __init__(self, folder: Path, switch: MessageSwitch, secret: str) -> None:
        clock = StandingClock()
        self.store = Store.open(folder / "store.db", KEY, "4-Adam-12", clock)
        self.secrets = SessionKeyStore()
        self.secrets.keep_secret(switch.secret_name, secret)
        self.desk = Desk(self.store.unit_of_work, MemoryShelf(), clock, shift.policy(), "4-Adam-12")
        self.desk.session = session_of(Role.OPERATOR)
        self.clerk = SwitchClerk(self.store.unit_of_work, clock, open_link, self.secrets)
        with self.store.unit_of_work() as work:
            if work.switch.switch() is None:
                work.switch.set_switch(switch)

    def verified(self) -> Alert:
        read = read_of()
        entry = listed(oca="26-1", nic="V482915037", ori="CA0370300")
        alert = self.desk.raise_alert(read, match_of(read, entry))
        while (item := alert.next_item) is not None:
            alert = self.desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL)
        return alert


def main() -> None:
    folder, address, moment = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    ca = (folder / "ca.pem").read_text()
    switch = MessageSwitch(address, DEVICE, ca, "", "chief", START)
    console = Console(folder, switch, sys.stdin.readline().rstrip("\n"))
    alert = console.desk.confirmation.send(console.verified().alert_id)
    message = alert.messages[0]

    def wait_to_be_killed() -> None:
        print(f"{alert.alert_id} {message.message_id}", flush=True)
        time.sleep(60)

    if moment == "before":
        wait_to_be_killed()
    with closing(console.clerk.connect()) as link:
        answer = link.send(console.clerk.outgoing(alert.alert_id, message.message_id))
        if moment == "after":
            wait_to_be_killed()
        console.clerk.answered(alert.alert_id, message.message_id, answer)
        incoming = link.receive(10)
        assert incoming is not None
        wait_to_be_killed()


if __name__ == "__main__":
    main()
