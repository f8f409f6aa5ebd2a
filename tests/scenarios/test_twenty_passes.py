"""Twenty passes, made from drawn plates, through the networks as shipped."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from alpr_console.domain.plate import Box
from alpr_console.examination.pass_score import PassReport, calibration_error, score_passes
from alpr_console.examination.pass_subjects import drawn, photographed
from alpr_console.examination.pass_video import Pace, PassVideo
from alpr_console.locations import models_dir
from alpr_console.ports import Picture
from alpr_console.recognition.recogniser import open_recogniser

BRISK = Pace(frames=(8, 12), gap=(5, 6), fps=8.0)
"""Few frames, so that the test is quick; the clock is slow, so that passes still end."""


@pytest.fixture(scope="module")
def report() -> PassReport:
    recogniser = open_recogniser(models_dir(), threads=1, precision="f32")
    return score_passes(PassVideo(drawn(20, seed=11), seed=11), recogniser)


def test_that_each_pass_is_one_read(report: PassReport) -> None:
    assert [len(one.reads) for one in report.passes].count(1) >= 19
    assert max(len(one.reads) for one in report.passes) == 1
    assert report.beside == 0


def test_that_the_vote_is_right_at_least_as_often_as_the_best_single_frame(
    report: PassReport,
) -> None:
    figures = report.figures()
    assert figures["vote_right"] >= figures["best_frame_right"]
    assert figures["vote_right"] > figures["mean_frame_right"]
    assert figures["vote_right"] >= 0.9


def test_that_a_plate_that_is_sure_is_not_read_in_every_frame(report: PassReport) -> None:
    assert report.plates_read < 0.8 * report.plates_seen


def test_that_the_same_seed_gives_the_same_video() -> None:
    subjects = drawn(2, seed=3)
    one, other = (PassVideo(subjects, 5, BRISK).frames() for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert a.truths == b.truths
        assert np.array_equal(a.frame.picture, b.frame.picture)


def test_that_a_plate_stands_where_the_truth_says() -> None:
    picture: Picture = np.full((720, 1280, 3), 40, np.uint8)
    cv2.rectangle(picture, (600, 400), (699, 449), (0, 0, 255), -1)
    subject = photographed(picture, Box(600, 400, 100, 50), "7ABC123")
    shown = [f for f in PassVideo([subject], 2, BRISK).frames() if f.truths]
    assert len(shown) >= 4
    for frame in shown:
        inside = np.zeros((720, 1280), np.uint8)
        corners = np.array(frame.truths[0].corners)
        middle = corners.mean(axis=0)
        inner = np.round(middle + 0.5 * (corners - middle)).astype(np.int32)
        cv2.fillConvexPoly(inside, inner, 1)
        blue, _, red = frame.frame.picture[inside > 0].mean(axis=0)
        assert red > 2 * blue


def test_that_a_confidence_that_keeps_its_word_has_no_error() -> None:
    honest = [(0.75, True)] * 3 + [(0.75, False)]
    assert calibration_error(honest) == pytest.approx(0.0)
    assert calibration_error([(0.95, False)]) == pytest.approx(0.95)


def test_that_a_pass_read_twice_counts_as_two_reads(report: PassReport) -> None:
    one = report.passes[0]
    twice = replace(one, reads=[*one.reads, *one.reads])
    told = replace(report, passes=(twice, *report.passes[1:]))
    assert told.figures()["reads_a_pass_told_of"] > report.figures()["reads_a_pass_told_of"]
