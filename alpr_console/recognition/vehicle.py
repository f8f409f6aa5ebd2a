"""Says of the vehicle that bears a plate where it is, its color and its body style."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import Box, Detection, VehicleDescription
from alpr_console.domain.vehicle_codes import ALIKE, OR, UNKNOWN
from alpr_console.recognition.reader import log_softmax
from alpr_console.recognition.registry import (
    ModelManifest,
    compile_model,
    for_processor,
    require_pictures,
    unfit,
)
from alpr_console.recognition.vehicle_window import cut, window_of

Picture = NDArray[np.uint8]

NAME = "vehicle"
"""Of the network's entry in the manifest."""

_SMALLEST = 8
"""Pixels; a plate narrower than this shows no vehicle either."""


class VehicleDescriber:
    """The vehicle network with its calibration. One instance serves one thread at a time."""

    def __init__(
        self,
        manifest: ModelManifest,
        *,
        threads: int = 1,
        precision: str | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        """Loads the manifest's 'vehicle'; arguments as for `compile_model`.

        Raises ModelDamaged if the entry or a file of it is missing, changed or unfit.
        """
        entry = for_processor(manifest.entry(NAME), precision)
        try:
            self._colors, self._bodies = entry.labels["colors"], entry.labels["bodies"]
            self._color_temperature = entry.temperatures["color"]
            self._body_temperature = entry.temperatures["body"]
            self._least = {k: entry.thresholds[k] for k in ("vehicle", "color", "colors", "body")}
        except KeyError as error:
            raise unfit(entry, f"lacks the value {error}") from error
        words = (*self._colors, *self._bodies)
        # An agency's own network may say nothing of this: then nothing is unlikely.
        self._unlikely = np.array([entry.thresholds.get(f"unlikely_{w}", 0.0) for w in words])
        self._model = compile_model(entry, threads=threads, cache_dir=cache_dir)
        require_pictures(entry, self._model, 3)
        shapes = [o.get_partial_shape()[1].get_length() for o in self._model.outputs]
        if shapes != [len(self._colors), len(self._bodies), 5]:
            raise unfit(entry, "lists other labels than the network has")
        self._request = self._model.create_infer_request()
        self._buffer = np.empty((1, entry.input_height, entry.input_width, 3), np.uint8)
        places = {color: i for i, color in enumerate(self._colors)}
        self._alike = [(places[a], places[b]) for a, b in ALIKE if a in places and b in places]

    @property
    def network(self) -> ov.CompiledModel:
        """The compiled network itself, for measuring what it costs alone."""
        return self._model

    def describe(self, picture: Picture, plate: Detection) -> VehicleDescription | None:
        """The vehicle around a plate of `picture` (H×W×3 BGR), its box in the picture's pixels.

        None where there is no vehicle to be seen: the 'plate' is a sign, or fills the picture.
        What is not sure is 'unknown', with the probability that its likeliest name is wrong.
        """
        if plate.box.w < _SMALLEST or plate.box.h < _SMALLEST / 2:
            return None
        window = window_of(plate.box)
        cut(picture, window, self._buffer[0])
        result = self._request.infer([self._buffer], share_outputs=True)
        left, top, right, bottom, vehicle = result[2][0].tolist()
        if 1 / (1 + np.exp(-vehicle)) < self._least["vehicle"]:
            return None
        colors = np.exp(log_softmax(result[0], self._color_temperature)[0])
        bodies = np.exp(log_softmax(result[1], self._body_temperature)[0])
        color, color_sure = self._color(colors)
        body, body_sure = self._body(bodies)
        words = (*self._colors, *self._bodies)
        below = np.concatenate([colors, bodies]) < self._unlikely
        unlikely = tuple(
            word for word, is_unlikely in zip(words, below, strict=True) if is_unlikely
        )
        height, width = picture.shape[:2]
        x0, x1 = (min(max(window.x + s * window.w, 0.0), width) for s in (left, right))
        y0, y1 = (min(max(window.y + s * window.h, 0.0), height) for s in (top, bottom))
        box = Box(x0, y0, max(x1 - x0, 0.0), max(y1 - y0, 0.0))
        return VehicleDescription(color, color_sure, body, body_sure, box, unlikely)

    def _color(self, sure: NDArray[np.float32]) -> tuple[str, float]:
        """The color; 'white or gray' where only that it is one of two alike is sure."""
        best = int(sure.argmax())
        if sure[best] >= self._least["color"]:
            return self._colors[best], float(sure[best])
        both, one, other = max(
            ((float(sure[a] + sure[b]), a, b) for a, b in self._alike), default=(0.0, best, best)
        )
        if both >= self._least["colors"]:
            first, second = sorted((one, other), key=lambda i: -sure[i])
            return f"{self._colors[first]}{OR}{self._colors[second]}", both
        return UNKNOWN, 1.0 - max(float(sure[best]), both)

    def _body(self, sure: NDArray[np.float32]) -> tuple[str, float]:
        best = int(sure.argmax())
        if sure[best] >= self._least["body"]:
            return self._bodies[best], float(sure[best])
        return UNKNOWN, 1.0 - float(sure[best])
