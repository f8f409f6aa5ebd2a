"""The speaking process: real speech engine, real processes; the sound device is a program."""

from __future__ import annotations

import os
import signal
import stat
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from alpr_console.adapters.speech import worker
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


@pytest.fixture
def device(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound device that is there as long as the file `present` is; notes what it played."""
    folder = tmp_path / "device"
    folder.mkdir()
    player = folder / "aplay"
    player.write_text(
        f'#!/bin/sh\n[ -e {folder}/present ] || exit 1\necho "$2" >> {folder}/played\n'
    )
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_that_words_are_spoken_by_the_engine_and_not_as_silence(
    recording: RecordingSpeaker, tmp_path: Path
) -> None:
    police = load_phonetics(resources_dir() / "phonetics" / "police.toml")
    words = NOTICES["hit.stolen_vehicle"].speech.format(plate=police.spell("7MPX294"))
    recording.play("alert_high")
    recording.say(words)
    recording.say("Camera lost.", Priority.LOW)
    assert recording.wait_silent(PATIENCE)
    assert recording.fault == ""
    heard = recording.utterances()
    assert [(u.kind, u.words) for u in heard] == [
        ("play", "alert_high"),
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
        assert eventually(lambda: speaker.fault == worker.NO_ENGINE)
        speaker.play("fault")
        assert eventually(lambda: len(speaker.utterances()) == 2)
        said, played = sorted(speaker.utterances(), key=lambda u: u.kind, reverse=True)
        assert said.fault == worker.NO_ENGINE
        assert said.file == ""
        assert loudness(tmp_path / played.file) > 0.02
        assert speaker.wait_silent(PATIENCE)
        assert speaker.fault == worker.NO_ENGINE
    finally:
        speaker.close()


def test_that_a_missing_sound_device_is_a_fault_until_it_is_there(device: Path) -> None:
    speaker = SystemSpeaker(SOUNDS)
    try:
        assert eventually(lambda: speaker.fault == worker.NO_DEVICE)
        (device / "present").touch()
        speaker.say("Stolen vehicle, not verified.")
        speaker.play("alert_high")
        assert speaker.wait_silent(PATIENCE)
        assert speaker.fault == ""
        assert str(SOUNDS / "alert_high.wav") in (device / "played").read_text().splitlines()
    finally:
        speaker.close()


def test_that_without_a_player_nothing_is_claimed_to_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    speaker = SystemSpeaker(SOUNDS)
    try:
        assert eventually(lambda: speaker.fault == worker.NO_PLAYER)
    finally:
        speaker.close()


def test_that_the_worse_news_is_heard_first_and_repeated_words_once(
    recording: RecordingSpeaker,
) -> None:
    # All of it is queued long before the process has come up.
    recording.play("alert_low")
    recording.say("Registration, not verified.")
    recording.say("Registration, not verified.")
    recording.play("alert_high")
    recording.say("Stolen vehicle, not verified.")
    assert recording.wait_silent(PATIENCE)
    assert [u.words for u in recording.utterances()] == [
        "alert_high",
        "Stolen vehicle, not verified.",
        "alert_low",
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


def test_that_every_notice_has_its_sound_and_all_sounds_are_told_apart() -> None:
    named = {notice.sound for notice in NOTICES.values()} | {"confirm"}
    made = {path.stem: path for path in SOUNDS.glob("*.wav")}
    assert named <= set(made)
    lengths = {}
    for name, path in made.items():
        with wave.open(str(path), "rb") as file:
            assert (file.getframerate(), file.getnchannels()) == (22_050, 1)
            lengths[name] = file.readframes(file.getnframes())
        assert loudness(path) > 0.05
    assert len(set(lengths.values())) == len(made)
