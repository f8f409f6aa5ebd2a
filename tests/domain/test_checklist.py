"""What the officer compares, and when 'identical' is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.checklist import (
    ItemKind,
    Verdict,
    check_answer,
    checklist_for,
    identical_first,
)
from alpr_console.domain.errors import DutyMissing
from alpr_console.domain.hotlist import Freshness, Hit, HotListEntry
from alpr_console.domain.plate import StateRead, VehicleDescription
from alpr_console.domain.read import PlateRead
from tests.fakes.shift import START, listed, match_of, read_of


def hit(read: PlateRead, entry: HotListEntry) -> Hit:
    freshness = Freshness(timedelta(0), timedelta(hours=24), False)
    return Hit("b" * 32, read, match_of(read, entry), freshness, START)


@pytest.mark.requirement("HIT-2")
def test_that_the_vehicle_is_asked_only_where_the_list_describes_it() -> None:
    bare = [i.kind for i in checklist_for(hit(read_of(), listed()))]
    described = [i.kind for i in checklist_for(hit(read_of(), listed(vco="WHI")))]
    assert bare == [ItemKind.CHARACTERS, ItemKind.STATE]
    assert described == [ItemKind.CHARACTERS, ItemKind.STATE, ItemKind.VEHICLE]


def test_that_an_item_shows_the_list_beside_what_was_seen() -> None:
    vehicle = VehicleDescription("white", 0.9, "unknown", 0.2)
    read = replace(read_of("7ABC128", "NV"), vehicle=vehicle)
    entry = listed("7ABC12B", vyr="2019", vco="WHI", vma="TOYT")
    characters, state, car = checklist_for(hit(read, entry))
    assert (characters.listed, characters.seen, characters.conflict) == (
        "7ABC12B",
        "7ABC128",
        True,
    )
    assert (state.listed, state.seen, state.conflict) == ("CA", "NV", True)
    assert (car.listed, car.seen) == ("2019 WHI TOYT", "white")


@pytest.mark.requirement("HIT-2")
@pytest.mark.parametrize(
    ("color", "body", "conflict"),
    [
        ("black", "car", True),
        ("white", "SUV", True),
        ("white or gray", "car", False),
        ("white", "unknown", False),
        ("unknown", "unknown", False),
    ],
)
def test_that_a_vehicle_which_is_not_the_lists_needs_a_reason(
    color: str, body: str, conflict: bool
) -> None:
    read = replace(read_of(), vehicle=VehicleDescription(color, 0.97, body, 0.97))
    *_, vehicle = checklist_for(hit(read, listed(vco="WHI", vst="2D")))
    assert vehicle.conflict is conflict
    if conflict:
        with pytest.raises(DutyMissing, match="Vehicle"):
            check_answer(vehicle, Verdict.IDENTICAL, "")
    check_answer(vehicle, Verdict.IDENTICAL, "repainted, VIN compared")


@pytest.mark.requirement("HIT-2")
@pytest.mark.parametrize(
    ("seen", "doubtful"),
    [
        (VehicleDescription("gray", 0.97, "unknown", 0.4), True),
        (VehicleDescription("unknown", 0.4, "unknown", 0.4, unlikely=("car", "van")), True),
        (VehicleDescription("unknown", 0.4, "unknown", 0.4, unlikely=("red", "truck")), False),
        (VehicleDescription("white", 0.97, "car", 0.97, unlikely=("red", "truck")), False),
        (VehicleDescription("black", 0.97, "unknown", 0.4, unlikely=("car",)), False),
    ],
)
def test_that_a_vehicle_which_may_not_be_the_lists_is_doubted_and_needs_no_reason(
    seen: VehicleDescription, doubtful: bool
) -> None:
    *_, vehicle = checklist_for(hit(replace(read_of(), vehicle=seen), listed(vco="WHI", vst="2D")))
    assert vehicle.doubtful is doubtful
    if doubtful:
        assert not vehicle.needs_reason
        check_answer(vehicle, Verdict.IDENTICAL, "")


@pytest.mark.requirement("HIT-2")
@pytest.mark.parametrize(
    ("state", "doubtful"),
    [
        (StateRead("CA", 0.9, (("NV", 0.05),)), False),
        (StateRead("CA", 0.45, (("NV", 0.4),)), True),
        (StateRead("unknown", 0.6, (("CA", 0.3), ("NV", 0.3))), True),
        (StateRead("unknown", 0.6, (("NV", 0.4),)), True),
    ],
)
def test_that_a_listed_state_which_the_reader_gives_little_is_doubted(
    state: StateRead, doubtful: bool
) -> None:
    read = read_of()
    read = replace(read, reading=replace(read.reading, state=state))
    _, asked = checklist_for(hit(read, listed(lis="CA")))
    assert asked.doubtful is doubtful
    _, unlisted = checklist_for(hit(read, listed(lis="")))
    assert not unlisted.doubtful


def test_that_a_vehicle_nobody_described_is_asked_without_a_conflict() -> None:
    *_, vehicle = checklist_for(hit(read_of(), listed(vco="WHI", vst="2D")))
    assert (vehicle.seen, vehicle.conflict) == ("", False)


def test_that_an_unlisted_or_unread_state_is_asked_without_a_conflict() -> None:
    _, state = checklist_for(hit(read_of("7ABC123", "unknown"), listed(lis="CA")))
    assert (state.seen, state.conflict) == ("", False)
    _, state = checklist_for(hit(read_of(), listed(lis="")))
    assert (state.listed, state.conflict) == ("not listed", False)


@pytest.mark.requirement("HIT-2")
def test_that_identical_against_a_conflict_needs_a_reason() -> None:
    conflicting, _ = checklist_for(hit(read_of("7ABC128"), listed("7ABC12B")))
    with pytest.raises(DutyMissing, match="differ"):
        check_answer(conflicting, Verdict.IDENTICAL, "  ")
    check_answer(conflicting, Verdict.IDENTICAL, "bolt over the B")
    check_answer(conflicting, Verdict.DIFFERENT, "")


@pytest.mark.requirement("HIT-2")
def test_that_where_identical_stands_cannot_be_learnt_and_does_not_move_under_the_hand() -> None:
    drawn = [identical_first(f"alert-{n}", kind) for n in range(400) for kind in ItemKind]
    assert drawn == [identical_first(f"alert-{n}", kind) for n in range(400) for kind in ItemKind]
    assert 0.45 < sum(drawn) / len(drawn) < 0.55
    # Nor does one item of an alert tell of the next: all eight orders come up.
    orders = {tuple(drawn[i : i + 3]) for i in range(0, len(drawn), 3)}
    assert len(orders) == 8
