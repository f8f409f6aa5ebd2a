"""Single pictures: a frame taken by key over a running console, and the test read."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

import numpy as np
import pytest

from alpr_console import locations
from alpr_console.domain.errors import ModelDamaged, PermissionRefused, ShiftRefused
from alpr_console.domain.events import PositionChanged
from alpr_console.domain.read import PositionFix
from alpr_console.domain.session import SessionEvent
from alpr_console.domain.shift import ByHand
from alpr_console.domain.shift_check import CheckKey, Standing
from alpr_console.recognition.recogniser import open_recogniser
from alpr_console.stills import KnownPlate, Stills, known_plate
from alpr_console.workflow.desk import Desk
from tests.fakes.car import FRAME, LIVE, SEEN, Car
from tests.fakes.shift import START
from tests.fakes.shift_parts import KeptReader

FIX = PositionFix(32.79, -116.96, START)


def stills_of(car: Car, reader: KeptReader, **changes: Any) -> Stills:
    """Over the car's own console, with networks that see what a test says."""
    made = Stills(
        car.console.ask, car.console.pictures.newest, lambda: reader,
        lambda: KnownPlate(np.zeros((8, 8, 3), np.uint8), "7ABC123"), **changes,
    )  # fmt: skip
    return made


def on_camera(car: Car) -> None:
    car.emit(LIVE, PositionChanged(FIX))
    car.pipeline.show(FRAME, SEEN)
    car.emit(SEEN)


def test_that_a_picture_taken_by_key_is_read_kept_and_raises_what_it_hits(car: Car) -> None:
    on_camera(car)
    captured = stills_of(car, KeptReader("7ABC123")).capture("front").result(10)
    (read,) = captured.reads
    assert (read.camera, read.at, read.position) == ("front", FRAME.at, FIX)
    assert read.crop_jpeg.startswith(b"\xff\xd8")
    assert captured.context_jpeg.startswith(b"\xff\xd8")
    with car.store.unit_of_work() as work:
        assert work.shifts.by_hand([read.read_id]) == {read.read_id: ByHand.CAPTURED}
        (alert,) = work.alerts.open()
    assert alert.hit.read.read_id == read.read_id
    # It was looked at twice: no further frame can put right what is wrong with one.
    assert [c.held_up for c in alert.hit.read.reading.characters] == [1.0] * 6 + [0.6]
    assert "Stolen vehicle, not verified. 7 A B C 1 2 3." in car.speaker.heard


def test_that_nothing_is_kept_of_a_picture_in_which_nothing_is_read(car: Car) -> None:
    on_camera(car)
    reader = KeptReader()
    reader.plates = ()
    captured = stills_of(car, reader).capture("front").result(10)
    assert captured.reads == ()
    assert car.kept() == []


def test_that_without_a_picture_none_is_taken(car: Car) -> None:
    with pytest.raises(ShiftRefused, match="no picture"):
        stills_of(car, KeptReader()).capture("rear").result(10)


def test_that_a_locked_session_keeps_no_picture_taken(car: Car) -> None:
    on_camera(car)

    def lock(desk: Desk) -> None:
        assert desk.session is not None
        desk.session = desk.session.step(SessionEvent.LOCK)

    car.act(lock)
    with pytest.raises(PermissionRefused):
        stills_of(car, KeptReader()).capture("front").result(10)
    assert car.kept() == []


def test_that_pictures_are_looked_at_one_at_a_time(car: Car) -> None:
    on_camera(car)
    inside, most, gate = 0, 0, threading.Lock()

    class Slow(KeptReader):
        def see_still(self, picture: Any) -> Any:
            nonlocal inside, most
            with gate:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.05)
            with gate:
                inside -= 1
            return super().see_still(picture)

    stills = stills_of(car, Slow())
    running: list[Future[Any]] = [stills.capture("front") for _ in range(3)]
    for one in running:
        one.result(10)
    assert most == 1


@pytest.mark.requirement("OPS-2")
def test_that_networks_that_cannot_be_opened_fail_the_test_read_and_nothing_else(car: Car) -> None:
    def damaged() -> KeptReader:
        raise ModelDamaged("The plate reader's weights were changed.", "Install again.")

    stills = Stills(
        car.console.ask, car.console.pictures.newest, damaged,
        lambda: KnownPlate(np.zeros((8, 8, 3), np.uint8), "7ABC123"),
    )  # fmt: skip
    item = stills.test().result(10)
    assert (item.standing, "weights" in item.found) == (Standing.FAILED, True)
    check = car.act(lambda desk: desk.shift.check())
    assert item in check


@pytest.mark.requirement("OPS-2")
def test_that_the_running_console_measures_its_cameras_and_receiver(car: Car) -> None:
    def standing(key: CheckKey) -> Standing:
        check = car.act(lambda desk: desk.shift.check())
        return next(item.standing for item in check if item.key is key)

    assert standing(CheckKey.PICTURE) is Standing.FAILED
    on_camera(car)
    assert standing(CheckKey.PICTURE) is Standing.PASSED
    assert standing(CheckKey.RATE) is Standing.PASSED
    assert standing(CheckKey.GPS) is Standing.PASSED
    assert standing(CheckKey.CLOCK) is Standing.PASSED
    car.clock.go_on(seconds=30)
    assert standing(CheckKey.PICTURE) is Standing.FAILED
    assert standing(CheckKey.GPS) is Standing.FAILED


@pytest.mark.requirement("OPS-3")
def test_that_a_canvass_ends_with_the_console(parked: Car) -> None:
    parked.sit_down()
    parked.act(lambda desk: desk.shift.start_canvass("26-118204", "Shooting on Main"))
    parked.console.stop()
    with parked.store.unit_of_work() as work:
        assert work.shifts.running() is None


@pytest.mark.requirement("OPS-2")
def test_that_the_shipped_test_picture_is_read_by_the_shipped_networks() -> None:
    plate = known_plate(locations.resources_dir() / "samples")
    seen = open_recogniser(locations.models_dir()).see_still(plate.picture)
    assert [one.reading.text for one in seen] == [plate.text]


def test_that_a_missing_test_picture_is_said(tmp_path: Any) -> None:
    with pytest.raises(ShiftRefused, match="missing or damaged"):
        known_plate(tmp_path)
