"""Marks on the map: no plate without a look on record, nothing left for the next person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alpr_console.domain.alert import AlertState
from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.events import (
    AlertChanged,
    AlertRepeated,
    FaultCleared,
    FaultRaised,
    ReadReleased,
    SessionChanged,
)
from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Role
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.session import SessionEvent
from tests.fakes.shift import START, read_of, session_of
from tests.ui.map_stage import LAT, LON, Stage
from ui.map import marks
from ui.map.marks import Marks
from ui.map.seen import Seen


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_that_a_read_is_a_mark_without_a_plate(stage: Stage) -> None:
    stage.drive()
    stage.see(100)
    (mark,) = stage.model.marks
    assert mark.meaning is None
    stage.map.step(1)
    card = stage.model.card
    assert card is not None
    assert card.title == "Read"
    assert "330 ft N of the car" in " ".join(card.facts)
    assert card.open_key == "Show read"
    kept = [str(value) for value in vars(stage.map).values()]
    assert "8XYZ441" not in " ".join([*kept, *map(str, stage.model.marks), *card.facts])
    assert stage.asked == []


@pytest.mark.parametrize("category", list(Category))
def test_that_a_hit_has_its_categorys_meaning(stage: Stage, category: Category) -> None:
    read = stage.see(100)
    stage.hit(read, category)
    (mark,) = stage.model.marks
    assert mark.category is category
    assert mark.meaning in (Meaning.DANGER, Meaning.CAUTION, Meaning.INFORMATION)
    stage.map.step(1)
    assert stage.model.card is not None
    assert (stage.model.card.title, stage.model.card.open_key) == (category.label, "Show hit")


def test_that_a_closed_hit_says_so(stage: Stage) -> None:
    alert = stage.hit(stage.see())
    stage.map.on(AlertChanged(replace(alert, state=AlertState.CLOSED)))
    stage.map.step(1)
    assert stage.model.marks[0].closed
    assert stage.model.card is not None
    assert stage.model.card.title == "Stolen vehicle, closed"


def test_that_a_further_sight_is_a_mark_of_the_same_hit(stage: Stage) -> None:
    stage.hit(stage.see())
    stage.clock.go_on(minutes=5)
    again = stage.see(900)
    stage.map.on(AlertRepeated("a1", again.read_id, 2, stage.clock.now()))
    stage.map.render()
    assert [mark.alert_id for mark in stage.model.marks] == ["a1", "a1"]
    assert len({mark.place for mark in stage.model.marks}) == 2


def test_that_what_has_no_place_is_counted_and_not_drawn(stage: Stage) -> None:
    read = read_of()
    stage.map.on(ReadReleased(read, (), 1.0))
    stage.map.on(ReadReleased(replace(read, revision=1), (), 1.0))
    stage.hit(replace(read_of("7ABC128"), read_id="elsewhere"))
    assert stage.model.marks == ()
    assert stage.model.nowhere == "Without a place, not on the map: 1 read, 1 hit"


def test_that_a_corrected_read_stays_one_mark(stage: Stage) -> None:
    read = stage.see()
    stage.map.on(ReadReleased(replace(read, revision=1), (), 1.0))
    stage.hit(read)
    stage.map.on(ReadReleased(replace(read, revision=2), (), 1.0))
    stage.map.render()
    assert len(stage.model.marks) == 1
    assert stage.model.marks[0].alert_id == "a1"


def test_that_only_recent_reads_are_kept_and_every_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_READS", 3)
    stage = Stage()
    first = stage.see()
    stage.hit(first)
    for north in range(5):
        stage.see(north)
    kept = stage.model.marks
    assert len(kept) == 4
    assert first.read_id in {mark.read_id for mark in kept}


def test_that_steps_go_from_the_newest_mark_to_the_oldest_and_stop(stage: Stage) -> None:
    stage.drive()
    ids = []
    for north in (0, 20, 9_000):
        stage.clock.go_on(seconds=20)
        ids.append(stage.see(north).read_id)
    stage.map.step(1)
    assert stage.model.chosen is not None
    assert stage.model.chosen.read_id == ids[2]
    # It was out of view, and is brought there.
    assert stage.model.view.shows(stage.model.chosen.point)
    for wanted in (ids[1], ids[0], ids[0]):
        stage.map.step(1)
        assert stage.model.chosen.read_id == wanted
    stage.map.step(-1)
    assert stage.model.chosen.read_id == ids[1]


def test_that_a_touch_takes_the_mark_under_it_hits_first_then_the_next(stage: Stage) -> None:
    stage.drive()
    read = stage.see(1)
    hit = stage.see(0, "7ABC128")
    stage.hit(hit)
    stage.map.touch(404, 303)
    assert stage.model.chosen is not None
    assert stage.model.chosen.read_id == hit.read_id
    stage.map.touch(404, 303)
    assert stage.model.chosen.read_id == read.read_id
    stage.map.touch(40, 40)
    assert stage.model.chosen is None


def opened(stage: Stage) -> PlateRead:
    stage.drive()
    read = stage.see()
    stage.map.step(1)
    stage.map.open()
    assert stage.model.busy
    stage.map.open()
    assert len(stage.asked) == 1
    return read


def test_that_a_plate_is_shown_once_the_desk_has_given_it_out(stage: Stage) -> None:
    read = opened(stage)
    assert stage.model.card is not None
    assert "8XYZ441" not in stage.model.card.title
    stage.asked[0][0](Seen(read))
    assert stage.model.card.title == "8XYZ441 CA"
    assert stage.model.card.crop_jpeg == b"crop"
    assert stage.model.card.open_key == ""


def test_that_a_refusal_shows_nothing_but_itself(stage: Stage) -> None:
    opened(stage)
    stage.asked[0][1](PermissionRefused("The log cannot be written.", "Tell somebody."))
    assert stage.model.refusal == "The log cannot be written. Tell somebody."
    assert stage.model.card is not None
    assert stage.model.card.title == "Read"


def test_that_a_read_that_is_gone_is_said_to_be(stage: Stage) -> None:
    opened(stage)
    stage.asked[0][0](Seen(None))
    assert stage.model.card is not None
    assert "This read has left the store." in stage.model.card.facts


@pytest.mark.parametrize("what", ["lock", "sign out", "log fails", "another", "let go"])
def test_that_an_answer_come_too_late_is_not_shown(stage: Stage, what: str) -> None:
    read = opened(stage)
    match what:
        case "lock":
            stage.map.on(SessionChanged(stage.session.step(SessionEvent.LOCK)))
        case "sign out":
            stage.map.on(SessionChanged(stage.session.step(SessionEvent.SIGN_OUT)))
        case "log fails":
            stage.map.on(FaultRaised("store_failed", "", "", START))
        case "another":
            stage.clock.go_on(seconds=1)
            stage.see(5)
            stage.map.step(-1)
        case _:
            stage.map.let_go()
    stage.asked[0][0](Seen(read))
    stage.map.render()
    assert stage.model.card is None or stage.model.card.title == "Read"


def test_that_a_lock_takes_the_plate_off_and_leaves_the_shift(stage: Stage) -> None:
    stage.asked.clear()
    read = opened(stage)
    stage.asked[0][0](Seen(read))
    stage.map.on(SessionChanged(stage.session.step(SessionEvent.LOCK)))
    stage.drive(14)
    stage.map.on(SessionChanged(stage.session))
    stage.map.render()
    assert stage.model.card is None
    assert len(stage.model.marks) == 1
    assert sum(map(len, stage.model.stretches)) == 2


def test_that_while_the_log_cannot_be_written_no_mark_is_shown(stage: Stage) -> None:
    stage.drive()
    stage.hit(stage.see())
    stage.map.on(FaultRaised("store_failed", "", "Disk full", START))
    stage.map.render()
    assert stage.model.marks == ()
    assert stage.model.hidden is not None
    assert stage.model.hidden.meaning is Meaning.DANGER
    stage.map.step(1)
    stage.map.touch(400, 300)
    assert stage.model.card is None
    # The car's own way is no look at anybody's plate.
    assert stage.model.stretches
    stage.map.on(FaultCleared("store_failed", "", START))
    stage.map.render()
    assert len(stage.model.marks) == 1
    assert stage.model.hidden is None


@pytest.mark.parametrize("by", ["sign-out", "another person"])
def test_that_nothing_of_a_shift_is_left_for_the_next(stage: Stage, by: str) -> None:
    stage.drive()
    stage.hit(stage.see())
    stage.map.step(1)
    other = session_of(Role.OPERATOR)
    stage.map.on(SessionChanged(None if by == "sign-out" else other))
    stage.map.render()
    assert (stage.model.stretches, stage.model.marks, stage.model.car) == ((), (), None)
    assert stage.model.card is None
    assert stage.model.nowhere == ""


def test_that_a_fix_that_comes_after_the_sign_out_is_not_kept(stage: Stage) -> None:
    stage.map.on(SessionChanged(None))
    stage.drive()
    stage.see()
    assert (stage.model.stretches, stage.model.marks, stage.model.car) == ((), (), None)
    assert stage.model.no_fix is None


def test_that_marks_alone_hold_no_plate_and_are_forgotten() -> None:
    kept = Marks()
    read = replace(read_of(), position=PositionFix(LAT, LON, START))
    kept.read_released(read)
    assert "7ABC123" not in str(kept.in_order())
    kept.clear()
    assert kept.in_order() == ()
