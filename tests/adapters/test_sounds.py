"""The sounds that are shipped: each its own by rhythm and pitch, none too loud."""

from __future__ import annotations

import importlib.util
import wave
from itertools import combinations, pairwise
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from alpr_console.domain.hotlist import Category, Priority
from alpr_console.domain.notices import NOTICES, notice_for
from alpr_console.locations import resources_dir

FOLDER = resources_dir() / "sounds"
RATE = 22_050
FRAME = 441
"""20 ms."""


def samples(name: str) -> NDArray[np.float64]:
    with wave.open(str(FOLDER / f"{name}.wav"), "rb") as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
        raw = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return raw.astype(np.float64) / 32768.0


def sheet(name: str) -> NDArray[np.float64]:
    """Loudness by 20 ms and third of an octave, 1.5 s long: what an ear goes by."""
    heard = np.zeros(round(1.5 * RATE / FRAME) * FRAME)
    sound = samples(name)[: heard.size]
    heard[: sound.size] = sound
    spectrum = np.abs(np.fft.rfft(heard.reshape(-1, FRAME) * np.hanning(FRAME), 2048, axis=1))
    pitches = np.fft.rfftfreq(2048, 1 / RATE)
    bands = 200.0 * 2 ** (np.arange(14) / 3)
    made = np.stack(
        [
            spectrum[:, (pitches >= low) & (pitches < high)].sum(axis=1)
            for low, high in pairwise(bands)
        ],
        axis=1,
    )
    return np.asarray(made / np.linalg.norm(made))


def rhythm(name: str) -> NDArray[np.float64]:
    loud = np.linalg.norm(sheet(name), axis=1)
    return np.asarray(loud / np.linalg.norm(loud))


def strokes(name: str) -> int:
    """Beginnings of a tone out of silence."""
    loud = np.abs(samples(name))
    frames = loud[: loud.size // FRAME * FRAME].reshape(-1, FRAME).max(axis=1) > 0.05
    return int(frames[0]) + int(np.sum(frames[1:] & ~frames[:-1]))


def rising(name: str) -> bool:
    """Whether the first tone is followed by a higher one."""
    loudest = [int(frame.argmax()) for frame in sheet(name) if frame.sum() > 1e-3]
    return max(loudest[: len(loudest) // 2]) > loudest[0]


def test_that_every_notice_names_a_sound_that_is_there_and_each_category_its_own() -> None:
    made = {path.stem for path in FOLDER.glob("*.wav")}
    assert {notice.sound for notice in NOTICES.values()} | {"confirm"} == made
    hits = [notice_for(category).sound for category in Category]
    assert len(set(hits)) == len(Category)


@pytest.mark.parametrize(
    ("one", "other"), list(combinations(sorted(path.stem for path in FOLDER.glob("*.wav")), 2))
)
def test_that_any_two_sounds_differ_in_pitch_and_rhythm_together(one: str, other: str) -> None:
    # 1 is the same sound. Two strangers to each other are below 0.5.
    assert float(np.sum(sheet(one) * sheet(other))) < 0.75


@pytest.mark.parametrize("priority", Priority)
def test_that_sounds_of_one_priority_differ_by_rhythm_alone(priority: Priority) -> None:
    """For an ear that hears no high tones."""
    names = [notice_for(one).sound for one in Category if one.priority is priority]
    for one, other in combinations(names, 2):
        assert float(np.sum(rhythm(one) * rhythm(other))) < 0.97, (one, other)


@pytest.mark.parametrize("category", Category)
def test_that_the_priority_is_heard_before_the_category(category: Category) -> None:
    name = notice_for(category).sound
    seconds = samples(name).size / RATE
    if category.priority is Priority.HIGH:
        assert seconds > 1.1
        assert rising(name)
    elif category.priority is Priority.NORMAL:
        assert 0.35 < seconds < 0.8
        assert strokes(name) in (2, 3)
        assert not rising(name)
    else:
        assert seconds < 0.3
        assert strokes(name) == 1


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.wav")), ids=lambda path: path.stem)
def test_that_no_sound_clips_clicks_or_is_large(path: object) -> None:
    name = getattr(path, "stem", "")
    sound = samples(name)
    assert 0.5 < np.abs(sound).max() <= 0.81
    assert abs(sound[0]) < 0.01
    assert abs(sound[-1]) < 0.01
    assert np.sqrt(np.mean(sound**2)) > 0.05
    assert (FOLDER / f"{name}.wav").stat().st_size < 64_000


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sounds", FOLDER / "make_sounds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_that_the_files_are_what_the_program_beside_them_makes() -> None:
    made = maker()
    assert set(made.SOUNDS) == {path.stem for path in FOLDER.glob("*.wav")}
    for name, notes in made.SOUNDS.items():
        # Sines may differ in the last bit from machine to machine.
        difference = np.abs(made.made(notes).astype(np.int32) - np.round(samples(name) * 32768))
        assert difference.max() <= 2
