"""What the console names, held against a list's color and style codes."""

from __future__ import annotations

import pytest

from alpr_console.domain.vehicle_codes import (
    BODIES,
    COLORS,
    UNKNOWN,
    body_conflicts,
    color_conflicts,
    is_doubtful,
)


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


@pytest.mark.requirement("HIT-2")
@pytest.mark.parametrize(
    ("code", "seen", "unlikely"),
    [
        ("BLK", "green", ()), ("SIL", "white", ()), ("WHI", "gray or tan", ()),
        ("RED", UNKNOWN, ("red",)), ("SIL/BLK", UNKNOWN, ("gray", "black", "white")),
        ("MAR", UNKNOWN, ("red", "tan")), ("PK", UNKNOWN, ("truck",)), ("LL", "car", ()),
        ("SD", UNKNOWN, ("car", "van")), ("4D", UNKNOWN, ("car", "SUV", "truck")),
    ],
)  # fmt: skip
def test_that_what_speaks_against_every_word_of_a_code_is_a_doubt(
    code: str, seen: str, unlikely: tuple[str, ...]
) -> None:
    assert is_doubtful(code, seen, unlikely)


@pytest.mark.parametrize(
    ("code", "seen", "unlikely"),
    [
        ("BLK", "black", ()), ("SIL", "white or gray", ()), ("WHI", UNKNOWN, ()),
        ("RED", UNKNOWN, ("white", "black")), ("SIL/BLK", UNKNOWN, ("gray",)),
        ("MAR", UNKNOWN, ("red",)), ("4D", UNKNOWN, ("car",)), ("", "red", ("white",)),
        ("ZZZ", "red", COLORS), ("PK", "truck", ("car", "SUV", "van")), ("MC", "car", BODIES),
        ("SD", "sedan", ()),
    ],
)  # fmt: skip
def test_that_what_leaves_a_word_of_a_code_open_is_no_doubt(
    code: str, seen: str, unlikely: tuple[str, ...]
) -> None:
    assert not is_doubtful(code, seen, unlikely)


def test_that_every_color_and_style_that_conflicts_with_something_is_doubted_of_something() -> None:
    for code in ("WHI", "CRM", "SIL", "GRY", "BLK", "RED", "MAR", "ONG", "CPR", "YEL", "GLD", "TAN",
                 "BRO", "GRN", "TEA", "BLU", "SD", "4D", "SW", "LL", "PK", "VN", "ST"):  # fmt: skip
        assert is_doubtful(code, UNKNOWN, (*COLORS, *BODIES)), code
        own = [word for word in (*COLORS, *BODIES) if not is_doubtful(code, word, ())]
        assert own, code
        # What is a code's own is never held against it.
        assert not any(color_conflicts(code, w) or body_conflicts(code, w) for w in own), code
