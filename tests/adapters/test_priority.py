"""Threads that stand behind the rest, those that they start among them."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest

from alpr_console.adapters.priority import NETWORK_STEPS, PIPELINE_STEPS, behind_the_rest
from alpr_console.domain.errors import ModelDamaged
from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.locations import models_dir
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.ports import Frame
from alpr_console.recognition.recogniser import open_recogniser
from tests.fakes.fake_recogniser import FakeRecogniser
from tests.fakes.shift import START


def priority(thread: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, thread)


def threads() -> set[int]:
    return {int(name) for name in os.listdir("/proc/self/task")}


def test_that_what_the_work_starts_stands_behind_and_the_caller_does_not() -> None:
    before = priority(threading.get_native_id())
    found: list[int] = []

    def work() -> str:
        started = threading.Thread(target=lambda: found.append(priority(threading.get_native_id())))
        started.start()
        started.join()
        return "done"

    assert behind_the_rest(work, 3) == "done"
    assert found == [min(19, before + 3)]
    assert priority(threading.get_native_id()) == before


def test_that_the_networks_own_threads_stand_behind() -> None:
    mine, before = priority(threading.get_native_id()), threads()
    recogniser = behind_the_rest(lambda: open_recogniser(models_dir(), threads=1), NETWORK_STEPS)
    of_networks = [priority(thread) for thread in threads() - before]
    assert of_networks
    assert set(of_networks) == {min(19, mine + NETWORK_STEPS)}
    assert recogniser is not None


class _OnePicture:
    """A camera of one picture, which notes where its thread stands."""

    name, live = "front", False

    def __init__(self) -> None:
        self.stood: list[int] = []

    def open(self) -> None:
        self.stood.append(priority(threading.get_native_id()))
        self._left = [Frame("front", 0, START, np.zeros((72, 128, 3), np.uint8), 0.0)]

    def read(self) -> Frame | None:
        return self._left.pop() if self._left else None

    def close(self) -> None:
        pass


def test_that_cameras_and_recognition_stand_behind_the_window_and_before_the_networks() -> None:
    mine, camera = priority(threading.get_native_id()), _OnePicture()
    recognition: list[int] = []

    def note(event: PipelineEvent) -> None:
        if isinstance(event, FrameSeen):
            recognition.append(priority(threading.get_native_id()))

    pipeline = Pipeline(
        [camera], None, FakeRecogniser(), note,
        launch=lambda start: behind_the_rest(start, PIPELINE_STEPS),
    )  # fmt: skip
    pipeline.start()
    assert pipeline.wait_finished(10)
    pipeline.stop()
    assert camera.stood == recognition == [min(19, mine + PIPELINE_STEPS)]
    assert PIPELINE_STEPS < NETWORK_STEPS


def test_that_what_goes_wrong_comes_out_as_it_is() -> None:
    def work() -> None:
        raise ModelDamaged("The weights are damaged.", "Install again.")

    with pytest.raises(ModelDamaged, match="damaged"):
        behind_the_rest(work, 3)
