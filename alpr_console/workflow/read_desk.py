"""The desk's acts on reads and past hits, for whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.operator import Permission
from alpr_console.domain.past_hit import PastHit
from alpr_console.domain.read import PlateRead
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import correct_read, past_reads
from alpr_console.workflow.looks import record_look
from alpr_console.workflow.match_parts import MatchParts

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class ReadDesk:
    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock, parts: MatchParts) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._parts = parts

    def correct(self, read_id: str, plate: str, state: str, reason: str) -> PlateRead:
        """See correct_read.correct_read."""
        corrected = correct_read.correct_read(
            self._uow, self._clock, self._desk.signed_in(), self._desk.unit,
            self._desk.policy.stale_after, self._parts.index(), read_id, plate, state, reason,
        )  # fmt: skip
        self._parts.on_corrected(corrected)
        return corrected.read

    def repeats(self, alert_id: str) -> list[AlertRepeat]:
        """Further sights of an alert's vehicle, oldest first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            return work.repeats.of_alert(alert_id)

    def read(self, read_id: str, purpose: str = "To be checked") -> PlateRead:
        """Its newest revision, pictures included; `purpose` goes on record. Raises KeyError."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            read = work.reads.get(read_id)
            record_look(
                work,
                self._desk.signed_in(),
                "read.seen",
                [read_id],
                "read with pictures and place",
                purpose,
                read_id,
            )
            return read

    def corrections(self, read_id: str) -> list[ReadCorrection]:
        """Who corrected the read, when and why; oldest first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            return work.corrections.of_read(read_id)

    def past_hits(self) -> list[PastHit]:
        """Those that wait for review, the newest read first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            waiting = work.past_hits.waiting()
            record_look(
                work,
                self._desk.signed_in(),
                "past_hits.seen",
                [hit.past_hit_id for hit in waiting],
                "past hits",
                "Review",
            )
            return waiting

    def review_past_hit(self, past_hit_id: str, note: str) -> PastHit:
        """See past_reads.review_past_hit."""
        return past_reads.review_past_hit(
            self._uow, self._clock, self._desk.signed_in(), past_hit_id, note
        )
