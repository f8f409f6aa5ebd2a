"""Finds plates in pictures: an upright box, four corners and a score for each."""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import Box, Corners, Detection
from alpr_console.recognition.registry import (
    ModelEntry,
    ModelManifest,
    compile_model,
    require_pictures,
    unfit,
)

Picture = NDArray[np.uint8]

NAME = "detector"
"""Of the network's entry in the manifest."""
LOOK_AHEAD = 2
"""Frames of a video that are searched at once. More would only be older when they are read."""

_HEADS = 13
"""Of each place: score, center, log size, four corners."""
_STRIDE = 8
_SIZE_UNIT = 32.0
_FILLER = 114
_STILL_SIDES = (640, 1280)
"""Long sides, in network pixels, at which a still is searched."""
_MOST_UPSCALED = 2.0
_CLOSE_WIDTH = 150.0
"""Pixels at which a plate is looked at alone…"""
_CLOSE_VIEW = (384, 224)
"""…in a picture of this width and height."""
_SAME_FROM = 0.25
"""Overlap from which on two boxes are of the same plate."""
_ALIGNED = 32
"""The network halves its picture five times."""
_SIGNS = np.array([[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]], np.float32)


class PlateDetector:
    """The plate detector's network, loaded. One instance serves one thread at a time."""

    def __init__(
        self,
        manifest: ModelManifest,
        *,
        threads: int = 1,
        precision: str | None = None,
        cache_dir: Path | None = None,
        least_score: float | None = None,
    ) -> None:
        """Loads the manifest's 'detector'; arguments as for `compile_model`.

        With one thread, LOOK_AHEAD frames can be searched at once, each on one; with more,
        one frame on all of them. `least_score` in place of the manifest's thresholds. Raises
        ModelDamaged if the entry or a file of it is missing, changed or unfit.
        """
        entry = manifest.entry(NAME)
        video, still = thresholds(entry)
        if least_score is not None:
            video = still = least_score
        self._small = _View((entry.input_width, entry.input_height), video)
        self._large = _View(entry.larger, entry.thresholds["larger"]) if entry.larger else None
        # Two scales give twice the chances of a false plate, and no second frame to deny it.
        self._still_threshold = still
        self._sparing = False
        ahead = LOOK_AHEAD if threads == 1 else 1
        self._model: ov.CompiledModel = compile_model(
            entry, threads=threads, streams=ahead, precision=precision, cache_dir=cache_dir
        )
        require_pictures(entry, self._model, 3)
        shapes = [tuple(out.partial_shape) for out in self._model.outputs]
        if not shapes or len(shapes[0]) != 4 or shapes[0][1] != _HEADS:
            raise unfit(entry, f"has a network whose output is not {_HEADS} values a place")
        # Fully convolutional: the network takes any size, video frames the manifest's two.
        self._searches = deque(_Search(self._model) for _ in range(ahead))
        self._still_request = self._model.create_infer_request()

    @property
    def network(self) -> ov.CompiledModel:
        """The compiled network itself, for measuring what it costs alone."""
        return self._model

    def spare(self, sparing: bool) -> None:
        """Search the frames from here on at the manifest's smaller size, where it has two."""
        self._sparing = sparing

    def begin(self, frame: Picture, done: Callable[[], None]) -> None:
        """Search a frame on the network's own threads, so that `detect` finds it searched.

        Returns at once; `done` is called, on any thread, when `detect` need no longer wait:
        right away where as many frames are being searched as can be. Raises ValueError if the
        array is no such picture as `detect` takes.
        """
        check_picture(frame)
        if self._searches[0].frame is None:
            self._start(frame, done)
        else:
            done()

    def detect(self, frame: Picture) -> list[Detection]:
        """Plates of a video frame, H×W×3 BGR, in its pixels, best first.

        The frame is searched once, at the size in force: plates from about 3.5 % of its width
        at the smaller, from 2.3 % at the larger one. Raises ValueError if the array is no such
        picture.
        """
        check_picture(frame)
        for search in self._searches:
            if search.frame is frame:
                return search.found()
        # What was begun and never asked for gives way.
        return self._start(frame, lambda: None).found()

    def _start(self, frame: Picture, done: Callable[[], None]) -> _Search:
        search = self._searches[0]
        self._searches.rotate(-1)
        search.start(frame, self._small if self._sparing else self._large or self._small, done)
        return search

    def detect_still(self, picture: Picture) -> list[Detection]:
        """Plates of a single picture of any size, H×W×3 BGR, searched at two scales.

        Slower than `detect`, and finds smaller plates. Raises ValueError as `detect` does.
        """
        check_picture(picture)
        height, width = picture.shape[:2]
        found: list[Detection] = []
        for side in _STILL_SIDES:
            scale = min(side / max(width, height), _MOST_UPSCALED)
            w, h = max(1, round(width * scale)), max(1, round(height * scale))
            buffer = np.full((1, _aligned(h), _aligned(w), 3), _FILLER, np.uint8)
            shrink_into(picture, buffer[0, :h, :w])
            result = self._still_request.infer([buffer], share_outputs=True)
            heads = _candidates(result[0][0], self._still_threshold)
            found += _to_picture(heads, width / w, height / h)
        return best_apart(found, width, height)

    def closer(self, picture: Picture, found: Detection) -> Detection:
        """`found` placed anew by a look at it alone, at the width that the network knows best.

        A pale plate on a pale body is easily taken for its whole recess from farther away. The
        score stays what the search gave: how sure it is was calibrated there.
        """
        box = found.box
        scale = min(_CLOSE_WIDTH / box.w, _MOST_UPSCALED * 2)
        half = (_CLOSE_VIEW[0] / scale / 2, _CLOSE_VIEW[1] / scale / 2)
        x0, y0 = max(0, int(box.x + box.w / 2 - half[0])), max(0, int(box.y + box.h / 2 - half[1]))
        part = picture[y0 : int(y0 + 2 * half[1]) + 1, x0 : int(x0 + 2 * half[0]) + 1]
        w = max(1, min(_CLOSE_VIEW[0], round(part.shape[1] * scale)))
        h = max(1, min(_CLOSE_VIEW[1], round(part.shape[0] * scale)))
        buffer = np.full((1, _CLOSE_VIEW[1], _CLOSE_VIEW[0], 3), _FILLER, np.uint8)
        shrink_into(part, buffer[0, :h, :w])
        result = self._still_request.infer([buffer], share_outputs=True)
        heads = _candidates(result[0][0], self._still_threshold)
        seen = _to_picture(heads, part.shape[1] / w, part.shape[0] / h)
        moved = [_moved(one, x0, y0, found.score) for one in seen]
        # Of the plates in view the one that was meant; if it is not seen again, as it was.
        same = [one for one in moved if one.box.iou(box) >= _SAME_FROM]
        return max(same, key=lambda one: one.box.iou(box), default=found)


def _moved(one: Detection, x: float, y: float, score: float) -> Detection:
    box = Box(one.box.x + x, one.box.y + y, one.box.w, one.box.h)
    a, b, c, d = ((px + x, py + y) for px, py in one.corners)
    return Detection(box, (a, b, c, d), score)


def thresholds(entry: ModelEntry) -> tuple[float, float]:
    """Least scores in a video frame and in a still. Raises ModelDamaged where one is missing."""
    for name in ("video", "still", *(["larger"] if entry.larger else [])):
        if name not in entry.thresholds:
            raise unfit(entry, f"lacks the threshold '{name}'")
    return entry.thresholds["video"], entry.thresholds["still"]


@dataclass(frozen=True, slots=True)
class _View:
    """How large a frame is searched, and from which score on a plate counts."""

    size: tuple[int, int]
    threshold: float


class _Search:
    """One request to the network with the picture that it looks at."""

    def __init__(self, model: ov.CompiledModel) -> None:
        self._request = model.create_infer_request()
        self.frame: Picture | None = None
        """What is searched, from `start` until `found`."""
        self._buffer: Picture = np.empty((1, 0, 0, 3), np.uint8)
        self._filled = (0, 0)
        self._threshold = 0.0

    def start(self, frame: Picture, view: _View, done: Callable[[], None]) -> None:
        if self.frame is not None:
            self._give_up()
        height, width = frame.shape[:2]
        scale = min(view.size[0] / width, view.size[1] / height)
        filled = (max(1, round(width * scale)), max(1, round(height * scale)))
        if self._buffer.shape[2:0:-1] != view.size:
            self._buffer = np.full((1, view.size[1], view.size[0], 3), _FILLER, np.uint8)
        elif self._filled != filled:
            self._buffer[:] = _FILLER
        self._filled, self._threshold = filled, view.threshold
        shrink_into(frame, self._buffer[0, : filled[1], : filled[0]])
        self._request.set_callback(lambda _: done(), None)
        self._request.start_async([self._buffer], share_inputs=True)
        self.frame = frame

    def _give_up(self) -> None:
        self.frame = None
        # Whatever went wrong with it, nobody wants to know any more.
        with contextlib.suppress(RuntimeError):
            self._request.wait()

    def found(self) -> list[Detection]:
        """What `start` was asked for. Raises what went wrong in the network."""
        frame, self.frame = self.frame, None
        assert frame is not None
        self._request.wait()
        heads = _candidates(self._request.get_output_tensor(0).data[0], self._threshold)
        height, width = frame.shape[:2]
        across, down = self._filled
        return best_apart(_to_picture(heads, width / across, height / down), width, height)


def _candidates(
    out: NDArray[np.float32], threshold: float
) -> list[tuple[float, NDArray[np.float32]]]:
    """Peaks of the 13×h×w answer: score, and 6×2 points in network pixels.

    The points are the box's low and high corner, then the plate's four.
    """
    heat = np.ascontiguousarray(out[0])
    peaks = (heat == cv2.dilate(heat, np.ones((3, 3), np.uint8))) & (heat >= threshold)
    rows, columns = np.nonzero(peaks)
    found = []
    for y, x in zip(rows.tolist(), columns.tolist(), strict=True):
        values = out[1:, y, x]
        center = (np.array([x, y], np.float32) + 0.5 + values[:2]) * _STRIDE
        size = _SIZE_UNIT * np.exp(np.clip(values[2:4], -4, 4))
        corners = center + size * (_SIGNS + values[4:12].reshape(4, 2))
        points = np.concatenate([[center - size / 2, center + size / 2], corners])
        found.append((float(heat[y, x]), points.astype(np.float32)))
    return found


def check_picture(picture: Picture) -> None:
    """Raises ValueError for what is no H×W×3 picture of 8 bits."""
    if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8:
        raise ValueError(f"a picture is H×W×3 uint8, not {picture.shape} {picture.dtype}")
    if min(picture.shape[:2]) < 2:
        raise ValueError("a picture has at least two rows and two columns")


def _aligned(side: int) -> int:
    return -(-side // _ALIGNED) * _ALIGNED


def shrink_into(picture: Picture, into: Picture) -> None:
    """Resize into a window of the input buffer, without a copy in between."""
    h, w = into.shape[:2]
    way = cv2.INTER_AREA if w < picture.shape[1] else cv2.INTER_LINEAR
    cv2.resize(picture, (w, h), dst=into, interpolation=way)


def _to_picture(
    found: Sequence[tuple[float, NDArray[np.float32]]], sx: float, sy: float
) -> list[Detection]:
    scale = np.array([sx, sy], np.float32)
    detections = []
    for score, points in found:
        low, high, *corners = (points * scale).tolist()
        tl, tr, br, bl = ((float(x), float(y)) for x, y in corners)
        placed: Corners = (tl, tr, br, bl)
        box = Box(low[0], low[1], high[0] - low[0], high[1] - low[1])
        detections.append(Detection(box, placed, score))
    return detections


def best_apart(found: list[Detection], width: int, height: int) -> list[Detection]:
    """Best first; what overlaps or lies inside a better one is dropped, frame-sized ones too."""
    kept: list[Detection] = []
    for one in sorted(found, key=lambda d: -d.score):
        box = _inside(one.box, width, height)
        if box.w < 4 or box.h < 3 or box.w * box.h > 0.85 * width * height:
            continue
        if all(box.iou(k.box) < 0.3 and _within(box, k.box) < 0.6 for k in kept):
            kept.append(Detection(box, one.corners, one.score))
    return kept


def _inside(box: Box, width: int, height: int) -> Box:
    x, y = max(0.0, box.x), max(0.0, box.y)
    return Box(x, y, min(width, box.x + box.w) - x, min(height, box.y + box.h) - y)


def _within(a: Box, b: Box) -> float:
    """The share of the smaller box that both cover."""
    w = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    h = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / max(min(a.w * a.h, b.w * b.h), 1e-6)
