"""A console that works through a shift until it is killed; started by test_sigkill.

    python -m tests.faults.shift_worker

Each line read, the path of a store, forks a worker: its process id is written out, then a
line for every act once it is on record. The forking process has imported everything, so that a
worker works from its first millisecond; it reports each worker's end.
"""

from __future__ import annotations

import json
import os
import random
import sys
from pathlib import Path
from uuid import uuid4

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.migrations import upgrade  # noqa: F401 (imported beforehand)
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import digest_of
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.workflow.desk import Desk
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import listed, match_of, policy, read_of, session_of

KEY = bytes(range(32))


def acknowledge(alert: Alert) -> None:
    """Say what is on record, as the screen does. One write: a line comes whole or not."""
    line = json.dumps(
        {
            "alert": alert.alert_id,
            "digest": digest_of(alert),
            "answers": [a.verdict.value for a in alert.answers],
            "outcome": alert.disposition.outcome.value if alert.disposition else "",
        }
    )
    os.write(1, line.encode() + b"\n")


def work(path: Path) -> None:
    """Raise alerts and take each through a course, until killed."""
    store = Store.open(path, KEY, "4-Adam-12", SystemClock())
    desk = Desk(store.unit_of_work, MemoryShelf(), SystemClock(), policy(), "4-Adam-12")
    desk.session = session_of()
    chance = random.Random(uuid4().int)
    read = read_of()
    match = match_of(read, listed())
    while True:
        plain = read_of()
        desk.keep_read(plain)
        alert = desk.raise_alert(read_of(), match)
        acknowledge(alert)
        course(desk, alert, different=chance.random() < 0.3)


def course(desk: Desk, alert: Alert, different: bool) -> None:
    key = alert.alert_id
    while item := alert.next_item:
        verdict = Verdict.DIFFERENT if different else Verdict.IDENTICAL
        alert = desk.answer_item(key, item.kind, verdict)
        acknowledge(alert)
        if different:
            acknowledge(desk.record_disposition(key, Outcome.MISREAD))
            return
    acknowledge(desk.request_confirmation(key, ConfirmationWay.CLETS, Urgency.URGENT))
    acknowledge(desk.record_reply(key, Reply.CONFIRMED, "Dispatcher 7"))
    acknowledge(desk.state_basis(key, "Reported stolen, confirmed by CLETS"))
    acknowledge(desk.record_disposition(key, Outcome.VEHICLE_RECOVERED, "26-000123"))


def main() -> None:
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.write(1, f"pid {os.getpid()}\n".encode())
            work(Path(line.strip()))
        _, status = os.waitpid(pid, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
