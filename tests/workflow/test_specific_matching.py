"""A live read and a specific entry: from the approval to the minute it expires."""

from __future__ import annotations

from datetime import timedelta

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.hotlist import Match, MatchKind
from alpr_console.domain.operator import Role
from alpr_console.domain.plate import Box, VehicleDescription
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.lists_in_force import ListsInForce
from tests.fakes.bolo import bolo, session_as
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import StandingClock, policy, reading


@pytest.mark.requirement("HOT-5")
@pytest.mark.requirement("HOT-6")
@pytest.mark.requirement("HOT-7")
@pytest.mark.requirement("OPS-4")
@pytest.mark.parametrize("plate", ["7A?C*", "7AB*", "*123", "*BC12*", "7ABC123", ""])
def test_that_live_reads_match_an_entry_from_its_approval_to_its_expiry(
    store: Store, clock: StandingClock, plate: str
) -> None:
    desk = Desk(store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
    desk.session = session_as("doe")
    in_force = ListsInForce(store.unit_of_work, MemoryShelf(), clock)
    seen = VehicleDescription("white", 0.95, "car", 0.95, Box(0, 0, 100, 100))

    def found() -> list[Match]:
        return list(in_force.index.match(reading("7ABC123"), seen, clock.now()))

    entry = desk.specific.submit(bolo(plate))
    in_force.reload()
    assert found() == []
    desk.session = session_as("sergeant", Role.SUPERVISOR)
    entry = desk.specific.approve(entry.entry_id)
    in_force.reload()
    (match,) = found()
    assert match.entry.specific == entry.entry_id
    assert match.entry.informational
    assert match.kind is (
        MatchKind.EXACT if plate == "7ABC123" else MatchKind.PARTIAL if plate
        else MatchKind.DESCRIPTION
    )  # fmt: skip
    assert entry.until is not None
    # Without the index being made anew: the very minute counts, not the next act.
    clock.at = entry.until - timedelta(microseconds=1)
    assert len(found()) == 1
    clock.at = entry.until
    assert found() == []
