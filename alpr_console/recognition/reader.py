"""Reads a plate: its characters, each with what else it might be, and its state."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import openvino as ov
from numpy.typing import NDArray

from alpr_console.domain.plate import (
    UNKNOWN_STATE,
    CharacterRead,
    Legibility,
    PlateText,
    StateRead,
)
from alpr_console.recognition.column_check import weigh
from alpr_console.recognition.registry import (
    ModelManifest,
    compile_model,
    for_processor,
    require_pictures,
    unfit,
)
from alpr_console.recognition.serial_evidence import SerialEvidence
from alpr_console.recognition.serials import shipped_serials

CROP_MARGIN = 0.06
"""Margin to `rectify` a plate with before it is read, share of its width and height."""

_END = "end"
_OTHER = "other"
_LEAST_ALTERNATIVE = 0.001
_MOST_ALTERNATIVES = 5
_LARGEST_BATCH = 16
_KINDS = tuple(Legibility)
"""Classes of the network's last output, in its order."""
_VIEWS = (0.0, 0.025, -0.03)
"""How much tighter than given a crop is looked at, share of its size, when read thoroughly."""

_Probabilities = NDArray[np.float32]
_Logits = NDArray[np.float32]


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
        heat, least = entry.temperatures, entry.thresholds
        try:
            self._characters = entry.labels["characters"]
            self._states = entry.labels["states"]
            self._heat = {name: heat[name] for name in ("characters", "state")}
            self._weights = {
                name: 1 / heat[name] for name in ("columns", "serials", "state_serials")
            }
            self._least = {name: least[name] for name in ("state", "no_plate", "not_readable")}
        except KeyError as error:
            raise unfit(entry, f"lacks the value {error}") from error
        if self._characters[-1] != _END or self._states[-1] != _OTHER:
            raise unfit(entry, "lists its labels in another order")
        self._model: ov.CompiledModel = compile_model(entry, threads=threads, cache_dir=cache_dir)
        require_pictures(entry, self._model, 3)
        shapes = [tuple(out.partial_shape) for out in self._model.outputs]
        signs, states = len(self._characters), len(self._states)
        classes = (signs, states, signs, len(_KINDS))
        if len(shapes) != len(classes) or any(
            not s or s[-1] != n for s, n in zip(shapes, classes, strict=True)
        ):
            raise unfit(
                entry, "has a network whose outputs are not slots, state, columns and legibility"
            )
        self._serials = shipped_serials()
        self._request = self._model.create_infer_request()

    def twin(self) -> Self:
        """Another of the same compiled network, for another thread: their pictures take turns."""
        other = copy(self)
        other._request = self._model.create_infer_request()
        return other

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

    def read(
        self, crops: Sequence[NDArray[np.uint8]], *, thorough: bool = False
    ) -> list[PlateText]:
        """One reading for each crop (height by width by 3, BGR, of any size), in their order.

        A crop is a plate alone: straightened by `rectify` with `crop_margin`, or a whole
        picture of a plate. What is no plate or cannot be read gives a text of no characters
        and says so. `thorough` looks at each crop three times, for pictures that have no
        further frames to be voted over. Raises ValueError for an empty crop or one that is
        not 8-bit color.
        """
        readings: list[PlateText] = []
        views = _VIEWS if thorough else _VIEWS[:1]
        most = max(1, _LARGEST_BATCH // len(views))
        for start in range(0, len(crops), most):
            some = crops[start : start + most]
            looks = [self._fitted(crop, by) for crop in some for by in views]
            results = self._request.infer({0: np.stack(looks)})
            slots, states, columns, kinds = (
                results[i].reshape(len(some), len(views), *results[i].shape[1:]).mean(1)
                for i in range(4)
            )
            readings += self._readings(slots, states, columns, kinds)
        return readings

    def _readings(
        self, slots: _Logits, states: _Logits, columns: _Logits, kinds: _Logits
    ) -> list[PlateText]:
        named = log_softmax(states, self._heat["state"])
        evidence = SerialEvidence(self._serials, named, self._weights["serials"])
        weighed = weigh(
            log_softmax(slots, self._heat["characters"]),
            log_softmax(columns, 1.0),
            self._weights["columns"],
            evidence.of_texts,
        )
        chances = evidence.of_states(weighed, self._weights["state_serials"])
        readings = []
        for plate, kind in enumerate(np.exp(log_softmax(kinds, 1.0))):
            legibility = self._legibility(kind)
            if legibility is Legibility.READABLE:
                sure = float(weighed.sure[plate])
                readings.append(self._reading(weighed.slots[plate], sure, chances[plate]))
            else:
                state = self._state(chances[plate])
                unnamed = StateRead(UNKNOWN_STATE, 1 - state.confidence)
                readings.append(PlateText((), unnamed, 0.0, legibility))
        return readings

    def _legibility(self, kind: _Probabilities) -> Legibility:
        if kind[_KINDS.index(Legibility.NOT_A_PLATE)] >= self._least["no_plate"]:
            return Legibility.NOT_A_PLATE
        if kind[_KINDS.index(Legibility.NOT_READABLE)] >= self._least["not_readable"]:
            return Legibility.NOT_READABLE
        return Legibility.READABLE

    def _fitted(self, crop: NDArray[np.uint8], tighter: float) -> NDArray[np.uint8]:
        check_crop(crop)
        crop = _tightened(crop, tighter)
        smaller = crop.shape[1] > self._size[0]
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(crop, self._size, interpolation=way), np.uint8)

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
        legibility = Legibility.READABLE if characters else Legibility.NOT_READABLE
        return PlateText(tuple(characters), self._state(states), sure, legibility)

    def _state(self, states: _Probabilities) -> StateRead:
        best = int(states.argmax())
        other = len(self._states) - 1
        sure = float(states[best])
        if best == other or sure < self._least["state"]:
            return StateRead(UNKNOWN_STATE, sure, alternatives(states, self._states, None, other))
        return StateRead(self._states[best], sure, alternatives(states, self._states, best, other))


def check_crop(crop: NDArray[np.uint8]) -> None:
    """Raises ValueError where it is no 8-bit color picture."""
    if crop.ndim != 3 or crop.shape[2] != 3 or crop.size == 0 or crop.dtype != np.uint8:
        raise ValueError(f"a plate crop must be 8-bit color, not {crop.dtype} {crop.shape}")


def _tightened(crop: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """The crop less `share` of its size on each side, or with as much more of its edge."""
    if share == 0:
        return crop
    y, x = round(abs(share) * crop.shape[0]), round(abs(share) * crop.shape[1])
    if share > 0:
        return crop[y : crop.shape[0] - y, x : crop.shape[1] - x]
    wider = cv2.copyMakeBorder(crop, y, y, x, x, cv2.BORDER_REPLICATE)
    return np.asarray(wider, np.uint8)


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
