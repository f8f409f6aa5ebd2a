"""A folder of pictures as a camera: frames of a recording, in the order of their names."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from alpr_console.adapters.camera.pace import Pace, Speed
from alpr_console.adapters.camera.picture_file import load_picture, pictures_in
from alpr_console.domain.errors import PictureUnreadable, SourceUnavailable
from alpr_console.ports import Frame

FOLDER_FPS = 25.0
"""Pictures carry no pace of their own."""


class PictureFolder:
    """A picture that cannot be read leaves its number out, so that it counts as dropped."""

    def __init__(self, folder: Path, speed: Speed = "real") -> None:
        self._folder = folder
        self._speed = speed
        self._pace = Pace(FOLDER_FPS, speed)
        self._pictures: list[Path] = []
        self._next = 0
        self._closing = threading.Event()
        self._unreadable: tuple[PictureUnreadable, ...] = ()

    @property
    def name(self) -> str:
        return self._folder.resolve().name

    @property
    def live(self) -> bool:
        return self._speed == "real"

    @property
    def unreadable(self) -> tuple[PictureUnreadable, ...]:
        """What was wrong with each picture that was skipped since `open`."""
        return self._unreadable

    def open(self) -> None:
        """Start at the first picture. Raises SourceUnavailable if there is none."""
        if not self._folder.is_dir():
            raise SourceUnavailable(f"There is no folder {self._folder}.", "Check the path.")
        try:
            self._pictures = pictures_in(self._folder)
        except PictureUnreadable as error:
            raise SourceUnavailable(error.what, error.remedy) from error
        if not self._pictures:
            raise SourceUnavailable(
                f"The folder {self._folder} holds no pictures.", "Choose another folder."
            )
        self._closing.clear()
        self._unreadable = ()
        self._next = 0
        self._pace = Pace(FOLDER_FPS, self._speed)

    def read(self) -> Frame | None:
        """Raises SourceUnavailable if every picture of the folder is unreadable."""
        while self._next < len(self._pictures) and not self._closing.is_set():
            number = self._next
            self._next += 1
            try:
                picture = load_picture(self._pictures[number])
            except PictureUnreadable as error:
                self._unreadable = (*self._unreadable, error)
                continue
            self._pace.wait_for(number, self._closing)
            return Frame(self.name, number, self._pace.time_of(number), picture, time.monotonic())
        if self._pictures and len(self._unreadable) == len(self._pictures):
            raise SourceUnavailable(
                f"None of the {len(self._pictures)} pictures in {self._folder} can be read.",
                "Choose another folder.",
            )
        return None

    def close(self) -> None:
        self._closing.set()
