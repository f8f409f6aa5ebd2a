"""Why nothing is heard, in words fit for the screen."""

from __future__ import annotations

NO_ENGINE = "No speech engine. Install espeak-ng."
NO_PLAYER = "No program to play sound. Install alsa-utils."
NO_DEVICE = "No sound device, or it is not plugged in."
SWALLOWED = "The sound device takes sound and plays none. Choose another output."
STUCK = "The sound device does not answer. Unplug it and plug it in again."
DUMMY = "The only sound output is a dummy. Plug in a sound device."
DEVICE_MUTED = "The sound device is muted. Turn its sound on."
DEVICE_AT_ZERO = "The sound device's volume is zero. Turn it up."


class SoundFault(Exception):
    """Nothing was heard; the words say why."""


class CutOff(Exception):
    """Ended by something worse before it was over."""
