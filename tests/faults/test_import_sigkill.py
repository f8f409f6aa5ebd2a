"""Killed at any moment of an import: one list is in force, whole, and it is the old or the new."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.workflow.designate_list import clear_shelf
from tests.faults.import_worker import KEY, NAME

KILLS = 8
LINES = 20_000
"""Long enough for most kills to come while a file is being read or sealed."""


def write(path: Path, begin: str) -> set[str]:
    plates = {f"{begin}{n:06d}" for n in range(LINES)}
    path.write_text("LIC,LIS\n" + "".join(f"{plate},CA\n" for plate in sorted(plates)))
    return plates


def killed_import(folder: Path, seconds: float) -> int:
    """Import until killed; the last version that was said to be in force, 0 for none."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.import_worker", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    time.sleep(seconds)
    worker.kill()
    said = worker.communicate()[0].split()
    return max(map(int, said), default=0)


@pytest.mark.requirement("HOT-2")
def test_that_a_killed_import_leaves_one_whole_list_and_no_trace(tmp_path: Path) -> None:
    contents = (write(tmp_path / "one.csv", "A"), write(tmp_path / "two.csv", "B"))
    chance = random.Random(4)
    newest = 0
    for _ in range(KILLS):
        said = killed_import(tmp_path, chance.uniform(0.01, 0.5))
        shelf = FolderShelf(tmp_path / "hot-lists", KEY)
        store = Store.open(tmp_path / "store.db", KEY, "4-Adam-12", SystemClock())
        with closing(store):
            assert store.audit_fault == ""
            verify_audit(store.unit_of_work)
            with store.unit_of_work() as work:
                in_force = work.hot_lists.in_force()
                versions = [one.version for one in work.hot_lists.versions(NAME)]
            shelf.clear_unfinished()
            clear_shelf(store.unit_of_work, shelf)
        assert versions == list(range(len(versions), 0, -1))
        assert len(versions) >= max(said, newest)
        newest = len(versions)
        for one in in_force:
            assert one.version == newest
            assert {entry.lic for entry in shelf.entries(one.file_id)} in contents
            assert len(shelf.open(one.file_id).keys) == LINES
        assert len(in_force) == min(newest, 1)
        # What is left are the versions one can go back to; nothing half made.
        assert len(list(shelf.folder.iterdir())) <= 3
    assert newest > 0
