"""What counts as found, as false, as read, on plates made up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.plate import (
    UNKNOWN_STATE,
    Box,
    Legibility,
    PlateText,
    SeenPlate,
    StateRead,
)
from alpr_console.examination.labels import LabeledPlate
from alpr_console.examination.score import Answers, Score, match, score, slips
from tests.fakes.drawn_street import reading_of, seen_at

PLACE = Box(100, 100, 100, 50)
ELSEWHERE = Box(400, 300, 100, 50)


def beside(box: Box, by: float) -> Box:
    """`box` moved to the right by a share of its width: IoU (1 - by) / (1 + by)."""
    return replace(box, x=box.x + by * box.w)


def scored(labels: list[LabeledPlate], *seen: SeenPlate) -> Score:
    answers = Answers()
    answers.add_scene("one.jpg", labels, seen)
    return score("it", answers)


def label(text: str = "7ABC123", state: str | None = None, box: Box = PLACE) -> LabeledPlate:
    return LabeledPlate(text, state, box)


def test_that_a_plate_is_found_from_half_an_overlap_on() -> None:
    assert scored([label()], seen_at(beside(PLACE, 0.33), reading_of("7ABC123"))).found.right == 1
    missed = scored([label()], seen_at(beside(PLACE, 0.34), reading_of("7ABC123")))
    assert (missed.found.right, missed.found.of, missed.right.right) == (0, 1, 0)
    assert missed.missed[0].overlap == pytest.approx(0.66 / 1.34)


def test_that_a_loose_box_is_one_mistake_and_a_stray_or_double_one_is_false() -> None:
    loose = seen_at(beside(PLACE, 0.4), reading_of("7ABC123"))
    assert scored([label()], loose).false == ()
    exact = seen_at(PLACE, reading_of("7ABC123"))
    both = scored([label()], exact, loose)
    assert both.found.right == 1
    assert [one.box for one in both.false] == [loose.detection.box]
    (stray,) = scored([label()], exact, seen_at(ELSEWHERE, reading_of("TAXI", 0.4))).false
    assert (stray.file, stray.box, stray.text) == ("one.jpg", ELSEWHERE, "TAXI")
    assert stray.score == pytest.approx(0.9)


def test_that_one_box_finds_one_plate() -> None:
    between = beside(PLACE, 0.05)
    found = scored([label(), label("8XYZ441", box=beside(PLACE, 0.1))],
                   seen_at(between, reading_of("7ABC123")))  # fmt: skip
    assert (found.found.right, found.found.of) == (1, 2)


def test_that_what_the_reader_calls_no_plate_was_not_reported() -> None:
    denied = PlateText((), StateRead(UNKNOWN_STATE, 0.0), 0.0, Legibility.NOT_A_PLATE)
    both = scored([label()], seen_at(PLACE, denied), seen_at(ELSEWHERE, denied))
    assert both.found.right == 0
    assert both.false == ()


def test_that_a_plate_nobody_could_read_is_found_without_a_text() -> None:
    blurred = PlateText((), StateRead(UNKNOWN_STATE, 0.0), 0.4, Legibility.NOT_READABLE)
    one = scored([label()], seen_at(PLACE, blurred))
    assert (one.found.right, one.not_read, one.right.right) == (1, 1, 0)
    assert one.text_reliability is None


def test_that_a_label_without_text_is_only_to_be_found() -> None:
    one = scored([label("")], seen_at(PLACE, reading_of("7ABC123")))
    assert one.found.right == 1
    assert one.exact.of == 0
    assert one.false == ()


def test_that_o_and_i_are_folded_but_told_apart_as_labeled() -> None:
    one = scored([label("0I23")], seen_at(PLACE, reading_of("OI23")))
    assert (one.exact.right, one.right.right) == (0, 1)
    assert one.confusion.total() == 0


def test_that_states_are_right_wrong_or_not_named() -> None:
    answers = Answers()
    for said in ("CA", "NV", UNKNOWN_STATE):
        reading = reading_of("7ABC123", state=StateRead(said, 0.8))
        answers.add_crop("one.jpg", LabeledPlate("7ABC123", "CA", None), reading)
    answers.add_crop("two.jpg", LabeledPlate("7ABC123", None, None), reading_of("7ABC123"))
    one = score("it", answers)
    assert [s.right for s in (one.state_right, one.state_wrong, one.state_not_named)] == [1, 1, 1]
    assert one.state_right.of == 3
    assert one.state_reliability is not None
    assert one.state_reliability.count == 2
    assert one.state_reliability.calibration_error == pytest.approx(0.3)
    assert [o.reading.state.code for o in one.misread if o.reading] == ["NV", UNKNOWN_STATE]


def test_that_an_examination_of_nothing_has_no_score() -> None:
    with pytest.raises(ValueError, match="at least one picture"):
        score("it", Answers())


@pytest.mark.parametrize(
    ("labeled", "read", "expected"),
    [
        ("8ABC", "BABC", [("8", "B")]),
        ("ABC12", "ABC2", [("1", "")]),
        ("ABC1", "AXBC1", [("", "X")]),
        ("ABCDEF", "AYYDEFZ", [("B", "Y"), ("C", "Y"), ("", "Z")]),
        ("ABC1", "", []),
    ],
)
def test_that_slips_are_told_character_by_character(
    labeled: str, read: str, expected: list[tuple[str, str]]
) -> None:
    assert list(slips(labeled, read)) == expected


boxes = st.lists(
    st.builds(Box, st.floats(0, 50), st.floats(0, 50), st.floats(5, 60), st.floats(5, 60)),
    max_size=5,
)


@given(boxes, boxes)
def test_that_matches_are_one_to_one_and_overlap(labels: list[Box], found: list[Box]) -> None:
    matched = match(labels, found)
    used = [i for i in matched if i is not None]
    assert len(set(used)) == len(used)
    assert all(labels[n].iou(found[i]) >= 0.5 for n, i in enumerate(matched) if i is not None)


@given(boxes)
def test_that_every_plate_is_found_by_its_own_box(labels: list[Box]) -> None:
    apart = [replace(box, x=box.x + 1000 * n) for n, box in enumerate(labels)]
    assert match(apart, apart) == list(range(len(apart)))
