"""What the console names, held against a list's color and style codes."""

from __future__ import annotations

import pytest

from alpr_console.domain.vehicle_codes import BODIES, COLORS, body_conflicts, color_conflicts


@pytest.mark.parametrize(
    ("code", "seen"),
    [("WHI", "white"), ("BLK", "black"), ("GRY", "gray"), ("SIL", "gray"), ("RED", "red"),
     ("MAR", "red"), ("BLU", "blue"), ("DBL", "blue"), ("LBL", "blue"), ("GRN", "green"),
     ("DGR", "green"), ("LGR", "green"), ("BRO", "tan"), ("TAN", "tan"), ("BGE", "tan"),
     ("GLD", "tan"), ("YEL", "yellow"), ("ONG", "orange"), ("white", "white")],
)  # fmt: skip
def test_that_a_listed_color_seen_as_itself_is_no_conflict(code: str, seen: str) -> None:
    assert not color_conflicts(code, seen)
    assert any(color_conflicts(code, other) for other in COLORS)


@pytest.mark.parametrize(
    ("code", "seen"),
    [("SIL", "white"), ("WHI", "gray"), ("BLK", "blue"), ("DBL", "black"), ("GLD", "gray"),
     ("MAR", "black"), ("TRQ", "blue"), ("TRQ", "green"), ("RED", "orange")],
)  # fmt: skip
def test_that_neighboring_colors_are_no_conflict(code: str, seen: str) -> None:
    assert not color_conflicts(code, seen)


@pytest.mark.parametrize(
    ("code", "seen"),
    [("RED", "blue"), ("WHI", "black"), ("BLK", "white"), ("BLU", "red"), ("YEL", "white"),
     ("GRN", "red"), ("WHI/BLK", "red"), ("white", "green")],
)  # fmt: skip
def test_that_colors_apart_are_a_conflict(code: str, seen: str) -> None:
    assert color_conflicts(code, seen)


def test_that_either_color_of_a_two_tone_vehicle_fits() -> None:
    assert not color_conflicts("WHI/RED", "white")
    assert not color_conflicts("WHI/RED", "red")
    assert color_conflicts("WHI/RED", "blue")


def test_that_two_words_contradict_only_where_both_do() -> None:
    assert not color_conflicts("WHI", "white or gray")
    assert not color_conflicts("RED", "orange or red")
    assert color_conflicts("RED", "white or gray")


@pytest.mark.parametrize("listed", ["", "PLE", "MUL", "XXX", "RED/PLE"])
@pytest.mark.parametrize("seen", COLORS)
def test_that_a_color_code_without_a_word_conflicts_with_nothing(listed: str, seen: str) -> None:
    assert not color_conflicts(listed, seen)


@pytest.mark.parametrize(
    ("code", "seen"),
    [("4D", "car"), ("2D", "car"), ("HB", "car"), ("SW", "car"), ("SW", "SUV"), ("LL", "SUV"),
     ("PK", "truck"), ("VN", "van"), ("CV", "car"), ("4D", "truck"), ("LL", "truck"),
     ("LL", "car"), ("pickup", "truck")],
)  # fmt: skip
def test_that_a_style_seen_as_itself_or_its_like_is_no_conflict(code: str, seen: str) -> None:
    assert not body_conflicts(code, seen)


@pytest.mark.parametrize(
    ("code", "seen"),
    [("4D", "van"), ("2D", "SUV"), ("PK", "car"), ("VN", "car"), ("MC", "car"), ("TR", "SUV")],
)  # fmt: skip
def test_that_styles_apart_are_a_conflict(code: str, seen: str) -> None:
    assert body_conflicts(code, seen)


@pytest.mark.parametrize("listed", ["", "ZZ"])
@pytest.mark.parametrize("seen", BODIES)
def test_that_a_style_code_unknown_to_the_console_conflicts_with_nothing(
    listed: str, seen: str
) -> None:
    assert not body_conflicts(listed, seen)


@pytest.mark.parametrize("unseen", ["unknown", "", "a word of another network"])
def test_that_what_was_not_named_never_conflicts(unseen: str) -> None:
    assert not color_conflicts("RED", unseen)
    assert not body_conflicts("MC", unseen)
