"""Whatever is done in whatever order, no stop is on record without all its duties."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alpr_console.domain.alert import AlertState
from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import DutyMissing, IllegalTransition
from alpr_console.domain.hotlist import Category
from alpr_console.domain.operator import Role
from alpr_console.workflow.desk import Desk
from tests.fakes.duties import assert_all_duties
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import (
    StandingClock,
    listed,
    match_of,
    policy,
    read_of,
    session_of,
)

WORDS = st.sampled_from(["Seen with my own eyes at the light", "", "yes"])
NUMBERS = st.sampled_from(["26-000123", "", "none"])
# Weighted towards what leads on, or a random walk would hardly ever reach a stop.
VERDICTS = st.sampled_from([Verdict.IDENTICAL] * 7 + [Verdict.DIFFERENT])
REPLIES = st.sampled_from([Reply.CONFIRMED] * 3 + [Reply.LATER, Reply.NOT_CONFIRMED])
STOPS = st.sampled_from([o for o in Outcome if o.is_stop])
OTHERS = st.sampled_from([o for o in Outcome if not o.is_stop])

stops_recorded = 0


class Shift(RuleBasedStateMachine):
    """One officer doing anything at all to two alerts, under either kind of policy."""

    def __init__(self) -> None:
        super().__init__()
        clock = StandingClock()
        self.clock = clock
        self.store = MemoryStore("4-Adam-12", clock)
        self.desk = Desk(self.store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
        self.desk.session = session_of(Role.OPERATOR)
        cases = (
            (read_of("7ABC128"), listed("7ABC12B", "NV", category=Category.WANTED_PERSON)),
            (read_of(), listed(vma="TOYT")),
        )
        self.ids = []
        for read, entry in cases:
            self.desk.keep_read(read)
            self.ids.append(self.desk.raise_alert(read, match_of(read, entry)).alert_id)

    def attempt(self, act: str, *what: object) -> None:
        self.clock.go_on(seconds=7)
        try:
            getattr(self.desk, act)(*what)
        except (DutyMissing, IllegalTransition):
            with self.store.unit_of_work() as work:
                *_, last = work.audit.entries()
            assert last.record.outcome.startswith("refused: ")
        else:
            with self.store.unit_of_work() as work:
                *_, last = work.audit.entries()
            assert last.record.outcome == "done"
            assert last.record.subject == what[0]

    which = st.sampled_from([0, 0, 0, 1])

    @rule(w=which, verdict=VERDICTS, reason=WORDS)
    def answer_what_is_asked(self, w: int, verdict: Verdict, reason: str) -> None:
        item = self.desk.alert(self.ids[w]).next_item
        if item is not None:
            self.attempt("answer_item", self.ids[w], item.kind, verdict, reason)

    @rule(w=which, number=NUMBERS, effort=WORDS)
    def rush(self, w: int, number: str, effort: str) -> None:
        """An officer who wants the stop recorded now, wherever the course stands."""
        alert_id = self.ids[w]
        self.attempt("state_basis", alert_id, "Seen with my own eyes", effort)
        self.attempt("record_disposition", alert_id, Outcome.ARREST, number)

    @rule(w=which, words=st.lists(WORDS, min_size=1, max_size=5), reply=REPLIES)
    def lead_on(self, w: int, words: list[str], reply: Reply) -> None:
        """What the states ask for next, some steps of it, done more or less well."""
        alert_id = self.ids[w]
        for said in words:
            match self.desk.alert(alert_id).state:
                case AlertState.RAISED | AlertState.VERIFYING:
                    self.answer_what_is_asked(w, Verdict.IDENTICAL, said)
                case AlertState.MISMATCHED:
                    self.take_back(w)
                case AlertState.VERIFIED if len(words) % 2:
                    self.exigency(w, said)
                case AlertState.VERIFIED:
                    self.ask(w, Urgency.URGENT)
                case AlertState.PENDING:
                    self.reply(w, reply, "Dispatcher 7")
                case AlertState.CONFIRMED | AlertState.EXIGENT:
                    self.rush(w, "26-000123", said)
                case _:
                    self.stop(w, Outcome.ARREST, "26-000123")

    @rule(w=which, kind=st.sampled_from(ItemKind), verdict=VERDICTS)
    def answer_anything(self, w: int, kind: ItemKind, verdict: Verdict) -> None:
        self.attempt("answer_item", self.ids[w], kind, verdict, "looks the same to me")

    @rule(w=which)
    def take_back(self, w: int) -> None:
        self.attempt("take_back_answer", self.ids[w])

    @rule(w=which, urgency=st.sampled_from(Urgency))
    def ask(self, w: int, urgency: Urgency) -> None:
        self.attempt("request_confirmation", self.ids[w], ConfirmationWay.DISPATCH, urgency)

    @rule(w=which, reply=REPLIES, whom=st.sampled_from(["", "Dispatcher 7"]))
    def reply(self, w: int, reply: Reply, whom: str) -> None:
        self.attempt("record_reply", self.ids[w], reply, whom)

    @rule(w=which, facts=WORDS)
    def exigency(self, w: int, facts: str) -> None:
        self.attempt("state_exigency", self.ids[w], facts)

    @rule(w=which, basis=WORDS, effort=WORDS)
    def basis(self, w: int, basis: str, effort: str) -> None:
        self.attempt("state_basis", self.ids[w], basis, effort)

    @rule(w=which, outcome=STOPS, number=NUMBERS)
    def stop(self, w: int, outcome: Outcome, number: str) -> None:
        self.attempt("record_disposition", self.ids[w], outcome, number)

    @precondition(lambda self: self.clock.at.second % 10 == 7)
    @rule(w=which, outcome=OTHERS)
    def close(self, w: int, outcome: Outcome) -> None:
        self.attempt("record_disposition", self.ids[w], outcome)

    @rule(allowed=st.booleans())
    def under_another_policy(self, allowed: bool) -> None:
        self.desk.policy = policy() if allowed else policy(exigency=None)

    @invariant()
    def every_stop_has_its_duties_on_record(self) -> None:
        global stops_recorded
        for alert_id in self.ids:
            alert = self.desk.alert(alert_id)
            if alert.disposition is None:
                assert alert.is_open
            elif alert.disposition.outcome.is_stop:
                stops_recorded += 1
                with self.store.unit_of_work() as work:
                    assert_all_duties(alert, work.audit.entries())


@pytest.mark.requirement("HIT-5")
def test_that_no_order_of_acts_records_a_stop_without_its_duties() -> None:
    run_state_machine_as_test(
        Shift,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate,),
        ),
    )
    assert stops_recorded > 0, "no walk reached a stop: the test shows nothing"
