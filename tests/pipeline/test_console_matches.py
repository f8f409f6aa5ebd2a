"""What the console tells and sounds of what became of matches."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpr_console import console as console_module
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.events import (
    AlertRaised,
    AlertRepeated,
    PastHitsFound,
    ReadReleased,
)
from alpr_console.domain.hotlist import Category
from alpr_console.health import monitor
from tests.fakes.car import Car, hit, miss, wait_for
from tests.fakes.shift import START, listed

SOUND = "[hit_stolen_vehicle]"


@pytest.fixture
def looking_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Car]:
    """A car whose policy lets stored reads be matched."""
    monkeypatch.setattr(console_module, "TICK_S", 0.05)
    monkeypatch.setattr(monitor, "_free", lambda _: 10**12)
    car = Car(tmp_path, past_reads=True)
    car.console.start()
    car.sit_down()
    yield car
    car.console.stop()


def test_that_a_repeat_is_told_and_no_second_alert_is(car: Car) -> None:
    again = hit()
    car.emit(hit(), hit(), again)
    (raised,) = car.of(AlertRaised)
    assert isinstance(raised, AlertRaised)
    told = car.of(AlertRepeated)
    assert told[-1] == AlertRepeated(raised.alert.alert_id, again.read.read_id, 2, START)
    assert len(told) == 2


def test_that_a_high_alert_is_heard_again_until_somebody_begins_to_answer(car: Car) -> None:
    car.emit(hit(), hit())
    assert car.speaker.heard.count(SOUND) == 2
    (alert,) = car.act(lambda desk: desk.open_alerts())
    item = alert.next_item
    assert item is not None
    car.act(lambda desk: desk.answer_item(alert.alert_id, item.kind, Verdict.IDENTICAL, ""))
    car.emit(hit())
    assert car.speaker.heard.count(SOUND) == 2
    assert len(car.of(AlertRepeated)) == 2


def test_that_a_repeat_of_lesser_priority_is_silent(car: Car) -> None:
    car.put_list("SLR", listed("8PLT888", category=Category.STOLEN_PLATE))
    car.act(lambda desk: desk.lists_touched())
    car.emit(hit("8PLT888"))
    heard = list(car.speaker.heard)
    assert heard
    car.emit(hit("8PLT888"))
    assert car.speaker.heard == heard
    assert len(car.of(AlertRepeated)) == 1


@pytest.mark.requirement("HIT-9")
def test_that_a_correction_is_shown_and_its_alert_is_told_and_heard(car: Car) -> None:
    released = miss()
    car.emit(released)
    corrected = car.act(
        lambda desk: desk.reads.correct(released.read.read_id, "7ABC123", "CA", "misread")
    )
    told = [e for e in car.events if isinstance(e, ReadReleased | AlertRaised)]
    assert [type(e) for e in told] == [ReadReleased, ReadReleased, AlertRaised]
    shown, alert = told[1], told[2]
    assert isinstance(shown, ReadReleased)
    assert isinstance(alert, AlertRaised)
    assert shown.read == alert.alert.hit.read == corrected
    assert car.speaker.heard[0] == SOUND


@pytest.mark.requirement("OPS-4")
def test_that_past_hits_are_told_without_a_sound_and_again_at_sign_in(looking_back: Car) -> None:
    car = looking_back
    car.emit(miss("8PST888"))
    car.put_list("local", listed("8PST888"))
    car.act(lambda desk: desk.lists_touched())
    wait_for(lambda: bool(car.of(PastHitsFound)))
    assert car.of(PastHitsFound) == [PastHitsFound(1, START)]
    assert (car.of(AlertRaised), car.speaker.heard) == ([], [])
    car.act(lambda desk: desk.sign_out())
    car.sit_down()
    car.settle()
    assert car.of(PastHitsFound) == [PastHitsFound(1, START)] * 2
