"""Figures of a scripted week, each known, and the records behind each bar (AUD-3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.figures import Figure
from alpr_console.domain.hotlist import Category
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.ports import UnitOfWorkFactory
from alpr_console.workflow.count_figures import Counted, count, figures_of, slices, together
from alpr_console.workflow.desk import Desk
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore
from tests.fakes.profiles import BY_NUMBER
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of, session_of

KEY = bytes(range(32))
SINCE, UNTIL = START - timedelta(hours=1), START + timedelta(days=3, hours=5)
EXPECTED = {
    Figure.DAY: (("2026-11-22", 3), ("2026-11-24", 2)),
    Figure.CAMERA: (("front", 4), ("rear", 1)),
    Figure.LIST: (("SVS", 2),),
    Figure.CATEGORY: (("stolen_vehicle", 1), ("wanted_person", 1)),
    Figure.OUTCOME: (("open", 2),),
    Figure.PERSON: (("reyes", 2), ("chen", 1)),
}


class Week:
    def __init__(self, uow: UnitOfWorkFactory, clock: StandingClock, policy: AgencyPolicy) -> None:
        self.uow, self.clock = uow, clock
        self.desk = Desk(uow, MemoryShelf(), clock, policy, "4-Adam-12")
        self.desk.session = session_of(Role.ADMINISTRATOR)
        for days, text, camera in (
            (0, "8XYZ441", "front"), (0, "8XYZ442", "rear"), (2, "8XYZ443", "front"),
            (30, "8XYZ444", "front"),
        ):  # fmt: skip
            read = read_of(text)
            at = read.at + timedelta(days=days)
            self.desk.keep_read(replace(read, read_id=f"read-{text}", at=at, camera=camera))
        # A correction is no second pass.
        again = replace(read_of("8XYZ441"), read_id="read-8XYZ441", revision=1)
        self.desk.keep_read(again)
        for days, text, category in (
            (0, "7ABC128", Category.STOLEN_VEHICLE), (2, "6TRJ244", Category.WANTED_PERSON),
        ):  # fmt: skip
            clock.at = START + timedelta(days=days)
            read = replace(read_of(text), at=clock.at)
            self.desk.raise_alert(read, match_of(read, listed(text, category=category)))
        with uow() as work:
            for n, (who, days) in enumerate((("reyes", 0), ("reyes", 2), ("chen", 2), ("chen", 9))):
                work.inquiries.add(
                    Inquiry(
                        f"inquiry-{n}", InquiryKind.SEARCH, who, who, "PD", "4-Adam-12",
                        START + timedelta(days=days), {"Plate": "7ABC*"}, Grounds("Theft"), "", "p",
                    )
                )  # fmt: skip
        self.desk.session = session_of(Role.OPERATOR)
        with pytest.raises(PermissionRefused):
            self.desk.keeping.holds()
        self.desk.session = session_of(Role.ADMINISTRATOR)

    def counted(self) -> Counted:
        found: Counted = {}
        for key in ("total_detection", "system_audit"):
            for since, until in slices(SINCE, UNTIL):
                found = together(found, self.desk.oversight.count(key, since, until))
        return found


@pytest.fixture(params=["encrypted", "memory"])
def week(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Week]:
    clock = StandingClock()
    if request.param == "memory":
        yield Week(MemoryStore("4-Adam-12", clock).unit_of_work, clock, BY_NUMBER["430"])
        return
    store = Store.open(tmp_path / "store.db", KEY, "4-Adam-12", clock)
    try:
        yield Week(store.unit_of_work, clock, BY_NUMBER["430"])
    finally:
        store.close()


@pytest.mark.requirement("AUD-3")
def test_that_each_figure_is_what_happened(week: Week) -> None:
    found = week.counted()
    acts = dict(found.pop(Figure.ACT))
    assert acts["alert.raised"] == 2
    refused = found.pop(Figure.REFUSED)
    assert sum(number for _, number in refused) == 1
    assert found == EXPECTED


@pytest.mark.requirement("AUD-3")
def test_that_slices_say_what_the_whole_span_says(week: Week) -> None:
    whole: Counted = {}
    with week.uow() as work:
        for key in ("total_detection", "system_audit"):
            whole = together(whole, count(work, key, SINCE, UNTIL))
    assert week.counted() == whole


@pytest.mark.requirement("AUD-3")
def test_that_each_bar_leads_to_as_many_records_as_it_counts_and_to_no_plate(week: Week) -> None:
    behind = week.desk.oversight.behind
    for figure, bars in week.counted().items():
        assert bars
        for name, number in bars:
            records = behind(figure, name, SINCE, UNTIL)
            assert len(records) == number
            assert len({(one.at, one.subject) for one in records}) == number
            assert [one.at for one in records] == sorted(one.at for one in records)
            assert all(SINCE <= one.at < UNTIL for one in records)
            assert behind(figure, name, SINCE, UNTIL, 1) == records[1:]
            assert not {"8XYZ", "7ABC", "6TRJ"} & {one.words[:4] for one in records}
    (first, second) = behind(Figure.LIST, "SVS", SINCE, UNTIL)
    assert first.words == "SVS · Stolen vehicle · open"
    assert second.words == "SVS · Wanted person · open"
    assert [one.words for one in behind(Figure.PERSON, "chen", SINCE, UNTIL)] == ["Theft"]


@pytest.mark.requirement("AUD-1")
def test_that_a_look_at_the_records_behind_a_bar_is_on_record(week: Week) -> None:
    week.desk.oversight.behind(Figure.CAMERA, "rear", SINCE, UNTIL)
    with week.uow() as work:
        last = list(work.audit.entries())[-1].record
    assert (last.action, last.who, last.outcome) == ("figures.seen", "administrator", "done")
    assert last.details["figure"] == "detections_by_camera"
    assert (last.details["name"], last.details["records"]) == ("rear", "1")


def test_that_slices_are_days_that_cover_the_span_without_a_gap() -> None:
    found = slices(SINCE, UNTIL)
    assert found[0][0] == SINCE
    assert found[-1][1] == UNTIL
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert max(until - since for since, until in found) == timedelta(days=1)
    assert slices(UNTIL, SINCE) == ()


def test_that_every_figure_belongs_to_a_report() -> None:
    assert {*figures_of("total_detection"), *figures_of("audit")} == set(Figure)


@pytest.mark.requirement("AUD-3")
def test_that_only_an_administrator_counts_and_looks(week: Week) -> None:
    for role in Role:
        if role is Role.ADMINISTRATOR:
            continue
        week.desk.session = session_of(role)
        for act in (
            lambda: week.desk.oversight.count("audit", SINCE, UNTIL),
            lambda: week.desk.oversight.behind(Figure.DAY, "2026-11-22", SINCE, UNTIL),
            lambda: week.desk.oversight.period("audit", SINCE),
            lambda: week.desk.oversight.judged_counts(),
        ):
            with pytest.raises(PermissionRefused):
                act()
        assert week.desk.oversight.waiting() == []
