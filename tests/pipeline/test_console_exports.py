"""Exports beside a running console: it goes on meanwhile, and its end leaves nothing half-made."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.domain.errors import ConsoleError, ExportCancelled
from alpr_console.domain.evidence import ExportState
from alpr_console.evidence_exports import start_export
from alpr_console.workflow.export_evidence import BROKEN_OFF, ExportAsked
from tests.fakes.car import Car
from tests.fakes.example_course import example_read
from tests.fakes.exporting import verified

IDS = tuple(f"read-{n}" for n in range(40))


@pytest.fixture
def car(tmp_path: Path) -> Iterator[Car]:
    car = Car(tmp_path)
    with car.store.unit_of_work() as work:
        for one in IDS:
            work.reads.save(example_read(one))
    car.console.start()
    car.act(lambda desk: setattr(desk, "signer", KeyringSigner(SessionKeyStore())))
    car.sit_down()
    yield car
    car.console.stop()


class Held:
    """Stops the export at its first page until it is let go."""

    def __init__(self) -> None:
        self.there = threading.Event()
        self.go = threading.Event()

    def progress(self, _done: int, _of: int) -> None:
        self.there.set()
        assert self.go.wait(10)


def asked(tmp_path: Path) -> ExportAsked:
    medium = tmp_path / "medium"
    medium.mkdir()
    return ExportAsked(medium, "26-1", "Trial", read_ids=IDS)


def test_that_the_console_answers_while_an_export_is_written(car: Car, tmp_path: Path) -> None:
    held = Held()
    running = start_export(car.console.ask, asked(tmp_path), held.progress)
    assert held.there.wait(10)
    car.settle()
    held.go.set()
    done = running.done.result(20)
    assert verified([done.folder])[0] == 0
    assert car.act(lambda desk: desk.evidence.history())[0].state is ExportState.DONE


def test_that_an_export_is_cancelled_between_records(car: Car, tmp_path: Path) -> None:
    held = Held()
    running = start_export(car.console.ask, asked(tmp_path), held.progress)
    assert held.there.wait(10)
    running.cancel()
    held.go.set()
    with pytest.raises(ExportCancelled):
        running.done.result(20)
    assert list((tmp_path / "medium").iterdir()) == []
    assert car.actions[-1] == "evidence.exported"


def test_that_a_sign_out_fails_the_export(car: Car, tmp_path: Path) -> None:
    held = Held()
    running = start_export(car.console.ask, asked(tmp_path), held.progress)
    assert held.there.wait(10)
    car.act(lambda desk: desk.sign_out())
    held.go.set()
    with pytest.raises(ConsoleError):
        running.done.result(20)
    assert list((tmp_path / "medium").iterdir()) == []
    (export,) = car.store.contents.releases.exports.values()
    assert export.state is ExportState.FAILED


def test_that_a_console_that_ends_leaves_no_half_export(car: Car, tmp_path: Path) -> None:
    held = Held()
    running = start_export(car.console.ask, asked(tmp_path), held.progress)
    assert held.there.wait(10)
    car.console.stop()
    held.go.set()
    with pytest.raises(ConsoleError):
        running.done.result(20)
    assert list((tmp_path / "medium").iterdir()) == []
    (export,) = car.store.contents.releases.exports.values()
    assert export.state is ExportState.BEGUN
    later = Car(tmp_path)
    later.store.contents = car.store.contents
    later.console.start()
    later.sit_down()
    (found,) = later.act(lambda desk: desk.evidence.history())
    later.console.stop()
    assert found.failure == BROKEN_OFF
