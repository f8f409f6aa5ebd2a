from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpr_console import console as console_module
from alpr_console.health import monitor
from tests.fakes.car import Car
from tests.pipeline.test_pipeline import Run


@pytest.fixture
def parked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Car]:
    """Running, nobody signed in. The tick is quick, and the disk as large as it should be."""
    monkeypatch.setattr(console_module, "TICK_S", 0.05)
    monkeypatch.setattr(monitor, "_free", lambda _: 10**12)
    car = Car(tmp_path)
    car.console.start()
    yield car
    car.works_left = None
    car.console.stop()
    assert car.closed
    assert car.speaker.closed


@pytest.fixture
def car(parked: Car) -> Car:
    parked.sit_down()
    return parked


@pytest.fixture
def running() -> Iterator[list[Run]]:
    """Pipelines of the test: each that is put in is stopped after it."""
    runs: list[Run] = []
    yield runs
    for run in runs:
        run.stop()
