"""Random edits of a store on disk, each of which has to be found.

`python -m tests.audit.tampering [COUNT]` makes COUNT of them (1,000) and says which were missed.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import sqlcipher3

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.log_anchor import LogAnchor
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import AuditBroken, ConsoleError, StoreUnavailable
from alpr_console.domain.keeping import HoldKind
from alpr_console.domain.operator import Role
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.holds import NewHold
from tests.fakes.people import colleague, first_administrator
from tests.fakes.shift import StandingClock, listed, match_of, policy, read_of

KEY = bytes(range(32))
WORD = "a long enough word"


class Victim:
    """A store that was worked with, closed; and one copied while it was open, its last commits
    still in the write-ahead log."""

    def __init__(self, folder: Path) -> None:
        self.keys = SessionKeyStore()
        self.whole, self.live, self.older = folder / "whole", folder / "live", folder / "older"
        self.whole.mkdir(parents=True)
        clock = StandingClock()
        store = self.open(self.whole, clock)
        shelf = FolderShelf(folder / "shelf", KEY)
        desk = Desk(store.unit_of_work, shelf, clock, policy(), "4-Adam-12")
        first_administrator(desk, "chief", "Dana Chief", WORD)
        colleague(desk, "reyes", "Pat Reyes", Role.OPERATOR, WORD)
        self._shift(desk, 3)
        store.drop_anchor()
        shutil.copytree(self.whole, self.older)
        self._shift(desk, 6)
        shutil.copytree(self.whole, self.live)
        store.close()

    def open(self, folder: Path, clock: StandingClock | SystemClock | None = None) -> Store:
        store = Store.open(folder / "store.db", KEY, "4-Adam-12", clock or SystemClock())
        store.anchored_by(LogAnchor(self.keys, KeyringSigner(self.keys)))
        return store

    def found(self, folder: Path) -> bool:
        """Whether opening or verifying the store finds a fault."""
        note = self.keys.note("log anchor")
        try:
            store = self.open(folder)
        except (StoreUnavailable, AuditBroken):
            return True
        try:
            if store.audit_fault:
                return True
            verify_audit(store.unit_of_work)
        except ConsoleError:
            return True
        finally:
            with suppress(ConsoleError):
                store.close()
            assert note is not None
            self.keys.keep_note("log anchor", note)
        return False

    @staticmethod
    def _shift(desk: Desk, hits: int) -> None:
        for number in range(hits):
            desk.keep_read(read_of(f"8XYZ{number}41"))
            read = read_of(f"7ABC{number}23")
            alert = desk.raise_alert(read, match_of(read, listed(f"7ABC{number}28")))
            desk.answer_item(alert.alert_id, ItemKind.CHARACTERS, Verdict.DIFFERENT, "8 for 3")
            desk.record_disposition(alert.alert_id, Outcome.MISREAD, note="8 for 3")
        desk.keeping.place_hold(
            NewHold(HoldKind.EVIDENCE, "26-1", "why", alert_ids=[alert.alert_id])
        )


def tool(folder: Path) -> sqlcipher3.Connection:
    """A database tool of somebody who has the key and knows of the seals."""
    connection = cipher.connect(folder / "store.db", KEY)
    connection.create_function("note_row", -1, lambda *row: 1)
    return connection


def _without_guards(connection: sqlcipher3.Connection, draw: random.Random) -> None:
    """Every refusal, and half of the time what seals rows too."""
    pattern = "%" if draw.random() < 0.5 else "%\\_refuse\\_%"
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE ? ESCAPE '\\'",
        (pattern,),
    ).fetchall()
    for (name,) in names:
        connection.execute(f'DROP TRIGGER "{name}"')


def _filled_tables(connection: sqlcipher3.Connection) -> list[str]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND name != 'alembic_version'"
    ).fetchall()
    return [n for (n,) in names if connection.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0]]


def a_byte_of_the_file(folder: Path, draw: random.Random) -> bool:
    return _flip(folder / "store.db", draw)


def a_byte_of_the_log_ahead(folder: Path, draw: random.Random) -> bool:
    """Of the write-ahead log: it holds the last commits."""
    return _flip(folder / "store.db-wal", draw)


def a_byte_of_the_head(folder: Path, draw: random.Random) -> bool:
    return _flip(folder / "store.db.head", draw)


def a_value_of_a_row(folder: Path, draw: random.Random) -> bool:
    with closing(tool(folder)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        _without_guards(connection, draw)
        table = draw.choice(_filled_tables(connection))
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        column = draw.choice([c[1] for c in columns if not c[5]] or [c[1] for c in columns])
        rowid = draw.choice(connection.execute(f'SELECT rowid FROM "{table}"').fetchall())[0]
        before = connection.execute(
            f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (rowid,)
        ).fetchone()[0]
        after: object = draw.choice(("x", 7, 0.5, b"x", ""))
        try:
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (after, rowid)
            )
        except sqlcipher3.Error:
            return False
        now = connection.execute(
            f'SELECT "{column}" FROM "{table}" WHERE rowid = ?', (rowid,)
        ).fetchone()[0]
        return type(now) is not type(before) or now != before


def a_row_removed(folder: Path, draw: random.Random) -> bool:
    with closing(tool(folder)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        _without_guards(connection, draw)
        table = draw.choice(_filled_tables(connection))
        rowid = draw.choice(connection.execute(f'SELECT rowid FROM "{table}"').fetchall())[0]
        return bool(connection.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,)).rowcount)


def a_row_added(folder: Path, draw: random.Random) -> bool:
    with closing(tool(folder)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        _without_guards(connection, draw)
        table = draw.choice(_filled_tables(connection))
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        values = ", ".join(
            f"'{draw.getrandbits(64):x}'" if c[5] and c[2] == "TEXT"
            else str(draw.getrandbits(40)) if c[5] else f'"{c[1]}"'
            for c in columns
        )  # fmt: skip
        names = ", ".join(f'"{c[1]}"' for c in columns)
        try:
            return bool(
                connection.execute(
                    f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" LIMIT 1'
                ).rowcount
            )
        except sqlcipher3.Error:
            return False


def a_picture(folder: Path, draw: random.Random) -> bool:
    with closing(tool(folder)) as connection:
        _without_guards(connection, draw)
        rowid = draw.choice(connection.execute("SELECT rowid FROM reads").fetchall())[0]
        column = draw.choice(("crop_jpeg", "context_jpeg"))
        connection.execute(f"UPDATE reads SET {column} = x'ff' WHERE rowid = ?", (rowid,))
    return True


def the_tail_cut(folder: Path, draw: random.Random) -> bool:
    with closing(tool(folder)) as connection:
        _without_guards(connection, draw)
        last = connection.execute("SELECT max(sequence) FROM audit_log").fetchone()[0]
        connection.execute(
            "DELETE FROM audit_log WHERE sequence > ?", (last - draw.randint(1, 12),)
        )
    return True


EDITS: tuple[tuple[str, Callable[[Path, random.Random], bool]], ...] = (
    ("whole", a_byte_of_the_file), ("whole", a_value_of_a_row), ("whole", a_row_removed),
    ("whole", a_row_added), ("whole", a_picture), ("whole", the_tail_cut),
    ("whole", a_byte_of_the_head), ("live", a_byte_of_the_log_ahead),
    ("live", a_byte_of_the_file),
)  # fmt: skip


def _flip(path: Path, draw: random.Random) -> bool:
    content = bytearray(path.read_bytes())
    place = draw.randrange(len(content))
    content[place] ^= 1 << draw.randrange(8)
    path.write_bytes(content)
    return True


def tamper(victim: Victim, count: int, seed: int, work: Path) -> tuple[Counter[str], list[str]]:
    """Edits made, by kind, and those that were not found."""
    draw = random.Random(seed)
    made: Counter[str] = Counter()
    missed: list[str] = []
    while made.total() < count:
        which, edit = EDITS[made.total() % len(EDITS)]
        folder = work / "tampered"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(victim.whole if which == "whole" else victim.live, folder)
        state = draw.getstate()
        if not edit(folder, draw):
            continue
        made[edit.__name__] += 1
        if not victim.found(folder):
            missed.append(f"{edit.__name__} {state[1][:2]} number {made.total()}")
    return made, missed


def main(count: int = 1000) -> int:
    with tempfile.TemporaryDirectory() as name:
        victim = Victim(Path(name) / "victim")
        made, missed = tamper(victim, count, 5, Path(name))
    for kind, number in sorted(made.items()):
        print(f"{kind.replace('_', ' ')}: {number}")
    print(f"{made.total()} edits, {len(missed)} not found", *missed, sep="\n  ")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
