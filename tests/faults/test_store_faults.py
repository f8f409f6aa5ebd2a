"""What can go wrong with the store: each a clear sentence, and nothing changed or half done."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import sqlcipher3
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher, schema
from alpr_console.adapters.storage.migrations.upgrade import configuration
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.chain import time_text
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import StoreUnavailable
from alpr_console.domain.hotlist import HotList
from tests.fakes.example_course import NOON, example_course, example_read

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
BIG = os.urandom(3_000_000)


def opened(path: Path, key: bytes = KEY) -> Store:
    return Store.open(path, key, "4-Adam-12", SystemClock())


def save_course(store: Store) -> None:
    for alert in example_course():
        with store.unit_of_work() as work:
            work.alerts.save(alert)
            work.audit.append(AuditRecord("alert.step", "pdoe", "done", alert.alert_id))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a closed store with an alert's course in it."""
    folder = tmp_path_factory.mktemp("whole") / "console"
    with closing(opened(folder / "store.db")) as store:
        save_course(store)
    return folder


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A copy to do harm to."""
    shutil.copytree(whole, tmp_path / "console")
    return tmp_path / "console" / "store.db"


def contents(path: Path) -> dict[str, bytes]:
    """Every file of the store but its lock."""
    return {f.name: f.read_bytes() for f in path.parent.iterdir() if f.suffix != ".lock"}


def assert_whole(path: Path) -> None:
    with closing(opened(path)) as store, store.unit_of_work() as work:
        assert work.alerts.get("alert-1") == example_course()[-1]
        assert work.audit.verify() == len(example_course())


def test_that_a_wrong_key_is_refused_and_nothing_changes(path: Path) -> None:
    before = contents(path)
    with pytest.raises(StoreUnavailable, match="cannot be opened with this key"):
        opened(path, OTHER_KEY)
    assert contents(path) == before
    assert_whole(path)


def test_that_a_wrong_key_spoils_nothing_that_a_crash_left_in_the_wal(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    crashed = subprocess.run(
        [sys.executable, "-c", _CRASHING, str(path)], check=False, stderr=subprocess.PIPE
    )
    assert crashed.returncode == -signal.SIGKILL, crashed.stderr.decode()
    assert (tmp_path / "store.db-wal").stat().st_size
    with pytest.raises(StoreUnavailable, match="cannot be opened with this key"):
        opened(path, OTHER_KEY)
    assert_whole(path)


_CRASHING = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from tests.faults.test_store_faults import opened, save_course
save_course(opened(Path(sys.argv[1])))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_that_a_key_of_another_length_is_refused(path: Path, key: bytes) -> None:
    with pytest.raises(StoreUnavailable, match="not 32"):
        opened(path, key)


def _overwrite(at: int) -> Callable[[Path], None]:
    def damage(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\xa5" * 64)

    return damage


@pytest.mark.parametrize(
    "damage",
    [
        _overwrite(0),
        _overwrite(100),
        lambda path: path.write_bytes(b"not a store at all, and longer than a header" * 99),
        lambda path: os.truncate(path, 1000),
        lambda path: os.truncate(path, 0),
        lambda path: path.unlink(),
    ],
    ids=["salt", "first page", "other file", "cut short", "emptied", "gone"],
)
def test_that_a_damaged_store_is_refused_and_left_alone(
    path: Path, damage: Callable[[Path], None]
) -> None:
    damage(path)
    before = contents(path)
    with pytest.raises(StoreUnavailable, match=r"damaged|gone or empty"):
        opened(path)
    assert contents(path) == before


def test_that_damage_further_in_is_told_when_it_is_met(path: Path) -> None:
    for page in range(2, path.stat().st_size // 4096):
        _overwrite(page * 4096 + 1000)(path)

    def use() -> None:
        with closing(opened(path)) as store, store.unit_of_work() as work:
            work.alerts.get("alert-1")

    with pytest.raises(StoreUnavailable, match=r"damaged|refuses to write or read"):
        use()


def test_that_a_disk_that_fills_up_keeps_the_whole_step_out(path: Path) -> None:
    store = opened(path)
    raw = store._engine.raw_connection()
    (pages,) = raw.execute("PRAGMA page_count").fetchone()  # type: ignore[attr-defined]
    raw.execute(f"PRAGMA max_page_count = {pages + 20}")  # type: ignore[attr-defined]
    raw.close()
    read = replace(example_read("big"), context_jpeg=BIG)

    def save() -> None:
        with store.unit_of_work() as work:
            work.audit.append(AuditRecord("read.kept", "system", "done", "big"))
            work.reads.save(read)

    with pytest.raises(StoreUnavailable, match="disk is full"):
        save()
    # The same open store goes on, with what there is room for.
    with store.unit_of_work() as work:
        assert work.reads.count() == 1
        work.users.all()
    store.close()
    assert_whole(path)


@contextmanager
def files_no_longer_than(size: int) -> Iterator[None]:
    """The system refuses this process any write beyond `size` bytes of a file."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_that_a_write_the_system_refuses_keeps_the_whole_step_out(path: Path) -> None:
    store = opened(path)
    read = replace(example_read("big"), context_jpeg=BIG)

    def save() -> None:
        with store.unit_of_work() as work:
            work.audit.append(AuditRecord("read.kept", "system", "done", "big"))
            work.reads.save(read)

    with files_no_longer_than(500_000), pytest.raises(StoreUnavailable, match="Nothing of the"):
        save()
    with store.unit_of_work() as work:
        assert work.reads.count() == 1
    store.close()
    assert_whole(path)


def test_that_a_store_that_cannot_be_made_leaves_nothing_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "store.db"
    with files_no_longer_than(8192), pytest.raises(StoreUnavailable):
        opened(path)
    with closing(opened(path)) as store, store.unit_of_work() as work:
        assert work.audit.verify() == 0


def test_that_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="folder"):
        opened(tmp_path / "file" / "store.db")


def test_that_a_second_console_is_refused_until_the_first_is_gone(path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(path)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        before = contents(path)
        with pytest.raises(StoreUnavailable, match="in use by another console"):
            opened(path)
        assert contents(path) == before
    finally:
        holder.kill()
        holder.communicate()
    assert_whole(path)


_HOLDING = """
import sys, time
from pathlib import Path
from tests.faults.test_store_faults import opened
store = opened(Path(sys.argv[1]))
print("open", flush=True)
time.sleep(600)
"""


def test_that_a_store_of_a_newer_version_is_left_alone(path: Path) -> None:
    connection = cipher.connect(path, KEY)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = contents(path)
    with pytest.raises(StoreUnavailable, match="newer version"):
        opened(path)
    assert contents(path) == before


def test_that_nothing_of_the_store_can_be_read_without_its_key(path: Path) -> None:
    with closing(opened(path)) as store:
        with store.unit_of_work() as work:
            work.reads.save(example_read("another", "7XYZ987"))
        for name, data in contents(path).items():
            for plain in (b"8ABC123", b"7XYZ987", b"pdoe", b"SQLite format", b"audit_log"):
                assert plain not in data, f"{name} shows {plain!r}"
            mode = stat.S_IMODE((path.parent / name).stat().st_mode)
            assert mode & 0o077 == 0, f"{name} is open to others: {mode:o}"
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_that_an_error_s_text_names_no_plate(path: Path) -> None:
    listed = HotList("l", "Stolen", 1, "ab" * 32, 1, "f.csv", NOON, NOON)
    with closing(opened(path)) as store:

        def twice() -> None:
            nonlocal listed
            with store.unit_of_work() as work:
                for _ in range(2):
                    work.hot_lists.put_in_force(listed)
                    listed = replace(listed, version=2)

        with pytest.raises(IntegrityError) as caught:
            twice()
    assert "hot_lists.list_id" in str(caught.value)
    assert "Stolen" not in str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_log SET who = 'another'",
        "DELETE FROM audit_log",
        "DELETE FROM audit_log WHERE sequence = (SELECT max(sequence) FROM audit_log)",
        "INSERT INTO audit_log SELECT sequence + 5, at, unit, action, who, outcome, subject,"
        " purpose, details, hash, hash FROM audit_log ORDER BY sequence DESC LIMIT 1",
        "INSERT INTO audit_log SELECT sequence + 1, at, unit, action, who, outcome, subject,"
        " purpose, details, previous, hash FROM audit_log ORDER BY sequence DESC LIMIT 1",
        "REPLACE INTO audit_log SELECT * FROM audit_log WHERE sequence = 2",
        "UPDATE answers SET verdict = 'different'",
        "REPLACE INTO answers SELECT * FROM answers",
        "DELETE FROM answers",
        "DELETE FROM answer_withdrawals",
        "UPDATE confirmation_requests SET number = 1",
        "DELETE FROM confirmation_replies",
        "DELETE FROM lawful_bases",
        "UPDATE dispositions SET outcome = 'misread'",
        "UPDATE alerts SET state = 'raised'",
        "UPDATE alerts SET entry = '{}'",
        "DELETE FROM alerts",
        "UPDATE reads SET plate = '1AAA111'",
        "DELETE FROM reads",
    ],
)
def test_that_what_is_on_record_refuses_to_be_changed(path: Path, statement: str) -> None:
    connection = cipher.connect(path, KEY)
    # As somebody would who knows of the seals: without it nothing can be written at all.
    connection.create_function("note_row", -1, lambda *row: 1)
    if "answer_withdrawals" in statement:
        connection.execute("INSERT INTO answer_withdrawals SELECT max(answer_id) FROM answers")
    with closing(connection), pytest.raises(sqlcipher3.IntegrityError):
        connection.execute(statement)


def test_that_a_store_of_the_first_version_is_taken_over_with_its_lists_out_of_force(
    tmp_path: Path,
) -> None:
    """Their entries lay in the database; the console says that nothing is matched."""
    old = tmp_path / "old.db"
    old.touch()
    connection = cipher.connect(old, KEY)
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=lambda: connection)
    with engine.begin() as bound:
        command.upgrade(configuration(bound), "0001")
    connection.execute(
        "INSERT INTO hot_lists VALUES ('l', 'SVS', 1, 'ab', 1, 'svs.csv', ?, ?, 1)",
        (time_text(NOON), time_text(NOON)),
    )
    blank = ", ''" * 15
    names = "entry_id, lic, lis, category, liy, lit, vin, vyr, vma, vmo, vst, vco, dot, oca, nic"
    connection.execute(
        f"INSERT INTO hot_list_entries (list_id, position, {names}, ori, mis) "
        f"VALUES ('l', 0, 'e', '7ABC123'{blank})"
    )
    engine.dispose()
    with closing(opened(old)) as store, store.unit_of_work() as work:
        assert work.hot_lists.in_force() == []
        (kept,) = work.hot_lists.versions("SVS")
        assert (kept.version, kept.source, kept.file_id) == (1, "svs.csv", "")
        work.hot_lists.put_in_force(replace(kept, list_id="new", version=2, file_id="f"))
        assert [one.version for one in work.hot_lists.in_force()] == [2]


def test_that_models_and_migrations_agree(path: Path) -> None:
    assert ScriptDirectory.from_config(configuration()).get_current_head() == schema.REVISION
    connection = cipher.connect(path, KEY)
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=lambda: connection)
    with engine.connect() as bound:
        context = MigrationContext.configure(bound, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
    engine.dispose()
