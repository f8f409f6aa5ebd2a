"""Threads that stand behind the rest, those that they start among them."""

from __future__ import annotations

import os
import threading

import pytest

from alpr_console.adapters.priority import STEPS, behind_the_rest
from alpr_console.domain.errors import ModelDamaged
from alpr_console.locations import models_dir
from alpr_console.recognition.recogniser import open_recogniser


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

    assert behind_the_rest(work) == "done"
    assert found == [min(19, before + STEPS)]
    assert priority(threading.get_native_id()) == before


def test_that_the_networks_own_threads_stand_behind() -> None:
    mine, before = priority(threading.get_native_id()), threads()
    recogniser = behind_the_rest(lambda: open_recogniser(models_dir(), threads=1))
    of_networks = [priority(thread) for thread in threads() - before]
    assert of_networks
    assert set(of_networks) == {min(19, mine + STEPS)}
    assert recogniser is not None


def test_that_what_goes_wrong_comes_out_as_it_is() -> None:
    def work() -> None:
        raise ModelDamaged("The weights are damaged.", "Install again.")

    with pytest.raises(ModelDamaged, match="damaged"):
        behind_the_rest(work)
