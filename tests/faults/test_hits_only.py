"""Where the policy lets hits alone be kept locally: a console killed in its shift leaves no
other read on its disk."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.raw_pages import carve
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.policy_rules import LocalKeeping
from tests.fakes.profiles import BY_NUMBER, NUMBERS

KEY = bytes(range(32))
MISSES, HITS, HELD = 300, 20, 3

_SHIFT = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.keeping import HoldKind
from alpr_console.domain.policy_rules import LocalKeeping
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.holds import NewHold
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.profiles import BY_NUMBER
from tests.fakes.shift import listed, match_of, read_of, session_of
from alpr_console.domain.operator import Role

policy = BY_NUMBER[sys.argv[2]]
store = Store.open(Path(sys.argv[1]), bytes(range(32)), "4-Adam-12", SystemClock())
store.hits_only = policy.retention.local_keeping is LocalKeeping.HITS_ONLY
desk = Desk(store.unit_of_work, MemoryShelf(), SystemClock(), policy, "4-Adam-12")
desk.session = session_of(Role.ADMINISTRATOR)
now = SystemClock().now()
for n in range(300):
    read = replace(read_of(f"9XYZ{n:03}"), at=now, context_jpeg=b"missed picture " * 200)
    desk.keep_read(read)
    desk.keep_read(replace(read, revision=1, camera="rear"))
    assert desk.reads.read(read.read_id).camera == "rear"
held = replace(read_of("8HLD001"), at=now)
desk.keep_read(held)
desk.keeping.place_hold(NewHold(HoldKind.EVIDENCE, "26-1", "Trial", [held.read_id]))
# A plate on hold: what was read of it, and what comes while the hold stands.
desk.keep_read(replace(read_of("8HLD002"), at=now))
desk.keeping.place_hold(NewHold(HoldKind.LITIGATION, "CV-1", "Civil suit", plate="8HLD002"))
desk.keep_read(replace(read_of("8HLD002"), at=now))
for n in range(20):
    read = replace(read_of(f"7KEP{n:03}"), at=now, context_jpeg=b"picture of a hit " * 200)
    desk.keep_read(read)
    desk.raise_alert(read, match_of(read, listed(read.text)))
assert len(desk.latest_reads(1000)) == 323
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.requirement("RET-1")
@pytest.mark.requirement("RET-2")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_a_killed_shift_leaves_only_what_its_policy_lets_it_keep(
    number: str, tmp_path: Path
) -> None:
    folder = tmp_path / "console"
    path = folder / "store.db"
    ended = subprocess.run(
        [sys.executable, "-c", _SHIFT, str(path), number], check=False, stderr=subprocess.PIPE
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    hits_only = BY_NUMBER[number].retention.local_keeping is LocalKeeping.HITS_ONLY
    missed = carve(path, KEY, re.compile(rb"9XYZ[0-9]{3}|missed picture"))
    assert (missed == 0) == hits_only
    store = Store.open(path, KEY, "4-Adam-12", SystemClock())
    with closing(store), store.unit_of_work() as work:
        kept = work.reads.latest(1000)
        alerts = work.alerts.open()
    assert len(alerts) == HITS
    texts = {read.text for read in kept}
    assert {alert.hit.read.text for alert in alerts} | {"8HLD001", "8HLD002"} <= texts
    assert len(kept) == HITS + HELD + (0 if hits_only else MISSES)
    assert all(alert.hit.read.context_jpeg.startswith(b"picture of a hit") for alert in alerts)
