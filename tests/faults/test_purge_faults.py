"""A purge leaves nothing to carve, and a console killed in one leaves its store whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3

from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.raw_pages import carve
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.alert import Alert
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import AuditBroken
from alpr_console.domain.keeping import HoldKind
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.holds import NewHold
from alpr_console.workflow.purge import Purger
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import START, StandingClock, listed, match_of, policy, read_of, session_of
from tests.faults.purge_worker import KEY

READS = 20_000
PICTURE = b"\xff\xd8 purged picture " * 150
KEPT_PICTURE = b"\xff\xd8 picture that stays " * 150
PLATE = re.compile(rb"9XY[A-Z][0-9]{4}")
TRACE = re.compile(rb"9XY[A-Z][0-9]{4}|purged picture")
KEPT = re.compile(rb"7KEP[0-9]{3}")


def a_read(text: str, picture: bytes = PICTURE) -> PlateRead:
    return replace(read_of(text), context_jpeg=picture)


def plates(count: int) -> list[str]:
    """Of a form that nothing else in a store has."""
    return [f"9XY{chr(65 + n // 10_000)}{n % 10_000:04}" for n in range(count)]


def at_desk(store: Store, clock: StandingClock) -> Desk:
    desk = Desk(store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
    desk.session = session_of(Role.ADMINISTRATOR)
    return desk


def keep(store: Store, reads: list[PlateRead]) -> None:
    for begin in range(0, len(reads), 1000):
        with store.unit_of_work() as work:
            for read in reads[begin : begin + 1000]:
                work.reads.save(read)


def closed_hit(desk: Desk, text: str) -> Alert:
    read = read_of(text)
    alert = desk.raise_alert(read, match_of(read, listed(text)))
    return desk.record_disposition(alert.alert_id, Outcome.VEHICLE_GONE, note="Out of sight")


@pytest.mark.requirement("RET-1")
def test_that_a_purge_leaves_no_plate_and_no_picture_to_carve(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setenv("SQLITE_TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    path, clock = tmp_path / "console" / "store.db", StandingClock()
    with closing(Store.open(path, KEY, "4-Adam-12", clock)) as store:
        reads = [a_read(text) for text in plates(READS)]
        kept = [a_read(f"7KEP{n:03}", KEPT_PICTURE) for n in range(200)]
        # What stays lies between what goes: pages are shared, and rebalanced as they empty.
        for number, read in enumerate(kept):
            reads.insert(number * 100, read)
        keep(store, reads)
        at_desk(store, clock).keeping.place_hold(
            NewHold(HoldKind.EVIDENCE, "26-1", "Trial", [one.read_id for one in kept])
        )
        assert carve(path, KEY, PLATE) >= READS
        clock.go_on(days=31)
        purger = Purger(store.unit_of_work, clock, policy(), store.wipe_traces)
        assert purger.finish() == READS
        assert carve(path, KEY, TRACE) == 0
        assert carve(path, KEY, KEPT) >= len(kept)
        assert path.with_name("store.db-wal").stat().st_size == 0
        assert list(temporary.iterdir()) == []
        with store.unit_of_work() as work:
            assert work.reads.get(kept[7].read_id) == kept[7]
        verify_audit(store.unit_of_work)


def test_that_carving_finds_what_was_deleted_without_the_purge_s_care(tmp_path: Path) -> None:
    """Or a test that finds nothing would prove nothing."""
    path = tmp_path / "store.db"
    with closing(Store.open(path, KEY, "4-Adam-12", StandingClock())) as store:
        keep(store, [a_read(text) for text in plates(300)])
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    with closing(connection):
        connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        connection.execute("PRAGMA secure_delete = OFF")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'reads'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("DELETE FROM reads")
    assert carve(path, KEY, TRACE) > 300


@pytest.mark.requirement("RET-1")
def test_that_a_copy_restored_later_is_purged_at_the_next_start(tmp_path: Path) -> None:
    path, copy, clock = (
        tmp_path / "one" / "store.db",
        tmp_path / "two" / "store.db",
        StandingClock(),
    )
    with closing(Store.open(path, KEY, "4-Adam-12", clock)) as store:
        keep(store, [a_read(text) for text in plates(50)])
    shutil.copytree(path.parent, copy.parent)
    clock.go_on(days=31)
    with closing(Store.open(copy, KEY, "4-Adam-12", clock)) as store:
        purger = Purger(store.unit_of_work, clock, policy(), store.wipe_traces)
        # As the console asks it at its start, with nobody's word.
        assert purger.busy
        while purger.step():
            pass
        assert carve(copy, KEY, TRACE) == 0


@pytest.fixture
def hits(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    clock = StandingClock()
    with closing(Store.open(path, KEY, "4-Adam-12", clock)) as store:
        desk = at_desk(store, clock)
        for n in range(120):
            closed_hit(desk, f"7ABC{n:03}")
        keep(store, [a_read(text) for text in plates(400)])
    return path


@pytest.mark.requirement("RET-1")
@pytest.mark.parametrize("lines", [0, 1, 2, 4, 7, 11, 13])
def test_that_a_console_killed_in_a_purge_leaves_its_store_whole(hits: Path, lines: int) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.purge_worker", str(hits)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert worker.stdout is not None
    assert worker.stdout.readline() == "going\n"
    taken = 0
    for _ in range(lines):
        taken = int(worker.stdout.readline() or taken)
    worker.kill()
    worker.communicate()
    clock = StandingClock(START + timedelta(days=400))
    with closing(Store.open(hits, KEY, "4-Adam-12", clock)) as store:
        found = verify_audit(store.unit_of_work)
        with store.unit_of_work() as work:
            recorded = sum(one.count for one in work.purges.latest(1000))
            left = work.reads.count()
        assert recorded >= taken
        assert left == 520 - recorded
        assert found.alerts == max(0, 120 - recorded)
        refuses_deletion(hits, store)
        Purger(store.unit_of_work, clock, policy(), store.wipe_traces).finish()
        assert carve(hits, KEY, TRACE) == 0
        verify_audit(store.unit_of_work)


def triggers_of(store: Store) -> set[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with store.unit_of_work() as work:
        return {row[0] for row in work._connection.exec_driver_sql(query)}


def refuses_deletion(path: Path, store: Store) -> None:
    """As every store does that was never purged."""
    fresh = path.with_name("fresh.db")
    with closing(Store.open(fresh, KEY, "4-Adam-12", StandingClock())) as other:
        assert triggers_of(store) == triggers_of(other)


def _missing_alert(path: Path) -> None:
    """Without the purge: through SQL, with every trigger out of the way."""
    connection = cipher.connect(path, KEY)
    with closing(connection):
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM alerts WHERE rowid = 5")


def _claimed_purge(path: Path) -> None:
    """The same, hidden behind a purge that did take place."""
    connection = cipher.connect(path, KEY)
    with closing(connection):
        (alert,) = connection.execute("SELECT alert_id FROM alerts WHERE rowid = 5").fetchone()
    _missing_alert(path)
    connection = cipher.connect(path, KEY)
    with closing(connection):
        connection.execute("INSERT INTO purged SELECT ?, purge_id FROM purges LIMIT 1", (alert,))


@pytest.mark.parametrize(
    ("harm", "words"),
    [(_missing_alert, "missing or unreadable"), (_claimed_purge, "was changed since")],
)
def test_that_what_was_purged_is_told_from_what_was_removed(
    tmp_path: Path, harm: Callable[[Path], None], words: str
) -> None:
    path, clock = tmp_path / "store.db", StandingClock()
    with closing(Store.open(path, KEY, "4-Adam-12", clock)) as store:
        desk = at_desk(store, clock)
        for n in range(3):
            closed_hit(desk, f"7ABC{n:03}")
        clock.go_on(days=366)
        Purger(store.unit_of_work, clock, policy(), store.wipe_traces).finish()
        for n in range(3, 9):
            closed_hit(desk, f"7ABC{n:03}")
        assert verify_audit(store.unit_of_work).alerts == 6
    harm(path)
    with (
        closing(Store.open(path, KEY, "4-Adam-12", clock)) as store,
        pytest.raises(AuditBroken, match=words),
    ):
        verify_audit(store.unit_of_work)
