"""Makes the console's sounds: python resources/sounds/make_sounds.py

Each is told from the others by its rhythm as well as its pitch, so that an officer with a
hearing loss in the high tones still knows which one it was.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 22_050

Note = tuple[float, float]
"""Frequency in hertz (0 is silence) and length in seconds."""

SOUNDS: dict[str, tuple[Note, ...]] = {
    # Three rising pairs: nothing else in the car sounds like it.
    "alert_high": ((880, 0.09), (1320, 0.13), (0, 0.05)) * 3,
    # Two even strokes.
    "alert_normal": ((784, 0.14), (0, 0.07), (784, 0.2)),
    # One short stroke.
    "alert_low": ((587, 0.16),),
    # Low and falling.
    "fault": ((392, 0.18), (0, 0.04), (294, 0.18), (0, 0.04), (220, 0.3)),
    # A light step up.
    "confirm": ((660, 0.07), (990, 0.12)),
}


def tone(frequency: float, seconds: float) -> NDArray[np.float64]:
    """A bell-like tone with soft ends, -1 to 1; a click at an end tires the ear."""
    t = np.arange(round(RATE * seconds)) / RATE
    if frequency == 0:
        return np.zeros_like(t)
    body = np.sin(2 * np.pi * frequency * t)
    body += 0.28 * np.sin(4 * np.pi * frequency * t) + 0.1 * np.sin(6 * np.pi * frequency * t)
    ends = np.minimum(1.0, np.minimum(t, seconds - t) / 0.008)
    return np.asarray(body / 1.38 * ends * np.exp(-1.6 * t / max(seconds, 0.1)))


def main() -> None:
    folder = Path(__file__).resolve().parent
    for name, notes in SOUNDS.items():
        samples = np.concatenate([tone(*note) for note in notes])
        scaled = np.round(samples / np.abs(samples).max() * 0.8 * 32767).astype("<i2")
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(scaled.tobytes())


if __name__ == "__main__":
    main()
