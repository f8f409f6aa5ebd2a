"""Every row of every table vouched for, so that none is changed behind the program's back.

Triggers on each table hand every row that comes or goes to a function of this process. It adds or
takes away a keyed digest of the whole row in a sum for the table; the sums, the number of the
commit and the audit log's end are sealed under a key derived from the store's, in one row that is
written within the same transaction. What changes rows without this process changes no sums, or
cannot compute them: another program's statement fails for want of the function, and where the
triggers are dropped first the sums no longer fit.

A sum of keyed digests modulo 2^256 does not depend on the order of rows, so a purge subtracts what
it takes, and a table of any size is checked in one walk with the memory of one row.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlcipher3
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alpr_console.audit.chain import Head

NOTE = "note_row"
"""The SQL function that the triggers call."""

SEAL = "row_seal"
"""The table with the one sealed row."""

UNSEALED = frozenset({SEAL, "audit_log", "alembic_version"})
"""The log has its own chain."""

_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class Sum:
    rows: int = 0
    digest: int = 0

    def plus(self, other: Sum) -> Sum:
        return Sum(self.rows + other.rows, (self.digest + other.digest) % _MODULUS)


@dataclass(frozen=True, slots=True)
class Commit:
    """What the sealed row says: how the store stood after its last commit."""

    number: int = 0
    head: Head = field(default_factory=lambda: Head(0, ""))
    sums: tuple[tuple[str, Sum], ...] = ()
    mac: str = ""


NONE = Commit()


class RowSeals:
    """Belongs to one connection. Not for several threads at a time, as the connection is not."""

    def __init__(self, store_key: bytes) -> None:
        self._row_key = _derived(store_key, b"alpr-console row seals 1")
        self._mac_key = _derived(store_key, b"alpr-console commit seal 1")
        self._fresh: dict[str, Sum] = {}
        self.last = NONE
        """The last commit that was sealed; NONE before anything was."""

    def register(self, connection: sqlcipher3.Connection) -> None:
        connection.create_function(NOTE, -1, self._note)

    def digest(self, table: str, values: Iterable[object]) -> int:
        """Keyed digest of a row: table, and type, length and bytes of each value."""
        made = hashlib.blake2b(key=self._row_key, digest_size=32)
        made.update(struct.pack(">I", len(table)) + table.encode("utf-8"))
        for value in values:
            kind, content = _encoded(value)
            made.update(kind + struct.pack(">Q", len(content)))
            made.update(content)
        return int.from_bytes(made.digest(), "big")

    def _note(self, table: str, sign: int, *values: object) -> int:
        digest = self.digest(table, values)
        change = Sum(sign, digest if sign > 0 else _MODULUS - digest)
        self._fresh[table] = self._fresh.get(table, Sum()).plus(change)
        return 1

    @property
    def touched(self) -> bool:
        """Whether any row came or went since the last commit."""
        return bool(self._fresh)

    def forget(self) -> None:
        """The transaction was rolled back."""
        self._fresh.clear()

    def seal(self, connection: Any, head: Head) -> Commit:
        """Write the sealed row into the open transaction; `keep` it once that is committed."""
        sums = dict(self.last.sums)
        for table, change in self._fresh.items():
            sums[table] = sums.get(table, Sum()).plus(change)
        commit = self._commit(self.last.number + 1, head, sums)
        self._write(connection, commit)
        return commit

    def keep(self, commit: Commit) -> None:
        self.last = commit
        self._fresh.clear()

    def load(self, connection: Any) -> Commit:
        """The sealed row. Raises ValueError where there is none or its MAC does not fit."""
        rows = connection.exec_driver_sql(f"SELECT content, mac FROM {SEAL}").all()
        if len(rows) != 1:
            raise ValueError(f"it has {len(rows)} sealed rows, not one")
        (row,) = rows
        if not hmac.compare_digest(str(row.mac), self._mac(str(row.content))):
            raise ValueError("the sealed row was changed")
        content = json.loads(row.content)
        sums = {t: Sum(int(n), int(d, 16)) for t, (n, d) in content["sums"].items()}
        head = Head(int(content["sequence"]), str(content["hash"]))
        self.last = self._commit(int(content["number"]), head, sums)
        return self.last

    def count(self, connection: Any) -> Iterator[tuple[str, Sum]]:
        """Each table's sum as its rows stand now; one row in memory at a time."""
        for table in sealed_tables(connection):
            found = Sum()
            named = ", ".join(f'"{column}"' for column in columns_of(connection, table))
            for row in connection.exec_driver_sql(f'SELECT {named} FROM "{table}"'):
                found = found.plus(Sum(1, self.digest(table, row)))
            yield table, found

    def begin(self, connection: Any, head: Head) -> Commit:
        """Vouch for what is there: a new store, or one of before there were seals."""
        commit = self._commit(1, head, dict(self.count(connection)))
        self._write(connection, commit)
        self.last = commit
        self._fresh.clear()
        return commit

    def _commit(self, number: int, head: Head, sums: dict[str, Sum]) -> Commit:
        kept = tuple(sorted((t, s) for t, s in sums.items() if s != Sum()))
        plain = Commit(number, head, kept)
        return Commit(number, head, kept, self._mac(_content(plain)))

    def _write(self, connection: Any, commit: Commit) -> None:
        connection.exec_driver_sql(
            f"INSERT OR REPLACE INTO {SEAL} (seal_id, content, mac) VALUES (1, ?, ?)",
            (_content(commit), commit.mac),
        )

    def _mac(self, content: str) -> str:
        return hmac.new(self._mac_key, content.encode("utf-8"), hashlib.sha256).hexdigest()


def sealed_tables(connection: Any) -> list[str]:
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    found = [row[0] for row in connection.exec_driver_sql(query)]
    return [name for name in found if name not in UNSEALED and not _shadow(name, found)]


def columns_of(connection: Any, table: str) -> list[str]:
    """Those that hold what was written; what SQLite computes from them is not among them."""
    return [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]


def _shadow(name: str, tables: list[str]) -> bool:
    """Whether a virtual table keeps its own pages in it: what is searched by, not what is said."""
    return any(name.startswith(f"{other}_") and f"{other}_data" in tables for other in tables)


def set_triggers(connection: Any) -> None:
    """On every table that has none yet; migrations call it for the tables they make."""
    for table in sealed_tables(connection):
        columns = columns_of(connection, table)
        new = ", ".join(f'NEW."{column}"' for column in columns)
        old = ", ".join(f'OLD."{column}"' for column in columns)
        gone = f"SELECT {NOTE}('{table}', -1, {old});"
        come = f"SELECT {NOTE}('{table}', 1, {new});"
        for act, body in (("insert", come), ("delete", gone), ("update", gone + come)):
            name = f"{table}_seal_{act}"
            connection.exec_driver_sql(f'DROP TRIGGER IF EXISTS "{name}"')
            connection.exec_driver_sql(
                f'CREATE TRIGGER "{name}" AFTER {act.upper()} ON "{table}" BEGIN {body} END'
            )


def _content(commit: Commit) -> str:
    return json.dumps(
        {
            "number": commit.number,
            "sequence": commit.head.sequence,
            "hash": commit.head.hash,
            "sums": {table: [one.rows, f"{one.digest:x}"] for table, one in commit.sums},
        },
        sort_keys=True,
        separators=(",", ":"),
    )


def _encoded(value: object) -> tuple[bytes, bytes]:
    """SQLite's own five kinds, told apart."""
    match value:
        case None:
            return b"n", b""
        case int():
            return b"i", str(value).encode("ascii")
        case float():
            return b"f", struct.pack(">d", value)
        case str():
            return b"t", value.encode("utf-8", "surrogatepass")
        case _:
            return b"b", bytes(value)  # type: ignore[call-overload]


def _derived(store_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(store_key)
