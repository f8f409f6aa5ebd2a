"""Reads, each with its pictures, and the revisions of a read side by side."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from alpr_console.adapters.storage.read_listing import count_reads, listed_reads
from alpr_console.adapters.storage.records import (
    read_from,
    read_values,
    reading_from,
    vehicle_from,
)
from alpr_console.adapters.storage.schema import reads, rowid
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.keeping import Hold
from alpr_console.domain.past_hit import StoredRead
from alpr_console.domain.read import PlateRead
from alpr_console.domain.shift import ListedRead, ReadFilter

_newer = reads.alias("newer")
NEWEST_REVISION = (
    select(func.max(_newer.c.revision)).where(_newer.c.read_id == reads.c.read_id).scalar_subquery()
)


class SqlReads:
    """The ReadStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def connection(self) -> Connection:
        return self._connection

    def known(self, read_id: str) -> bool:
        """Whether any revision of it is in the store."""
        query = select(reads.c.read_id).where(reads.c.read_id == read_id).limit(1)
        return self._connection.execute(query).first() is not None

    def keep(self, read_id: str) -> None:
        """See the port: here everything is kept that is saved."""

    def keep_held(self, hold: Hold) -> None:
        """See `keep`."""

    def settle(self) -> None:
        """The transaction is committed; nothing here has waited for that."""

    def save(self, read: PlateRead) -> None:
        """Keep a read, or a correction of it; what is kept already stays as it is.

        Raises:
            ValueError: this revision is on record with other contents.
        """
        known = self._find(read.read_id, read.revision)
        if known is None:
            self._connection.execute(insert(reads).values(read_values(read)))
        elif known != read:
            raise ValueError(f"read {read.read_id} is on record with other contents")

    def get(self, read_id: str) -> PlateRead:
        """The newest revision. Raises KeyError where there is no such read."""
        query = (
            select(reads)
            .where(reads.c.read_id == read_id)
            .order_by(reads.c.revision.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(read_id)
        return read_from(row)

    def revision(self, read_id: str, revision: int) -> PlateRead:
        """One revision. Raises KeyError where there is no such one."""
        read = self._find(read_id, revision)
        if read is None:
            raise KeyError(read_id)
        return read

    def latest(self, limit: int) -> list[PlateRead]:
        """Newest first by the time of capture, each in its newest revision."""
        query = (
            select(reads)
            .where(reads.c.revision == NEWEST_REVISION)
            .order_by(reads.c.at.desc(), rowid.desc())
            .limit(limit)
        )
        return [read_from(row) for row in self._connection.execute(query)]

    def count(self) -> int:
        """Vehicle passes, however often each was corrected."""
        query = select(func.count(func.distinct(reads.c.read_id)))
        return int(self._connection.execute(query).scalar_one())

    def stored(
        self, since: datetime, before: tuple[datetime, str] | None, limit: int
    ) -> list[StoredRead]:
        """A page of reads without their pictures, newest first; see the port."""
        query = (
            select(
                reads.c.read_id, reads.c.revision, reads.c.at, reads.c.reading,
                reads.c.color, reads.c.color_confidence, reads.c.body, reads.c.body_confidence,
            )
            .where(reads.c.revision == NEWEST_REVISION, reads.c.at >= time_text(since))
            .order_by(reads.c.at.desc(), reads.c.read_id.desc())
            .limit(limit)
        )  # fmt: skip
        if before is not None:
            at, read_id = time_text(before[0]), before[1]
            query = query.where(reads.c.at <= at, (reads.c.at < at) | (reads.c.read_id < read_id))
        return [
            StoredRead(
                row.read_id,
                row.revision,
                time_from_text(row.at),
                reading_from(row.reading),
                vehicle_from(row),
            )
            for row in self._connection.execute(query)
        ]

    def listed(
        self, since: datetime, wanted: ReadFilter, before: tuple[datetime, str] | None, limit: int
    ) -> list[ListedRead]:
        return listed_reads(self._connection, since, wanted, before, limit)

    def listed_count(self, since: datetime, wanted: ReadFilter) -> int:
        return count_reads(self._connection, since, wanted)

    def _find(self, read_id: str, revision: int) -> PlateRead | None:
        query = select(reads).where(reads.c.read_id == read_id, reads.c.revision == revision)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else read_from(row)
