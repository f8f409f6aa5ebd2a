"""Puts the same pictures before several systems, and notes what each says and costs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from alpr_console.adapters.camera.picture_file import load_picture
from alpr_console.examination.labels import Examination, LabeledPicture
from alpr_console.examination.score import Answers, Score, score
from alpr_console.ports import Picture
from alpr_console.recognition.recogniser import Networks

Answer = TypeVar("Answer")


class Progress(Protocol):
    """Goes through pictures and shows on the way how far it has come."""

    def __call__(
        self, pictures: Sequence[LabeledPicture], title: str, /
    ) -> Iterable[LabeledPicture]: ...


@dataclass(frozen=True, slots=True)
class System:
    """A detector with a reader, under the name that the report gives them."""

    name: str
    networks: Networks


@dataclass(slots=True)
class _Sitting:
    """One system's part in an examination."""

    system: System
    answers: Answers = field(default_factory=Answers)


def examine(
    examination: Examination,
    systems: Sequence[System],
    progress: Progress = lambda pictures, title: pictures,
    *,
    as_video: bool = False,
) -> list[Score]:
    """The score of each system, in their order.

    `as_video` searches each picture as a frame of a video is, not as a still. Raises
    PictureUnreadable naming a picture that is damaged.
    """
    sittings = [_Sitting(system) for system in systems]
    take = _take_scene if examination.scenes else _take_crop
    for picture in progress(examination.pictures, str(examination.folder)):
        take(sittings, picture, load_picture(picture.path), as_video)
    return [score(one.system.name, one.answers) for one in sittings]


def _take_scene(
    sittings: Sequence[_Sitting], labeled: LabeledPicture, picture: Picture, as_video: bool
) -> None:
    for one in sittings:
        recogniser = one.system.networks.recogniser()
        # What a command or the console would say of it, no more and no less.
        look = recogniser.see if as_video else recogniser.see_still
        seen, spent = _timed(look, picture)
        searching = recogniser.times.detect / max(recogniser.times.total, 1e-9)
        one.answers.detect_cpu_s += spent * searching
        one.answers.read_cpu_s += spent * (1 - searching)
        one.answers.add_scene(labeled.path.name, labeled.plates, seen)


def _take_crop(
    sittings: Sequence[_Sitting], labeled: LabeledPicture, picture: Picture, as_video: bool
) -> None:
    (label,) = labeled.plates
    for one in sittings:
        recogniser = one.system.networks.recogniser()
        seen, spent = _timed(recogniser.see_crop, picture)
        one.answers.read_cpu_s += spent
        one.answers.add_crop(labeled.path.name, label, seen.reading)


def _timed(call: Callable[..., Answer], *arguments: object) -> tuple[Answer, float]:
    """The answer, and the seconds of processor time that it took."""
    begun = time.process_time()
    return call(*arguments), time.process_time() - begun
