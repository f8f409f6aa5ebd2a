"""What is cut off, and what is heard again: the real worker and engine; the device is a program
that takes as long as a sound lasts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alpr_console.adapters.speech import speaker as speaker_module
from alpr_console.adapters.speech.speaker import SystemSpeaker
from alpr_console.domain.hotlist import Priority
from tests.adapters.test_speech import PATIENCE, SOUNDS, device, eventually, played

__all__ = ["device"]

LONG = "hit_missing_person"
"""1.4 s: long enough to be in the middle of it."""


@pytest.fixture
def speaker(device: Path) -> Iterator[SystemSpeaker]:
    (device / "present").touch()
    made = SystemSpeaker(SOUNDS)
    made.adjust(100, "")
    assert made.wait_silent(PATIENCE)
    yield made
    made.close()


def begin(speaker: SystemSpeaker, device: Path, sound: str, priority: Priority) -> None:
    speaker.announce(sound, "", priority)
    assert eventually(lambda: f"began {sound}" in played(device))


@pytest.mark.parametrize(
    ("heard", "again"), [(Priority.NORMAL, True), (Priority.LOW, False)], ids=["normal", "low"]
)
def test_that_a_high_alert_cuts_off_what_is_lower_at_once(
    speaker: SystemSpeaker, device: Path, heard: Priority, again: bool
) -> None:
    begin(speaker, device, LONG, heard)
    speaker.announce("hit_stolen_vehicle", "", Priority.HIGH)
    assert speaker.wait_silent(PATIENCE)
    course = [f"began {LONG}", f"cut {LONG}", "began hit_stolen_vehicle",
              "ended hit_stolen_vehicle"]  # fmt: skip
    assert played(device) == course + ([f"began {LONG}", f"ended {LONG}"] if again else [])
    assert speaker.fault == ""


@pytest.mark.parametrize(
    ("heard", "new"),
    [
        (Priority.HIGH, Priority.HIGH),
        (Priority.NORMAL, Priority.NORMAL),
        (Priority.LOW, Priority.NORMAL),
    ],
)
def test_that_an_equal_waits_and_normal_lets_low_end(
    speaker: SystemSpeaker, device: Path, heard: Priority, new: Priority
) -> None:
    begin(speaker, device, LONG, heard)
    speaker.announce("hit_bolo", "", new)
    assert speaker.wait_silent(PATIENCE)
    assert played(device) == [f"began {LONG}", f"ended {LONG}", "began hit_bolo", "ended hit_bolo"]


def test_that_what_was_cut_off_long_ago_is_not_heard_again(
    speaker: SystemSpeaker, device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "heard_again", lambda _priority, waited: waited < 0)
    begin(speaker, device, LONG, Priority.NORMAL)
    speaker.announce("hit_bolo", "", Priority.HIGH)
    assert speaker.wait_silent(PATIENCE)
    assert played(device)[-1] == "ended hit_bolo"


def test_that_words_are_cut_off_in_the_middle_and_said_again_with_their_sound(
    speaker: SystemSpeaker, device: Path
) -> None:
    plate = "BOLO, not verified. seven, Sam, Adam, Mary, one, nine, zero."
    speaker.announce("hit_bolo", plate, Priority.NORMAL)
    assert eventually(lambda: "began words" in played(device))
    speaker.announce("hit_stolen_vehicle", "", Priority.HIGH)
    assert speaker.wait_silent(PATIENCE)
    assert played(device) == [
        "began hit_bolo", "ended hit_bolo", "began words", "cut words",
        "began hit_stolen_vehicle", "ended hit_stolen_vehicle",
        "began hit_bolo", "ended hit_bolo", "began words", "ended words",
    ]  # fmt: skip


def test_that_an_alert_does_not_wait_for_the_silence_that_tries_the_device(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (device / "present").touch()
    speaker = SystemSpeaker(SOUNDS)
    try:
        notes = device / "played"
        assert eventually(lambda: notes.exists() and "silence" in notes.read_text())
        speaker.announce("hit_registration", "", Priority.LOW)
        assert speaker.wait_silent(PATIENCE)
        assert [line.split()[0] for line in notes.read_text().splitlines()[:2]] == ["began", "cut"]
        assert played(device) == ["began at-80-hit_registration", "ended at-80-hit_registration"]
    finally:
        speaker.close()
