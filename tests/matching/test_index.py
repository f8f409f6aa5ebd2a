"""Which listed plates a plate seen may be, how likely, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpr_console.domain.hotlist import (
    Category,
    HotList,
    HotListEntry,
    Match,
    MatchKind,
    Priority,
    Thresholds,
    TimedEntry,
)
from alpr_console.domain.plate import PlateText, StateRead, VehicleDescription
from alpr_console.matching.confusions import SIGNS, shipped_confusions
from alpr_console.matching.index import DEFAULT_THRESHOLDS, SHORT_LIST, HotListIndex
from alpr_console.matching.look_alikes import ALIKE, TWINS
from alpr_console.matching.packed import packed
from alpr_console.matching.packing import key_of
from alpr_console.matching.posterior import TextPosterior
from alpr_console.matching.serial_prior import shipped_serial_prior
from alpr_console.matching.telling import worth_telling
from tests.fakes.shift import hot_list, listed, reading

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
FILLER = [listed(f"ZZ{n:05d}", "AK") for n in range(SHORT_LIST)]
"""Makes a list a long one, of which nothing but the probable is told."""


def matches(of: PlateText, *plates: str, state: str = "CA") -> tuple[Match, ...]:
    """On a long list."""
    entries = [*(listed(p, state) for p in plates), *FILLER]
    return HotListIndex([(hot_list(), packed(entries))]).match(of)


def index_of(*entries: HotListEntry, thresholds: Thresholds | None = None) -> HotListIndex:
    return HotListIndex([(hot_list(), packed(entries))], thresholds=thresholds)


def specific(
    lic: str, lis: str = "", expires_at: datetime | None = None, **fields: object
) -> TimedEntry:
    entry = replace(listed(lic, lis, category=Category.BOLO, **fields), specific="b1")
    return TimedEntry(entry, hot_list("BOLO"), expires_at)


def vehicle(color: str = "red", body: str = "truck", sure: float = 0.9) -> VehicleDescription:
    return VehicleDescription(color, sure, body, sure)


def test_that_the_plate_listed_matches_exactly_and_no_other_does() -> None:
    (match,) = matches(reading("7ABC123"), "7ABC123", "7XBC124", "ABC1", "3CBA777")
    assert match.entry.lic == "7ABC123"
    assert match.kind is MatchKind.EXACT
    assert match.differences == ()
    assert 0.5 < match.likelihood < 0.9


@pytest.mark.parametrize(("read", "on_list"), [("7O0I1AB", "700I1AB"), ("QO11", "Q0II")])
def test_that_o_and_0_and_i_and_1_are_no_difference(read: str, on_list: str) -> None:
    (match,) = matches(reading(read), on_list)
    assert (match.kind, match.differences) == (MatchKind.EXACT, ())


def test_that_an_alternative_the_reader_names_is_weighed_as_it_says() -> None:
    # A wrong character, a wrong vehicle: 5SOW350 read for 5SOW750 is no look-alike at all.
    doubtful = reading("5SOW350", doubts={4: (0.9, (("7", 0.07), ("9", 0.001)))})
    (match,) = matches(doubtful, "5SOW750", "5SOW950")
    assert match.entry.lic == "5SOW750"
    assert (match.kind, match.differences) == (MatchKind.APPROXIMATE, (4,))
    assert 0.02 < match.likelihood < 0.07
    assert matches(reading("5SOW350", confidence=0.999), "5SOW750") == ()


def test_that_two_characters_may_differ_where_the_reader_doubts_both() -> None:
    doubtful = reading("8ABC128", doubts={0: (0.6, (("B", 0.4),)), 6: (0.6, (("B", 0.4),))})
    (match,) = matches(doubtful, "BABC12B")
    assert match.differences == (0, 6)
    assert matches(reading("8ABC128"), "BABC12B") == ()


def test_that_a_character_missed_or_added_is_an_approximate_match_with_its_place() -> None:
    missed = replace(reading("ABC123", "CA"), confidence=0.3)
    (match,) = matches(missed, "7ABC123", "ABC1237", "7ABC1237")
    assert (match.kind, match.differences) == (MatchKind.APPROXIMATE, (0,))
    bolt = reading("17ABC123", "CA", confidence=0.9, doubts={0: (0.5, ())})
    (match,) = matches(bolt, "7ABC123", "17ABC12")
    assert (match.kind, match.differences) == (MatchKind.APPROXIMATE, (0,))


def test_that_a_stacked_pair_read_by_half_or_left_out_of_the_list_still_matches() -> None:
    half = reading("12345M", "AL", confidence=0.8)
    (match,) = matches(half, "12345MU", state="AL")
    assert match.differences == (6,)
    (match,) = matches(reading("12345MU", "AL"), "12345", state="AL")
    assert match.differences == (5, 6)
    (match,) = matches(reading("4821H", "MN"), "4821", state="MN")
    assert match.differences == (4,)


@pytest.mark.parametrize(
    ("seen", "on_list", "conflict"),
    [("CA", "CA", False), ("CA", "NV", True), ("unknown", "NV", False), ("CA", "", False)],
)
def test_that_another_state_is_still_a_hit_of_a_short_list_and_says_so(
    seen: str, on_list: str, conflict: bool
) -> None:
    of = reading("7ABC123", seen)
    if seen == "unknown":
        of = replace(of, state=StateRead("unknown", 0.4))
    (match,) = index_of(listed("7ABC123", on_list)).match(of)
    assert match.state_conflict is conflict
    assert (match.likelihood < 0.05) is conflict


def test_that_on_a_long_list_another_state_needs_the_readers_doubt() -> None:
    sure = replace(reading("7ABC123"), state=StateRead("CA", 0.99, (("NV", 0.002),)))
    assert matches(sure, "7ABC123", state="NV") == ()
    unsure = replace(sure, state=StateRead("CA", 0.7, (("NV", 0.25),)))
    (match,) = matches(unsure, "7ABC123", state="NV")
    assert match.state_conflict
    assert match.likelihood == pytest.approx(matches(sure, "7ABC123")[0].likelihood * 0.25, rel=0.1)
    open_ = replace(sure, state=StateRead("unknown", 0.5, (("NV", 0.4), ("CA", 0.1))))
    (match,) = matches(open_, "7ABC123", state="NV")
    assert not match.state_conflict
    assert matches(open_, "7ABC123", state="TX") == ()


@pytest.mark.parametrize(
    ("read", "on_list", "place"),
    [("8ABC123", "BABC123", 0), ("7ABC128", "7ABC12B", 6), ("7AZC", "7A2C", 2)],
)
def test_that_a_short_list_is_told_of_a_twin_and_a_long_one_is_not(
    read: str, on_list: str, place: int
) -> None:
    sure = reading(read, confidence=0.999)
    (match,) = index_of(listed(on_list)).match(sure)
    assert (match.kind, match.differences) == (MatchKind.APPROXIMATE, (place,))
    assert match.likelihood < DEFAULT_THRESHOLDS.high
    assert matches(sure, on_list) == ()
    (match,) = index_of(listed(on_list, "NV")).match(sure)
    assert match.state_conflict


def test_that_each_priority_has_its_own_threshold() -> None:
    doubtful = reading("5SOW350", doubts={4: (0.9, (("7", 0.07),))})
    entries = [
        listed("5SOW750", category=category)
        for category in (Category.STOLEN_VEHICLE, Category.STOLEN_PLATE, Category.REGISTRATION)
    ]
    told = {
        (high, normal, low): {
            m.entry.category.priority
            for m in index_of(*entries, thresholds=Thresholds(high, normal, low)).match(doubtful)
        }
        for high, normal, low in ((0.01, 0.9, 0.9), (0.9, 0.01, 0.9), (0.9, 0.9, 0.01))
    }
    assert list(told.values()) == [{Priority.HIGH}, {Priority.NORMAL}, {Priority.LOW}]


def test_that_several_lists_match_and_the_likeliest_comes_first() -> None:
    felony = listed("7ABC128", "NV", category=Category.FELONY_VEHICLE)
    index = HotListIndex(
        [
            (hot_list("local"), packed([listed("7ABC12B"), felony])),
            (hot_list("SVS"), packed([listed("7ABC128")])),
        ]
    )
    found = index.match(reading("7ABC128"))
    assert [(m.hot_list.name, m.entry.lic, m.state_conflict) for m in found] == [
        ("SVS", "7ABC128", False),
        ("local", "7ABC128", True),
        ("local", "7ABC12B", False),
    ]
    assert [m.entry.lic for m in worth_telling(found)] == ["7ABC128", "7ABC128"]


def test_that_no_list_and_no_text_match_nothing() -> None:
    assert HotListIndex().match(reading("7ABC123"), vehicle()) == ()
    assert matches(PlateText((), StateRead("CA", 0.9), 0.0), "7ABC123") == ()
    assert HotListIndex([(hot_list(), packed([]))]).match(reading("7ABC123")) == ()


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize("lic", ["7?BC*", "7AB*", "*123", "*BC1*", "???????"])
def test_that_a_partial_plate_matches_live_as_partial(lic: str) -> None:
    timed = specific(lic, "CA")
    index = HotListIndex(specific=[timed, specific("8*"), specific("7A")])
    (match,) = index.match(reading("7ABC123"), vehicle(), NOW)
    assert (match.entry, match.kind, match.differences) == (timed.entry, MatchKind.PARTIAL, ())
    assert 0.5 < match.likelihood <= 1
    assert worth_telling([match]) == [match]


def test_that_a_partial_plate_asks_for_its_state_and_for_what_the_reader_doubts() -> None:
    index = HotListIndex(specific=[specific("7?BC*", "NV")])
    assert index.match(reading("7ABC123", "CA", confidence=0.99), None, NOW) == ()
    doubtful = reading("1ABC123", "NV", doubts={0: (0.7, (("7", 0.28),))})
    (match,) = index.match(doubtful, None, NOW)
    assert 0.2 < match.likelihood < 0.3


@pytest.mark.requirement("OPS-4")
def test_that_a_vehicle_that_contradicts_lowers_a_partial_plate() -> None:
    index = HotListIndex(specific=[specific("7AB*", vco="RED", vst="PK")])
    of = reading("7ABC123", confidence=0.999)
    (alike,) = index.match(of, vehicle("red", "truck"), NOW)
    (other,) = index.match(of, vehicle("white", "truck"), NOW)
    assert other.likelihood == pytest.approx(alike.likelihood * 0.1)
    assert index.match(of, vehicle("white", "car"), NOW) == ()
    (unseen,) = index.match(of, vehicle("unknown", "unknown"), NOW)
    assert unseen.likelihood == alike.likelihood


@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize(
    ("color", "body", "told"),
    [
        ("red", "truck", True),
        ("white", "truck", False),
        ("red", "car", False),
        ("unknown", "truck", False),
        ("red", "unknown", False),
    ],
)
def test_that_a_description_matches_a_vehicle_whose_color_and_style_were_both_seen(
    color: str, body: str, told: bool
) -> None:
    index = HotListIndex(specific=[specific("", vco="RED", vst="PK")])
    no_text = PlateText((), StateRead("unknown", 0.0), 0.0)
    for of in (reading("7ABC123"), no_text):
        found = index.match(of, vehicle(color, body), NOW)
        kinds = [(m.kind, m.likelihood) for m in found]
        assert kinds == ([(MatchKind.DESCRIPTION, pytest.approx(0.81))] if told else [])
    assert index.match(reading("7ABC123"), None, NOW) == ()


def test_that_a_description_with_a_state_fits_no_vehicle_of_another() -> None:
    index = HotListIndex(specific=[specific("", lis="NV", vco="RED", vst="PK")])
    (match,) = index.match(reading("7ABC123", "NV"), vehicle(), NOW)
    assert not match.state_conflict
    assert index.match(reading("7ABC123", "CA"), vehicle(), NOW) == ()


@pytest.mark.parametrize("fields", [{}, {"vco": "XYZ"}, {"vst": "MC"}, {"vma": "TOYT"}])
def test_that_a_description_of_nothing_that_can_be_seen_matches_nothing(
    fields: dict[str, str],
) -> None:
    index = HotListIndex(specific=[specific("", **fields)])
    assert index.match(reading("7ABC123"), vehicle(), NOW) == ()


@pytest.mark.requirement("HOT-6")
@pytest.mark.parametrize("lic", ["7ABC123", "7?BC*", ""])
def test_that_an_entry_matches_until_the_moment_it_expires_and_not_from_it_on(lic: str) -> None:
    index = HotListIndex(specific=[specific(lic, expires_at=NOW, vco="RED")])
    of = reading("7ABC123")
    just_before = NOW - timedelta(microseconds=1)
    assert len(index.match(of, vehicle(), just_before)) == 1
    assert index.match(of, vehicle(), NOW) == ()
    # Nobody names a moment: then it is now.
    running = datetime.now(UTC) + timedelta(hours=1)
    index = HotListIndex(specific=[specific(lic, expires_at=running, vco="RED")])
    assert len(index.match(of, vehicle())) == 1


def test_that_each_specific_entry_is_told_once_beside_the_exact_and_likeliest() -> None:
    entries = [specific("7ABC123"), specific("7AB*"), specific("", vco="RED")]
    near = reading("7ABC123", doubts={0: (0.6, (("1", 0.2), ("T", 0.15)))})
    index = HotListIndex([(hot_list(), packed([listed("1ABC123"), listed("TABC123")]))], entries)
    told = worth_telling(index.match(near, vehicle(), NOW))
    assert [(m.kind, m.entry.lic) for m in told] == [
        (MatchKind.EXACT, "7ABC123"),
        (MatchKind.PARTIAL, "7AB*"),
        (MatchKind.DESCRIPTION, ""),
    ]
    without = HotListIndex(
        [(hot_list(), packed([listed("1ABC123"), listed("TABC123")]))], entries[1:]
    )
    told = worth_telling(without.match(near, None, NOW))
    assert [(m.kind, m.entry.lic) for m in told] == [
        (MatchKind.APPROXIMATE, "1ABC123"),
        (MatchKind.PARTIAL, "7AB*"),
    ]


def test_that_an_index_knows_its_lists_and_its_generation() -> None:
    of = hot_list()
    index = HotListIndex([(of, packed([listed()]))], generation=7)
    assert (index.hot_lists, index.generation) == ((of,), 7)


def test_that_look_alikes_go_both_ways() -> None:
    for table in (TWINS, ALIKE):
        assert all(a in table[b] for a, others in table.items() for b in others)
        assert set(table) == set(SIGNS)


STATES = st.sampled_from(["CA", "MN", "AL", ""])
FEW = "1238BHC"


@st.composite
def near_lists(draw: st.DrawFn) -> tuple[PlateText, list[HotListEntry]]:
    """A doubtful reading and a list whose plates lie around it."""
    text = draw(st.text(FEW, min_size=2, max_size=8))
    doubts = {
        i: (p, ((other, (1 - p) * 0.9),))
        for i, (p, other) in enumerate(
            draw(
                st.lists(
                    st.tuples(st.floats(0.5, 1), st.sampled_from(FEW)),
                    min_size=len(text),
                    max_size=len(text),
                )
            )
        )
        if other != text[i]
    }
    near = st.builds(
        lambda place, put, cut: text[: place % len(text)] + put + text[place % len(text) + cut :],
        st.integers(0, 7),
        st.text(FEW, max_size=2),
        st.integers(0, 2),
    ).filter(bool)
    plates = draw(st.lists(st.tuples(near, STATES), max_size=12))
    state = draw(st.sampled_from(["CA", "MN", "AL"]))
    of = replace(reading(text, state, doubts=doubts), confidence=draw(st.floats(0.3, 0.99)))
    return of, [listed(plate, lis) for plate, lis in plates]


def by_hand(of: PlateText, entries: Sequence[HotListEntry], least: float) -> dict[str, float]:
    """Every entry against every candidate, one by one."""
    posterior = TextPosterior(of, shipped_confusions(), shipped_serial_prior())
    found = {}
    for candidate in posterior.candidates(least):
        for entry in entries:
            chance = candidate.chance * posterior.state.chance(entry.lis)
            if key_of(entry.lic) == candidate.key and chance >= least:
                found[entry.entry_id] = chance
    return found


@settings(deadline=None)
@given(near_lists(), st.sampled_from([0.001, 0.02, 0.2]))
def test_that_a_long_list_gives_what_looking_at_every_entry_gives(
    case: tuple[PlateText, list[HotListEntry]], least: float
) -> None:
    of, entries = case
    index = index_of(*entries, *FILLER, thresholds=Thresholds(least, least, least))
    found = index.match(of)
    assert {m.entry.entry_id: m.likelihood for m in found} == by_hand(of, entries, least)
    for match in found:
        read, on_list = of.text, match.entry.lic
        assert 0 <= match.likelihood <= 1 + 1e-9
        assert (match.kind is MatchKind.EXACT) == (match.differences == ())
        if len(read) == len(on_list):
            differing = tuple(i for i in range(len(read)) if read[i] != on_list[i])
            assert match.differences == differing
        else:
            longer, shorter = sorted((read, on_list), key=len, reverse=True)
            kept = [c for i, c in enumerate(longer) if i not in match.differences]
            assert "".join(kept) == shorter


@given(near_lists())
def test_that_a_short_list_is_never_told_less_than_a_long_one(
    case: tuple[PlateText, list[HotListEntry]],
) -> None:
    of, entries = case
    short = {m.entry.entry_id for m in index_of(*entries).match(of)}
    long = {m.entry.entry_id for m in index_of(*entries, *FILLER).match(of)}
    assert long <= short
    read_as_listed = {e.entry_id for e in entries if key_of(e.lic) == key_of(of.text)}
    assert read_as_listed <= short or np.prod([c.confidence for c in of.characters]) < 0.3


def test_that_a_list_version_is_named_in_each_match() -> None:
    one: HotList = hot_list("SVS")
    (match,) = HotListIndex([(one, packed([listed()]))]).match(reading("7ABC123"))
    assert match.hot_list is one
