"""The newest recognized frame of each camera, for whoever shows pictures."""

from __future__ import annotations

from collections.abc import Callable

from alpr_console.domain.events import FrameSeen
from alpr_console.ports import Frame


class LatestPictures:
    """Any thread."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[Frame, FrameSeen]] = {}
        self._watchers: list[Callable[[str], None]] = []

    def newest(self, camera: str) -> tuple[Frame, FrameSeen] | None:
        """Older ones are gone."""
        return self._newest.get(camera)

    def watch(self, watcher: Callable[[str], None]) -> None:
        """`watcher` gets the name of a camera that has a newer picture, on the thread that
        keeps it, and must return at once. Watch before there are pictures.
        """
        self._watchers.append(watcher)

    def keep(self, frame: Frame, seen: FrameSeen) -> None:
        self._newest[frame.camera] = (frame, seen)
        for watcher in self._watchers:
            watcher(frame.camera)

    def clear(self) -> None:
        self._newest.clear()
