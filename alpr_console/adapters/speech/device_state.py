"""What the platform says of the sound output: a dummy, muted, or at volume zero.

Playing into such an output succeeds and nobody hears a thing. Of PulseAudio, PipeWire and ALSA the
first that answers is believed, since the later ones stand under it. What no program tells counts
as well: a machine without a mixer is no machine without sound.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence

from alpr_console.adapters.speech.faults import (
    DEVICE_AT_ZERO,
    DEVICE_MUTED,
    DUMMY,
    NO_DEVICE,
)

_ANSWER_SECONDS = 2.0
_DUMMY_SINK = "auto_null"
"""What PulseAudio and PipeWire put in place of a device when there is none."""
_PERCENT = re.compile(r"(\d+)%")
_ALSA_CONTROLS = ("Master", "PCM", "Speaker")


def state_fault() -> str:
    """Why nothing would be heard, as far as the platform lets one know; '' otherwise."""
    if sys.platform == "win32":
        return _windows()
    for asked in (_pulse, _wireplumber, _alsa):
        fault = asked()
        if fault is not None:
            return fault
    return ""


def _pulse() -> str | None:
    """None where no PulseAudio, and no PipeWire in its place, answers."""
    known = _told("pactl", "info")
    if known is None:
        return None
    name = _after(known, "Default Sink:")
    sinks = _told("pactl", "list", "short", "sinks") or ""
    drivers = {row[1]: row[2] for row in map(str.split, sinks.splitlines()) if len(row) > 2}
    if name in ("", "@DEFAULT_SINK@", _DUMMY_SINK) or "null-sink" in drivers.get(name, ""):
        return DUMMY
    if "yes" in (_told("pactl", "get-sink-mute", name) or ""):
        return DEVICE_MUTED
    return _at_zero(_told("pactl", "get-sink-volume", name) or "")


def _wireplumber() -> str | None:
    """None where no PipeWire answers. It says 'Volume: 0.40' or 'Volume: 0.40 [MUTED]'."""
    told = _told("wpctl", "get-volume", "@DEFAULT_AUDIO_SINK@")
    if told is None or not told.startswith("Volume:"):
        return None
    if _DUMMY_SINK in (_told("wpctl", "inspect", "@DEFAULT_AUDIO_SINK@") or ""):
        return DUMMY
    if "MUTED" in told:
        return DEVICE_MUTED
    return DEVICE_AT_ZERO if re.fullmatch(r"Volume:\s*0(\.0*)?\s*", told) else ""


def _alsa() -> str | None:
    """None where there is no mixer."""
    told = [said for name in _ALSA_CONTROLS if (said := _told("amixer", "-M", "sget", name))]
    for said in told:
        channels = [line for line in said.splitlines() if "%]" in line]
        if channels and all("[off]" in line for line in channels):
            return DEVICE_MUTED
        if _at_zero("\n".join(channels)):
            return DEVICE_AT_ZERO
    return "" if told else None


def _at_zero(told: str) -> str:
    volumes = [int(percent) for percent in _PERCENT.findall(told)]
    return DEVICE_AT_ZERO if volumes and not any(volumes) else ""


def _after(text: str, label: str) -> str:
    lines = (line.strip() for line in text.splitlines())
    return next((line.removeprefix(label).strip() for line in lines if line.startswith(label)), "")


def _told(*command: str) -> str | None:
    """What the program prints; None where it is not there, fails or does not answer."""
    if shutil.which(command[0]) is None:
        return None
    return _output(command)


def _output(command: Sequence[str]) -> str | None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_ANSWER_SECONDS,
            check=False,
            # The words that are looked for are English.
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _windows() -> str:
    if sys.platform == "win32":
        import ctypes

        return "" if ctypes.windll.winmm.waveOutGetNumDevs() else NO_DEVICE
    return ""
