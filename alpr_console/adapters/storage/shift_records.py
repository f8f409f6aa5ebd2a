"""Checks, faults, canvasses, notes and reads by hand over one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_leave

from alpr_console.adapters.storage.schema_shift import (
    canvass_reads,
    hand_reads,
    records,
    shift_checks,
    shift_notes,
    steps,
)
from alpr_console.adapters.storage.stepped_records import SteppedRecords
from alpr_console.audit.chain import time_text
from alpr_console.domain.shift import (
    ByHand,
    Canvass,
    CanvassEnd,
    EquipmentFault,
    FaultStep,
    HandRead,
    ShiftCheck,
    ShiftNote,
)

T = TypeVar("T")

_CHECKS, _NOTES = TypeAdapter(ShiftCheck), TypeAdapter(ShiftNote)


class _Faults(SteppedRecords[EquipmentFault]):
    table = "equipment_faults"
    records = records
    steps = steps
    steps_field = "steps"
    record_type = TypeAdapter(EquipmentFault)
    step_type = TypeAdapter(FaultStep)
    key = staticmethod(lambda fault: fault.fault_id)


class _Canvasses(SteppedRecords[Canvass]):
    table = "canvasses"
    records = records
    steps = steps
    steps_field = "ends"
    record_type = TypeAdapter(Canvass)
    step_type = TypeAdapter(CanvassEnd)
    key = staticmethod(lambda canvass: canvass.canvass_id)


class SqlShifts:
    """The ShiftStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._faults = _Faults(connection)
        self._canvasses = _Canvasses(connection)

    def add_check(self, check: ShiftCheck) -> None:
        self._add(shift_checks, check.shift_id, _CHECKS.dump_json(check))

    def checks(self, shift_id: str) -> list[ShiftCheck]:
        return self._of(shift_checks, shift_id, _CHECKS)

    def save_fault(self, fault: EquipmentFault) -> None:
        self._faults.save(fault)

    def fault(self, fault_id: str) -> EquipmentFault:
        return self._faults.get(fault_id)

    def faults(self) -> list[EquipmentFault]:
        return self._faults.all()

    def save_canvass(self, canvass: Canvass) -> None:
        self._canvasses.save(canvass)

    def canvass(self, canvass_id: str) -> Canvass:
        return self._canvasses.get(canvass_id)

    def canvasses(self) -> list[Canvass]:
        return self._canvasses.all()

    def running(self) -> Canvass | None:
        # Asked at every read: no row is looked at but those of canvasses without an end.
        table, ends = records["canvasses"], steps["canvasses"]
        ended = select(ends.c.step_id).where(ends.c.record_id == table.c.record_id).exists()
        found = self._connection.execute(select(table.c.contents).where(~ended)).scalars().first()
        return None if found is None else _Canvasses.record_type.validate_json(found)

    def add_to_canvass(self, canvass: Canvass, read_id: str) -> None:
        self._connection.execute(
            insert_or_leave(canvass_reads)
            .values(read_id=read_id, canvass_id=canvass.canvass_id, case_number=canvass.case_number)
            .on_conflict_do_nothing()
        )

    def canvass_counts(self) -> dict[str, int]:
        query = select(canvass_reads.c.canvass_id, func.count()).group_by(
            canvass_reads.c.canvass_id
        )
        return {row[0]: int(row[1]) for row in self._connection.execute(query)}

    def add_note(self, note: ShiftNote) -> None:
        self._add(shift_notes, note.shift_id, _NOTES.dump_json(note))

    def notes(self, shift_id: str) -> list[ShiftNote]:
        return self._of(shift_notes, shift_id, _NOTES)

    def add_hand_read(self, one: HandRead) -> None:
        self._connection.execute(
            insert(hand_reads).values(
                read_id=one.read_id,
                how=one.how.value,
                by=one.by,
                unit=one.unit,
                at=time_text(one.at),
            )
        )

    def by_hand(self, read_ids: Iterable[str]) -> dict[str, ByHand]:
        query = select(hand_reads.c.read_id, hand_reads.c.how).where(
            hand_reads.c.read_id.in_(list(read_ids))
        )
        return {row.read_id: ByHand(row.how) for row in self._connection.execute(query)}

    def _add(self, table: Table, shift_id: str, contents: bytes) -> None:
        self._connection.execute(
            insert(table).values(shift_id=shift_id, contents=contents.decode("utf-8"))
        )

    def _of(self, table: Table, shift_id: str, kind: TypeAdapter[T]) -> list[T]:
        query = select(table.c.contents).where(table.c.shift_id == shift_id).order_by(table.c.place)
        return [kind.validate_json(found) for found in self._connection.execute(query).scalars()]
