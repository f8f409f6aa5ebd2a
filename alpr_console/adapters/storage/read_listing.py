"""A shift's reads as a list shows them: without their pictures, found along the time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.shift import ByHand, ListedRead, ReadFilter

_HIT = """(EXISTS (SELECT 1 FROM alerts WHERE alerts.read_id = reads.read_id)
  OR EXISTS (SELECT 1 FROM alert_repeats WHERE alert_repeats.read_id = reads.read_id))"""

_FROM = """FROM reads INDEXED BY ix_reads_at LEFT JOIN hand_reads USING (read_id)
WHERE reads.at >= :since AND NOT EXISTS (
  SELECT 1 FROM reads AS newer
  WHERE newer.read_id = reads.read_id AND newer.revision > reads.revision)"""

_COLUMNS = f"""reads.read_id, reads.at, reads.plate, reads.state, reads.camera, reads.confidence,
  {_HIT} AS hit, hand_reads.how AS how,
  EXISTS (SELECT 1 FROM read_corrections WHERE read_corrections.read_id = reads.read_id)
    AS corrected"""


def listed_reads(
    connection: Connection,
    since: datetime,
    wanted: ReadFilter,
    before: tuple[datetime, str] | None,
    limit: int,
) -> list[ListedRead]:
    """See the ReadList port."""
    conditions, values = _narrowed(wanted)
    values |= {"since": time_text(since), "limit": limit}
    if before is not None:
        conditions += " AND (reads.at, reads.read_id) < (:at, :read_id)"
        values |= {"at": time_text(before[0]), "read_id": before[1]}
    query = text(
        f"SELECT {_COLUMNS} {_FROM}{conditions} "
        "ORDER BY reads.at DESC, reads.read_id DESC LIMIT :limit"
    )
    return [
        ListedRead(
            row.read_id,
            time_from_text(row.at),
            row.plate,
            row.state,
            row.camera,
            row.confidence,
            bool(row.hit),
            bool(row.corrected),
            ByHand(row.how) if row.how else None,
        )
        for row in connection.execute(query, values)
    ]


def count_reads(connection: Connection, since: datetime, wanted: ReadFilter) -> int:
    conditions, values = _narrowed(wanted)
    query = text(f"SELECT count(*) {_FROM}{conditions}")
    return int(connection.execute(query, {**values, "since": time_text(since)}).scalar_one())


def _narrowed(wanted: ReadFilter) -> tuple[str, dict[str, Any]]:
    conditions, values = "", dict[str, Any]()
    if wanted.plate:
        conditions += " AND reads.plate GLOB :plate"
        values["plate"] = wanted.plate
    if wanted.hits:
        conditions += f" AND {_HIT}"
    if wanted.by_hand:
        conditions += " AND hand_reads.how IS NOT NULL"
    if wanted.camera:
        conditions += " AND reads.camera = :camera"
        values["camera"] = wanted.camera
    if wanted.canvass:
        conditions += (
            " AND reads.read_id IN (SELECT read_id FROM canvass_reads WHERE canvass_id = :canvass)"
        )
        values["canvass"] = wanted.canvass
    return conditions, values
