"""Finds plates with a network of OpenCV Zoo's LPD-YuNet kind, named by an agency.

In: 1×3×H×W, BGR, 0 to 255. Out: for every prior, `loc` (14 values, of which 8 place the four
corners), `conf` (background, plate) and `iou` (how well the corners fit).
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray
from openvino.preprocess import PrePostProcessor

from alpr_console.domain.plate import Box, Corners, Detection
from alpr_console.recognition.detector import (
    NAME,
    Picture,
    best_apart,
    check_picture,
    thresholds,
)
from alpr_console.recognition.registry import ModelEntry, ModelManifest, compile_model, unfit

# Priors: squares of these sides, in pixels, in the middle of every cell of this stride.
_LEVELS = ((8, (10, 16, 24)), (16, (32, 48)), (32, (64, 96)), (64, (128, 192, 256)))
_VARIANCE = 0.1
_CORNERS = (4, 6, 10, 12)
"""Columns of `loc` where the x and y of each corner begin; 8 and 9 place the middle."""
_MOST_ASLANT = (0.1, 0.25)
"""How far, in widths and heights of a plate, its other two corners may be off the upright."""
_LARGEST = 0.25
"""Of the picture's area. On a street without plates the published network likes to box most of
it; a plate half as wide as the picture stays below."""
_VALUES = (("loc", 14), ("conf", 2), ("iou", 1))


class LpdYunetDetector:
    """Does what `PlateDetector` does. One instance serves one thread at a time."""

    def __init__(
        self,
        manifest: ModelManifest,
        *,
        threads: int = 1,
        precision: str | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        """Loads the manifest's 'detector', reshaped to the entry's `input`.

        Arguments as for `compile_model`. Raises ModelDamaged if the entry or a file of it is
        missing, changed or unfit.
        """
        entry = manifest.entry(NAME)
        self._video_threshold, self._still_threshold = thresholds(entry)
        width, height = entry.input_width, entry.input_height
        self._priors = priors(width, height)
        self._model: ov.CompiledModel = compile_model(
            entry,
            threads=threads,
            precision=precision,
            cache_dir=cache_dir,
            prepare=lambda model: _prepared(model, entry, len(self._priors)),
        )
        self._request = self._model.create_infer_request()
        self._buffer = np.zeros((1, height, width, 3), np.uint8)

    @property
    def network(self) -> ov.CompiledModel:
        """The compiled network itself, for measuring what it costs alone."""
        return self._model

    def detect(self, frame: Picture) -> list[Detection]:
        """Plates of a video frame, H×W×3 BGR, in its pixels, best first.

        Raises ValueError if the array is no such picture.
        """
        return self._search(frame, self._video_threshold)

    def detect_still(self, picture: Picture) -> list[Detection]:
        """The same for a single picture, by the threshold for stills."""
        return self._search(picture, self._still_threshold)

    def _search(self, picture: Picture, threshold: float) -> list[Detection]:
        check_picture(picture)
        height, width = picture.shape[:2]
        size = self._buffer.shape[2], self._buffer.shape[1]
        # Drawn out to the network's shape, as its makers do.
        cv2.resize(picture, size, dst=self._buffer[0], interpolation=cv2.INTER_AREA)
        result = self._request.infer([self._buffer], share_outputs=True)
        scale = np.array([width / size[0], height / size[1]], np.float32)
        scores = np.sqrt(result["conf"][:, 1] * np.clip(result["iou"][:, 0], 0, 1))
        likely = np.flatnonzero(scores >= threshold)
        quads = corners_of(result["loc"][likely], self._priors[likely]) * scale
        found = [_detection(q, float(s)) for q, s in zip(quads, scores[likely], strict=True)]
        small = [d for d in found if d.box.w * d.box.h <= _LARGEST * width * height]
        return best_apart(small, width, height)


def priors(width: int, height: int) -> NDArray[np.float32]:
    """P×3: middle and side, in network pixels, in the order of the network's rows."""
    rows: list[tuple[float, float, int]] = []
    # Half of the half, rounded up once as the first layer does and down ever after.
    columns, lines = (width + 1) // 2 // 2, (height + 1) // 2 // 2
    for stride, sides in _LEVELS:
        columns, lines = columns // 2, lines // 2
        rows += [
            ((column + 0.5) * stride, (line + 0.5) * stride, side)
            for line in range(lines)
            for column in range(columns)
            for side in sides
        ]
    return np.array(rows, np.float32)


def corners_of(loc: NDArray[np.float32], among: NDArray[np.float32]) -> NDArray[np.float32]:
    """N×4×2 corners in network pixels, as the network orders them, of N rows and priors."""
    moves = np.stack([loc[:, c : c + 2] for c in _CORNERS], axis=1)
    return np.asarray(among[:, None, :2] + moves * _VARIANCE * among[:, None, 2:], np.float32)


def _prepared(model: ov.Model, entry: ModelEntry, rows: int) -> ov.Model:
    """The network at the entry's size, taking 8-bit pictures. Raises ModelDamaged."""
    width, height = entry.input_width, entry.input_height
    try:
        if len(model.inputs) != 1 or model.input().partial_shape[1] != 3:
            raise unfit(entry, "has a network that does not take one N×3×H×W picture")
        model.reshape([1, 3, height, width])
        shapes = {name: model.output(name).partial_shape for name, _ in _VALUES}
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1]
        raise unfit(
            entry,
            f"has a network that is not of the format 'lpd-yunet' at {width}×{height} ({reason})",
        ) from error
    for name, values in _VALUES:
        if list(shapes[name]) != [rows, values]:
            raise unfit(
                entry,
                f"has a network whose output '{name}' is {shapes[name]}, not [{rows},{values}], "
                f"at {width}×{height}",
            )
    steps = PrePostProcessor(model)
    steps.input().tensor().set_element_type(ov.Type.u8).set_layout(ov.Layout("NHWC"))
    steps.input().preprocess().convert_element_type(ov.Type.f32)
    steps.input().model().set_layout(ov.Layout("NCHW"))
    return steps.build()


def _detection(quad: NDArray[np.float32], score: float) -> Detection:
    """`quad` is 4×2: upper left, another, lower right, the fourth."""
    upper_left, second, lower_right, fourth = (np.array(point) for point in quad)
    upright = np.array([lower_right[0], upper_left[1]]), np.array([upper_left[0], lower_right[1]])
    size = np.maximum(np.abs(lower_right - upper_left), 1)
    # The published network was taught the second and the fourth in either order: where it is
    # torn between the two it puts both towards the middle, and only the other two hold.
    if second[0] < fourth[0]:
        second, fourth = fourth, second
    off = np.abs(np.array([second, fourth]) - upright) / size
    upper_right, lower_left = (second, fourth) if (off < _MOST_ASLANT).all() else upright
    corners = upper_left, upper_right, lower_right, lower_left
    tl, tr, br, bl = ((float(x), float(y)) for x, y in corners)
    placed: Corners = (tl, tr, br, bl)
    (x, y), (right, bottom) = np.min(corners, 0).tolist(), np.max(corners, 0).tolist()
    return Detection(Box(x, y, right - x, bottom - y), placed, score)
