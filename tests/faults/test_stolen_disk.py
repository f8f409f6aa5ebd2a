"""A stolen disk: without the keyring nothing on it says a plate, a name or a case."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PLATES = ("7ABC123", "7ABC128", "8XYZ441")
WORDS = (*PLATES, "Dana Whitford", "26-104233", "Det. A. Roe", "Driver pointed a handgun")

SHIFT = """
import os, signal, sys, tempfile
from pathlib import Path
from datetime import UTC, datetime
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.operator import Role
from alpr_console.domain.read_search import SearchTerms
from alpr_console.workflow.desk import Desk
from tests.fakes.people import colleague, first_administrator
from tests.fakes.shift import listed, match_of, policy, read_of
from alpr_console import logs
logs.to_stderr()
folder = Path(sys.argv[1])
key = bytes.fromhex(sys.stdin.readline())
store = Store.open(folder / "console.db", key, "4-Adam-12", SystemClock())
desk = Desk(store.unit_of_work, FolderShelf(folder / "lists", key), SystemClock(), policy(), "U")
first_administrator(desk, "whitford", "Dana Whitford", "a long enough word")
read = read_of("7ABC123")
alert = desk.raise_alert(read, match_of(read, listed("7ABC128")))
while alert.next_item is not None:
    alert = desk.answer_item(alert.alert_id, alert.next_item.kind, Verdict.IDENTICAL, "same plate")
desk.state_exigency(alert.alert_id, "Driver pointed a handgun at Det. A. Roe")
desk.keep_read(read_of("8XYZ441"))
grounds = Grounds("Stolen vehicle of 26-104233", "Case number", "26-104233")
desk.search.page(desk.search.begin(SearchTerms(plate="8XYZ441"), grounds))
print("ready", flush=True)
sys.stdin.readline()
os.kill(os.getpid(), getattr(signal, sys.argv[2]))
"""


@pytest.mark.requirement("ACC-2")
@pytest.mark.parametrize("end", ["SIGKILL", "SIGABRT"])
def test_that_a_killed_console_leaves_nothing_readable(tmp_path: Path, end: str) -> None:
    data, temporary = tmp_path / "data", tmp_path / "tmp"
    for folder in (data, temporary):
        folder.mkdir()
    with (tmp_path / "log.txt").open("wb") as log:
        shift = subprocess.Popen(
            [sys.executable, "-c", SHIFT, str(data), end],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, cwd=Path.cwd(),
            env={**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(Path.cwd())},
        )  # fmt: skip
        assert shift.stdin is not None
        assert shift.stdout is not None
        shift.stdin.write(os.urandom(32).hex().encode() + b"\n")
        shift.stdin.flush()
        assert shift.stdout.readline() == b"ready\n"
        shift.stdin.write(b"\n")
        shift.stdin.close()
        shift.stdout.close()
        assert shift.wait(30) == -getattr(signal, end)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"console.db", "console.db-wal", "console.db.head"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        for word in WORDS:
            for coded in (word.encode(), word.encode("utf-16-le"), word.lower().encode()):
                assert coded not in content, (path.name, word)
