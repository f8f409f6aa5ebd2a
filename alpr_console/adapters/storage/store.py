"""The encrypted store: opening it, and its units of work."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
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
from alpr_console.adapters.storage.habit_records import SqlHabits
from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.adapters.storage.hold_records import SqlHolds
from alpr_console.adapters.storage.hot_list_records import SqlDesignations, SqlHotLists
from alpr_console.adapters.storage.keeping_records import SqlPurges
from alpr_console.adapters.storage.lock_file import LockFile
from alpr_console.adapters.storage.log_end import log_fault
from alpr_console.adapters.storage.match_records import (
    SqlCorrections,
    SqlIgnored,
    SqlMatchSettings,
    SqlPastHits,
    SqlRepeats,
)
from alpr_console.adapters.storage.oversight_records import SqlFigures, SqlOversight
from alpr_console.adapters.storage.people_records import SqlPeople
from alpr_console.adapters.storage.policy_records import SqlPolicyVersions
from alpr_console.adapters.storage.read_finder import SqlReadFinder
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.release_records import (
    SqlAgreements,
    SqlBreaches,
    SqlExports,
    SqlReleases,
)
from alpr_console.adapters.storage.schema import REVISION
from alpr_console.adapters.storage.seal_records import (
    AnchorKeeper,
    SqlSeals,
    hold_to_anchor,
    seal_fault,
)
from alpr_console.adapters.storage.seals import RowSeals
from alpr_console.adapters.storage.search_records import SqlInquiries
from alpr_console.adapters.storage.shift_records import SqlShifts
from alpr_console.adapters.storage.specific_records import SqlSpecificEntries
from alpr_console.adapters.storage.switch_records import SqlSwitch
from alpr_console.adapters.storage.transfer_records import SqlTransfer
from alpr_console.adapters.storage.user_records import SqlUsers
from alpr_console.adapters.storage.volatile_reads import HitsOnlyReads, VolatileReads
from alpr_console.audit.anchor import Anchor
from alpr_console.audit.chain import Head
from alpr_console.domain.audit import DEVICE, POLICY, POSITION, SOURCE
from alpr_console.domain.errors import AuditBroken, ConsoleError, StoreUnavailable
from alpr_console.ports import Clock

_log = structlog.get_logger(__name__)


class SqlUnitOfWork:
    """One transaction on the store; see the port."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        self._connection = connection = self._store.begin()
        self.reads = reads = self._store.reads_over(connection)
        self.alerts = SqlAlerts(connection, reads)
        self.repeats = SqlRepeats(connection, reads)
        self.ignored = SqlIgnored(connection)
        self.past_hits = SqlPastHits(connection, reads)
        self.corrections = SqlCorrections(connection)
        self.match_settings = SqlMatchSettings(connection)
        self.hot_lists = SqlHotLists(connection)
        self.designations = SqlDesignations(connection)
        self.specific = SqlSpecificEntries(connection)
        self.transfer = SqlTransfer(connection)
        self.switch = SqlSwitch(connection)
        self.users = SqlUsers(connection)
        self.people = SqlPeople(connection)
        self.habits = SqlHabits(connection)
        self.holds = SqlHolds(connection)
        self.purges = SqlPurges(connection)
        self.policy_versions = SqlPolicyVersions(connection)
        self.inquiries = SqlInquiries(connection)
        self.finder = SqlReadFinder(connection)
        self.exports = SqlExports(connection)
        self.releases = SqlReleases(connection)
        self.agreements = SqlAgreements(connection)
        self.breaches = SqlBreaches(connection)
        self.oversight = SqlOversight(connection)
        self.shifts = SqlShifts(connection)
        self.figures = SqlFigures(connection)
        self.seals = SqlSeals(
            connection, self._store.seals, self._store.head_file, self._store.anchor
        )
        self.audit = SqlAuditLog(
            connection,
            self._store.unit,
            self._store.clock,
            self._store.head_file,
            self._store.circumstances(),
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
        self._store.end(connection, exc, self.audit.appended, self.reads.settle)


class Store:
    """The one open store of a process. Any thread may use it, one unit of work at a time."""

    def __init__(
        self,
        engine: Engine,
        lock: LockFile,
        head_file: HeadFile,
        seals: RowSeals,
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
        self.source = self.device = self.position = ""
        """By what acts come in, on which computer and where, as each entry names them."""
        self.hits_only = False
        """Whether reads without a hit stay out of the store (see volatile_reads)."""
        self._volatile = VolatileReads()
        self.clock = clock
        self.head_file = head_file
        self.seals = seals
        self.anchor: AnchorKeeper | None = None
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
            cipher.make_file(path, was_in_use=head_file.exists())
            seals = RowSeals(key)
            engine = _engine(path, key, seals)
            _migrate(engine)
            audit_fault = log_fault(engine, head_file)
            audit_fault = audit_fault or seal_fault(engine, head_file, seals)
        except BaseException:
            if engine is not None:
                engine.dispose()
            lock.release()
            raise
        return cls(engine, lock, head_file, seals, unit, clock, audit_fault)

    def unit_of_work(self) -> SqlUnitOfWork:
        return SqlUnitOfWork(self)

    def circumstances(self) -> dict[str, str]:
        """What each audit entry says besides its own details."""
        known = {
            POLICY: self.policy,
            SOURCE: self.source,
            DEVICE: self.device,
            POSITION: self.position,
        }
        return {name: value for name, value in known.items() if value}

    def reads_over(self, connection: Connection) -> SqlReads:
        reads = SqlReads(connection)
        return HitsOnlyReads(reads, self._volatile) if self.hits_only else reads

    def forget_volatile(self) -> None:
        """The session is over: what was never to be written is gone."""
        self._volatile.clear()

    def wipe_traces(self) -> None:
        """After a purge the write-ahead log still holds the pages as they were before; freed ones
        in the file were overwritten (secure_delete). Raises StoreUnavailable."""
        with self._turn:
            try:
                with self._engine.connect() as connection:
                    # Not SQLAlchemy's own way, which would begin a transaction first.
                    raw: Any = connection.connection.dbapi_connection
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            except (DBAPIError, sqlcipher3.Error) as error:
                raise cipher.explain(error) from error

    def anchored_by(self, keeper: AnchorKeeper) -> None:
        """From here on `keeper` is told where the log stands; what it knew is compared now."""
        self.anchor = keeper
        try:
            with self._turn, self._engine.begin() as connection:
                hold_to_anchor(connection, keeper, self.seals.last.number)
        except AuditBroken as fault:
            self.audit_fault = self.audit_fault or str(fault)

    def look_at_log(self) -> str:
        """What is wrong with the log's end by now, '' if nothing. Raises StoreUnavailable."""
        with self._turn:
            return log_fault(self._engine, self.head_file)

    def drop_anchor(self) -> None:
        """Tell the keeper where log and store stand. A keyring that refuses is logged."""
        if self.anchor is None or self.audit_fault:
            return
        last = self.seals.last
        try:
            self.anchor.keep(
                Anchor(last.head.sequence, last.head.hash, last.number, self.clock.now())
            )
        except ConsoleError as error:
            _log.warning("audit anchor not kept", reason=error.what)

    def close(self) -> None:
        """Close the file and free its lock. Safe to call twice."""
        if self._holder == threading.get_ident():
            raise RuntimeError("a unit of work is still open")
        self.drop_anchor()
        self.anchor = None
        with self._turn:
            self._engine.dispose()
            self._lock.release()

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

    def end(
        self,
        connection: Connection,
        exc: BaseException | None,
        head: Head | None,
        committed: Callable[[], None],
    ) -> None:
        """Commit, or roll back after `exc`; then keep the audit chain's new head.

        `committed` is called after a commit, before anybody else has their turn.

        Raises:
            StoreUnavailable: the transaction failed; all of it is undone.
        """
        sealed = None
        try:
            if exc is None:
                if (self.seals.touched or head is not None) and not self.audit_fault:
                    sealed = self.seals.seal(connection, head or self.seals.last.head)
                connection.commit()
                committed()
            else:
                _roll_back(connection)
        except DBAPIError as error:
            sealed = None
            with contextlib.suppress(DBAPIError):
                _roll_back(connection)
            raise cipher.explain(error) from error
        finally:
            if sealed is not None:
                self.seals.keep(sealed)
            else:
                self.seals.forget()
            connection.close()
            self._holder = None
            self._turn.release()
        if isinstance(exc, DBAPIError) and not isinstance(exc, IntegrityError):
            raise cipher.explain(exc) from exc
        if sealed is not None:
            try:
                self.head_file.write(sealed.head, sealed.number, sealed.mac)
            except OSError as error:
                # The record itself is safe, and a head older than the chain is in order;
                # the next append writes a newer one.
                _log.warning("audit head not written", reason=error.strerror)


def _engine(path: Path, key: bytes, seals: RowSeals) -> Engine:
    """An engine on one connection. Raises StoreUnavailable."""
    # Connected here, not in the creator: our own error should arrive as it is.
    connection = cipher.connect(path, key)
    seals.register(connection)
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


def _roll_back(connection: Connection) -> None:
    """Undo the transaction. SQLite has undone it by itself after some errors."""
    raw: Any = connection.connection.dbapi_connection
    if raw.in_transaction:
        connection.rollback()
