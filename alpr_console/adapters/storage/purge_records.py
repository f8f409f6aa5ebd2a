"""Takes records out for good, and remembers what it took."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, text

from alpr_console.adapters.storage.hold_records import alert_held_by, read_held_by
from alpr_console.adapters.storage.lifted import deletable
from alpr_console.adapters.storage.schema_keeping import purged_alerts, purges
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.audit.digest import digest_of_ids
from alpr_console.domain.keeping import Cutoff, DuePage, DueRecord, Purge, RecordKind

_TOLD_OF = (
    "EXISTS (SELECT 1 FROM alerts a WHERE a.read_id = r.read_id)"
    " OR EXISTS (SELECT 1 FROM alert_repeats p WHERE p.read_id = r.read_id)"
    " OR EXISTS (SELECT 1 FROM past_hits p WHERE p.read_id = r.read_id)"
)
"""Whether an alert or a past hit tells of the read."""

# Each gives a row a record: its id and place, its oldest and newest sight, whether a hold
# keeps it. A read stands at its newest revision; reads told of are the other kinds' matter.
_PAGES = {
    RecordKind.READS: (
        "SELECT r.read_id AS record_id, r.at AS place, r.rowid AS number, r.at AS oldest,"
        " (SELECT max(v.at) FROM reads v WHERE v.read_id = r.read_id) AS newest,"
        f" EXISTS ({read_held_by('r')}) AS held, {_TOLD_OF} AS left_alone"
        " FROM main.reads r WHERE r.at < :older_than AND r.at <= :not_after"
        " AND r.revision = (SELECT max(v.revision) FROM reads v WHERE v.read_id = r.read_id)"
        " AND (r.at, r.rowid) > (:place, :number) ORDER BY r.at, r.rowid LIMIT :limit"
    ),
    RecordKind.ALERTS: (
        "SELECT al.alert_id AS record_id, '' AS place, al.rowid AS number, r.at AS oldest,"
        " max(r.at, coalesce((SELECT max(p.at) FROM alert_repeats p"
        " WHERE p.alert_id = al.alert_id), '')) AS newest,"
        f" EXISTS ({alert_held_by('al')}) AS held, 0 AS left_alone"
        " FROM alerts al JOIN main.reads r"
        " ON r.read_id = al.read_id AND r.revision = al.read_revision"
        " WHERE al.rowid > :number ORDER BY al.rowid LIMIT :limit"
    ),
    RecordKind.PAST_HITS: (
        "SELECT h.past_hit_id AS record_id, '' AS place, h.rowid AS number,"
        " h.read_at AS oldest, h.read_at AS newest,"
        " EXISTS (SELECT 1 FROM main.reads r WHERE r.read_id = h.read_id"
        f" AND EXISTS ({read_held_by('r')})) AS held, 0 AS left_alone"
        " FROM past_hits h WHERE h.rowid > :number ORDER BY h.rowid LIMIT :limit"
    ),
}

_COURSE = (
    "answers",
    "confirmation_requests",
    "confirmation_replies",
    "exigencies",
    "lawful_bases",
    "dispositions",
    "alert_repeats",
    "alerts",
)
"""By alert_id, in an order that leaves nothing pointing at what is gone."""


class SqlPurges:
    """The PurgeStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.overwriting = False
        """Whether the store is to leave nothing behind once this transaction is over."""

    def page(self, kind: RecordKind, cutoff: Cutoff, after: tuple[str, int], limit: int) -> DuePage:
        rows = self._connection.execute(
            text(_PAGES[kind]),
            {
                "older_than": time_text(cutoff.older_than),
                "not_after": time_text(cutoff.not_after),
                "place": after[0],
                "number": after[1],
                "limit": limit,
            },
        ).all()
        past = [row for row in rows if not row.left_alone and _past(row, cutoff)]
        due = [row for row in past if not row.held]
        return DuePage(
            tuple(DueRecord(row.record_id, time_from_text(row.oldest)) for row in due),
            len(past) - len(due),
            tuple((row.place, row.number) for row in due),
            (rows[-1].place, rows[-1].number) if len(rows) == limit else None,
        )

    def remove(self, kind: RecordKind, record_ids: Sequence[str]) -> int:
        match kind:
            case RecordKind.READS:
                return self._remove_reads(record_ids)
            case RecordKind.ALERTS:
                told_of = self._ids(
                    "SELECT read_id FROM alerts WHERE alert_id IN :ids UNION"
                    " SELECT read_id FROM alert_repeats WHERE alert_id IN :ids",
                    record_ids,
                )
                self._remove_course(record_ids)
            case RecordKind.PAST_HITS:
                told_of = self._ids(
                    "SELECT DISTINCT read_id FROM past_hits WHERE past_hit_id IN :ids", record_ids
                )
                with deletable(self._connection, ["past_hit_reviews", "past_hits"]):
                    for table in ("past_hit_reviews", "past_hits"):
                        self._delete(table, "past_hit_id", record_ids)
        return self._remove_reads(
            self._ids(
                "SELECT DISTINCT r.read_id FROM main.reads r WHERE r.read_id IN :ids"
                f" AND NOT ({_TOLD_OF}) AND NOT EXISTS ({read_held_by('r')})",
                told_of,
            )
        )

    def add(self, purge: Purge, record_ids: Sequence[str]) -> None:
        self._connection.execute(
            insert(purges).values(
                purge_id=purge.purge_id,
                run_id=purge.run_id,
                kind=purge.kind.value,
                count=purge.count,
                reads=purge.reads,
                oldest=time_text(purge.oldest),
                newest=time_text(purge.newest),
                cutoff=time_text(purge.cutoff),
                section=purge.section,
                policy=purge.policy,
                by=purge.by,
                at=time_text(purge.at),
                digest=purge.digest,
            )
        )
        if purge.kind is RecordKind.ALERTS:
            rows = [{"alert_id": one, "purge_id": purge.purge_id} for one in record_ids]
            self._connection.execute(insert(purged_alerts), rows)

    def newest(self, limit: int) -> list[Purge]:
        c = purges.c
        query = (
            select(
                c.purge_id, c.run_id, c.kind, c.section, c.policy, c.by, c.cutoff, c.digest,
                func.sum(c.count).label("taken"), func.sum(c.reads).label("reads"),
                func.min(c.oldest).label("oldest"), func.max(c.newest).label("newest"),
                func.max(c.at).label("at"), func.max(c.number).label("last"),
            )
            .group_by(c.run_id, c.kind)
            .order_by(text("last DESC"))
            .limit(limit)
        )  # fmt: skip
        return [_purge(row) for row in self._connection.execute(query)]

    def of_alert(self, alert_id: str) -> tuple[str, str] | None:
        found = self._connection.execute(
            select(purged_alerts.c.purge_id).where(purged_alerts.c.alert_id == alert_id)
        ).scalar()
        if found is None:
            return None
        taken = self._connection.execute(
            select(purged_alerts.c.alert_id).where(purged_alerts.c.purge_id == found)
        ).scalars()
        return found, digest_of_ids(taken)

    def overwrite(self) -> None:
        self.overwriting = True

    def forget_session(self) -> None:
        """Nothing was kept for the session alone."""

    def _remove_course(self, alert_ids: Sequence[str]) -> None:
        with deletable(self._connection, ["answer_withdrawals", *_COURSE]):
            answers = self._ids("SELECT answer_id FROM answers WHERE alert_id IN :ids", alert_ids)
            self._delete("answer_withdrawals", "answer_id", answers)
            for table in _COURSE:
                self._delete(table, "alert_id", alert_ids)

    def _remove_reads(self, read_ids: Sequence[str]) -> int:
        query = "SELECT DISTINCT read_id FROM read_corrections WHERE read_id IN :ids"
        if corrected := self._ids(query, read_ids):
            with deletable(self._connection, ["read_corrections"]):
                self._delete("read_corrections", "read_id", corrected)
        with deletable(self._connection, ["reads"]):
            self._delete("reads", "read_id", read_ids)
        return len(read_ids)

    def _ids(self, query: str, ids: Sequence[Any]) -> list[Any]:
        bound = text(query).bindparams(bindparam("ids", expanding=True))
        return list(self._connection.execute(bound, {"ids": list(ids)}).scalars())

    def _delete(self, table: str, column: str, ids: Sequence[Any]) -> None:
        query = text(f"DELETE FROM main.{table} WHERE {column} IN :ids")
        self._connection.execute(
            query.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids)}
        )


def _past(row: Row[Any], cutoff: Cutoff) -> bool:
    return cutoff.passed(time_from_text(row.oldest), time_from_text(row.newest))


def _purge(row: Any) -> Purge:
    return Purge(
        row.purge_id,
        row.run_id,
        RecordKind(row.kind),
        row.taken,
        row.reads,
        time_from_text(row.oldest),
        time_from_text(row.newest),
        time_from_text(row.cutoff),
        row.section,
        row.policy,
        row.by,
        time_from_text(row.at),
        row.digest,
    )
