"""The encrypted store: opening it, and its units of work."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import sqlcipher3
import structlog
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.alert_records import SqlAlerts
from alpr_console.adapters.storage.audit_log import SqlAuditLog
from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.adapters.storage.hold_records import SqlHolds
from alpr_console.adapters.storage.hot_list_records import SqlDesignations, SqlHotLists
from alpr_console.adapters.storage.lock_file import LockFile
from alpr_console.adapters.storage.match_records import (
    SqlCorrections,
    SqlIgnored,
    SqlMatchSettings,
    SqlPastHits,
    SqlRepeats,
)
from alpr_console.adapters.storage.people_records import SqlPeople
from alpr_console.adapters.storage.policy_records import SqlPolicyVersions
from alpr_console.adapters.storage.purge_records import SqlPurges
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.schema import REVISION
from alpr_console.adapters.storage.specific_records import SqlSpecificEntries
from alpr_console.adapters.storage.user_records import SqlUsers
from alpr_console.audit import chain
from alpr_console.audit.chain import Head
from alpr_console.domain.errors import AuditBroken, StoreUnavailable
from alpr_console.ports import Clock

_log = structlog.get_logger(__name__)


class SqlUnitOfWork:
    """One transaction on the store; see the port."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        self._connection = connection = self._store.begin()
        self.reads = SqlReads(connection)
        self.alerts = SqlAlerts(connection)
        self.repeats = SqlRepeats(connection)
        self.ignored = SqlIgnored(connection)
        self.past_hits = SqlPastHits(connection)
        self.corrections = SqlCorrections(connection)
        self.match_settings = SqlMatchSettings(connection)
        self.hot_lists = SqlHotLists(connection)
        self.designations = SqlDesignations(connection)
        self.specific = SqlSpecificEntries(connection)
        self.users = SqlUsers(connection)
        self.people = SqlPeople(connection)
        self.policy_versions = SqlPolicyVersions(connection)
        self.holds = SqlHolds(connection)
        self.purges = SqlPurges(connection)
        self.audit = SqlAuditLog(
            connection,
            self._store.unit,
            self._store.clock,
            self._store.head_file,
            self._store.policy,
        )
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._connection is not None
        connection, self._connection = self._connection, None
        self._store.end(connection, exc, self.audit.appended)
        if exc is None and self.purges.overwriting:
            self._store.empty_wal()


class Store:
    """The one open store of a process. Any thread may use it, one unit of work at a time."""

    def __init__(
        self,
        engine: Engine,
        lock: LockFile,
        head_file: HeadFile,
        unit: str,
        clock: Clock,
        audit_fault: str,
    ) -> None:
        """Use `Store.open`."""
        self.audit_fault = audit_fault
        """'' while the log ends where it should; else why not. The console goes on working,
        and the head beside the store is left as it is: what was found stays to be found."""
        self.unit = unit
        self.policy = ""
        """Version of the policy in force, as each audit entry names it."""
        self.clock = clock
        self.head_file = head_file
        self._engine = engine
        self._lock = lock
        self._turn = threading.Lock()
        self._holder: int | None = None

    @classmethod
    def open(cls, path: Path, key: bytes, unit: str, clock: Clock) -> Store:
        """Open the store at `path` with its 32-byte key; a missing one is made.

        Beside it lie `<name>.lock`, `<name>.head` and SQLite's own `-wal` and `-shm`.

        Raises:
            StoreUnavailable: wrong key, damaged, in use by another process, made by a newer
                version, not writable, disk full. The file is as it was.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise StoreUnavailable(
                f"The store's folder cannot be made ({error.strerror}).",
                "Check the folder's permissions and free space.",
            ) from error
        lock = LockFile(path.with_name(path.name + ".lock"))
        engine = None
        try:
            head_file = HeadFile(path.with_name(path.name + ".head"), key)
            _touch(path, head_file)
            engine = _engine(path, key)
            _migrate(engine)
            audit_fault = _audit_fault(engine, head_file)
        except BaseException:
            if engine is not None:
                engine.dispose()
            lock.release()
            raise
        return cls(engine, lock, head_file, unit, clock, audit_fault)

    def unit_of_work(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self)

    def close(self) -> None:
        """Close the file and free its lock. Safe to call twice."""
        if self._holder == threading.get_ident():
            raise RuntimeError("a unit of work is still open")
        with self._turn:
            self._engine.dispose()
            self._lock.release()

    def empty_wal(self) -> None:
        """Write what the WAL holds into the file, and leave none of it behind.

        Raises StoreUnavailable.
        """
        with self._turn:
            try:
                raw: Any = self._engine.raw_connection()
                try:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                finally:
                    raw.close()
            except (DBAPIError, sqlcipher3.Error) as error:
                raise cipher.explain(error) from error

    def begin(self) -> Connection:
        """Start the one transaction that may be open; waits for another thread's.

        Raises:
            RuntimeError: this thread is inside a unit of work already.
            StoreUnavailable: the store does not answer.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a unit of work is already open")
        self._turn.acquire()
        self._holder = threading.get_ident()
        try:
            connection = self._engine.connect()
            connection.begin()
        except BaseException as error:
            self._holder = None
            self._turn.release()
            if isinstance(error, DBAPIError):
                raise cipher.explain(error) from error
            raise
        return connection

    def end(self, connection: Connection, exc: BaseException | None, head: Head | None) -> None:
        """Commit, or roll back after `exc`; then keep the audit chain's new head.

        Raises:
            StoreUnavailable: the transaction failed; all of it is undone.
        """
        try:
            if exc is None:
                connection.commit()
            else:
                _roll_back(connection)
        except DBAPIError as error:
            with contextlib.suppress(DBAPIError):
                _roll_back(connection)
            raise cipher.explain(error) from error
        finally:
            connection.close()
            self._holder = None
            self._turn.release()
        if isinstance(exc, DBAPIError) and not isinstance(exc, IntegrityError):
            raise cipher.explain(exc) from exc
        if exc is None and head is not None and not self.audit_fault:
            try:
                self.head_file.write(head)
            except OSError as error:
                # The record itself is safe, and a head older than the chain is in order;
                # the next append writes a newer one.
                _log.warning("audit head not written", reason=error.strerror)


def _touch(path: Path, head_file: HeadFile) -> None:
    """Make sure that there is a file, readable by its owner alone."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        size = 0
    except OSError as error:
        raise StoreUnavailable(f"The store cannot be reached ({error.strerror}).") from error
    if size:
        return
    if head_file.exists():
        raise StoreUnavailable(
            f"The store {path.name} is gone or empty, though it was in use.",
            "Restore the store from its copy.",
        )
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreUnavailable(
            f"The store cannot be made ({error.strerror}).",
            "Check the folder's permissions and free space.",
        ) from error


def _engine(path: Path, key: bytes) -> Engine:
    """An engine on one connection. Raises StoreUnavailable."""
    # Connected here, not in the creator: our own error should arrive as it is.
    connection = cipher.connect(path, key)
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: connection,
        poolclass=StaticPool,
        # Or plates and names would stand in the text of errors, and so in logs.
        hide_parameters=True,
    )

    # The driver's own way would begin late, and not at all before a SELECT.
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _migrate(engine: Engine) -> None:
    """Bring the tables to this version's. Raises StoreUnavailable."""
    try:
        with engine.begin() as connection:
            known = engine.dialect.has_table(connection, "alembic_version")
            if known:
                at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
                if at == REVISION:
                    return
            # Costs a fifth of a second, which an up-to-date store need not spend.
            from alpr_console.adapters.storage.migrations.upgrade import upgrade

            upgrade(connection)
    except DBAPIError as error:
        raise cipher.explain(error) from error


def _audit_fault(engine: Engine, head_file: HeadFile) -> str:
    """What is wrong between the kept head and the log's end; '' if nothing.

    Keeps the head of the empty log in a new store, so that a missing file always tells.
    """
    try:
        with engine.begin() as connection:
            last = connection.execute(text("SELECT max(sequence) FROM audit_log")).scalar()
            if last is None and not head_file.exists():
                head_file.write(chain.EMPTY)
            kept = head_file.read()
            at_kept = connection.execute(
                text("SELECT hash FROM audit_log WHERE sequence = :kept"), {"kept": kept.sequence}
            ).scalar()
            seen = Head(last or 0, "")
            chain.check_tail(seen, at_kept or chain.NO_HASH, kept)
    except AuditBroken as fault:
        return str(fault)
    except DBAPIError as error:
        raise cipher.explain(error) from error
    except OSError as error:
        raise StoreUnavailable(
            f"The store's folder cannot be written to ({error.strerror}).",
            "Check the folder's permissions and free space.",
        ) from error
    return ""


def _roll_back(connection: Connection) -> None:
    """Undo the transaction. SQLite has undone it by itself after some errors."""
    raw: Any = connection.connection.dbapi_connection
    if raw.in_transaction:
        connection.rollback()
