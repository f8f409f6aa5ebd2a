"""Makes the console's sounds: python resources/sounds/make_sounds.py

Each is told from the others by its rhythm as well as its pitch, so that an officer with a
hearing loss in the high tones still knows which one it was. What a category's priority is can
be heard before the category is known: HIGH rises and presses on, over a second long; NORMAL is
two or three even strokes; LOW is one.
"""

from __future__ import annotations

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
PEAK = 0.8

Note = tuple[float, float]
"""Frequency in hertz (0 is silence) and length in seconds."""

HIGH_SECONDS = 1.1
NORMAL_SECONDS = (0.35, 0.8)
LOW_SECONDS = 0.3

SOUNDS: dict[str, tuple[Note, ...]] = {
    # HIGH. Each opens on a rising pair, the mark of what cannot wait, and has a rhythm of its own.
    # Four quick pairs, like a siren's yelp.
    "hit_felony_vehicle": ((880, 0.1), (1320, 0.14), (0, 0.05)) * 4,
    # A long call that climbs and is held.
    "hit_amber_alert": (
        (523, 0.12), (784, 0.12), (1047, 0.34), (0, 0.1), (784, 0.12), (1047, 0.12), (1319, 0.4),
    ),
    # A hammer: many very short strokes, a step up in the middle.
    "hit_terrorism": (
        *((622, 0.06), (933, 0.06), (0, 0.03)) * 4,
        *((740, 0.06), (1110, 0.06), (0, 0.03)) * 5,
    ),
    # Three pairs, slow, slow, slow.
    "hit_wanted_person": ((698, 0.16), (1047, 0.16), (0, 0.12)) * 3,
    # Two questions, low and far apart.
    "hit_missing_person": ((392, 0.18), (587, 0.4), (0, 0.2), (392, 0.18), (659, 0.4)),
    # One pair, a rest, then three quick ones.
    "hit_stolen_vehicle": (
        (988, 0.12), (1480, 0.18), (0, 0.22), *((988, 0.08), (1480, 0.1), (0, 0.04)) * 3,
    ),
    # NORMAL. Even strokes of one pitch.
    "hit_protection_order": ((494, 0.24), (0, 0.1), (494, 0.24)),
    "hit_stolen_plate": ((784, 0.1), (0, 0.06), (784, 0.1), (0, 0.06), (784, 0.16)),
    "hit_bolo": ((1175, 0.08), (0, 0.2), (1175, 0.14)),
    # LOW. One short stroke.
    "hit_registration": ((587, 0.18),),
    # Low and falling.
    "fault": ((392, 0.18), (0, 0.04), (294, 0.18), (0, 0.04), (220, 0.3)),
    # A light step up.
    "confirm": ((660, 0.07), (990, 0.12)),
}  # fmt: skip


def tone(frequency: float, seconds: float) -> NDArray[np.float64]:
    """A bell-like tone with soft ends, -1 to 1; a click at an end tires the ear."""
    t = np.arange(round(RATE * seconds)) / RATE
    if frequency == 0:
        return np.zeros_like(t)
    body = np.sin(2 * np.pi * frequency * t)
    body += 0.28 * np.sin(4 * np.pi * frequency * t) + 0.1 * np.sin(6 * np.pi * frequency * t)
    ends = np.minimum(1.0, np.minimum(t, seconds - t) / 0.008)
    return np.asarray(body / 1.38 * ends * np.exp(-1.6 * t / max(seconds, 0.1)))


def made(notes: Sequence[Note]) -> NDArray[np.int16]:
    samples = np.concatenate([tone(*note) for note in notes])
    return np.round(samples / np.abs(samples).max() * PEAK * 32767).astype("<i2")


def main() -> None:
    folder = Path(__file__).resolve().parent
    for name, notes in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(made(notes).tobytes())


if __name__ == "__main__":
    main()
