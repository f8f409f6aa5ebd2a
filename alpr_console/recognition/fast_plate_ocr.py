"""Reads plates with a network of fast-plate-ocr's kind, named by an agency.

In: N×H×W×3 RGB (or N×H×W×1 gray), 8 bits. Out: for each of some slots, left to right, the
probability of every character of its alphabet; a slot that holds nothing says so by a pad.
It gives no state.
"""

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
    ALPHABET,
    UNKNOWN_STATE,
    CharacterRead,
    Legibility,
    PlateText,
    StateRead,
)
from alpr_console.recognition.reader import alternatives, check_crop, log_softmax
from alpr_console.recognition.registry import (
    ModelEntry,
    ModelManifest,
    compile_model,
    require_pictures,
    unfit,
)

CROP_MARGIN = 0.11
"""These networks are trained on a detector's boxes, which leave some of the surroundings."""

DEFAULT_PAD = "_"
_LARGEST_BATCH = 16
_LEAST_PROBABILITY = 1e-9
_NO_STATE = StateRead(UNKNOWN_STATE, 0.0)


class FastPlateReader:
    """Does what `PlateReader` does, without a state. One instance serves one thread."""

    def __init__(
        self,
        manifest: ModelManifest,
        *,
        threads: int = 1,
        precision: str | None = None,
        cache_dir: Path | None = None,
    ) -> None:
        """Loads the manifest's 'reader'; arguments as for `compile_model`.

        The entry's labels `characters` are the alphabet in the network's order, and `pad`, if
        given, the one label of it that stands for nothing ('_'). Raises ModelDamaged if the
        entry or a file of it is missing, changed or unfit.
        """
        entry = manifest.entry("reader")
        self._size = (entry.input_width, entry.input_height)
        self._characters = entry.labels.get("characters", ())
        pads = entry.labels.get("pad", (DEFAULT_PAD,))
        if len(pads) != 1 or self._characters.count(pads[0]) != 1:
            raise unfit(entry, "does not list one pad among its characters")
        strange = [c for c in self._characters if c not in (*ALPHABET, pads[0])]
        if strange:
            raise unfit(entry, f"lists {strange[0]!r}, which is no character of a US plate")
        self._pad = self._characters.index(pads[0])
        self._temperature = entry.temperatures.get("characters", 1.0)
        self._gray = False
        self._model: ov.CompiledModel = compile_model(
            entry,
            threads=threads,
            precision=precision,
            cache_dir=cache_dir,
            prepare=lambda model: self._prepared(model, entry),
        )
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

        These networks gain nothing by looking twice: `thorough` changes nothing. Raises
        ValueError for an empty crop or one that is not 8-bit color.
        """
        readings: list[PlateText] = []
        for start in range(0, len(crops), _LARGEST_BATCH):
            some = crops[start : start + _LARGEST_BATCH]
            batch = np.stack([self._fitted(crop) for crop in some])
            out = self._request.infer({0: batch})[0].reshape(len(some), -1, len(self._characters))
            logits = np.log(np.maximum(out, _LEAST_PROBABILITY))
            readings += map(self._reading, np.exp(log_softmax(logits, self._temperature)))
        return readings

    def _fitted(self, crop: NDArray[np.uint8]) -> NDArray[np.uint8]:
        check_crop(crop)
        # By the interpolation that these networks are trained with, shrunk or not.
        sized = cv2.resize(crop, self._size, interpolation=cv2.INTER_LINEAR)
        colors = cv2.cvtColor(sized, cv2.COLOR_BGR2GRAY if self._gray else cv2.COLOR_BGR2RGB)
        return np.asarray(colors, np.uint8).reshape(self._size[1], self._size[0], -1)

    def _reading(self, slots: NDArray[np.float32]) -> PlateText:
        characters = []
        for slot in slots:
            best = int(slot.argmax())
            if best != self._pad:
                others = alternatives(slot, self._characters, best, unnamed=self._pad)
                characters.append(CharacterRead(self._characters[best], float(slot[best]), others))
        legibility = Legibility.READABLE if characters else Legibility.NOT_READABLE
        # No surer of the whole than of its least sure slot, pads among them.
        return PlateText(tuple(characters), _NO_STATE, float(slots.max(-1).min()), legibility)

    def _prepared(self, model: ov.Model, entry: ModelEntry) -> ov.Model:
        """The network for any number of crops. Raises ModelDamaged."""
        width, height = self._size
        shape = model.inputs[0].partial_shape if model.inputs else ov.PartialShape([])
        self._gray = len(shape) == 4 and shape[3] == 1
        channels = 1 if self._gray else 3
        require_pictures(entry, model, channels)
        classes = len(self._characters)
        try:
            model.reshape([-1, height, width, channels])
            out = model.output(0).partial_shape
        except RuntimeError as error:
            reason = str(error).strip().splitlines()[-1]
            raise unfit(entry, f"has a network for one crop at a time ({reason})") from error
        flat = len(out) == 2 and out[1].is_static and out[1].get_length() % classes == 0
        if not flat and not (len(out) == 3 and out[2] == classes):
            raise unfit(entry, f"has a network that gives {out}, not N×slots×{classes}")
        return model
