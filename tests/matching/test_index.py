"""Which listed plates a plate seen may be, how likely, and where they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain.hotlist import Category, Match, MatchKind
from alpr_console.domain.plate import ALPHABET, PlateText, StateRead
from alpr_console.matching.index import APPROXIMATE_THRESHOLD, HotListIndex
from alpr_console.matching.look_alikes import ALIKE, TWINS, folded
from tests.fakes.shift import hot_list, listed, reading


def matches(of: PlateText, *plates: str) -> tuple[Match, ...]:
    return HotListIndex([(hot_list(), [listed(p) for p in plates])]).match(of)


def test_that_the_plate_listed_matches_exactly_and_no_other_does() -> None:
    (match,) = matches(reading("7ABC123"), "7ABC123", "7ABC124", "ABC123", "3CBA777")
    assert match.entry.lic == "7ABC123"
    assert match.kind is MatchKind.EXACT
    assert match.differences == ()
    assert match.likelihood == pytest.approx(0.98**7)


@pytest.mark.parametrize(("read", "on_list"), [("7O0I1AB", "700I1AB"), ("QO11", "Q0II")])
def test_that_o_and_0_and_i_and_1_are_no_difference(read: str, on_list: str) -> None:
    (match,) = matches(reading(read), on_list)
    assert (match.kind, match.differences) == (MatchKind.EXACT, ())


@pytest.mark.parametrize(
    ("read", "on_list", "place"),
    [
        ("8ABC123", "BABC123", 0),
        ("7ABC128", "7ABC12B", 6),
        ("5SAM", "SSAM", 0),
        ("7AZC", "7A2C", 2),
    ],
)
def test_that_a_twin_of_a_sure_read_is_an_approximate_match_with_its_place(
    read: str, on_list: str, place: int
) -> None:
    (match,) = matches(reading(read), on_list)
    assert match.kind is MatchKind.APPROXIMATE
    assert match.differences == (place,)
    assert match.likelihood >= APPROXIMATE_THRESHOLD


def test_that_a_look_alike_needs_the_readers_doubt() -> None:
    assert matches(reading("7VBC123", confidence=0.999), "7YBC123") == ()
    doubtful = reading("7VBC123", doubts={1: (0.8, ())})
    (match,) = matches(doubtful, "7YBC123")
    assert match.differences == (1,)


def test_that_an_alternative_the_reader_names_is_weighed_as_it_says() -> None:
    # A wrong character, a wrong vehicle: 5SOW350 read for 5SOW750 is no look-alike at all.
    doubtful = reading("5SOW350", doubts={4: (0.9, (("7", 0.07), ("9", 0.01)))})
    (match,) = matches(doubtful, "5SOW750", "5SOW950")
    assert match.entry.lic == "5SOW750"
    assert match.likelihood == pytest.approx(0.98**6 * 0.07)
    assert matches(reading("5SOW350"), "5SOW750") == ()


def test_that_two_differences_are_no_match() -> None:
    assert matches(reading("8ABC12B"), "BABC128") == ()


def test_that_a_character_too_many_or_too_few_counts_only_at_a_doubtful_end() -> None:
    assert matches(reading("7ABC123"), "7ABC12", "ABC123", "7ABC1234", "X7ABC123") == ()
    bolt = reading("17ABC123", doubts={0: (0.5, ())})
    (match,) = matches(bolt, "7ABC123")
    assert (match.kind, match.differences) == (MatchKind.APPROXIMATE, (0,))
    cut = reading("7ABC12", doubts={5: (0.55, ())})
    (match,) = matches(cut, "7ABC123")
    assert match.differences == (6,)


def test_that_a_repeated_character_is_matched_once_where_an_end_is_doubtful() -> None:
    blurred = reading("11ABC11", doubts={0: (0.5, ()), 6: (0.5, ())})
    found = matches(blurred, "1ABC11", "11ABC1", "11ABC11")
    assert len(found) == len({m.entry.entry_id for m in found})


@pytest.mark.parametrize(
    ("seen", "on_list", "conflict"),
    [("CA", "CA", False), ("CA", "NV", True), ("unknown", "NV", False), ("CA", "", False)],
)
def test_that_another_state_is_still_a_hit_and_says_so(
    seen: str, on_list: str, conflict: bool
) -> None:
    index = HotListIndex([(hot_list(), [listed("7ABC123", on_list)])])
    (match,) = index.match(reading("7ABC123", seen))
    assert match.state_conflict is conflict


def test_that_several_lists_match_and_the_likeliest_comes_first() -> None:
    felony = listed("7ABC128", "NV", category=Category.FELONY_VEHICLE)
    index = HotListIndex(
        [
            (hot_list("local"), [listed("7ABC12B"), felony]),
            (hot_list("SVS"), [listed("7ABC128")]),
        ]
    )
    found = index.match(reading("7ABC128"))
    assert [(m.hot_list.name, m.entry.lic, m.state_conflict) for m in found] == [
        ("SVS", "7ABC128", False),
        ("local", "7ABC128", True),
        ("local", "7ABC12B", False),
    ]


def test_that_no_list_and_no_text_match_nothing() -> None:
    assert HotListIndex().match(reading("7ABC123")) == ()
    assert matches(PlateText((), StateRead("CA", 0.9), 0.0), "7ABC123") == ()


def test_that_look_alikes_go_both_ways() -> None:
    for table in (TWINS, ALIKE):
        assert all(a in table[b] for a, others in table.items() for b in others)
        assert set(table) == set(folded(ALPHABET))


@given(
    st.lists(
        st.tuples(st.sampled_from(ALPHABET), st.floats(0, 1), st.sampled_from(ALPHABET)),
        min_size=1,
        max_size=8,
    ),
    st.lists(st.text(ALPHABET, min_size=1, max_size=9), max_size=6),
)
def test_that_a_match_always_says_how_read_and_list_differ(
    characters: list[tuple[str, float, str]], plates: list[str]
) -> None:
    text = "".join(c for c, _, _ in characters)
    doubts = {i: (p, ((other, 1 - p),)) for i, (_, p, other) in enumerate(characters)}
    of = reading(text, doubts=doubts)
    # Half of the list lies near the read, or nothing would ever match.
    near = [text, text[:-1] + "8", text[1:], text + "1", "B" + text[1:]]
    found = matches(of, *plates, *(p for p in near if p))
    assert any(m.kind is MatchKind.EXACT and m.entry.lic == text for m in found)
    assert len(found) == len({m.entry.entry_id for m in found})
    for match in found:
        read, on_list = folded(text), folded(match.entry.lic)
        assert 0 <= match.likelihood <= 1 + 1e-9 or match.kind is MatchKind.EXACT
        if match.kind is MatchKind.EXACT:
            assert (read, match.differences) == (on_list, ())
        elif len(read) == len(on_list):
            differing = tuple(i for i in range(len(read)) if read[i] != on_list[i])
            assert match.differences == differing
        else:
            longer, shorter = sorted((read, on_list), key=len, reverse=True)
            (place,) = match.differences
            assert longer[:place] + longer[place + 1 :] == shorter
