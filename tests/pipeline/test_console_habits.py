"""Habits and muting in the running console: the real thread, its own sign-ins and sign-outs."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from alpr_console.domain.events import FaultRaised
from alpr_console.domain.hotlist import Category
from alpr_console.domain.key_table import KeyTable
from alpr_console.domain.notices import NOTICES
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.operator import Role
from alpr_console.domain.session import Session, SessionEvent
from alpr_console.earshot import ALERT_WAITING
from alpr_console.workflow.desk import Desk
from tests.fakes.car import FULL, Car, hit
from tests.fakes.shift import listed, session_of

NO_KEYS = KeyTable(())
ICAO = OfficerSettings(volume=50, voice="en-gb", phonetics="icao", keys=MappingProxyType({}))


def seat(session: Session | None) -> object:
    def act(desk: Desk) -> None:
        desk.session = session

    return act


@pytest.fixture
def car(parked: Car) -> Car:
    parked.put_list("Registrations", listed("9REG111", category=Category.REGISTRATION))
    parked.sit_down()
    parked.act(lambda desk: desk.lists_touched())
    parked.speaker.heard.clear()
    return parked


def test_that_a_mute_lets_high_alerts_and_faults_through_alone(car: Car) -> None:
    assert car.act(lambda desk: desk.habits.mute(True))
    car.emit(hit("9REG111"))
    assert len(car.store.contents.alerts) == 1
    assert car.speaker.heard == []
    car.emit(hit("7ABC123"))
    assert car.speaker.heard[0] == "[hit_stolen_vehicle]"
    car.speaker.heard.clear()
    car.works_left = 0
    car.emit(hit("8AAA888"))
    car.works_left = None
    assert [e.notice for e in car.of(FaultRaised)][-1] == "store_failed"
    assert car.speaker.heard == ["[fault]", NOTICES["store_failed"].speech]
    assert FULL.what


def test_that_habits_are_taken_up_at_the_sign_in_and_left_at_the_sign_out(car: Car) -> None:
    me = session_of(Role.ADMINISTRATOR)
    car.act(seat(me))  # type: ignore[arg-type]
    car.act(lambda desk: desk.habits.set(ICAO, NO_KEYS))
    car.act(lambda desk: desk.habits.mute(True))
    car.act(lambda desk: desk.sign_out())
    assert (car.speaker.adjusted[-1], car.earshot.muted) == ((80, ""), False)
    car.act(seat(session_of(Role.ADMINISTRATOR)))  # type: ignore[arg-type]
    car.emit(hit("7ABC123"))
    assert "7 A B C" in car.speaker.heard[-1]
    # Another person over the first one's session, as a command's sign-in does.
    car.act(seat(me))  # type: ignore[arg-type]
    assert car.speaker.adjusted[-1] == (50, "en-gb")
    car.act(lambda desk: desk.habits.say_again(next(iter(car.store.contents.alerts))))
    assert "7-word A-word" in car.speaker.heard[-1]


def test_that_a_lock_keeps_habits_and_mute_and_says_no_plate(car: Car) -> None:
    car.act(lambda desk: desk.habits.set(ICAO, NO_KEYS))
    car.act(lambda desk: desk.habits.mute(True))
    car.emit(hit("7ABC123"))
    locked = car.act(lambda desk: desk.signed_in()).step(SessionEvent.LOCK)
    car.act(seat(locked))  # type: ignore[arg-type]
    car.speaker.heard.clear()
    car.act(lambda desk: desk.habits.say_again())
    car.emit(hit("9REG111"))
    assert car.speaker.heard == [ALERT_WAITING]
    assert (car.speaker.adjusted[-1], car.earshot.muted) == ((50, "en-gb"), True)


def test_that_a_store_that_fails_at_the_sign_in_leaves_the_usual_habits(car: Car) -> None:
    me = session_of(Role.ADMINISTRATOR)
    car.act(seat(me))  # type: ignore[arg-type]
    car.act(lambda desk: desk.habits.set(ICAO, NO_KEYS))
    car.act(lambda desk: desk.sign_out())
    car.works_left = 0
    car.act(seat(me))  # type: ignore[arg-type]
    car.works_left = None
    assert car.speaker.adjusted[-1] == (80, "")
    car.emit(hit("7ABC123"))
    assert car.speaker.heard[-2] == "[hit_stolen_vehicle]"
