"""A misread corrected by a person, and matched at once (HIT-9). The read as made stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.correction import FIRST_BY_A_PERSON, ReadCorrection
from alpr_console.domain.errors import PlateRefused
from alpr_console.domain.hotlist import Match
from alpr_console.domain.operator import Permission
from alpr_console.domain.past_hit import PastHit, StoredRead
from alpr_console.domain.plate import (
    MAX_CHARACTERS,
    UNKNOWN_STATE,
    CharacterRead,
    PlateText,
    StateRead,
)
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.telling import worth_telling
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.entered_plate import plate_entered, state_entered
from alpr_console.workflow.in_force import still_in_force
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.past_reads import past_hit
from alpr_console.workflow.raise_alert import changed
from alpr_console.workflow.settle_match import Ignored, Outcome, settle_match

CORRECTED = "read.corrected_by_person"

LIVE_FOR = timedelta(minutes=15)
"""A read older than this is no sight of where a vehicle is: what it hits is a past hit."""


@dataclass(frozen=True, slots=True)
class Corrected:
    read: PlateRead
    outcomes: tuple[Outcome, ...] = ()
    """What became of its matches; still to be shown and sounded."""
    past_hits: tuple[PastHit, ...] = ()
    """In place of alerts, of a read that is not of now."""
    matches: tuple[Match, ...] = ()
    """Those that are told of, so that the screen marks the read as a hit."""


def correct_read(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    unit: str,
    stale_after: timedelta,
    index: HotListIndex,
    read_id: str,
    untrusted_plate: str,
    untrusted_state: str,
    reason: str,
) -> Corrected:
    """A new revision of the read with what the person sees, and what it hits, in one step.

    '' as the state says that it cannot be told. Raises PermissionRefused; PlateRefused for
    what is no plate, what the read says already, or no reason; KeyError for an unknown read.
    """
    who, words = session.user.name, " ".join(reason.split())
    # Not the plate: the log outlives the read.
    with refusals_recorded(uow, CORRECTED, who, read_id, {"reason": words}):
        session.demand(Permission.HANDLE_ALERTS)
        plate = plate_entered(untrusted_plate, MAX_CHARACTERS)
        state = state_entered(untrusted_state) or UNKNOWN_STATE
        if not words:
            raise PlateRefused("A correction needs a reason.", "Say why, for example 'misread'.")
        now = clock.now()
        with uow() as work:
            before = work.reads.get(read_id)
            if (before.text, before.state) == (plate, state):
                raise PlateRefused("The read says so already.", "Correct what differs.")
            read = replace(
                before,
                reading=certain(plate, state),
                revision=max(before.revision + 1, FIRST_BY_A_PERSON),
            )
            found = index.match(read.reading, read.vehicle, now)
            matches = worth_telling([m for m in found if still_in_force(work, m, now)])
            work.reads.save(read)
            work.corrections.add(ReadCorrection(read_id, read.revision, who, now, words))
            work.audit.append(
                AuditRecord(
                    action=CORRECTED,
                    who=who,
                    outcome="done",
                    subject=read_id,
                    purpose=words,
                    details={
                        "unit": unit,
                        "revision": str(read.revision),
                        "in_place_of": str(before.revision),
                        "changed": changed(before, read),
                        "hits": str(len(matches)),
                    },
                )
            )
            if now - read.at > LIVE_FOR:
                return Corrected(read, past_hits=_past_hits(work, now, read, matches))
            outcomes = [settle_match(work, now, unit, read, m, stale_after) for m in matches]
    told = (m for m, one in zip(matches, outcomes, strict=True) if not isinstance(one, Ignored))
    return Corrected(read, tuple(outcomes), matches=tuple(told))


def certain(plate: str, state: str) -> PlateText:
    """Without a doubt, so that matching weighs none of the reader's confusions in."""
    return PlateText(tuple(CharacterRead(c, 1.0) for c in plate), StateRead(state, 1.0), 1.0)


def _past_hits(
    work: UnitOfWork, now: datetime, read: PlateRead, matches: Sequence[Match]
) -> tuple[PastHit, ...]:
    stored = StoredRead(read.read_id, read.revision, read.at, read.reading, read.vehicle)
    hits = [past_hit(work, now, stored, match) for match in matches]
    return tuple(hit for hit in hits if hit is not None)
