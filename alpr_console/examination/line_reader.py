"""A recogniser of single text lines (PP-OCR's), made to read plates: a peer to measure against.

In: N×3×48×W, BGR, -1 to 1. Out: for each column the probability of every character of its
dictionary, the first class standing for none. A plate is shown to it whole and without its
upper and lower rims; the surest of the three readings counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
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
from alpr_console.recognition.registry import ModelEntry, compile_model, unfit

Picture = NDArray[np.uint8]

_BANDS = ((0.0, 1.0), (0.18, 0.82), (0.28, 0.76))
_LINE_HEIGHT = 48
_NO_STATE = StateRead(UNKNOWN_STATE, 0.0)


class LineReader:
    """Does what `PlateReader` does, without a state. One instance serves one thread."""

    def __init__(
        self, entry: ModelEntry, *, threads: int = 1, precision: str | None = None
    ) -> None:
        """Raises ModelDamaged where the file is no such network."""
        self._classes: list[str] = []
        self.network: ov.CompiledModel = compile_model(
            entry,
            threads=threads,
            precision=precision,
            prepare=lambda model: self._checked(model, entry),
        )
        self._request = self.network.create_infer_request()

    def twin(self) -> Self:
        """Another of the same compiled network, for another thread."""
        other = copy(self)
        other._request = self.network.create_infer_request()
        return other

    @property
    def input_size(self) -> tuple[int, int]:
        """Width and height, pixels, at which a crop is asked for."""
        return 192, 96

    @property
    def crop_margin(self) -> float:
        """Margin to `rectify` a plate with, share of its width and height."""
        return 0.06

    def read(self, crops: Sequence[Picture], *, thorough: bool = False) -> list[PlateText]:
        """One reading for each crop (height by width by 3, BGR, of any size), in their order."""
        return [max(self.read_bands(crop), key=lambda r: r.confidence) for crop in crops]

    def read_bands(self, crop: Picture) -> list[PlateText]:
        """The readings of the whole crop and of its two inner bands."""
        readings = []
        height = crop.shape[0]
        for top, bottom in _BANDS:
            band = crop[int(top * height) : max(int(bottom * height), int(top * height) + 1)]
            width = round(_LINE_HEIGHT * band.shape[1] / band.shape[0] / 32) * 32
            line = cv2.resize(band, (max(width, 64), _LINE_HEIGHT)).astype(np.float32) / 127.5 - 1
            readings.append(
                self._reading(self._request.infer([line.transpose(2, 0, 1)[None]])[0][0])
            )
        return readings

    def _reading(self, columns: NDArray[np.float32]) -> PlateText:
        characters, last = [], 0
        for column, index in zip(columns, columns.argmax(1).tolist(), strict=True):
            if index not in (0, last):
                char = self._classes[index].upper() if index < len(self._classes) else ""
                if len(char) == 1 and char in ALPHABET:
                    characters.append(CharacterRead(char, float(column[index])))
            last = index
        if not characters:
            return PlateText((), _NO_STATE, 0.0, Legibility.NOT_READABLE)
        return PlateText(tuple(characters), _NO_STATE, min(c.confidence for c in characters))

    def _checked(self, model: ov.Model, entry: ModelEntry) -> ov.Model:
        known = model.get_rt_info(["framework", "character"]) if _has_dictionary(model) else None
        if known is None:
            raise unfit(entry, "has a network without a dictionary of characters in it")
        words = known.astype(str)
        self._classes = ["", *(word for word in words.split("\n") if word), " "]
        shape, out = model.input(0).partial_shape, model.output(0).partial_shape
        if len(shape) != 4 or shape[2] != _LINE_HEIGHT or len(out) != 3:
            raise unfit(entry, f"has a network that takes {shape}, not lines of N×3×48×W")
        return model


def _has_dictionary(model: ov.Model) -> bool:
    return bool(model.has_rt_info(["framework", "character"]))
