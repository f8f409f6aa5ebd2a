"""The console follows the lists in force: no moment with an old index, no read that misses one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from alpr_console.domain.errors import (
    ImportCancelled,
)
from alpr_console.domain.events import (
    ListsChanged,
    ReadReleased,
)
from alpr_console.intake.report import Progress
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.import_hot_list import request_of
from tests.fakes.car import Car, wait_for
from tests.fakes.shift import (
    listed,
    read_of,
)


def test_that_the_pipeline_matches_against_the_lists_in_force(car: Car, tmp_path: Path) -> None:
    def matches(text: str) -> bool:
        assert car.pipeline.index is not None
        return bool(car.pipeline.index.match(read_of(text).reading))

    assert matches("7ABC123")
    path = tmp_path / "local.csv"
    path.write_text("LIC,LIS\n8LST888,CA\n")
    car.act(lambda desk: desk.hot_lists.import_file(path, "local"))
    assert matches("7ABC123")
    assert matches("8LST888")
    newest = car.of(ListsChanged)[-1]
    assert isinstance(newest, ListsChanged)
    assert [one.name for one, _ in newest.lists] == ["SVS", "local"]


@pytest.mark.requirement("HOT-2")
def test_that_a_read_of_before_a_new_list_is_matched_against_the_new_list(
    car: Car, tmp_path: Path
) -> None:
    path = tmp_path / "SVS.csv"
    path.write_text("LIC,LIS\n8LST888,CA\n")
    before = car.pipeline.index
    assert before is not None
    car.act(lambda desk: desk.hot_lists.import_file(path, "SVS"))
    for text in ("8LST888", "7ABC123"):
        read = read_of(text)
        matches = before.match(read.reading)
        car.pipeline.emit_as_is(ReadReleased(read, matches, 80.0, before.generation))
    car.settle()
    assert [a.hit.entry.lic for a in car.store.contents.alerts.values()] == ["8LST888"]


def test_that_nothing_is_recorded_before_the_lists_in_force_are_known(
    car: Car, tmp_path: Path
) -> None:
    """The store fails between the new list's coming into force and its being read."""
    path = tmp_path / "SVS.csv"
    path.write_text("LIC,LIS\n8LST888,CA\n")
    before = car.pipeline.index
    assert before is not None

    def import_and_fail(desk: Desk) -> None:
        desk.hot_lists.import_file(path, "SVS")
        car.works_left = 0

    car.act(import_and_fail)
    read = read_of("8LST888")
    car.pipeline.emit_as_is(ReadReleased(read, (), 80.0, before.generation))
    car.settle()
    assert car.kept() == []
    car.works_left = None
    wait_for(lambda: car.kept() == ["8LST888"], meanwhile=car.settle)
    car.settle()  # what was just seen may be the middle of the console's transaction
    assert [a.hit.entry.lic for a in car.store.contents.alerts.values()] == ["8LST888"]


def test_that_a_damaged_list_is_told_and_the_others_go_on_matching(car: Car) -> None:
    car.put_list("local", listed("8LST888"))
    (broken,) = [one for one in car.store.contents.in_force.values() if one.name == "SVS"]
    car.shelf.remove(broken.file_id)
    car.act(lambda desk: desk.lists_touched())
    assert car.pipeline.index is not None
    assert [one.name for one in car.pipeline.index.hot_lists] == ["SVS", "local"]
    car.act(lambda desk: desk.sign_out())
    car.console._lists._lists._open.clear()
    car.act(lambda desk: desk.lists_touched())
    car.sit_down()
    assert ("+", "list_damaged") in car.faults
    assert car.pipeline.index is not None
    assert [one.name for one in car.pipeline.index.hot_lists] == ["local"]


def test_that_an_import_runs_beside_the_console_and_can_be_cancelled(
    car: Car, tmp_path: Path
) -> None:
    path = tmp_path / "SVS.csv"
    path.write_text(
        "LIC,LIS\n" + "".join(f"8LS{n % 26 + 65:c}{n % 1000:03d},CA\n" for n in range(50))
    )
    running = car.console.imports.start(request_of(path, "SVS"))
    hot_list, report = running.done.result(10)
    assert (hot_list.version, report.entries) == (2, 50)
    stopped = threading.Event()

    def wait_then_go_on(_: Progress) -> None:
        stopped.wait(10)

    again = car.console.imports.start(request_of(path, "SVS"), wait_then_go_on)
    again.cancel()
    stopped.set()
    with pytest.raises(ImportCancelled):
        again.done.result(10)
    assert car.store.contents.in_force["SVS"].version == 2
    refused = [e.record for e in car.store.contents.audit if e.record.outcome.startswith("refused")]
    assert [r.action for r in refused] == ["hot_list.imported"]
    assert len(car.shelf.files) == 2
