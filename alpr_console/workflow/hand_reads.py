"""Reads that come by hand: a plate typed, or a picture taken by key; matched at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.operator import Permission
from alpr_console.domain.plate import MAX_CHARACTERS, UNKNOWN_STATE, Box
from alpr_console.domain.read import TYPED_CAMERA, PlateRead, PositionFix
from alpr_console.domain.session import Session
from alpr_console.domain.shift import ByHand, HandRead
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.telling import worth_telling
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.canvass import record_under_case
from alpr_console.workflow.correct_read import Corrected, certain
from alpr_console.workflow.entered_plate import plate_entered, state_entered
from alpr_console.workflow.in_force import still_in_force
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.settle_match import Ignored, settle_match

ACTIONS = {ByHand.TYPED: "read.typed", ByHand.CAPTURED: "read.captured"}

_NOWHERE = ((0.0, 0.0), (0.0, 0.0), (0.0, 0.0), (0.0, 0.0))


def type_read(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    stale_after: timedelta,
    index: HotListIndex,
    untrusted_plate: str,
    untrusted_state: str,
    position: PositionFix | None,
) -> Corrected:
    """A plate that the officer saw, as a read without a picture, and what it hits.

    '' as the state says that it cannot be told. Raises PermissionRefused, PlateRefused.
    """
    action, who = ACTIONS[ByHand.TYPED], session.user.name
    with refusals_recorded(uow, action, who):
        session.demand(Permission.HANDLE_ALERTS)
        plate = plate_entered(untrusted_plate, MAX_CHARACTERS)
        state = state_entered(untrusted_state) or UNKNOWN_STATE
        read = PlateRead(
            read_id=uuid4().hex, track_id=0, camera=TYPED_CAMERA, reading=certain(plate, state),
            box=Box(0, 0, 0, 0), corners=_NOWHERE, first_frame=0, last_frame=0, frames=0,
            at=clock.now(), crop_jpeg=b"", context_jpeg=b"", position=position,
        )  # fmt: skip
        with uow() as work:
            return _keep(work, clock, session, stale_after, index, read, ByHand.TYPED)


def keep_captured(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    stale_after: timedelta,
    index: HotListIndex,
    reads: Sequence[PlateRead],
    position: PositionFix | None,
) -> list[Corrected]:
    """What the reader made of a picture taken by key, each with what it hits; all or none.

    Raises PermissionRefused.
    """
    action, who = ACTIONS[ByHand.CAPTURED], session.user.name
    with refusals_recorded(uow, action, who):
        session.demand(Permission.HANDLE_ALERTS)
        with uow() as work:
            return [
                _keep(
                    work, clock, session, stale_after, index, replace(read, position=position),
                    ByHand.CAPTURED,
                )
                for read in reads
            ]  # fmt: skip


def _keep(
    work: UnitOfWork,
    clock: Clock,
    session: Session,
    stale_after: timedelta,
    index: HotListIndex,
    read: PlateRead,
    how: ByHand,
) -> Corrected:
    now = clock.now()
    found = index.match(read.reading, read.vehicle, now)
    matches = worth_telling([m for m in found if still_in_force(work, m, now)])
    work.reads.save(read)
    work.shifts.add_hand_read(HandRead(read.read_id, how, session.user.name, session.unit, now))
    case = record_under_case(work, read)
    work.audit.append(
        AuditRecord(
            action=ACTIONS[how],
            who=session.user.name,
            outcome="done",
            subject=read.read_id,
            purpose="Live operation",
            details={
                "unit": session.unit,
                "camera": read.camera,
                "hits": str(len(matches)),
                **({"case_number": case} if case else {}),
            },
        )
    )
    outcomes = [settle_match(work, now, session.unit, read, m, stale_after) for m in matches]
    told = (m for m, one in zip(matches, outcomes, strict=True) if not isinstance(one, Ignored))
    return Corrected(read, tuple(outcomes), matches=tuple(told))
