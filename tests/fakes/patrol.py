"""A car without threads and cameras: reads go through matching onto the record, as they do in
the console, over whatever store and shelf a test gives.

    patrol = Patrol(store.unit_of_work, shelf, clock)
    patrol.put_list("SVS", [listed("7ABC123")])
    patrol.see(read_of("7ABC123"))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.events import PastHitsFound, ReadReleased
from alpr_console.domain.hotlist import HotList, HotListEntry
from alpr_console.domain.operator import Role
from alpr_console.domain.past_hit import PastHit
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificEntry
from alpr_console.list_ports import ListShelf
from alpr_console.matching.index import SHORT_LIST
from alpr_console.ports import UnitOfWorkFactory
from alpr_console.workflow.correct_read import Corrected
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.in_force import specific_in_force
from alpr_console.workflow.lists_in_force import ListsInForce
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.past_reads import PastReads, PastSource, sources_of
from alpr_console.workflow.record_reads import ReadRecorder
from alpr_console.workflow.settle_match import Repeated
from tests.fakes.memory_shelf import put_list
from tests.fakes.shift import StandingClock, hot_list, listed, person, policy, read_of, session_of

NOTHING_LEFT_S = 60.0
"""A budget within which everything there is to do is done."""


class Patrol:
    def __init__(
        self,
        uow: UnitOfWorkFactory,
        shelf: ListShelf,
        clock: StandingClock,
        rules: AgencyPolicy | None = None,
    ) -> None:
        self.uow, self.shelf, self.clock = uow, shelf, clock
        self.policy = rules or policy()
        self.lists = ListsInForce(uow, shelf, clock)
        self.alerts: list[Alert] = []
        self.repeats: list[Repeated] = []
        self.kept: list[PlateRead] = []
        self.corrected: list[Corrected] = []
        self.found: list[PastHitsFound] = []
        self.desk = Desk(
            uow, shelf, clock, self.policy, "4-Adam-12",
            MatchParts(lambda: self.lists.index, self.lists.index_at, self.corrected.append),
        )  # fmt: skip
        self.recorder = ReadRecorder(
            uow, clock, self.policy.stale_after, lambda: self.desk.unit,
            lambda: self.lists.index, lambda event: self.kept.append(event.read),
            self.alerts.append, self.repeats.append,
        )  # fmt: skip
        self.past = self.new_past_reads()
        self.sit(Role.OPERATOR)

    def new_past_reads(self) -> PastReads:
        """As after a restart."""
        return PastReads(
            self.uow, self.clock, self.policy.lists, lambda: self.lists.index,
            self._sources, self.found.append,
        )  # fmt: skip

    def _sources(self) -> list[PastSource]:
        with self.uow() as work:
            specific = specific_in_force(work, self.clock.now())
            return sources_of(work.hot_lists.in_force(), specific)

    def sit(self, role: Role) -> None:
        """Somebody of the role is signed in from here on, with an account of that name."""
        self.desk.session = session_of(role)
        with self.uow() as work:
            if work.users.by_name(role.value) is None:
                work.users.add(person(role))

    def put_list(self, name: str, entries: Sequence[HotListEntry]) -> HotList:
        """In force as the next version; stored reads are to be matched with it."""
        with self.uow() as work:
            versions = work.hot_lists.versions(name)
        number = versions[0].version + 1 if versions else 1
        new = replace(hot_list(name), version=number, imported_at=self.clock.now())
        listed = put_list(self.uow, self.shelf, new, entries)
        self.follow_lists()
        return listed

    def put_specific(self, contents: SpecificContents) -> SpecificEntry:
        """Entered by the operator, approved by the supervisor, in force."""
        self.sit(Role.OPERATOR)
        entered = self.desk.specific.submit(contents)
        self.sit(Role.SUPERVISOR)
        approved = self.desk.specific.approve(entered.entry_id)
        self.follow_lists()
        return approved

    def follow_lists(self) -> None:
        self.lists.reload()
        self.past.lists_changed()

    def see(self, read: PlateRead) -> PlateRead:
        """A pass, released and put on record."""
        index = self.lists.index
        matches = index.match(read.reading, read.vehicle, self.clock.now())
        self.recorder.add(ReadReleased(read, matches, 80.0, index.generation))
        self.recorder.save_waiting()
        return read

    def pass_of(self, text: str, state: str = "CA", at: datetime | None = None) -> PlateRead:
        """A new pass of a vehicle with that plate, captured now unless told otherwise."""
        return self.see(replace(read_of(text, state), at=at or self.clock.now()))

    def look_back(self) -> list[PastHit]:
        """Match what is stored with what is new; every past hit there is, newest read first."""
        assert not self.past.step(NOTHING_LEFT_S)
        with self.uow() as work:
            return work.past_hits.waiting()

    def close(self, alert: Alert, outcome: Outcome) -> Alert:
        """By the course that leads to the outcome."""
        desk, key = self.desk, alert.alert_id
        mismatch = outcome in (Outcome.MISREAD, Outcome.WRONG_STATE, Outcome.WRONG_VEHICLE)
        if mismatch:
            item = alert.next_item
            assert item is not None
            desk.answer_item(key, item.kind, Verdict.DIFFERENT, "another one on the plate")
        if outcome.is_stop or outcome is Outcome.NOT_CONFIRMED:
            while item := alert.next_item:
                alert = desk.answer_item(key, item.kind, Verdict.IDENTICAL, "same on the plate")
            desk.request_confirmation(key, ConfirmationWay.DISPATCH, Urgency.URGENT)
            reply = Reply.CONFIRMED if outcome.is_stop else Reply.NOT_CONFIRMED
            desk.record_reply(key, reply, "Dispatcher 7")
        if outcome.is_stop:
            desk.state_basis(key, "Reported stolen, confirmed by dispatch", "Driver seen and asked")
        closed = desk.record_disposition(key, outcome, "26-000123", "as said")
        assert closed.state is AlertState.CLOSED
        return closed

    def log(self, *actions: str) -> list[AuditRecord]:
        with self.uow() as work:
            work.audit.verify()
            return [e.record for e in work.audit.entries() if e.record.action in actions]


def among_many(*entries: HotListEntry) -> list[HotListEntry]:
    """The entries on a list so long that only what is sure enough is told of."""
    return [*entries, *(listed(f"9Z{n:05}") for n in range(SHORT_LIST))]


def again(read: PlateRead, **changed: object) -> PlateRead:
    """Another pass that reads the same, but for what is changed."""
    return replace(read, read_id=uuid4().hex, **changed)  # type: ignore[arg-type]
