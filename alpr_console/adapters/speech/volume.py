"""WAV files as loud as a person wants them."""

from __future__ import annotations

import sys
import wave
from array import array
from pathlib import Path

_CURVE = 1.5
"""Half the volume sounds half as loud, which is less than half of the samples."""
_SAMPLE_BYTES = 2


def seconds_of(wav: Path) -> float:
    """Raises OSError, wave.Error, EOFError."""
    with wave.open(str(wav), "rb") as file:
        return file.getnframes() / file.getframerate()


def at_volume(wav: Path, percent: int, folder: Path) -> Path:
    """The file itself at 100 percent, else a quieter copy in `folder`.

    A form of samples that is not known is left as loud as it is: better too loud than unheard.
    """
    if percent >= 100:
        return wav
    gain = (max(percent, 0) / 100) ** _CURVE
    with wave.open(str(wav), "rb") as file:
        if file.getsampwidth() != _SAMPLE_BYTES:
            return wav
        form, samples = file.getparams(), array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    quieter = array("h", (round(sample * gain) for sample in samples))
    if sys.byteorder == "big":
        quieter.byteswap()
    copy = folder / f"at-{percent}-{wav.name}"
    with wave.open(str(copy), "wb") as file:
        file.setparams(form)
        file.writeframes(quieter.tobytes())
    return copy
