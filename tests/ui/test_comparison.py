"""Read against list, character by character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.plate import ALPHABET, CharacterRead
from ui.alert_panel.comparison import compare, compare_with


def characters(text: str) -> tuple[CharacterRead, ...]:
    return tuple(CharacterRead(c, 0.99) for c in text)


def test_that_one_differing_character_is_the_one_marked() -> None:
    comparison = compare(characters("5SOW350"), "5SOW750")
    assert comparison.places == (5,)
    assert "Place 5 differs: read 3, list 7." in comparison.said


def test_that_a_doubted_character_shows_what_else_it_may_be() -> None:
    read = (*characters("7ABC12"), CharacterRead("3", 0.62, (("8", 0.31),)))
    cell = compare(read, "7ABC128").cells[-1]
    assert (cell.doubted, cell.alternative, cell.differs) == (True, "8", True)


def test_that_a_sure_character_shows_no_alternative() -> None:
    read = (CharacterRead("7", 0.985, (("1", 0.02),)),)
    assert compare(read, "7").cells[0].alternative == ""


def test_that_a_character_that_a_second_look_did_not_bear_out_is_doubted_and_said() -> None:
    read = (CharacterRead("8", 0.999, again=(("8", 0.4), ("B", 0.55))), *characters("AB"))
    comparison = compare(read, "8AB")
    assert [c.doubted for c in comparison.cells] == [True, False, False]
    assert comparison.cells[0].alternative == "B"
    assert "Place 1 is in doubt: 8, or B." in comparison.said


def test_that_a_character_that_a_second_look_bore_out_needs_less_of_the_first() -> None:
    again = (("8", 0.985),)
    assert compare((CharacterRead("8", 0.97),), "8").cells[0].doubted
    assert not compare((CharacterRead("8", 0.97, again=again),), "8").cells[0].doubted
    assert compare((CharacterRead("8", 0.94, again=again),), "8").cells[0].doubted


def test_that_a_character_with_a_twin_needs_less_of_the_other_looks() -> None:
    def doubted(char: str) -> bool:
        return compare((CharacterRead(char, 1.0, again=((char, 0.93),)),), char).cells[0].doubted

    assert {char for char in ALPHABET if not doubted(char)} == set("0ODQ1I")


def test_that_a_character_is_doubted_sooner_where_another_makes_a_likelier_serial() -> None:
    read = (CharacterRead("0", 0.99, again=(("0", 0.96), ("D", 0.03))),)
    assert not compare(read, "0", (1.0,)).cells[0].doubted
    cell = compare(read, "0", (13.0,)).cells[0]
    assert cell.doubted
    assert cell.alternative == "D"
    # What nothing speaks against is not doubted for being rare.
    sure = (CharacterRead("0", 1.0, again=(("0", 1.0),)),)
    assert not compare(sure, "0", (35.0,)).cells[0].doubted


def test_that_a_missed_character_leaves_a_gap_and_not_a_row_of_differences() -> None:
    comparison = compare(characters("ABC123"), "7ABC123")
    assert comparison.places == (1,)
    assert comparison.cells[0].read == ""


texts = st.text(ALPHABET, max_size=8)


@given(texts, texts)
def test_that_both_texts_are_shown_whole_and_every_difference_is_marked(
    read: str, listed: str
) -> None:
    comparison = compare(characters(read), listed)
    assert "".join(c.read for c in comparison.cells) == read
    assert "".join(c.listed for c in comparison.cells) == listed
    assert all(c.differs == (c.read != c.listed) for c in comparison.cells)
    assert (comparison.places == ()) == (read == listed)


parts = st.lists(
    st.tuples(st.sampled_from(["", "?", "*"]), st.text(ALPHABET, min_size=1, max_size=3)),
    min_size=1,
    max_size=4,
)


@given(parts, st.data())
def test_that_a_read_that_fits_a_pattern_differs_nowhere(
    pieces: list[tuple[str, str]], data: st.DataObject
) -> None:
    pattern, read = "", ""
    for wildcard, fixed in pieces:
        pattern += wildcard + fixed
        length = {"": (0, 0), "?": (1, 1), "*": (0, 3)}[wildcard]
        read += data.draw(st.text(ALPHABET, min_size=length[0], max_size=length[1])) + fixed
    comparison = compare_with(characters(read), pattern)
    assert comparison.places == ()
    assert "".join(cell.read for cell in comparison.cells) == read


@given(texts, st.text(ALPHABET + "?*", max_size=8))
def test_that_no_character_of_a_read_is_lost_beside_any_pattern(read: str, pattern: str) -> None:
    cells = compare_with(characters(read), pattern).cells
    assert "".join(cell.read for cell in cells) == read
    fixed = "".join(c for c in pattern if c not in "?*")
    assert "".join(c.listed for c in cells if c.listed not in ("?", "*")) == fixed


def test_that_a_character_that_the_pattern_does_not_have_is_marked() -> None:
    comparison = compare_with(characters("7XBC99"), "7?DC*")
    assert comparison.places == (3,)
    assert "Place 3 differs: read B, list D." in comparison.said
