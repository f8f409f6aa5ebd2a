"""A plate seen aslant comes out straight, with the margin asked for."""

from __future__ import annotations

import cv2
import numpy as np

from alpr_console.recognition.rectify import rectify

ASLANT = ((120.0, 80.0), (300.0, 110.0), (290.0, 200.0), (110.0, 160.0))
ROOMY = ((40.0, 40.0), (1240.0, 40.0), (1240.0, 640.0), (40.0, 640.0))


def test_that_a_plate_aslant_fills_the_crop_without_margin() -> None:
    frame = np.zeros((300, 400, 3), np.uint8)
    cv2.fillConvexPoly(frame, np.array(ASLANT, np.int32), (255, 255, 255))
    crop = rectify(frame, ASLANT, 160, 80, 0.0)
    assert crop.shape == (80, 160, 3)
    assert crop[3:-3, 3:-3].min() > 200


def test_that_the_margin_is_a_share_of_the_plate_on_each_side() -> None:
    frame = np.zeros((300, 400, 3), np.uint8)
    cv2.fillConvexPoly(frame, np.array(ASLANT, np.int32), (255, 255, 255))
    crop = rectify(frame, ASLANT, 150, 75, 0.25)
    bright = np.flatnonzero(crop[37, :, 0] > 128)
    assert abs(int(bright[0]) - 25) <= 2
    assert abs(int(bright[-1]) - 124) <= 2


def test_that_thin_strokes_survive_where_a_large_plate_is_made_small() -> None:
    frame = np.full((700, 1300, 3), 255, np.uint8)
    frame[:, ::8] = 0
    crop = rectify(frame, ROOMY, 160, 80, 0.0).astype(int)
    # One column in eight is black: everywhere its share of the light must be gone.
    assert crop.mean() < 245
    assert crop.min() > 100


def test_that_a_plate_at_the_edge_of_the_frame_goes_on_beyond_it() -> None:
    frame = np.full((100, 100, 3), 90, np.uint8)
    corners = ((-20.0, 10.0), (60.0, 10.0), (60.0, 50.0), (-20.0, 50.0))
    assert (rectify(frame, corners, 160, 80, 0.1) == 90).all()
