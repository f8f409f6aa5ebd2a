"""The last question before an alert: is what was matched still in force?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.designation import Designation
from alpr_console.domain.hotlist import HotList, Match, MatchKind, TimedEntry
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificStep
from alpr_console.workflow.in_force import specific_in_force, still_in_force
from tests.fakes.bolo import bolo
from tests.fakes.shift import START, StandingClock, hot_list, listed

UNTIL = START + timedelta(days=30)


def match_of(timed: TimedEntry) -> Match:
    return Match(timed.entry, timed.hot_list, MatchKind.PARTIAL, 0.9, (), False)


def approved() -> SpecificEntry:
    entry = SpecificEntry.submitted("e1", bolo(), "doe", START)
    return entry.step(SpecificStep(SpecificAct.APPROVE, "sergeant", START, until=UNTIL))


@pytest.mark.requirement("HOT-6")
def test_that_a_match_of_an_entry_counts_to_the_minute_and_no_longer(store: Store) -> None:
    with store.unit_of_work() as work:
        work.specific.save(approved())
        (timed,) = specific_in_force(work, START)
        match = match_of(timed)
        assert still_in_force(work, match, UNTIL - timedelta(microseconds=1))
        assert not still_in_force(work, match, UNTIL)
        work.specific.save(approved().step(SpecificStep(SpecificAct.WITHDRAW, "doe", START)))
        assert not still_in_force(work, match, START)
        assert specific_in_force(work, START) == []


@pytest.mark.requirement("HOT-5")
def test_that_a_match_of_an_entry_that_was_never_approved_does_not_count(store: Store) -> None:
    timed = approved().timed()
    assert timed is not None
    with store.unit_of_work() as work:
        assert not still_in_force(work, match_of(timed), START)
        work.specific.save(SpecificEntry.submitted("e1", bolo(), "doe", START))
        assert not still_in_force(work, match_of(timed), START)
        assert specific_in_force(work, START) == []


@pytest.mark.requirement("HOT-1")
@pytest.mark.requirement("HOT-2")
def test_that_a_match_of_a_list_counts_while_that_version_is_designated_and_in_force(
    store: Store, clock: StandingClock
) -> None:
    svs = replace(hot_list(), file_id="f1")

    def counts(of: HotList = svs) -> bool:
        match = Match(listed(), of, MatchKind.EXACT, 0.9, (), False)
        with store.unit_of_work() as work:
            return still_in_force(work, match, clock.now())

    with store.unit_of_work() as work:
        work.hot_lists.put_in_force(svs)
    assert not counts()
    designation = Designation("SVS", "chief", START)
    with store.unit_of_work() as work:
        work.designations.save(designation)
    assert counts()
    newer = replace(svs, list_id="newer", version=2)
    with store.unit_of_work() as work:
        work.hot_lists.put_in_force(newer)
    assert (counts(), counts(newer)) == (False, True)
    with store.unit_of_work() as work:
        work.designations.save(replace(designation, withdrawn=True))
    assert not counts(newer)
