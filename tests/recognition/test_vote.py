"""Many readings, one answer."""

from __future__ import annotations

import pytest

from alpr_console.domain.plate import UNKNOWN_STATE, StateRead
from alpr_console.recognition.vote import Ballot, texts_apart, vote
from tests.fakes.drawn_street import reading_of


def test_that_two_clear_frames_overrule_a_blurred_one() -> None:
    blurred = reading_of("7ABC128", doubts={6: (0.5, (("3", 0.4),))})
    clear = reading_of("7ABC123")
    voted = vote([Ballot(blurred, 0.4), Ballot(clear, 1.0), Ballot(clear, 0.9)])
    assert voted.text == "7ABC123"
    assert voted.confidence > clear.confidence


def test_that_characters_in_doubt_are_settled_slot_by_slot() -> None:
    one = reading_of("8ABC123", doubts={0: (0.55, (("B", 0.4),))})
    two = reading_of("8A8C123", doubts={0: (0.6, (("B", 0.35),)), 2: (0.5, (("B", 0.45),))})
    voted = vote([Ballot(one, 1.0), Ballot(two, 1.0)])
    assert voted.text == "8ABC123"
    assert voted.characters[0].alternatives[0][0] == "B"


def test_that_a_reading_of_another_length_does_not_shift_the_slots() -> None:
    short = reading_of("7ABC12", sure=0.7)
    whole = reading_of("7ABC123")
    voted = vote([Ballot(short, 1.0), Ballot(whole, 1.0), Ballot(whole, 1.0)])
    assert voted.text == "7ABC123"


def test_that_frames_that_disagree_leave_doubt() -> None:
    voted = vote([Ballot(reading_of("7ABC123"), 1.0), Ballot(reading_of("7ABC128"), 1.0)])
    assert voted.characters[6].confidence < 0.6
    assert dict(voted.characters[6].alternatives).keys() == {"8"} or voted.text[6] == "8"
    assert voted.confidence < 0.6


def test_that_the_same_doubtful_frame_many_times_stays_in_doubt() -> None:
    doubtful = reading_of("7ABC123", doubts={6: (0.55, (("8", 0.42),))})
    voted = vote([Ballot(doubtful, 1.0)] * 9)
    assert voted.text == "7ABC123"
    assert voted.characters[6].confidence < 0.75


def test_that_a_state_nobody_is_sure_of_stays_unknown() -> None:
    unsure = StateRead(UNKNOWN_STATE, 0.3, (("CA", 0.3), ("NV", 0.28)))
    voted = vote([Ballot(reading_of("7ABC123", state=unsure), 1.0)] * 3)
    assert voted.state.code == UNKNOWN_STATE
    sure = StateRead("NV", 0.9, (("CA", 0.05),))
    voted = vote([Ballot(reading_of("7ABC123", state=s), 1.0) for s in (unsure, sure, sure)])
    assert voted.state.code == "NV"


def test_that_a_vote_without_ballots_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        vote([])


def test_that_texts_are_compared_by_edits() -> None:
    assert texts_apart("7ABC123", "7ABC123") == 0
    assert texts_apart("7ABC123", "7ABC128") == 1
    assert texts_apart("7ABC123", "ABC123") == 1
    assert texts_apart("", "ABC") == 3
