"""Reads a plate: its characters, each with what else it might be, and its state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import (
    UNKNOWN_STATE,
    CharacterRead,
    PlateText,
    StateRead,
)
from alpr_console.recognition.column_check import weigh
from alpr_console.recognition.registry import (
    ModelManifest,
    compile_model,
    for_processor,
    unfit,
)

CROP_MARGIN = 0.06
"""Margin to `rectify` a plate with before it is read, share of its width and height."""

_END = "end"
_OTHER = "other"
_LEAST_ALTERNATIVE = 0.001
_MOST_ALTERNATIVES = 5
_LARGEST_BATCH = 16

_Probabilities = NDArray[np.float32]


class PlateReader:
    """The reader network with its calibration."""

    def __init__(
        self,
        manifest: ModelManifest,
        *,
        threads: int = 1,
        precision: str | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        """Loads the manifest's 'reader'; arguments as for `compile_model`.

        Raises ModelDamaged if the entry or a file of it is missing, changed or unfit.
        """
        entry = for_processor(manifest.entry("reader"), precision)
        self._size = (entry.input_width, entry.input_height)
        try:
            self._characters = entry.labels["characters"]
            self._states = entry.labels["states"]
            self._character_temperature = entry.temperatures["characters"]
            self._column_temperature = entry.temperatures["columns"]
            self._state_temperature = entry.temperatures["state"]
            self._least_state = entry.thresholds["state"]
        except KeyError as error:
            raise unfit(entry, f"lacks the value {error}") from error
        if self._characters[-1] != _END or self._states[-1] != _OTHER:
            raise unfit(entry, "lists its labels in another order")
        self._model: ov.CompiledModel = compile_model(entry, threads=threads, cache_dir=cache_dir)
        shapes = [tuple(out.partial_shape) for out in self._model.outputs]
        classes = (len(self._characters), len(self._states), len(self._characters))
        if len(shapes) < 3 or any(s[-1] != n for s, n in zip(shapes, classes, strict=False)):
            raise unfit(entry, "has a network whose outputs are not slots, state and columns")
        self._request = self._model.create_infer_request()

    @property
    def input_size(self) -> tuple[int, int]:
        """Width and height, pixels, at which the network looks at a crop."""
        return self._size

    @property
    def crop_margin(self) -> float:
        """Margin to `rectify` a plate with, share of its width and height."""
        return CROP_MARGIN

    @property
    def network(self) -> ov.CompiledModel:
        """The compiled network itself, for measuring what it costs alone."""
        return self._model

    def read(self, crops: Sequence[NDArray[np.uint8]]) -> list[PlateText]:
        """One reading for each crop (height by width by 3, BGR, of any size), in their order.

        A crop is a plate alone: straightened by `rectify` with `CROP_MARGIN`, or a whole
        picture of a plate. A crop in which nothing can be read gives a text of no characters.
        Raises ValueError for an empty crop or one that is not 8-bit color.
        """
        readings: list[PlateText] = []
        for start in range(0, len(crops), _LARGEST_BATCH):
            batch = np.stack([fitted(c, self._size) for c in crops[start : start + _LARGEST_BATCH]])
            results = self._request.infer({0: batch})
            states = np.exp(log_softmax(results[1], self._state_temperature))
            characters, sure = weigh(
                log_softmax(results[0], self._character_temperature),
                log_softmax(results[2], 1.0),
                1 / self._column_temperature,
            )
            readings += map(self._reading, characters, sure.tolist(), states)
        return readings

    def _reading(self, slots: _Probabilities, sure: float, states: _Probabilities) -> PlateText:
        characters: list[CharacterRead] = []
        end = len(self._characters) - 1
        for slot in slots:
            best = int(slot.argmax())
            sure = min(sure, float(slot[best]))
            if best == end:
                break
            characters.append(
                CharacterRead(
                    self._characters[best],
                    float(slot[best]),
                    alternatives(slot, self._characters, best, unnamed=end),
                )
            )
        return PlateText(tuple(characters), self._state(states), sure)

    def _state(self, states: _Probabilities) -> StateRead:
        best = int(states.argmax())
        other = len(self._states) - 1
        sure = float(states[best])
        if best == other or sure < self._least_state:
            return StateRead(UNKNOWN_STATE, sure, alternatives(states, self._states, None, other))
        return StateRead(self._states[best], sure, alternatives(states, self._states, best, other))


def fitted(crop: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The crop at `size` (width, height). Raises ValueError where it is no 8-bit color picture."""
    if crop.ndim != 3 or crop.shape[2] != 3 or crop.size == 0 or crop.dtype != np.uint8:
        raise ValueError(f"a plate crop must be 8-bit color, not {crop.dtype} {crop.shape}")
    way = cv2.INTER_AREA if crop.shape[1] > size[0] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(crop, size, interpolation=way), np.uint8)


def log_softmax(logits: NDArray[np.float32], temperature: float) -> NDArray[np.float32]:
    """Logarithms of the probabilities of the last axis' classes."""
    scaled = logits.astype(np.float32) / np.float32(temperature)
    scaled -= scaled.max(axis=-1, keepdims=True)
    return np.asarray(scaled - np.log(np.exp(scaled).sum(axis=-1, keepdims=True)), np.float32)


def alternatives(
    probabilities: _Probabilities, names: Sequence[str], chosen: int | None, unnamed: int
) -> tuple[tuple[str, float], ...]:
    """What else it might be, most likely first; `unnamed` is a class that has no name to give."""
    found: list[tuple[str, float]] = []
    for index in np.argsort(-probabilities):
        if probabilities[index] < _LEAST_ALTERNATIVE or len(found) == _MOST_ALTERNATIVES:
            break
        if index not in (chosen, unnamed):
            found.append((names[index], float(probabilities[index])))
    return tuple(found)
