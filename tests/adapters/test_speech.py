"""The speaking process: real speech engine, real processes; the sound device is a program."""

from __future__ import annotations

import os
import signal
import stat
import sys
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from alpr_console.adapters.speech import faults
from alpr_console.adapters.speech import speaker as speaker_module
from alpr_console.adapters.speech.file_speaker import RecordingSpeaker
from alpr_console.adapters.speech.speaker import PROCESS_LOST, SystemSpeaker
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import NOTICES
from alpr_console.domain.phonetics import load_phonetics
from alpr_console.locations import resources_dir

SOUNDS = resources_dir() / "sounds"
PATIENCE = 60.0


def loudness(path: Path) -> float:
    """Root mean square of a WAV file's samples, 0 to 1."""
    with wave.open(str(path), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    return float(np.sqrt(np.mean((samples / 32768.0) ** 2)))


def eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[RecordingSpeaker]:
    speaker = RecordingSpeaker(SOUNDS, tmp_path / "heard")
    yield speaker
    speaker.close()


PLAYER = """#!{python}
import os, signal, sys, time, wave
here = {folder!r}
def note(what):
    with open(os.path.join(here, "played"), "a") as file:
        file.write(what + " " + sys.argv[-1] + "\\n")
def ended(*_):
    note("cut")
    sys.exit(1)
if not os.path.exists(os.path.join(here, "present")):
    sys.exit(1)
signal.signal(signal.SIGTERM, ended)
note("began")
with wave.open(sys.argv[-1]) as file:
    time.sleep(file.getnframes() / file.getframerate())
note("ended")
"""


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound device that is there as long as the file `present` is, takes as long as the sound
    lasts, and notes what it played; the platform tells nothing of it."""
    folder = tmp_path / "device"
    folder.mkdir()
    program(folder / "aplay", PLAYER.format(python=sys.executable, folder=str(folder)))
    monkeypatch.setenv("PATH", f"{folder}:/bin")
    return folder


def program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def played(device: Path) -> list[str]:
    """'began', 'ended' or 'cut', with the file's stem; the silence of a check left out."""
    notes = device / "played"
    lines = [line.split() for line in notes.read_text().splitlines()] if notes.exists() else []
    named = [(what, Path(path).stem) for what, path in lines]
    return [f"{what} {stem}" for what, stem in named if stem != "silence"]


def test_that_words_are_spoken_by_the_engine_and_not_as_silence(
    recording: RecordingSpeaker, tmp_path: Path
) -> None:
    police = load_phonetics(resources_dir() / "phonetics" / "police.toml")
    words = NOTICES["hit.stolen_vehicle"].speech.format(plate=police.spell("7MPX294"))
    recording.announce("hit_stolen_vehicle", words, Priority.HIGH)
    recording.announce("", "Camera lost.", Priority.LOW)
    assert recording.wait_silent(PATIENCE)
    assert recording.fault == ""
    heard = recording.utterances()
    assert [(u.kind, u.words) for u in heard] == [
        ("play", "hit_stolen_vehicle"),
        ("say", words),
        ("say", "Camera lost."),
    ]
    assert all(loudness(tmp_path / "heard" / u.file) > 0.02 for u in heard)
    # Each utterance in a file of its own: the engine is known to write on into the last one.
    assert heard[1].seconds > 2 * heard[2].seconds


def test_that_a_killed_worker_is_a_fault_until_a_new_one_speaks(
    recording: RecordingSpeaker,
) -> None:
    recording.say("one")
    assert recording.wait_silent(PATIENCE)
    first = recording.worker_pid
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert eventually(lambda: recording.fault == PROCESS_LOST)
    recording.say("two")
    assert eventually(lambda: recording.fault == "" and len(recording.utterances()) == 2)
    assert recording.utterances()[1].words == "two"
    assert recording.worker_pid not in (None, first)


def test_that_a_missing_engine_is_a_fault_and_sounds_still_play(tmp_path: Path) -> None:
    speaker = RecordingSpeaker(SOUNDS, tmp_path, engine="no_such_engine")
    try:
        speaker.say("unheard")
        assert eventually(lambda: speaker.fault == faults.NO_ENGINE)
        speaker.announce("fault", "", Priority.NORMAL)
        assert eventually(lambda: len(speaker.utterances()) == 2)
        said, played = sorted(speaker.utterances(), key=lambda u: u.kind, reverse=True)
        assert said.fault == faults.NO_ENGINE
        assert said.file == ""
        assert loudness(tmp_path / played.file) > 0.02
        assert speaker.wait_silent(PATIENCE)
        assert speaker.fault == faults.NO_ENGINE
    finally:
        speaker.close()


def test_that_a_missing_sound_device_is_a_fault_until_it_is_there(
    device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speaker_module, "_CHECK_SECONDS", 0.2)
    speaker = SystemSpeaker(SOUNDS)
    try:
        assert eventually(lambda: speaker.fault == faults.NO_DEVICE)
        (device / "present").touch()
        speaker.announce("hit_bolo", "BOLO, not verified.", Priority.NORMAL)
        assert eventually(lambda: speaker.fault == "")
        assert speaker.wait_silent(PATIENCE)
        assert "ended at-80-hit_bolo" in played(device)
    finally:
        speaker.close()


def test_that_without_a_player_nothing_is_claimed_to_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    speaker = SystemSpeaker(SOUNDS)
    try:
        assert eventually(lambda: speaker.fault == faults.NO_PLAYER)
    finally:
        speaker.close()


def test_that_the_worse_news_is_heard_first_and_repeated_words_once(
    recording: RecordingSpeaker,
) -> None:
    # All of it is queued long before the process has come up.
    recording.announce("hit_registration", "Registration, not verified.", Priority.LOW)
    recording.announce("hit_registration", "Registration, not verified.", Priority.LOW)
    recording.announce("hit_stolen_vehicle", "Stolen vehicle, not verified.", Priority.HIGH)
    assert recording.wait_silent(PATIENCE)
    assert [u.words for u in recording.utterances()] == [
        "hit_stolen_vehicle",
        "Stolen vehicle, not verified.",
        "hit_registration",
        "Registration, not verified.",
    ]


def test_that_the_worker_ends_with_the_console(recording: RecordingSpeaker) -> None:
    recording.say("one")
    assert recording.wait_silent(PATIENCE)
    pid = recording.worker_pid
    assert pid is not None
    recording.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    recording.say("too late")
    assert len(recording.utterances()) == 1


def test_that_volume_is_that_of_sounds_and_of_words(
    recording: RecordingSpeaker, tmp_path: Path
) -> None:
    heard = tmp_path / "heard"
    levels = []
    for volume in (100, 30):
        recording.adjust(volume, "")
        recording.announce("hit_bolo", "Camera lost.", Priority.NORMAL)
        assert recording.wait_silent(PATIENCE)
        sound, words = recording.utterances()[-2:]
        levels.append((loudness(heard / sound.file), loudness(heard / words.file)))
    (loud, loud_words), (quiet, quiet_words) = levels
    # At 30 percent: a sixth of the samples, still to be heard.
    assert 0.14 < quiet / loud < 0.19
    assert 0.14 < quiet_words / loud_words < 0.19
    assert quiet > 0.01


def test_that_the_engine_tells_its_english_voices_and_speaks_in_the_one_chosen(
    recording: RecordingSpeaker, tmp_path: Path
) -> None:
    assert eventually(lambda: bool(recording.voices))
    names = {voice.voice_id: voice.name for voice in recording.voices}
    assert len(names) > 1
    assert all("English" in name for name in names.values())
    american = next(one for one, name in names.items() if "America" in name)
    spoken = []
    for voice in ("", american, "no-such-voice"):
        recording.adjust(100, voice)
        recording.announce("", "Stolen vehicle, not verified.", Priority.NORMAL)
        assert recording.wait_silent(PATIENCE)
        spoken.append((tmp_path / "heard" / recording.utterances()[-1].file).read_bytes())
    own, chosen, unknown = spoken
    assert chosen != own
    # A voice of another car is no reason to be silent, or to go on in the last one.
    assert abs(len(unknown) - len(own)) < 0.02 * len(own)
    assert recording.fault == ""
