"""The course of a specific entry: every state with every act, and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.hotlist import Category
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import (
    TRANSITIONS,
    SpecificAct,
    SpecificEntry,
    SpecificState,
    SpecificStep,
    end_of_term,
)
from tests.fakes.shift import START

A, S = SpecificAct, SpecificState
MINUTE = timedelta(minutes=1)
UNTIL = START + timedelta(days=1)
CONTENTS = SpecificContents(
    oca="26-000123",
    mis="Robbery suspect left in this car",
    category=Category.STOLEN_VEHICLE,
    person=True,
    covert=True,
    lic="7?BC*",
    lis="CA",
    vyr="2019",
    vma="TOYT",
    vmo="CAM",
    vst="4D",
    vco="WHI",
)

COURSES: dict[SpecificState, tuple[SpecificAct, ...]] = {
    S.SUBMITTED: (),
    S.REFUSED: (A.REFUSE,),
    S.IN_FORCE: (A.APPROVE,),
    S.RENEWAL_REQUESTED: (A.APPROVE, A.REQUEST_RENEWAL),
    S.EXPIRED: (A.APPROVE,),
    S.WITHDRAWN: (A.APPROVE, A.WITHDRAW),
}
"""How an entry comes into each state; EXPIRED also by waiting."""


def step(act: SpecificAct) -> SpecificStep:
    until = UNTIL if act in (A.APPROVE, A.RENEW) else None
    return SpecificStep(act, "someone", START, "because", until)


def entry_in(state: SpecificState) -> SpecificEntry:
    entry = SpecificEntry.submitted("e1", CONTENTS, "pdoe", START)
    for act in COURSES[state]:
        entry = entry.step(step(act))
    return entry


@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize("state", SpecificState)
@pytest.mark.parametrize("act", SpecificAct)
def test_that_every_act_in_every_state_is_as_the_table_says(
    state: SpecificState, act: SpecificAct
) -> None:
    entry, now = entry_in(state), UNTIL if state is S.EXPIRED else START
    assert entry.state(now) is state
    until = now + timedelta(days=1) if act in (A.APPROVE, A.RENEW) else None
    asked = SpecificStep(act, "jroe", now, "because", until)
    assert entry.allows(act, now) == ((state, act) in TRANSITIONS)
    if (state, act) not in TRANSITIONS:
        with pytest.raises(IllegalTransition, match=state.label.lower()):
            entry.step(asked)
        return
    after = entry.step(asked)
    assert after.state(now) is TRANSITIONS[(state, act)]
    assert after.steps == (*entry.steps, asked)


def test_that_an_entry_begins_with_its_submission_and_nothing_else() -> None:
    for act in SpecificAct:
        if act is A.SUBMIT:
            continue
        with pytest.raises(IllegalTransition, match="not there yet"):
            SpecificEntry.replayed("e1", CONTENTS, (step(act),))
    with pytest.raises(IllegalTransition, match="never submitted"):
        SpecificEntry.replayed("e1", CONTENTS, ())


def test_that_a_kept_course_that_no_table_allows_is_refused() -> None:
    submitted = SpecificEntry.submitted("e1", CONTENTS, "pdoe", START).steps
    for acts in ((A.RENEW,), (A.REFUSE, A.APPROVE), (A.WITHDRAW, A.APPROVE), (A.SUBMIT,)):
        with pytest.raises(IllegalTransition):
            SpecificEntry.replayed("e1", CONTENTS, (*submitted, *map(step, acts)))
    whole = entry_in(S.RENEWAL_REQUESTED)
    assert SpecificEntry.replayed("e1", CONTENTS, whole.steps) == whole


@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize("state", SpecificState)
def test_that_only_an_approved_entry_is_in_force(state: SpecificState) -> None:
    entry = entry_in(state)
    now = UNTIL if state is S.EXPIRED else START
    in_force = state in (S.IN_FORCE, S.RENEWAL_REQUESTED)
    assert entry.in_force(now) == in_force
    timed = entry.timed()
    assert (timed is not None and timed.in_force(now)) == in_force


@pytest.mark.requirement("HOT-6")
@pytest.mark.parametrize("state", [S.IN_FORCE, S.RENEWAL_REQUESTED])
def test_that_an_entry_stops_at_the_very_minute_and_not_before(state: SpecificState) -> None:
    entry = entry_in(state)
    timed = entry.timed()
    assert timed is not None
    last = UNTIL - timedelta(microseconds=1)
    assert (entry.in_force(last), timed.in_force(last)) == (True, True)
    assert (entry.in_force(UNTIL), timed.in_force(UNTIL)) == (False, False)


@pytest.mark.requirement("HOT-6")
def test_that_a_term_ends_on_the_minute_that_is_on_screen() -> None:
    at = START.replace(second=59, microsecond=999_999)
    month = timedelta(days=30)
    assert end_of_term(at, month, None) == START + month
    assert end_of_term(at, month, 7) == START + timedelta(days=7)
    # The policy's term was shortened since the entry was made.
    assert end_of_term(START, timedelta(days=3), 7) == START + timedelta(days=3)


@pytest.mark.requirement("HOT-6")
def test_that_a_renewal_sets_the_term_anew_and_a_refused_one_leaves_it() -> None:
    asked = entry_in(S.RENEWAL_REQUESTED)
    refused = asked.step(step(A.REFUSE_RENEWAL))
    assert refused.until == UNTIL
    assert refused.state(UNTIL - MINUTE) is S.IN_FORCE
    assert refused.state(UNTIL) is S.EXPIRED
    later = UNTIL + timedelta(days=5)
    renewed = asked.step(SpecificStep(A.RENEW, "jroe", UNTIL, until=later))
    assert renewed.until == later
    assert renewed.in_force(later - MINUTE)
    assert not renewed.in_force(later)


def test_that_a_term_is_set_by_approval_and_renewal_alone() -> None:
    entry = entry_in(S.SUBMITTED)
    with pytest.raises(ValueError, match="term"):
        entry.step(SpecificStep(A.APPROVE, "jroe", START))
    with pytest.raises(ValueError, match="term"):
        entry.step(SpecificStep(A.WITHDRAW, "jroe", START, until=UNTIL))


@pytest.mark.requirement("HOT-7")
def test_that_matching_gets_all_that_was_entered_marked_as_informational() -> None:
    renewed = entry_in(S.RENEWAL_REQUESTED).step(
        SpecificStep(A.RENEW, "jroe", START + MINUTE, until=UNTIL)
    )
    timed = renewed.timed()
    assert timed is not None
    entry, c = timed.entry, CONTENTS
    for name in ("lic", "lis", "category", "vyr", "vma", "vmo", "vst", "vco", "oca", "mis"):
        assert getattr(entry, name) == getattr(c, name)
    assert entry.entry_id == entry.specific == "e1"
    assert entry.informational
    assert (entry.person_associated, entry.covert) == (True, "yes")
    assert timed.hot_list.name == "Specific entries"
    # As old as its own newest approval, whatever else was approved since.
    assert timed.hot_list.data_at == START + MINUTE
    assert timed.hot_list.version == 2
    plain = replace(renewed, contents=replace(c, person=False, covert=False)).timed()
    assert plain is not None
    assert (plain.entry.person_associated, plain.entry.covert) == (False, "")
