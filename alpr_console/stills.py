"""Single pictures looked at more closely than video: a frame taken by key, and the test read.

On a thread and with networks of their own, so that live reading is not held up; what comes of a
picture goes on record on the console thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import cv2
import numpy as np
import structlog

from alpr_console.domain.errors import ConsoleError, ShiftRefused
from alpr_console.domain.events import FrameSeen
from alpr_console.domain.plate import PlateText, SeenPlate
from alpr_console.domain.read import PlateRead
from alpr_console.domain.shift_check import CheckItem
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.pass_pictures import context_jpeg, crop_jpeg
from alpr_console.workflow.desk import Desk

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Captured:
    camera: str
    reads: tuple[PlateRead, ...]
    """On record by now; empty where nothing can be read."""
    context_jpeg: bytes
    """The picture itself, reduced."""


Newest = Callable[[str], tuple[Frame, FrameSeen] | None]
"""The newest recognized frame of a camera; None where there is none."""

_TEST = "test_plate_"

Ask = Callable[[Callable[[Desk], Any]], Future[Any]]


class ReadsStills(Protocol):
    """As `recognition.Recogniser` does."""

    def see_still(self, picture: Picture) -> Sequence[SeenPlate]: ...

    def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText: ...


@dataclass(frozen=True, slots=True)
class KnownPlate:
    """A picture of a plate, and what is on it."""

    picture: Picture
    text: str


def no_stills() -> ReadsStills:
    """Of a console without networks for single pictures."""
    raise ShiftRefused("Single pictures cannot be read here.", "Enter the plate by hand.")


def no_test_plate() -> KnownPlate:
    raise ShiftRefused("There is no test picture.", "Install the console again.")


def known_plate(folder: Path) -> KnownPlate:
    """The one picture `test_plate_<TEXT>.jpg` of a folder. Raises ShiftRefused."""
    found = sorted(folder.glob(f"{_TEST}*.jpg"))
    picture = cv2.imread(str(found[0])) if found else None
    if picture is None:
        raise ShiftRefused("The test picture is missing or damaged.", "Install the console again.")
    text = found[0].stem.removeprefix(_TEST)
    return KnownPlate(np.asarray(picture, dtype=np.uint8), text)


def _beside(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="still", daemon=True).start()


class Stills:
    """One picture at a time; a second waits for the first."""

    def __init__(
        self,
        ask: Ask,
        newest: Newest,
        open_reader: Callable[[], ReadsStills],
        test_plate: Callable[[], KnownPlate],
        run: Callable[[Callable[[], None]], None] = _beside,
    ) -> None:
        """`open_reader` is called with the first picture: its networks take a moment."""
        self._ask = ask
        self._newest = newest
        self._open_reader = open_reader
        self._test_plate = test_plate
        self._run = run
        self._reader: ReadsStills | None = None
        self._turn = threading.Lock()

    def capture(self, camera: str) -> Future[Captured]:
        """The frame of `camera` that is on screen now, read; what it shows is on record and
        matched. The future raises ShiftRefused without a
        picture, and what the desk refuses."""
        newest = self._newest(camera)

        def work() -> Captured:
            if newest is None:
                raise ShiftRefused("There is no picture to take.", "Wait for the camera.")
            frame = newest[0]
            reads = self._reads(frame)
            kept: list[PlateRead] = []
            if reads:
                kept = self._ask(lambda desk: desk.shift.keep_captured(reads)).result()
            return Captured(camera, tuple(kept), context_jpeg(frame.picture))

        return self._begin(work)

    def test(self) -> Future[CheckItem]:
        """The test picture, read; what came of it stands in the check."""

        def work() -> CheckItem:
            failure, shown, read = "", "", tuple[str, ...]()
            try:
                plate = self._test_plate()
                shown = plate.text
                read = tuple(one.reading.text for one in self._see(plate.picture))
            except ConsoleError as error:
                failure = error.what
            except Exception as error:
                # The check is there to find what does not work, whatever that is.
                log.error("test_read_failed", exc_info=error)
                failure = f"Reading failed ({type(error).__name__})."
            item: CheckItem = self._ask(
                lambda desk: desk.shift.tested(shown, read, failure)
            ).result()
            return item

        return self._begin(work)

    def _see(self, picture: Picture) -> Sequence[SeenPlate]:
        with self._turn:
            if self._reader is None:
                self._reader = self._open_reader()
            return self._reader.see_still(picture)

    def _reads(self, frame: Frame) -> list[PlateRead]:
        """Each looked at again: any of them may hit a list, and none has further frames."""
        found = [_read_of(frame, one) for one in self._see(frame.picture) if one.reading.characters]
        with self._turn:
            assert self._reader is not None
            again = self._reader.look_again
            return [replace(one, reading=again(one.crop_jpeg, one.reading)) for one in found]

    def _begin(self, work: Callable[[], Any]) -> Future[Any]:
        done: Future[Any] = Future()

        def run() -> None:
            try:
                done.set_result(work())
            except Exception as error:
                if not isinstance(error, ConsoleError):
                    log.error("still_failed", exc_info=error)
                done.set_exception(error)

        self._run(run)
        return done


def _read_of(frame: Frame, seen: SeenPlate) -> PlateRead:
    return PlateRead(
        read_id=uuid4().hex,
        track_id=0,
        camera=frame.camera,
        reading=seen.reading,
        box=seen.detection.box,
        corners=seen.detection.corners,
        first_frame=frame.number,
        last_frame=frame.number,
        frames=1,
        at=frame.at,
        crop_jpeg=crop_jpeg(frame.picture, seen.detection),
        context_jpeg=context_jpeg(frame.picture),
        vehicle=seen.vehicle,
    )
