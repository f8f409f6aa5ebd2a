"""Many readings, one answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpr_console.domain.plate import ALPHABET, UNKNOWN_STATE, PlateText, StateRead
from alpr_console.recognition.vote import Ballot, texts_apart, vote
from tests.fakes.drawn_street import reading_of


def test_that_two_clear_frames_overrule_a_blurred_one() -> None:
    blurred = reading_of("7ABC128", doubts={6: (0.5, (("3", 0.4),))})
    clear = reading_of("7ABC123")
    voted = vote([Ballot(blurred, 0.4), Ballot(clear, 1.0), Ballot(clear, 0.9)])
    assert voted.text == "7ABC123"
    assert voted.confidence > 0.98 * clear.confidence


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


def test_that_a_frame_that_lost_a_character_still_speaks_of_the_others() -> None:
    doubtful = reading_of("7ABC128", doubts={6: (0.6, (("3", 0.35),))})
    lost = reading_of("7BC123", sure=0.93)
    voted = vote([Ballot(doubtful, 1.0), Ballot(doubtful, 1.0), Ballot(lost, 1.0)])
    assert voted.text == "7ABC123"


def test_that_a_doubled_character_counts_once() -> None:
    doubled = reading_of("7ABBC123", sure=0.9)
    voted = vote([Ballot(doubled, 1.0), Ballot(reading_of("7ABC128", sure=0.9), 0.5),
                  Ballot(reading_of("7ABC123", sure=0.9), 0.9)])  # fmt: skip
    assert voted.text == "7ABC123"


def test_that_two_halves_of_a_plate_are_put_together() -> None:
    whole = reading_of("7ABC128", doubts={0: (0.7, (("1", 0.25),)), 6: (0.6, (("3", 0.35),))})
    left, right = reading_of("7ABC12", sure=0.93), reading_of("ABC123", sure=0.93)
    voted = vote([Ballot(whole, 1.0), Ballot(left, 0.5), Ballot(right, 0.5)])
    assert voted.text == "7ABC123"


def test_that_the_best_frames_doubt_of_a_character_is_not_lost_in_the_vote() -> None:
    far = reading_of("7ABC128", sure=0.999)
    near = reading_of("7ABC123", doubts={6: (0.6, (("8", 0.35),))})
    voted = vote([Ballot(far, 0.3), Ballot(far, 0.3), Ballot(far, 0.3), Ballot(near, 0.5)])
    assert voted.text == "7ABC128"
    assert voted.characters[6].again == (("8", pytest.approx(0.35)), ("3", pytest.approx(0.6)))
    assert voted.characters[6].held_up == pytest.approx(0.35)
    assert all(c.again == () for c in voted.characters[:6])


def test_that_what_a_far_frame_doubts_is_left_to_the_vote() -> None:
    far = reading_of("7ABC123", doubts={6: (0.6, (("8", 0.35),))})
    near = reading_of("7ABC128", sure=0.999)
    voted = vote([Ballot(far, 0.3), Ballot(near, 0.4), Ballot(near, 0.5)])
    assert voted.text == "7ABC128"
    assert all(c.again == () for c in voted.characters)


def test_that_the_best_frame_says_nothing_of_a_character_that_it_lost() -> None:
    whole, lost = reading_of("7ABC123", sure=0.999), reading_of("7BC123", sure=0.9)
    voted = vote([Ballot(whole, 0.3), Ballot(whole, 0.3), Ballot(lost, 0.5)])
    assert voted.text == "7ABC123"
    assert voted.characters[1].again == ()


def test_that_lengths_that_disagree_leave_doubt() -> None:
    voted = vote([Ballot(reading_of("7ABC123"), 1.0), Ballot(reading_of("7ABC12"), 1.0)])
    assert voted.confidence < 0.6


def test_that_many_doubtful_frames_do_not_outvote_a_few_sure_ones() -> None:
    blurred, clear = reading_of("7A8C123", sure=0.9), reading_of("7ABC123", sure=0.995)
    voted = vote([Ballot(blurred, 1.0)] * 8 + [Ballot(clear, 1.0)] * 3)
    assert voted.text == "7ABC123"


def test_that_a_vote_is_no_surer_than_the_surest_frame_that_agrees() -> None:
    one = reading_of("7ABC123", sure=0.97)
    for times in (1, 3, 20):
        assert vote([Ballot(one, 1.0)] * times).confidence <= one.confidence


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


TEXTS = st.text(st.sampled_from(ALPHABET), min_size=1, max_size=8)


def _sure(text: str, sure: float, doubt: str) -> PlateText:
    """Each character as sure as `sure`, most of the rest going to `doubt`."""
    doubts: dict[int, tuple[float, tuple[tuple[str, float], ...]]] = {
        slot: (sure, ((doubt, 0.8 * (1 - sure)),))
        for slot, char in enumerate(text)
        if char != doubt
    }
    return reading_of(text, sure, doubts=doubts)


BALLOTS = st.builds(
    Ballot,
    st.builds(_sure, TEXTS, st.floats(0.55, 0.999), st.sampled_from(ALPHABET)),
    st.floats(0.01, 1.0),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(BALLOTS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_that_the_order_of_the_frames_does_not_matter(ballots: list[Ballot], rng: object) -> None:
    shuffled = list(ballots)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = vote(ballots), vote(shuffled)
    assert (one.text, one.state.code) == (other.text, other.state.code)
    assert one.confidence == pytest.approx(other.confidence)


@settings(max_examples=30, deadline=None)
@given(st.lists(BALLOTS, min_size=1, max_size=6))
def test_that_a_vote_is_a_probability_over_a_text_that_a_plate_can_carry(
    ballots: list[Ballot],
) -> None:
    voted = vote(ballots)
    lengths = [len(b.reading.text) for b in ballots]
    assert min(lengths) <= len(voted.text) <= max(lengths)
    assert 0 <= voted.confidence <= max(b.reading.confidence for b in ballots)
    for character in voted.characters:
        others = [p for _, p in character.alternatives]
        assert character.confidence >= max(others, default=0.0)
        assert character.confidence + sum(others) <= 1 + 1e-9
        assert character.char not in dict(character.alternatives)


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS, st.floats(0.9, 0.999), st.floats(0.5, 1.0), st.integers(0, 3))
def test_that_one_more_frame_that_agrees_keeps_the_text(
    text: str, other: str, sure: float, weight: float, against: int
) -> None:
    ballots = [Ballot(reading_of(text, sure), 1.0)] * 3
    ballots += [Ballot(reading_of(other, sure * 0.9), weight)] * against
    before = vote(ballots)
    after = vote([*ballots, Ballot(reading_of(before.text, sure), 1.0)])
    assert after.text == before.text
    assert after.confidence >= min(before.confidence, 0.99 * sure ** len(text)) - 1e-9


@settings(max_examples=30, deadline=None)
@given(TEXTS, TEXTS, st.floats(0.9, 0.999), st.integers(4, 10))
def test_that_one_bad_frame_does_not_overturn_a_clear_majority(
    text: str, bad: str, sure: float, agreeing: int
) -> None:
    ballots = [Ballot(reading_of(text, sure), 1.0)] * agreeing
    assert vote([*ballots, Ballot(reading_of(bad, sure), 1.0)]).text == text
