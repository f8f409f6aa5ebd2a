"""Nothing in the store is changed, removed or put back unseen (AUD-1)."""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import Connection

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.seals import sealed_tables
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import AuditBroken
from tests.audit.tampering import EDITS, KEY, Victim, tamper, tool
from tests.fakes.shift import read_of


@pytest.fixture(scope="module")
def victim(tmp_path_factory: pytest.TempPathFactory) -> Victim:
    return Victim(tmp_path_factory.mktemp("victim"))


@pytest.mark.requirement("AUD-1")
def test_that_every_random_edit_is_found(victim: Victim, tmp_path: Path) -> None:
    made, missed = tamper(victim, 6 * len(EDITS), 1, tmp_path)
    assert missed == []
    assert len(made) == len({edit for _, edit in EDITS})


@pytest.mark.requirement("AUD-1")
@pytest.mark.parametrize("which", ["whole", "live"])
def test_that_an_untouched_store_verifies(victim: Victim, tmp_path: Path, which: str) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(victim.whole if which == "whole" else victim.live, folder)
    assert not victim.found(folder)


@pytest.mark.requirement("AUD-1")
def test_that_an_older_copy_of_everything_in_the_folder_is_found_by_the_keyring(
    victim: Victim, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(victim.older, folder)
    with closing(Store.open(folder / "store.db", KEY, "x", SystemClock())) as store:
        # By itself the copy is whole.
        assert store.audit_fault == ""
        verify_audit(store.unit_of_work)
    shutil.rmtree(folder)
    shutil.copytree(victim.older, folder)
    store = victim.open(folder)
    assert "an older copy was put back" in store.audit_fault
    store.anchor = None
    store.close()


@pytest.mark.requirement("AUD-1")
def test_that_a_tool_with_the_key_cannot_even_write(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with closing(Store.open(path, KEY, "x", SystemClock())) as store, store.unit_of_work() as work:
        work.reads.save(read_of())
    refused = pytest.raises(sqlcipher3.OperationalError, match="note_row")
    with closing(cipher.connect(path, KEY)) as connection, refused:
        connection.execute("UPDATE reads SET camera = 'rear'")


def test_that_a_rolled_back_transaction_leaves_the_sums_as_they_were(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "store.db", KEY, "x", SystemClock())) as store:
        with store.unit_of_work() as work:
            work.reads.save(read_of())
        with suppress(RuntimeError), store.unit_of_work() as work:
            work.reads.save(read_of("8AAA888"))
            raise RuntimeError("on purpose")
        with store.unit_of_work() as work:
            work.reads.save(read_of("8BBB888"))
        assert verify_audit(store.unit_of_work).rows == 2


def test_that_every_table_but_the_log_is_sealed(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "store.db", KEY, "x", SystemClock())) as store:
        connection: Connection = store.begin()
        try:
            tables = set(sealed_tables(connection))
            names = connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).scalars()
            assert set(names) - tables == {"audit_log", "alembic_version", "row_seal"}
        finally:
            store.end(connection, None, None, lambda: None)


def test_that_a_store_with_a_fault_is_not_vouched_for_anew(victim: Victim, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(victim.whole, folder)
    with closing(cipher.connect(folder / "store.db", KEY)) as connection:
        connection.create_function("note_row", -1, lambda *row: 1)
        connection.execute("UPDATE row_seal SET mac = 'x'")
    store = Store.open(folder / "store.db", KEY, "x", SystemClock())
    with closing(store), store.unit_of_work() as work:
        work.reads.save(read_of())
    with closing(Store.open(folder / "store.db", KEY, "x", SystemClock())) as store:
        assert "sealed row was changed" in store.audit_fault
        with pytest.raises(AuditBroken):
            verify_audit(store.unit_of_work)


@pytest.mark.requirement("AUD-1")
def test_that_a_log_cut_short_behind_an_open_store_is_found_while_it_runs(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "store.db", KEY, "x", SystemClock())) as store:
        for number in range(3):
            with store.unit_of_work() as work:
                work.audit.append(AuditRecord("tried", "chief", "done", str(number)))
            assert store.look_at_log() == ""
        with closing(tool(tmp_path)) as other:
            for (name,) in other.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall():
                other.execute(f'DROP TRIGGER "{name}"')
            other.execute("DELETE FROM audit_log WHERE sequence = 3")
            other.commit()
        assert "The audit log ends at entry 2" in store.look_at_log()
