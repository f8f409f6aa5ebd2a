"""What became of matches: repeats, ignored plates, past hits, corrections, thresholds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select

from alpr_console.adapters.storage import schema
from alpr_console.adapters.storage.read_records import SqlReads
from alpr_console.adapters.storage.records import match_from, match_values
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.hotlist import Thresholds
from alpr_console.domain.ignored import IgnoredPlate, IgnoreEnd
from alpr_console.domain.match_setting import MatchSetting
from alpr_console.domain.past_hit import PastHit, PastHitReview
from alpr_console.domain.repeat import AlertRepeat


class SqlRepeats:
    """The RepeatStore port over one transaction."""

    def __init__(self, connection: Connection, reads: SqlReads) -> None:
        self._connection = connection
        self._reads = reads

    def add(self, repeat: AlertRepeat) -> None:
        self._reads.keep(repeat.read_id)
        self._connection.execute(
            insert(schema.alert_repeats).values(
                alert_id=repeat.alert_id, read_id=repeat.read_id, at=time_text(repeat.at)
            )
        )

    def of_alert(self, alert_id: str) -> list[AlertRepeat]:
        return self._repeats(schema.alert_repeats.c.alert_id == alert_id)

    def of_read(self, read_id: str) -> list[AlertRepeat]:
        return self._repeats(schema.alert_repeats.c.read_id == read_id)

    def _repeats(self, condition: Any) -> list[AlertRepeat]:
        table = schema.alert_repeats
        query = select(table).where(condition).order_by(table.c.repeat_id)
        return [
            AlertRepeat(row.alert_id, row.read_id, time_from_text(row.at))
            for row in self._connection.execute(query)
        ]


class SqlIgnored:
    """The IgnoredStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, plate: IgnoredPlate) -> None:
        self._connection.execute(
            insert(schema.ignored_plates).values(
                ignored_id=plate.ignored_id,
                lic=plate.lic,
                lis=plate.lis,
                reason=plate.reason,
                by=plate.by,
                at=time_text(plate.at),
                expires_at=time_text(plate.expires_at),
            )
        )

    def end(self, ignored_id: str, end: IgnoreEnd) -> None:
        if self.get(ignored_id).ended is not None:
            raise ValueError(f"ignored plate {ignored_id} has ended already")
        self._connection.execute(
            insert(schema.ignored_ends).values(
                ignored_id=ignored_id, by=end.by, at=time_text(end.at), reason=end.reason
            )
        )

    def get(self, ignored_id: str) -> IgnoredPlate:
        query = _ignored().where(schema.ignored_plates.c.ignored_id == ignored_id)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            raise KeyError(ignored_id)
        return _ignored_plate(row)

    def all(self) -> list[IgnoredPlate]:
        table = schema.ignored_plates
        query = _ignored().order_by(table.c.at.desc(), table.c.ignored_id)
        return [_ignored_plate(row) for row in self._connection.execute(query)]


def _ignored() -> Select[Any]:
    plates, ends = schema.ignored_plates, schema.ignored_ends
    return select(
        plates,
        ends.c.by.label("ended_by"),
        ends.c.at.label("ended_at"),
        ends.c.reason.label("ended_why"),
    ).select_from(plates.outerjoin(ends, plates.c.ignored_id == ends.c.ignored_id))


def _ignored_plate(row: Row[Any]) -> IgnoredPlate:
    ended = None
    if row.ended_at is not None:
        ended = IgnoreEnd(row.ended_by, time_from_text(row.ended_at), row.ended_why)
    return IgnoredPlate(
        row.ignored_id,
        row.lic,
        row.lis,
        row.reason,
        row.by,
        time_from_text(row.at),
        time_from_text(row.expires_at),
        ended,
    )


class SqlPastHits:
    """The PastHitStore port over one transaction."""

    def __init__(self, connection: Connection, reads: SqlReads) -> None:
        self._connection = connection
        self._reads = reads

    def add(self, hit: PastHit) -> None:
        self._reads.keep(hit.read_id)
        self._connection.execute(
            insert(schema.past_hits).values(
                past_hit_id=hit.past_hit_id,
                read_id=hit.read_id,
                read_revision=hit.read_revision,
                read_at=time_text(hit.read_at),
                found_at=time_text(hit.found_at),
                **match_values(hit.match),
            )
        )

    def review(self, past_hit_id: str, review: PastHitReview) -> None:
        if self.get(past_hit_id).review is not None:
            raise ValueError(f"past hit {past_hit_id} is reviewed already")
        self._connection.execute(
            insert(schema.past_hit_reviews).values(
                past_hit_id=past_hit_id, by=review.by, at=time_text(review.at), note=review.note
            )
        )

    def get(self, past_hit_id: str) -> PastHit:
        hits = self._hits(schema.past_hits.c.past_hit_id == past_hit_id)
        if not hits:
            raise KeyError(past_hit_id)
        return hits[0]

    def of_read(self, read_id: str) -> list[PastHit]:
        return self._hits(schema.past_hits.c.read_id == read_id)

    def waiting(self) -> list[PastHit]:
        return self._hits(schema.past_hit_reviews.c.at.is_(None))

    def waiting_count(self) -> tuple[int, datetime | None]:
        hits, reviews = schema.past_hits.c, schema.past_hit_reviews.c
        query = select(func.count(), func.max(hits.read_at)).where(
            hits.past_hit_id.not_in(select(reviews.past_hit_id))
        )
        count, newest = self._connection.execute(query).one()
        return count, None if newest is None else time_from_text(newest)

    def _hits(self, condition: Any) -> list[PastHit]:
        hits, reviews = schema.past_hits, schema.past_hit_reviews
        query = (
            select(
                hits,
                reviews.c.by.label("reviewed_by"),
                reviews.c.at.label("reviewed_at"),
                reviews.c.note,
            )
            .select_from(hits.outerjoin(reviews, hits.c.past_hit_id == reviews.c.past_hit_id))
            .where(condition)
            .order_by(hits.c.read_at.desc(), hits.c.past_hit_id)
        )
        return [_past_hit(row) for row in self._connection.execute(query)]


def _past_hit(row: Row[Any]) -> PastHit:
    review = None
    if row.reviewed_at is not None:
        review = PastHitReview(row.reviewed_by, time_from_text(row.reviewed_at), row.note)
    return PastHit(
        row.past_hit_id,
        row.read_id,
        row.read_revision,
        time_from_text(row.read_at),
        time_from_text(row.found_at),
        match_from(row),
        review,
    )


class SqlCorrections:
    """The CorrectionStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, correction: ReadCorrection) -> None:
        self._connection.execute(
            insert(schema.read_corrections).values(
                read_id=correction.read_id,
                revision=correction.revision,
                by=correction.by,
                at=time_text(correction.at),
                reason=correction.reason,
            )
        )

    def of_read(self, read_id: str) -> list[ReadCorrection]:
        table = schema.read_corrections
        query = select(table).where(table.c.read_id == read_id).order_by(table.c.revision)
        return [
            ReadCorrection(row.read_id, row.revision, row.by, time_from_text(row.at), row.reason)
            for row in self._connection.execute(query)
        ]


class SqlMatchSettings:
    """The MatchSettingStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, setting: MatchSetting) -> None:
        thresholds = setting.thresholds
        self._connection.execute(
            insert(schema.match_settings).values(
                by=setting.by,
                at=time_text(setting.at),
                high=float(thresholds.high),
                normal=float(thresholds.normal),
                low=float(thresholds.low),
            )
        )

    def newest(self) -> MatchSetting | None:
        table = schema.match_settings
        query = select(table).order_by(table.c.setting_id.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        return MatchSetting(
            Thresholds(row.high, row.normal, row.low), row.by, time_from_text(row.at)
        )
