"""Small pictures between a plate's characters: a state's emblem, the wheelchair symbol."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_SIDE = 128
"""Pixels at which emblems are drawn before they are scaled."""


@cache
def emblem(name: str) -> Floats:
    """Coverage 0 to 1, square. Raises KeyError for a name out of `EMBLEMS`."""
    mask = np.zeros((_SIDE, _SIDE), np.float32)
    EMBLEMS[name](mask)
    return mask


def _poly(mask: Floats, points: list[tuple[float, float]], cover: float = 1.0) -> None:
    scaled = (np.array(points) * _SIDE).astype(np.int32)
    cv2.fillPoly(mask, [scaled], cover, cv2.LINE_AA)


def _dot(mask: Floats) -> None:
    cv2.circle(mask, (64, 64), 26, 1.0, -1, cv2.LINE_AA)


def _dash(mask: Floats) -> None:
    mask[54:74, 14:114] = 1


def _star(mask: Floats) -> None:
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    radii = np.where(np.arange(10) % 2, 0.19, 0.48)
    corners = zip(angles, radii, strict=True)
    _poly(mask, [(0.5 + r * np.cos(a), 0.5 + r * np.sin(a)) for a, r in corners])


def _zia(mask: Floats) -> None:
    cv2.circle(mask, (64, 64), 24, 1.0, 9, cv2.LINE_AA)
    for at in (46, 58, 70, 82):
        for start, end in (((at, 4), (at, 34)), ((at, 94), (at, 124)),
                           ((4, at), (34, at)), ((94, at), (124, at))):  # fmt: skip
            cv2.line(mask, start, end, 1.0, 6, cv2.LINE_AA)


def _keystone(mask: Floats) -> None:
    _poly(mask, [(0.25, 0.15), (0.75, 0.15), (0.75, 0.38), (0.68, 0.38), (0.8, 0.85), (0.2, 0.85),
                 (0.32, 0.38), (0.25, 0.38)])  # fmt: skip


def _tree(mask: Floats) -> None:
    for level in range(4):
        top, half = 0.02 + 0.17 * level, 0.12 + 0.08 * level
        _poly(mask, [(0.5, top), (0.5 - half, top + 0.32), (0.5 + half, top + 0.32)])
    _poly(mask, [(0.45, 0.8), (0.55, 0.8), (0.55, 1.0), (0.45, 1.0)])


def _fruit(mask: Floats) -> None:
    cv2.circle(mask, (48, 80), 38, 1.0, -1, cv2.LINE_AA)
    cv2.circle(mask, (88, 58), 34, 0.9, -1, cv2.LINE_AA)
    cv2.ellipse(mask, (66, 24), (40, 10), -20, 0, 360, 0.7, -1, cv2.LINE_AA)


def _flag(mask: Floats) -> None:
    _poly(mask, [(0.08, 0.12), (0.92, 0.2), (0.92, 0.78), (0.08, 0.7)])
    for x, y in ((40, 40), (56, 46), (70, 58), (84, 44), (92, 70), (60, 70)):
        cv2.circle(mask, (x, y), 6, 0.2, -1, cv2.LINE_AA)


def _horse(mask: Floats) -> None:
    _poly(mask, [(0.1, 0.75), (0.3, 0.5), (0.35, 0.3), (0.45, 0.28), (0.48, 0.1), (0.58, 0.1),
                 (0.56, 0.3), (0.72, 0.42), (0.9, 0.4), (0.94, 0.52), (0.74, 0.58), (0.7, 0.8),
                 (0.64, 0.98), (0.58, 0.96), (0.6, 0.7), (0.44, 0.66), (0.3, 0.8), (0.28, 1.0),
                 (0.2, 1.0), (0.22, 0.78)])  # fmt: skip


def _bear(mask: Floats) -> None:
    cv2.ellipse(mask, (64, 74), (26, 50), 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    cv2.circle(mask, (60, 26), 20, 1.0, -1, cv2.LINE_AA)


def _bars(mask: Floats) -> None:
    mask[52:64, 14:114] = mask[76:88, 14:114] = 1
    for x in (32, 64, 96):
        cv2.circle(mask, (x, 34), 9, 1.0, -1, cv2.LINE_AA)


def _seal(mask: Floats) -> None:
    cv2.circle(mask, (64, 64), 50, 1.0, 6, cv2.LINE_AA)
    cv2.circle(mask, (64, 64), 36, 0.6, -1, cv2.LINE_AA)


def _shield(mask: Floats) -> None:
    _poly(mask, [(0.2, 0.12), (0.8, 0.12), (0.8, 0.55), (0.5, 0.92), (0.2, 0.55)])
    _poly(mask, [(0.5, 0.2), (0.74, 0.2), (0.74, 0.5), (0.5, 0.5)], 0.3)


def _crest(mask: Floats) -> None:
    _poly(mask, [(0.25, 0.2), (0.7, 0.16), (0.82, 0.3), (0.6, 0.5), (0.68, 0.84), (0.3, 0.86)])


def _blot(mask: Floats) -> None:
    _poly(mask, [(0.15, 0.6), (0.35, 0.3), (0.62, 0.26), (0.68, 0.55), (0.9, 0.72), (0.66, 0.7),
                 (0.52, 0.62)])  # fmt: skip


def _ticket(mask: Floats) -> None:
    _poly(mask, [(0.28, 0.0), (0.72, 0.0), (0.72, 1.0), (0.28, 1.0)])
    mask[30:52, 44:84] = mask[70:100, 44:84] = 0.25


def _wheelchair(mask: Floats) -> None:
    cv2.circle(mask, (48, 16), 13, 1.0, -1, cv2.LINE_AA)
    cv2.line(mask, (48, 30), (54, 70), 1.0, 12, cv2.LINE_AA)
    cv2.line(mask, (52, 46), (84, 46), 1.0, 9, cv2.LINE_AA)
    cv2.line(mask, (54, 70), (88, 70), 1.0, 11, cv2.LINE_AA)
    cv2.line(mask, (88, 70), (102, 108), 1.0, 11, cv2.LINE_AA)
    cv2.line(mask, (102, 108), (116, 104), 1.0, 9, cv2.LINE_AA)
    cv2.ellipse(mask, (56, 86), (34, 34), 0, 20, 250, 1.0, 9, cv2.LINE_AA)


EMBLEMS: Mapping[str, Callable[[Floats], None]] = MappingProxyType(
    {
        "dot": _dot, "dash": _dash, "star": _star, "zia": _zia, "keystone": _keystone,
        "tree": _tree, "fruit": _fruit, "flag": _flag, "horse": _horse, "bear": _bear,
        "bars": _bars, "seal": _seal, "shield": _shield, "crest": _crest, "blot": _blot,
        "ticket": _ticket, "wheelchair": _wheelchair,
    }
)  # fmt: skip
