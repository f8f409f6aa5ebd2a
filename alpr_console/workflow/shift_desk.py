"""The desk's acts of a shift: check, canvass, reads by hand, notes, its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import DutyMissing, ShiftRefused
from alpr_console.domain.hotlist import Freshness
from alpr_console.domain.operator import Permission
from alpr_console.domain.plate import MAX_CHARACTERS
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.shift import (
    Canvass,
    EquipmentFault,
    FaultAct,
    ListedRead,
    ReadFilter,
    ShiftCheck,
    ShiftNote,
)
from alpr_console.domain.shift_check import (
    ANSWERED,
    CheckFacts,
    CheckItem,
    CheckKey,
    answered_item,
    measured,
    read_item,
    unasked_items,
    unread_item,
)
from alpr_console.domain.shift_summary import OpenMatters, ShiftStanding, ShiftSummary
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import canvass, check_equipment, end_shift, hand_reads
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.entered_plate import plate_entered
from alpr_console.workflow.looks import record_look
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.on_record import refusals_recorded

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

PAGE = 200
"""Reads given out at a time."""

SHOWN_FOR = timedelta(minutes=5)
"""A plate in front of the car is looked for among the reads of this span."""

TONE = "confirm"
LONGEST_NOTE = 1000


class Senses(Protocol):
    """What the console knows of its cameras, receiver, disk and speaker."""

    def facts(self, lists: Sequence[tuple[str, Freshness]]) -> CheckFacts: ...

    def position(self) -> PositionFix | None:
        """Where the car is; None without a fix of now."""
        ...

    def play(self, sound: str) -> None: ...


class ShiftDesk:
    """Each act raises PermissionRefused unless whoever handles alerts is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock, parts: MatchParts) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._parts = parts
        self.senses: Senses | None = None
        """None at the desk of a command: nothing is measured there."""
        self._draft: dict[CheckKey, CheckItem] = {}
        self._drafted_in = ""
        """The shift that the draft belongs to."""

    def standing(self) -> ShiftStanding:
        self._desk.demand(Permission.HANDLE_ALERTS)
        session = self._desk.signed_in()
        answers = session.user.may(Permission.ANSWER_FAULTS)
        with self._uow() as work:
            shifts = work.shifts
            faults, running = shifts.faults(), shifts.running()
            count = shifts.canvass_counts().get(running.canvass_id, 0) if running else 0
            return ShiftStanding(
                checked=bool(shifts.checks(session.session_id)),
                open_faults=tuple(one for one in faults if one.is_open),
                told=sum(one.waits_for(session.user.name) for one in faults) if answers else 0,
                canvass=running,
                under_case=count,
            )

    # The check

    def check(self) -> tuple[CheckItem, ...]:
        """Every item as it stands now, in the order shown; nothing is on record by that."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        draft, facts = self._drafted(), self._facts()
        sound = facts.sound_fault if facts is not None else ""
        rest = tuple(draft.get(one.key, one) for one in unasked_items(sound))
        return (*(measured(facts) if facts is not None else ()), *rest)

    def play_tone(self) -> None:
        self._desk.demand(Permission.HANDLE_ALERTS)
        if self.senses is not None:
            self.senses.play(TONE)

    def answer(self, key: CheckKey, good: bool, words: str = "") -> CheckItem:
        """What the officer saw or heard. Raises ShiftRefused, DutyMissing without a word on what
        is not in order."""
        said = " ".join(words.split())
        with refusals_recorded(self._uow, "shift.check_answered", self._who(), key.value):
            self._desk.demand(Permission.HANDLE_ALERTS)
            if key not in ANSWERED:
                raise ShiftRefused("The console measures that itself.", "Answer what is asked.")
            if not good and len(said) < 4:
                section = self._desk.policy.shift.check.section
                raise DutyMissing("What is wrong needed.", "Say it in a few words.", section)
        self._drafted()[key] = item = answered_item(key, good, said)
        return item

    def shown_plate(self, untrusted_plate: str) -> CheckItem:
        """A plate that the officer sees before a camera, looked for among the latest reads."""
        with refusals_recorded(self._uow, "shift.check_answered", self._who(), "plate_read"):
            self._desk.demand(Permission.HANDLE_ALERTS)
            plate = plate_entered(untrusted_plate, MAX_CHARACTERS)
        since = max(self._clock.now() - SHOWN_FOR, self._desk.signed_in().started_at)
        with self._uow() as work:
            latest = work.reads.listed(since, ReadFilter(), None, 20)
        # What a person typed or put right proves nothing of the cameras.
        read = [r.plate for r in latest if r.by_hand is None and not r.corrected]
        found = (plate,) if plate in read else tuple(read[:1])
        self._drafted()[CheckKey.PLATE_READ] = item = read_item(CheckKey.PLATE_READ, plate, found)
        return item

    def tested(self, shown: str, read: tuple[str, ...], failure: str = "") -> CheckItem:
        """What the reader made of the test picture; `failure` where it could not be asked."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        key = CheckKey.TEST_READ
        item = unread_item(key, failure) if failure else read_item(key, shown, read)
        self._drafted()[key] = item
        return item

    def record_check(self) -> ShiftCheck:
        """See check_equipment.record_check; what was not answered is on record as that."""
        made = check_equipment.record_check(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, self.check()
        )
        self._draft.clear()
        return made

    def checks(self) -> list[ShiftCheck]:
        """Of this shift, oldest first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            return work.shifts.checks(self._desk.signed_in().session_id)

    def faults(self) -> list[EquipmentFault]:
        """Those open, or not acknowledged by the administrator signed in; newest first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        user = self._desk.signed_in().user
        answers = user.may(Permission.ANSWER_FAULTS)
        with self._uow() as work:
            known = work.shifts.faults()
        return [f for f in reversed(known) if f.is_open or (answers and f.waits_for(user.name))]

    def note_fault(self, fault_id: str, act: FaultAct, note: str) -> EquipmentFault:
        """See check_equipment.note_fault."""
        return check_equipment.note_fault(
            self._uow, self._clock, self._desk.signed_in(), fault_id, act, note
        )

    # Canvass mode

    def start_canvass(self, case_number: str, note: str) -> Canvass:
        """See canvass.start."""
        return canvass.start(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, case_number, note
        )

    def end_canvass(self) -> Canvass:
        return canvass.end(self._uow, self._clock, self._desk.signed_in())

    def canvasses(self) -> list[tuple[Canvass, int]]:
        """Of this shift, newest first, each with the reads recorded under it."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        shift = self._desk.signed_in().session_id
        with self._uow() as work:
            counts = work.shifts.canvass_counts()
            own = [one for one in reversed(work.shifts.canvasses()) if one.shift_id == shift]
        return [(one, counts.get(one.canvass_id, 0)) for one in own]

    # Reads

    def type_read(self, plate: str, state: str) -> PlateRead:
        """See hand_reads.type_read."""
        kept = hand_reads.type_read(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy.stale_after,
            self._parts.index(), plate, state, self._position(),
        )  # fmt: skip
        self._parts.on_corrected(kept)
        return kept.read

    def keep_captured(self, reads: Sequence[PlateRead]) -> list[PlateRead]:
        """See hand_reads.keep_captured."""
        kept: list[Corrected] = hand_reads.keep_captured(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy.stale_after,
            self._parts.index(), reads, self._position(),
        )  # fmt: skip
        for one in kept:
            self._parts.on_corrected(one)
        return [one.read for one in kept]

    def reads(
        self, wanted: ReadFilter, before: tuple[datetime, str] | None = None
    ) -> tuple[list[ListedRead], int]:
        """A page of this shift's reads, newest first, and how many fit in all. The look is on
        record."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        session = self._desk.signed_in()
        with self._uow() as work:
            found = work.reads.listed(session.started_at, wanted, before, PAGE)
            count = work.reads.listed_count(session.started_at, wanted)
            record_look(
                work, session, "reads.seen", [one.read_id for one in found],
                "list of the shift's reads", "Live operation",
            )  # fmt: skip
        return found, count

    # Notes

    def add_note(self, text: str, read_id: str = "", alert_id: str = "") -> ShiftNote:
        """Raises ShiftRefused for no words, or too many."""
        words, session = text.strip(), self._desk.signed_in()
        with refusals_recorded(self._uow, "shift.noted", session.user.name):
            self._desk.demand(Permission.HANDLE_ALERTS)
            if not words:
                raise ShiftRefused("A note without words.", "Write what is to be known.")
            if len(words) > LONGEST_NOTE:
                raise ShiftRefused(
                    f"A note has {LONGEST_NOTE} characters at the most.", "Make two of it."
                )
            note = ShiftNote(
                uuid4().hex, session.session_id, session.user.name, session.unit,
                self._clock.now(), words, read_id, alert_id,
            )  # fmt: skip
            with self._uow() as work:
                work.shifts.add_note(note)
                # Not its words: what they name must not outlive it in the log.
                work.audit.append(
                    AuditRecord(
                        "shift.noted", note.by, "done", note.note_id, "Note of the shift",
                        {"shift": note.shift_id, "read_id": read_id, "alert_id": alert_id},
                    )
                )  # fmt: skip
        return note

    def notes(self) -> list[ShiftNote]:
        """Of this shift, newest first."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            return work.shifts.notes(self._desk.signed_in().session_id)[::-1]

    # Its end

    def open_matters(self) -> OpenMatters:
        """What signing out would leave open. The look at the alerts is on record."""
        self._desk.demand(Permission.HANDLE_ALERTS)
        with self._uow() as work:
            matters = end_shift.open_matters(work)
            record_look(
                work, self._desk.signed_in(), "alerts.seen",
                [one.alert_id for one in matters.alerts], "open hits", "End of shift",
            )  # fmt: skip
        return matters

    def save_summary(self, path: Path) -> ShiftSummary:
        """See end_shift.save_summary."""
        return end_shift.save_summary(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, path
        )

    # Within

    def _who(self) -> str:
        return self._desk.signed_in().user.name

    def _position(self) -> PositionFix | None:
        return self.senses.position() if self.senses is not None else None

    def _facts(self) -> CheckFacts | None:
        if self.senses is None:
            return None
        return self.senses.facts([(one.name, fresh) for one, fresh in self._desk.lists()])

    def _drafted(self) -> dict[CheckKey, CheckItem]:
        """What was answered so far in this shift; another's answers never count for it."""
        shift = self._desk.signed_in().session_id
        if shift != self._drafted_in:
            self._draft, self._drafted_in = {}, shift
        return self._draft
