"""The start-of-shift check: what is looked at, what was found, and what to do about it (OPS-2).

What the console can measure it measures; the rest is for the officer's eye and ear. Nothing that
was not looked at ever counts as passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from alpr_console.domain.hotlist import Freshness
from alpr_console.domain.picture_quality import (
    PictureQuality,
    has_edges,
    in_focus,
    picture_fault,
)


class Standing(Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class CheckKey(Enum):
    PICTURE = "picture"
    RATE = "rate"
    FOCUS = "focus"
    EXPOSURE = "exposure"
    TEST_READ = "test_read"
    PLATE_READ = "plate_read"
    GPS = "gps"
    DISK = "disk"
    AUDIO = "audio"
    LISTS = "lists"
    CLOCK = "clock"
    AFFIXED = "affixed"
    WEAR = "wear"


ANSWERED = (CheckKey.AUDIO, CheckKey.AFFIXED, CheckKey.WEAR)
"""What the officer answers, in the order asked."""

LEAST_FPS = 5.0
"""Slower than this a vehicle that comes toward the car passes between two pictures."""

PICTURE_FRESH = timedelta(seconds=5)
FIX_FRESH = timedelta(seconds=5)

BRIGHTEST = 0.93
"""Mean of a picture in which nothing can be told apart any more. What is too dark, covered or
out of focus is what the health rules call so."""

DISK_LOW_BYTES = 2 * 1024**3
"""As the health rules have it."""

CLOCK_OFF = timedelta(seconds=5)
"""A receiver's time comes a second or so late; more than this is the computer's clock."""


@dataclass(frozen=True, slots=True)
class CheckItem:
    key: CheckKey
    subject: str
    """Camera or list; '' where there is only one."""
    standing: Standing
    found: str
    """What was measured or seen, in words."""
    remedy: str = ""
    """What to do; '' where it passed."""


@dataclass(frozen=True, slots=True)
class CameraSeen:
    name: str
    live: bool
    reason: str = ""
    """Why it is not live."""
    frame_age: timedelta | None = None
    """None where no frame of it was ever recognized."""
    fps: float = 0.0
    quality: PictureQuality | None = None
    """None: not measured."""


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What the console knows of itself at one moment."""

    cameras: tuple[CameraSeen, ...]
    has_gps: bool
    fix_age: timedelta | None
    """None where there was no fix."""
    clock_off: timedelta | None
    """This computer's time less the receiver's; None where there was no fix to compare with."""
    disk_free: int | None
    sound_fault: str
    lists: tuple[tuple[str, Freshness], ...]


def measured(facts: CheckFacts) -> tuple[CheckItem, ...]:
    """Every item that needs nobody's eye, in the order shown."""
    return tuple(_items(facts))


def _items(facts: CheckFacts) -> Iterator[CheckItem]:
    if not facts.cameras:
        yield _failed(CheckKey.PICTURE, "", "No camera is connected.", "Connect a camera.")
    for camera in facts.cameras:
        yield from _camera(camera)
    yield _gps(facts)
    yield _disk(facts.disk_free)
    yield from _lists(facts)
    yield _clock(facts)


def _camera(camera: CameraSeen) -> Iterator[CheckItem]:
    name = camera.name
    fresh = camera.frame_age is not None and camera.frame_age <= PICTURE_FRESH
    if not camera.live or not fresh:
        found = camera.reason or ("No live picture." if camera.live else "The camera is not live.")
        yield _failed(CheckKey.PICTURE, name, found, "Check cable and power.")
        for key in (CheckKey.RATE, CheckKey.FOCUS, CheckKey.EXPOSURE):
            yield _unchecked(key, name, "No live picture.", "Check it once there is one.")
        return
    yield _passed(CheckKey.PICTURE, name, "Live picture.")
    words = f"{camera.fps:.0f} frames a second."
    if camera.fps >= LEAST_FPS:
        yield _passed(CheckKey.RATE, name, words)
    else:
        yield _failed(CheckKey.RATE, name, words, "Close other programs; check the cable.")
    yield from _quality(name, camera.quality)


def _quality(name: str, quality: PictureQuality | None) -> Iterator[CheckItem]:
    if quality is None:
        for key in (CheckKey.FOCUS, CheckKey.EXPOSURE):
            yield _unchecked(key, name, "Not measured.", "Look at the picture.")
        return
    fault = picture_fault(quality)
    words = f"Sharpness {quality.sharpness:.2f}."
    if quality.edge_width is not None:
        words += f" Edges {quality.edge_width:.1f} px wide."
    unseen = fault in ("camera_dark", "camera_covered")
    if unseen or not has_edges(quality):
        # Nothing in the picture, nothing to be sharp: a clean lens comes first.
        yield _unchecked(CheckKey.FOCUS, name, "Nothing with an edge.", "Look at a plate with it.")
    elif in_focus(quality):
        yield _passed(CheckKey.FOCUS, name, words)
    else:
        yield _failed(CheckKey.FOCUS, name, words, "Clean the lens; have the focus set.")
    words = f"Brightness {quality.brightness:.2f}, contrast {quality.contrast:.2f}."
    if unseen:
        yield _failed(CheckKey.EXPOSURE, name, words, "Uncover and clean the lens.")
    elif quality.brightness <= BRIGHTEST:
        yield _passed(CheckKey.EXPOSURE, name, words)
    else:
        yield _failed(CheckKey.EXPOSURE, name, words, "Clean the lens; have the exposure set.")


def _gps(facts: CheckFacts) -> CheckItem:
    if not facts.has_gps:
        return _unchecked(
            CheckKey.GPS, "", "No receiver is set up.", "Reads carry no place without one."
        )
    if facts.fix_age is None or facts.fix_age > FIX_FRESH:
        return _failed(CheckKey.GPS, "", "No fix.", "Drive into the open; check the antenna.")
    return _passed(CheckKey.GPS, "", "Fix.")


def _disk(free: int | None) -> CheckItem:
    if free is None:
        return _failed(CheckKey.DISK, "", "Free space not known.", "Check the disk.")
    words = f"{free / 1024**3:.1f} GB free."
    if free < DISK_LOW_BYTES:
        return _failed(CheckKey.DISK, "", words, "Free space on the disk.")
    return _passed(CheckKey.DISK, "", words)


def _lists(facts: CheckFacts) -> Iterator[CheckItem]:
    if not facts.lists:
        yield _failed(CheckKey.LISTS, "", "No hot list in force.", "Import a hot list.")
    for name, freshness in facts.lists:
        if freshness.stale:
            yield _failed(CheckKey.LISTS, name, f"{freshness.words}, stale.", "Import today's.")
        else:
            yield _passed(CheckKey.LISTS, name, f"{freshness.words}.")


def _clock(facts: CheckFacts) -> CheckItem:
    off = facts.clock_off
    if off is None:
        return _unchecked(
            CheckKey.CLOCK, "", "Not compared: no GPS time.", "Compare it with dispatch's."
        )
    words = f"{abs(off.total_seconds()):.0f} s from GPS time."
    if abs(off) > CLOCK_OFF:
        return _failed(CheckKey.CLOCK, "", words, "Have the computer's clock set.")
    return _passed(CheckKey.CLOCK, "", words)


def read_item(key: CheckKey, shown: str, read: tuple[str, ...]) -> CheckItem:
    """What became of a plate that was shown to the reader: `read` is all that it made of it."""
    if shown in read:
        return _passed(key, "", f"{shown} read.")
    words = f"{shown} shown, {', '.join(read)} read." if read else f"{shown} shown, nothing read."
    return _failed(key, "", words, "Try again; tell the administrator if it stays so.")


def unread_item(key: CheckKey, reason: str) -> CheckItem:
    """The reader could not be asked at all."""
    return _failed(key, "", reason, "Restart the console; tell the administrator.")


def answered_item(key: CheckKey, good: bool, words: str) -> CheckItem:
    if good:
        return _passed(key, "", words or _GOOD[key])
    return _failed(key, "", words, _REMEDIES[key])


def unasked_items(sound_fault: str) -> tuple[CheckItem, ...]:
    """What waits for an answer, a typed plate or the test read."""
    sound = f"{sound_fault} " if sound_fault else ""
    return (
        _unchecked(CheckKey.TEST_READ, "", "Not done.", "Start the test read."),
        _unchecked(
            CheckKey.PLATE_READ, "", "Not done.", "Type a plate that stands before a camera."
        ),
        _unchecked(
            CheckKey.AUDIO, "", f"{sound}Not answered.", "Play the tone; say if it was heard."
        ),
        _unchecked(CheckKey.AFFIXED, "", "Not answered.", "Walk around the car and look."),
        _unchecked(CheckKey.WEAR, "", "Not answered.", "Look at housings, cables and glass."),
    )


_GOOD = {
    CheckKey.AUDIO: "Tone heard.",
    CheckKey.AFFIXED: "Cameras properly affixed.",
    CheckKey.WEAR: "No damage or excessive wear.",
}
_REMEDIES = {
    CheckKey.AUDIO: "Watch the screen; check the sound device.",
    CheckKey.AFFIXED: "Do not drive with a loose camera; have it fixed.",
    CheckKey.WEAR: "Have it repaired or replaced.",
}


def _passed(key: CheckKey, subject: str, found: str) -> CheckItem:
    return CheckItem(key, subject, Standing.PASSED, found)


def _failed(key: CheckKey, subject: str, found: str, remedy: str) -> CheckItem:
    return CheckItem(key, subject, Standing.FAILED, found, remedy)


def _unchecked(key: CheckKey, subject: str, found: str, remedy: str) -> CheckItem:
    return CheckItem(key, subject, Standing.NOT_CHECKED, found, remedy)
