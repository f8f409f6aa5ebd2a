"""A read told of early and corrected by more frames: both are on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.events import ReadReleased
from alpr_console.domain.plate import Box, PlateText
from alpr_console.domain.read import PlateRead
from alpr_console.recognition.passes import PassKeeper
from alpr_console.workflow.lists_in_force import ListsInForce
from alpr_console.workflow.record_reads import ReadRecorder
from tests.fakes.drawn_street import empty_street, frame_of, reading_of, seen_at
from tests.fakes.memory_shelf import MemoryShelf, put_list
from tests.fakes.shift import StandingClock, hot_list, listed

WRONG = reading_of("7ABC128", sure=0.995, doubts={6: (0.94, (("3", 0.05),))})
RIGHT = reading_of("7ABC123", sure=0.999)


class _Shift:
    """A keeper of passes whose reads go through matching into the store."""

    def __init__(self, store: Store, clock: StandingClock, *plates: str) -> None:
        self.store = store
        self.alerts: list[Alert] = []
        self.reads: list[PlateRead] = []
        shelf = MemoryShelf()
        if plates:
            entries = [listed(plate) for plate in plates]
            put_list(store.unit_of_work, shelf, hot_list(), entries)
        self._index = ListsInForce(store.unit_of_work, shelf, clock).reload()
        self._recorder = ReadRecorder(
            store.unit_of_work, clock, timedelta(days=30), lambda: "4-Adam-12",
            index=lambda: self._index,
            on_kept=lambda event: self.reads.append(event.read), on_alert=self.alerts.append,
        )  # fmt: skip

    def see(self, readings: list[PlateText], box: Box | None = None) -> None:
        keeper, street = PassKeeper(), empty_street()
        released: list[PlateRead] = []
        for n, reading in enumerate(readings):
            place = box or Box(100 + 10 * n, 300, 90, 45)
            released += keeper.add(frame_of(street, n), [seen_at(place, reading)]).reads
        released += keeper.flush().reads
        for read in released:
            self._recorder.add(ReadReleased(read, (), 40.0))
        self._recorder.save_waiting()

    def log(self, *actions: str) -> list[AuditRecord]:
        with self.store.unit_of_work() as work:
            work.audit.verify()
            return [e.record for e in work.audit.entries() if e.record.action in actions]


def test_that_the_early_read_and_its_correction_are_both_on_record(
    store: Store, clock: StandingClock
) -> None:
    shift = _Shift(store, clock)
    shift.see([WRONG] * 4 + [RIGHT] * 20)
    early, corrected = shift.reads
    assert (early.text, corrected.text) == ("7ABC128", "7ABC123")
    with store.unit_of_work() as work:
        assert work.reads.revision(early.read_id, 0) == early
        assert work.reads.revision(early.read_id, 1) == corrected
        assert work.reads.get(early.read_id) == corrected
        assert work.reads.count() == 1
    kept, changed = shift.log("read.kept", "read.corrected")
    assert (kept.action, kept.subject) == ("read.kept", early.read_id)
    assert (changed.action, changed.subject) == ("read.corrected", early.read_id)
    assert "text" in changed.details["changed"]
    assert not {"7ABC128", "7ABC123"} & set(changed.details.values())


def test_that_a_correction_of_the_picture_alone_says_so(store: Store, clock: StandingClock) -> None:
    shift = _Shift(store, clock)
    shift.see([RIGHT] * 4)
    (read,) = shift.reads
    later = replace(read, revision=1, at=read.at + timedelta(seconds=1))
    recorder_said = ReadReleased(later, (), 40.0)
    shift._recorder.add(recorder_said)
    shift._recorder.save_waiting()
    (changed,) = shift.log("read.corrected")
    assert changed.details["changed"] == "picture"


def test_that_an_alert_keeps_the_read_it_was_raised_on_when_that_is_corrected(
    store: Store, clock: StandingClock
) -> None:
    shift = _Shift(store, clock, "7ABC128")
    shift.see([WRONG] * 4 + [RIGHT] * 20)
    (alert,) = shift.alerts
    with store.unit_of_work() as work:
        kept = work.alerts.get(alert.alert_id)
    assert (kept.hit.read.text, kept.hit.read.revision) == ("7ABC128", 0)
    assert shift.reads[-1].text == "7ABC123"


def test_that_a_correction_that_is_listed_raises_an_alert_of_its_own(
    store: Store, clock: StandingClock
) -> None:
    shift = _Shift(store, clock, "7ABC123", "7ABC128")
    shift.see([WRONG] * 4 + [RIGHT] * 20)
    raised = [(a.hit.entry.lic, a.hit.read.text, a.hit.read.revision) for a in shift.alerts]
    assert raised == [("7ABC128", "7ABC128", 0), ("7ABC123", "7ABC123", 1)]
    assert len({a.hit.read.read_id for a in shift.alerts}) == 1
    assert len(shift.log("alert.raised")) == 2
