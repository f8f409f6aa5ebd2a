"""What the seals say of the store as it stands: at its opening in short, by `verify` in full."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from alpr_console.adapters.storage import cipher, schema_seals
from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.adapters.storage.seals import RowSeals, Sum, sealed_tables
from alpr_console.audit.anchor import Anchor, check_anchor
from alpr_console.audit.chain import EMPTY, Head
from alpr_console.domain.errors import AuditBroken

SEAL_TABLE = schema_seals.row_seal.name

_CALL = "Keep the store as it is and tell the administrator."
_ANEW = "The store was put back to an older state, or written anew."


def seal_fault(engine: Engine, head_file: HeadFile, seals: RowSeals) -> str:
    """What is wrong between the sealed row and the head beside the store; '' if nothing.

    A store of before there were seals, or a new one, is vouched for from here on.
    """
    try:
        with engine.begin() as connection:
            _head, kept, kept_mac = head_file.read_all()
            empty = connection.execute(text(f"SELECT count(*) FROM {SEAL_TABLE}")).scalar() == 0
            if empty and kept == 0:
                seals.begin(connection, _end_of_log(connection))
                # The head follows the commit, never the other way round.
                return ""
            try:
                last = seals.load(connection)
            except ValueError as fault:
                return str(AuditBroken(f"The store was changed: {fault}.", _CALL))
            if kept > last.number:
                return str(
                    AuditBroken(
                        f"The store stands at commit {last.number}, but commit {kept} was "
                        "written: its end was cut off.",
                        _CALL,
                    )
                )
            if kept == last.number and kept_mac != last.mac:
                return str(AuditBroken(_ANEW, _CALL))
    except AuditBroken as fault:
        return str(fault)
    except DBAPIError as error:
        raise cipher.explain(error) from error
    return ""


class AnchorKeeper(Protocol):
    """Where the anchor lies: outside the store and its folder."""

    def keep(self, anchor: Anchor) -> None: ...

    def kept(self) -> Anchor | None: ...


class SqlSeals:
    """The SealCheck port over one transaction."""

    def __init__(
        self,
        connection: Connection,
        seals: RowSeals,
        head_file: HeadFile,
        anchor: AnchorKeeper | None,
    ) -> None:
        self._connection = connection
        self._seals = seals
        self._head_file = head_file
        self._anchor = anchor

    def verify(self) -> int:
        """Hold every row and every page against what vouches for it; rows that were found.

        Raises:
            AuditBroken: naming the table that was changed, or what else is wrong.
        """
        self._check_pages()
        before = self._seals.last
        try:
            last = self._seals.load(self._connection)
        except ValueError as fault:
            raise AuditBroken(f"The store was changed: {fault}.", _CALL) from fault
        if before.number and (before.number, before.mac) != (last.number, last.mac):
            raise AuditBroken(_ANEW, _CALL)
        _head, kept, kept_mac = self._head_file.read_all()
        if kept > last.number or (kept == last.number and kept_mac != last.mac):
            raise AuditBroken(_ANEW, _CALL)
        if last.head != (end := _end_of_log(self._connection)):
            raise AuditBroken(
                f"The log ends at entry {end.sequence}, not where the last commit left it.", _CALL
            )
        if self._anchor is not None:
            hold_to_anchor(self._connection, self._anchor, last.number)
        self._check_triggers()
        return self._check_rows(dict(last.sums))

    def _check_rows(self, sums: dict[str, Sum]) -> int:
        rows = 0
        for table, found in self._seals.count(self._connection):
            expected = sums.pop(table, Sum())
            if found.rows != expected.rows:
                raise AuditBroken(
                    f"Table {table} has {found.rows} rows, not {expected.rows} as it was left.",
                    _CALL,
                )
            if found != expected:
                raise AuditBroken(f"A row of table {table} was changed.", _CALL)
            rows += found.rows
        if sums:
            raise AuditBroken(f"Table {min(sums)} is missing.", _CALL)
        return rows

    def _check_triggers(self) -> None:
        query = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = set(self._connection.execute(query).scalars())
        for table in sealed_tables(self._connection):
            for act in ("insert", "update", "delete"):
                if f"{table}_seal_{act}" not in there:
                    raise AuditBroken(f"What guards table {table} was removed.", _CALL)

    def _check_pages(self) -> None:
        raw: Any = self._connection.connection.dbapi_connection
        faults = raw.execute("PRAGMA cipher_integrity_check").fetchall()
        if faults:
            raise AuditBroken(f"The store's file was changed: {faults[0][0]}.", _CALL)


def hold_to_anchor(connection: Connection, keeper: AnchorKeeper, commit: int) -> None:
    """Raises AuditBroken where log or store are not what the keyring vouches for, and
    KeyringUnavailable."""
    anchor = keeper.kept()
    if anchor is None:
        return
    query = text("SELECT hash FROM audit_log WHERE sequence = :there")
    there = connection.execute(query, {"there": anchor.sequence}).scalar()
    check_anchor(anchor, _end_of_log(connection).sequence, there or "", commit)


def _end_of_log(connection: Connection) -> Head:
    query = text("SELECT sequence, hash FROM audit_log ORDER BY sequence DESC LIMIT 1")
    row = connection.execute(query).one_or_none()
    return EMPTY if row is None else Head(row.sequence, row.hash)
