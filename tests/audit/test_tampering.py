"""Someone with the key and a database tool changes the store; `audit verify` finds it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.adapters.storage.schema import audit_log
from alpr_console.adapters.storage.store import Store
from alpr_console.audit import chain
from alpr_console.audit.digest import ALERT_DIGEST, ENTRY_DIGEST, digest_of
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import AuditBroken
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificStep
from tests.fakes.bolo import bolo
from tests.fakes.example_course import example_course
from tests.fakes.shift import START

KEY = bytes(range(32))
LAST = len(example_course()) + 2
"""Two more of a specific entry, entered and approved."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a closed store with the course of an alert and of a specific entry, an audit
    entry a step."""
    folder = tmp_path_factory.mktemp("whole")
    store = Store.open(folder / "store.db", KEY, "4-Adam-12", SystemClock())
    for alert in example_course():
        with store.unit_of_work() as work:
            work.alerts.save(alert)
            work.audit.append(
                AuditRecord(
                    f"alert.{alert.state.value}",
                    "pdoe",
                    "done",
                    alert.alert_id,
                    "Stolen vehicle",
                    {ALERT_DIGEST: digest_of(alert)},
                )
            )
    entry = SpecificEntry.submitted("e1", bolo(), "pdoe", START)
    for step in (None, SpecificStep(SpecificAct.APPROVE, "jroe", START, until=START)):
        entry = entry if step is None else entry.step(step)
        with store.unit_of_work() as work:
            work.specific.save(entry)
            work.audit.append(
                AuditRecord(
                    f"specific.{entry.steps[-1].act.value}",
                    entry.steps[-1].by,
                    "done",
                    entry.entry_id,
                    details={ENTRY_DIGEST: digest_of(entry)},
                )
            )
    store.close()
    return folder


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    shutil.copytree(whole, tmp_path / "copy")
    return tmp_path / "copy" / "store.db"


@pytest.fixture
def tool(path: Path) -> Iterator[sqlcipher3.Connection]:
    """The database with its triggers gone."""
    connection = cipher.connect(path, KEY)
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in rows:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


def verify(path: Path) -> int:
    store = Store.open(path, KEY, "audit", SystemClock())
    try:
        return verify_audit(store.unit_of_work).entries
    finally:
        store.close()


def run(tool: sqlcipher3.Connection, *statements: str) -> None:
    for statement in statements:
        tool.execute(statement)
    tool.close()


def test_that_an_untouched_store_verifies(path: Path) -> None:
    assert verify(path) == LAST


@pytest.mark.parametrize("column", [column.name for column in audit_log.columns])
@pytest.mark.parametrize("value", ["'x'", "x'00'"])
def test_that_a_change_of_any_column_is_found(
    path: Path, tool: sqlcipher3.Connection, column: str, value: str
) -> None:
    try:
        tool.execute(f"UPDATE audit_log SET {column} = {value} WHERE sequence = 3")
    except sqlcipher3.Error:
        # NOT NULL and the like stand in the way; the row is as it was, the guards are gone.
        tool.close()
        with pytest.raises(AuditBroken, match="guards"):
            verify(path)
        return
    tool.close()
    with pytest.raises(AuditBroken):
        verify(path)


@pytest.mark.parametrize(
    ("statements", "sentence"),
    [
        (("DELETE FROM audit_log WHERE sequence = 4",), "entry 4 is missing"),
        (("DELETE FROM audit_log WHERE sequence = 1",), "entry 1 is missing"),
        ((f"DELETE FROM audit_log WHERE sequence = {LAST}",), "cut off"),
        (("DELETE FROM audit_log",), "cut off"),
        (
            (
                "UPDATE audit_log SET sequence = -1 WHERE sequence = 2",
                "UPDATE audit_log SET sequence = 2 WHERE sequence = 3",
                "UPDATE audit_log SET sequence = 3 WHERE sequence = -1",
            ),
            "entry 2",
        ),
        (("UPDATE audit_log SET details = details || ' ' WHERE sequence = 2",), "entry 2"),
        (("UPDATE audit_log SET at = replace(at, 'Z', '0Z') WHERE sequence = 2",), "entry 2"),
        (("UPDATE reads SET crop_jpeg = x'00'",), "alert"),
        (("UPDATE alerts SET state = 'raised'",), "alert"),
        (("UPDATE answers SET verdict = 'different'",), "alert"),
        (("UPDATE answers SET verdict = 'maybe'",), "alert"),
        (("DELETE FROM dispositions",), "alert"),
        (("UPDATE lawful_bases SET basis = 'Another'",), "alert"),
        (("PRAGMA foreign_keys = OFF", "DELETE FROM alerts"), "alert"),
        (("UPDATE specific_entries SET contents = replace(contents, '7?', '8?')",), "specific"),
        (("UPDATE specific_entries SET contents = '{}'",), "specific entry is unreadable"),
        (("UPDATE specific_steps SET by = 'another' WHERE act = 'approved'",), "specific"),
        (("UPDATE specific_steps SET until = '2099-01-01T00:00:00.000000Z'",
          ), "specific entry is unreadable"),
        (("UPDATE specific_steps SET until = '2099-01-01T00:00:00.000000Z'"
          " WHERE act = 'approved'",), "specific entry of audit entry"),
        (("DELETE FROM specific_steps WHERE act = 'approved'",), "specific"),
        (("UPDATE specific_steps SET act = 'renewed' WHERE act = 'approved'",), "unreadable"),
        (("PRAGMA foreign_keys = OFF", "DELETE FROM specific_steps",
          "DELETE FROM specific_entries"), "specific entry of audit entry .* missing"),
        (("INSERT INTO specific_entries SELECT 'e2', entered_by, entered_at, contents"
          " FROM specific_entries",
          "INSERT INTO specific_steps (entry_id, act, by, at, reason, until)"
          " SELECT 'e2', act, by, at, reason, until FROM specific_steps",
          ), "specific entry that the log does not know"),
    ],
)  # fmt: skip
def test_that_what_was_done_behind_the_log_s_back_is_found(
    path: Path, tool: sqlcipher3.Connection, statements: tuple[str, ...], sentence: str
) -> None:
    run(tool, *statements)
    with pytest.raises(AuditBroken, match=sentence):
        verify(path)


def test_that_a_log_written_anew_is_found(path: Path, tool: sqlcipher3.Connection) -> None:
    head = chain.EMPTY
    for sequence, unit, action, subject in tool.execute(
        "SELECT sequence, unit, action, subject FROM audit_log ORDER BY sequence"
    ).fetchall():
        entry = chain.link(
            head, SystemClock().now(), unit, AuditRecord(action, "another", "done", subject)
        )
        tool.execute(
            "UPDATE audit_log SET at = ?, who = ?, purpose = '', details = '{}', previous = ?,"
            " hash = ? WHERE sequence = ?",
            (chain.time_text(entry.at), "another", entry.previous, entry.hash, sequence),
        )
        head = chain.Head(entry.sequence, entry.hash)
    tool.close()
    with pytest.raises(AuditBroken, match="written anew"):
        verify(path)


def _forge(head: dict[str, Any]) -> str:
    return json.dumps({**head, "sequence": 2})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (_forge, "was changed"),
        (lambda head: json.dumps({**head, "seal": "0" * 64}), "was changed"),
        (lambda head: json.dumps({"sequence": 1}), "damaged"),
        (lambda head: "", "damaged"),
        (lambda head: "[]", "damaged"),
        (lambda head: None, "missing"),
    ],
)
def test_that_the_head_beside_the_store_cannot_be_forged_or_removed(
    path: Path, change: Callable[[dict[str, Any]], str | None], sentence: str
) -> None:
    file = path.with_name("store.db.head")
    text = change(json.loads(file.read_text()))
    if text is None:
        file.unlink()
    else:
        file.write_text(text)
    with pytest.raises(AuditBroken, match=sentence):
        verify(path)


def test_that_a_head_older_than_the_chain_is_what_a_crash_leaves(path: Path) -> None:
    file = path.with_name("store.db.head")
    connection = cipher.connect(path, KEY)
    (kept,) = connection.execute("SELECT hash FROM audit_log WHERE sequence = 5").fetchone()
    connection.close()
    HeadFile(file, KEY).write(chain.Head(5, kept))
    assert verify(path) == LAST


def test_that_another_store_s_head_does_not_pass(path: Path) -> None:
    HeadFile(path.with_name("store.db.head"), bytes(32)).write(chain.EMPTY)
    with pytest.raises(AuditBroken, match="was changed"):
        verify(path)


@pytest.mark.parametrize("with_head", [True, False])
def test_that_going_on_with_a_cut_log_does_not_cover_the_cut(
    path: Path, tool: sqlcipher3.Connection, with_head: bool
) -> None:
    run(tool, f"DELETE FROM audit_log WHERE sequence > {LAST - 2}")
    if not with_head:
        path.with_name("store.db.head").unlink()
    store = Store.open(path, KEY, "4-Adam-12", SystemClock())
    assert store.audit_fault
    for _ in range(4):
        with store.unit_of_work() as work:
            work.audit.append(AuditRecord("sign_in.succeeded", "pdoe", "done"))
    store.close()
    with pytest.raises(AuditBroken):
        verify(path)


def with_read(
    alert: Alert,
    again: tuple[tuple[str, float], ...] = (("7", 0.9),),
    unlikely: tuple[str, ...] = ("van",),
) -> Alert:
    """The alert with what a second look at its read said, and its vehicle is not."""
    read = alert.hit.read
    assert read.vehicle is not None
    characters = tuple(replace(c, again=again) for c in read.reading.characters)
    read = replace(
        read,
        reading=replace(read.reading, characters=characters),
        vehicle=replace(read.vehicle, unlikely=unlikely),
    )
    return replace(alert, hit=replace(alert.hit, read=read))


def test_that_an_alert_of_an_earlier_console_still_stands_as_its_log_says() -> None:
    """The digest that the first version of the store's tables wrote of this alert."""
    assert digest_of(with_read(example_course()[-1], again=(), unlikely=())) == (
        "7803630289940c142bfce3f46c2e0104fc1ac3b9778c993c066ef55afaf46501"
    )


def test_that_what_an_earlier_console_did_not_have_is_vouched_for_where_it_is_there() -> None:
    alert = example_course()[-1]
    entry, of = alert.hit.entry, alert.hit.match.hot_list
    digests = {digest_of(alert)}
    for changed in (
        {"entry": replace(entry, specific="e1")},
        {"entry": replace(entry, person="no")},
        {"entry": replace(entry, covert="yes")},
        {"hot_list": replace(of, file_id="f1")},
        {"hot_list": replace(of, left_out=1)},
        {"hot_list": replace(of, barred=1)},
    ):
        match = replace(alert.hit.match, **changed)
        digests.add(digest_of(replace(alert, hit=replace(alert.hit, match=match))))
    digests.add(digest_of(with_read(alert, again=(("8", 0.5),))))
    digests.add(digest_of(with_read(alert, unlikely=("red",))))
    assert len(digests) == 9
