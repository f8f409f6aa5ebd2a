"""The picture of a bench: what stands in it, and that it is drawn without a display."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import cv2
import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.errors import ReportUnwritable
from alpr_console.examination.bench import ExaminationResult, Machine, Report
from alpr_console.examination.labels import LabeledPlate
from alpr_console.examination.score import Answers, Score, score
from alpr_console.examination.stopwatch import Spent
from alpr_console.examination.video_cost import STAGES, Run, StageRun, VideoCost, WholeRun
from tests.fakes.drawn_street import reading_of
from ui.bench_report.presenter import MOST_CHARACTERS, present
from ui.bench_report.view import CELL, draw


def own_score() -> Score:
    """Ten plates, one of them misread."""
    answers = Answers()
    for i in range(10):
        read = reading_of("7A8C123" if i == 0 else "7ABC123", sure=0.99 if i else 0.9)
        answers.add_crop(f"{i}.png", LabeledPlate("7ABC123", "CA", None), read)
    return score("console", answers)


def report(*scores: Score) -> Report:
    stages = {name: Spent(10, 0.02, 0.01 * (i + 1), 1.0) for i, name in enumerate(STAGES)}
    video = VideoCost(
        Path("drive.mp4"),
        WholeRun(Run(10, 0.5, 0.3, 200.0), 0, 1, None, None),
        StageRun(Run(10, 0.6, 0.3, 190.0), Spent(), stages, (), ()),
        Run(10, 0.4, 0.2, 150.0),
    )
    machine = Machine("a processor", 2, (), "Linux", "3.11", "2026", "0.1")
    result = ExaminationResult(Path("crops"), "plates alone", False, scores)
    return Report(machine, "", (result,), video)


def test_that_every_measure_has_its_diagram() -> None:
    drawing = present(report(own_score()))
    assert [one.title for one in drawing.diagrams] == ["crops: text, O=0 and I=1", "crops: state"]
    (curve,) = drawing.diagrams[0].curves
    assert curve.counts == (1, 9)
    assert curve.right == (0.0, 1.0)
    assert drawing.stages is not None
    assert drawing.stages.names == (*STAGES, "whole", "networks alone")
    assert drawing.stages.cpu_ms[-2:] == pytest.approx((30.0, 20.0))
    assert "20 frames a second, 80% of the networks alone" in drawing.stages.title


def test_that_the_table_of_slips_shows_what_was_taken_for_what() -> None:
    slips = present(report(own_score())).slips
    assert slips is not None
    assert (slips.labeled, slips.read, slips.counts) == (("B",), ("8",), ((1,),))


def test_that_the_most_frequent_slips_are_kept_where_there_is_no_room_for_all() -> None:
    every = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    counted = Counter({(a, b): 1 for a, b in pairwise(every)})
    counted["Z", ""] = 5
    slips = present(report(replace(own_score(), confusion=counted))).slips
    assert slips is not None
    assert len(slips.labeled) == MOST_CHARACTERS
    assert slips.counts[slips.labeled.index("Z")][slips.read.index("-")] == 5


def test_that_nothing_measured_draws_nothing() -> None:
    drawing = present(replace(report(), examinations=(), video=None))
    assert (drawing.diagrams, drawing.slips, drawing.stages) == ((), None, None)


def test_that_the_picture_is_drawn_off_screen(qtbot: QtBot, tmp_path: Path) -> None:
    peer = replace(own_score(), system="another", state_reliability=None)
    draw(report(own_score(), peer), tmp_path / "bench.png")
    picture = cv2.imread(str(tmp_path / "bench.png"))
    assert picture is not None
    assert picture.shape == (2 * CELL[1], 2 * CELL[0], 3)
    cells = [picture[y : y + CELL[1], x : x + CELL[0]] for y in (0, CELL[1]) for x in (0, CELL[0])]
    assert all(cell.std() > 5 for cell in cells)


def test_that_a_picture_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(ReportUnwritable, match="cannot be written"):
        draw(report(own_score()), tmp_path / "nowhere" / "bench.png")
