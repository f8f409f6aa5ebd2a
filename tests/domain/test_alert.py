"""The course of an alert: every state with every event."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alpr_console.domain.alert import TRANSITIONS, Alert, AlertEvent, AlertState, next_state
from alpr_console.domain.checklist import Answer, ItemKind, Verdict
from alpr_console.domain.disposition import (
    ConfirmationReply,
    ConfirmationRequest,
    ConfirmationWay,
    Reply,
    Urgency,
)
from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.hotlist import Freshness, Hit
from tests.fakes.shift import START, listed, match_of, read_of

# Written out by hand a second time: rows are states, columns events in their order
# identical, all identical, different, withdrawn, requested, later, confirmed,
# not confirmed, exigency, basis, stop, closed without stop. '.' is illegal.
GRID = """
raised          verifying .        mismatched .         .       .       .         .      .       .              .      closed
verifying       verifying verified mismatched verifying .       .       .         .      .       .              .      closed
mismatched      .         .        .          verifying .       .       .         .      .       .              .      closed
verified        .         .        .          verifying pending .       .         .      exigent .              .      closed
pending         .         .        .          .         pending pending confirmed denied exigent .              .      closed
confirmed       .         .        .          .         .       .       .         .      .       stop_permitted .      closed
denied          .         .        .          .         .       .       .         .      .       .              .      closed
exigent         .         .        .          .         .       .       .         .      .       stop_permitted .      closed
stop_permitted  .         .        .          .         .       .       .         .      .       .              closed closed
closed          .         .        .          .         .       .       .         .      .       .              .      .
"""  # noqa: E501
CELLS = [
    (AlertState(row.split()[0]), event, cell)
    for row in GRID.strip().splitlines()
    for event, cell in zip(AlertEvent, row.split()[1:], strict=True)
]


def alert() -> Alert:
    read = read_of()
    freshness = Freshness(timedelta(hours=1), timedelta(hours=24), False)
    match = match_of(read, listed(vma="TOYT"))
    return Alert("a" * 32, Hit("b" * 32, read, match, freshness, START), START)


def test_that_the_grid_speaks_of_every_state_and_event() -> None:
    assert {(state, event) for state, event, _ in CELLS} == {
        (state, event) for state in AlertState for event in AlertEvent
    }


@pytest.mark.parametrize(("state", "event", "cell"), CELLS)
def test_that_each_state_takes_each_event_as_the_grid_says(
    state: AlertState, event: AlertEvent, cell: str
) -> None:
    if cell == ".":
        with pytest.raises(IllegalTransition):
            next_state(state, event)
    else:
        assert next_state(state, event) is AlertState(cell)


@pytest.mark.requirement("HIT-5")
@pytest.mark.parametrize(
    "gate",
    [
        {AlertState.VERIFIED},
        {AlertState.CONFIRMED, AlertState.EXIGENT},
        {AlertState.STOP_PERMITTED},
    ],
)
def test_that_no_way_to_a_stop_goes_around_a_duty(gate: set[AlertState]) -> None:
    reached, new = {AlertState.RAISED}, {AlertState.RAISED}
    while new:
        new = {
            after
            for (before, event), after in TRANSITIONS.items()
            if before in new and before not in gate and event is not AlertEvent.STOP_RECORDED
        } - reached
        reached |= new
    stops = {before for before, event in TRANSITIONS if event is AlertEvent.STOP_RECORDED}
    assert not stops & (reached - gate)


def test_that_answers_come_in_turn_and_can_be_taken_back() -> None:
    first = alert()
    characters = Answer(ItemKind.CHARACTERS, Verdict.IDENTICAL, "officer", START)
    with pytest.raises(IllegalTransition):
        first.with_answer(Answer(ItemKind.STATE, Verdict.IDENTICAL, "officer", START))
    answered = first.with_answer(characters)
    assert answered.next_item is not None
    assert answered.next_item.kind is ItemKind.STATE
    different = answered.with_answer(Answer(ItemKind.STATE, Verdict.DIFFERENT, "officer", START))
    assert different.state is AlertState.MISMATCHED
    back = different.without_last_answer()
    assert (back.state, back.answers) == (AlertState.VERIFYING, (characters,))
    none_left = back.without_last_answer()
    with pytest.raises(IllegalTransition, match="no answer"):
        none_left.without_last_answer()


def test_that_a_reply_of_later_starts_the_clock_again() -> None:
    verified = alert()
    for kind in ItemKind:
        assert verified.confirmation_due is None
        verified = verified.with_answer(Answer(kind, Verdict.IDENTICAL, "officer", START))
    assert verified.verified
    pending = verified.with_request(
        ConfirmationRequest(ConfirmationWay.DISPATCH, Urgency.URGENT, 1, "officer", START)
    )
    assert pending.confirmation_due == START + timedelta(minutes=10)
    asked = START + timedelta(minutes=4)
    later = pending.with_reply(ConfirmationReply(Reply.LATER, "Desk 2", asked, "officer"))
    assert later.confirmation_due == asked + timedelta(minutes=10)
    confirmed = later.with_reply(ConfirmationReply(Reply.CONFIRMED, "Desk 2", asked, "officer"))
    assert confirmed.confirmation_due is None
