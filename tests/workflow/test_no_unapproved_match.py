"""Whatever is done in whatever order, only what another person approved is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alpr_console.audit.verify import verify_audit
from alpr_console.domain.errors import ConsoleError, StoreUnavailable
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import Approver
from alpr_console.domain.specific_entry import SpecificState
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.in_force import specific_in_force
from tests.fakes.bolo import WHY, bolo, session_as
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore, MemoryUnitOfWork
from tests.fakes.shift import SPECIFIC_RULES, StandingClock, policy

PEOPLE = {
    "doe": Role.OPERATOR,
    "roe": Role.OPERATOR,
    "sergeant": Role.SUPERVISOR,
    "lieutenant": Role.SUPERVISOR,
    "chief": Role.ADMINISTRATOR,
}
WORDS = st.sampled_from([WHY, WHY, "", "yes"])
POLICIES = (
    policy(),
    policy(
        specific=replace(SPECIFIC_RULES, approver=Approver.ADMINISTRATOR, term=timedelta(days=2))
    ),
)

in_force_seen, expired_seen, renewed_seen = 0, 0, 0


class TornWork(MemoryUnitOfWork):
    """A transaction that the computer goes down in."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        super().__exit__(StoreUnavailable, exc, traceback)
        raise StoreUnavailable("The disk is full.")


class TearingStore(MemoryStore):
    torn = False

    def unit_of_work(self) -> MemoryUnitOfWork:
        return TornWork(self) if self.torn else super().unit_of_work()


class Station(RuleBasedStateMachine):
    """Five people doing anything at all to entries, at any time, under either policy."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = StandingClock()
        self.store = TearingStore("station", self.clock)
        self.desk = Desk(self.store.unit_of_work, MemoryShelf(), self.clock, POLICIES[0], "station")
        self.ids: list[str] = []

    def attempt(self, who: str, act: str, n: int, *what: object) -> None:
        if not self.ids:
            return
        self.desk.session = session_as(who, PEOPLE[who])
        entry_id = self.ids[n % len(self.ids)]
        with self.store.unit_of_work() as work:
            before = work.specific.get(entry_id)
        try:
            getattr(self.desk.specific, act)(entry_id, *what)
        except ConsoleError:
            with self.store.unit_of_work() as work:
                assert work.specific.get(entry_id) == before
                *_, last = work.audit.entries()
            assert last.record.outcome.startswith("refused: ")
        else:
            with self.store.unit_of_work() as work:
                *_, last = work.audit.entries()
            assert (last.record.outcome, last.record.subject) == ("done", entry_id)

    who = st.sampled_from(list(PEOPLE))
    which = st.integers(0, 3)

    @rule(who=who, synopsis=WORDS, days=st.sampled_from([None, 1, 40]))
    def submit(self, who: str, synopsis: str, days: int | None) -> None:
        self.desk.session = session_as(who, PEOPLE[who])
        try:
            entry = self.desk.specific.submit(bolo(mis=synopsis, days=days))
        except ConsoleError:
            assert synopsis != WHY or days == 40
        else:
            self.ids = [*self.ids[-3:], entry.entry_id]

    @rule(who=who, n=which)
    def approve(self, who: str, n: int) -> None:
        self.attempt(who, "approve", n)

    @rule(who=who, n=which)
    def renew(self, who: str, n: int) -> None:
        self.attempt(who, "renew", n)

    @rule(who=who, n=which, why=WORDS)
    def ask_renewal(self, who: str, n: int, why: str) -> None:
        self.attempt(who, "request_renewal", n, why)

    @rule(who=st.sampled_from(["doe", "lieutenant"]), n=which, why=WORDS)
    def refuse(self, who: str, n: int, why: str) -> None:
        self.attempt(who, "refuse", n, why)

    @rule(who=who, n=which, why=st.sampled_from(["", "", WHY]))
    def withdraw(self, who: str, n: int, why: str) -> None:
        self.attempt(who, "withdraw", n, why)

    @rule(n=which, decider=st.sampled_from(["chief", "chief", "sergeant"]))
    def lead_on(self, n: int, decider: str) -> None:
        """What the entry's state asks for next, or a random walk would hardly get on."""
        if not self.ids:
            return
        with self.store.unit_of_work() as work:
            state = work.specific.get(self.ids[n % len(self.ids)]).state(self.clock.at)
        match state:
            case SpecificState.SUBMITTED:
                self.approve(decider, n)
            case SpecificState.IN_FORCE | SpecificState.EXPIRED:
                self.ask_renewal("roe", n, WHY)
            case SpecificState.RENEWAL_REQUESTED:
                self.renew(decider, n)

    @rule(span=st.sampled_from([1, 59, 3600, 86_399, 86_400, 20 * 86_400]))
    def wait(self, span: int) -> None:
        self.clock.go_on(seconds=span)

    @rule(n=which)
    def wait_for_the_minute_of_expiry(self, n: int) -> None:
        if self.ids:
            with self.store.unit_of_work() as work:
                until = work.specific.get(self.ids[n % len(self.ids)]).until
            if until is not None and until > self.clock.at:
                self.clock.at = until

    @rule(who=who, n=which, act=st.sampled_from(["approve", "renew"]))
    def go_down_in_the_middle(self, who: str, n: int, act: str) -> None:
        if not self.ids:
            return
        self.desk.session = session_as(who, PEOPLE[who])
        before = self.store.contents
        self.store.torn = True
        with pytest.raises(ConsoleError):
            getattr(self.desk.specific, act)(self.ids[n % len(self.ids)])
        self.store.torn = False
        assert self.store.contents is before

    @rule(which=st.sampled_from(POLICIES))
    def under_another_policy(self, which: object) -> None:
        self.desk.policy = which  # type: ignore[assignment]

    @invariant()
    def what_is_in_force_is_what_the_log_says_was_approved(self) -> None:
        """The log is read without the state machine: who did what, and until when."""
        global in_force_seen, expired_seen, renewed_seen
        entered: dict[str, str] = {}
        asked: dict[str, str] = {}
        until: dict[str, datetime] = {}
        with self.store.unit_of_work() as work:
            for one in work.audit.entries():
                record = one.record
                if record.outcome != "done":
                    continue
                match record.action:
                    case "specific.submitted":
                        entered[record.subject] = record.who
                    case "specific.renewal_requested":
                        asked[record.subject] = record.who
                    case "specific.approved" | "specific.renewed":
                        assert record.who != entered[record.subject]
                        assert PEOPLE[record.who] is not Role.OPERATOR
                        if record.action == "specific.renewed":
                            assert record.who != asked[record.subject]
                            renewed_seen += 1
                        until[record.subject] = datetime.fromisoformat(record.details["until"])
                        assert until[record.subject] <= one.at + SPECIFIC_RULES.term
                    case "specific.withdrawn" | "specific.refused":
                        until.pop(record.subject, None)
            found = {timed.entry.entry_id for timed in specific_in_force(work, self.clock.at)}
        assert found == {entry_id for entry_id, end in until.items() if self.clock.at < end}
        in_force_seen += len(found)
        expired_seen += len(until) - len(found)

    def teardown(self) -> None:
        verify_audit(self.store.unit_of_work)


@pytest.mark.requirement("HOT-5")
@pytest.mark.requirement("HOT-6")
def test_that_no_order_of_acts_puts_in_force_what_was_not_approved_nor_loses_what_was() -> None:
    run_state_machine_as_test(
        Station,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
        ),
    )
    seen = (in_force_seen, expired_seen, renewed_seen)
    assert min(seen) > 0, f"no walk reached an entry in force, expired and renewed: {seen}"
