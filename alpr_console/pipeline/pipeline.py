"""Capture → recognition → matching: the threads put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from alpr_console.domain.events import FrameSeen, PipelineEvent
from alpr_console.domain.read import PlateRead
from alpr_console.matching.index import HotListIndex
from alpr_console.pipeline.capture import CaptureThread
from alpr_console.pipeline.inbox import Inbox
from alpr_console.pipeline.position_thread import PositionThread
from alpr_console.pipeline.recognition_thread import (
    Outlets,
    RecognitionThread,
    SearchesAhead,
)
from alpr_console.pipeline.watchdog import Checked, Watchdog
from alpr_console.ports import Frame, FrameSource, PositionSource

JOIN_LIMIT_S = 5.0
"""A driver that does not come back by then is left to its daemon thread."""


class Pipeline:
    """One run over some cameras; started once, stopped once.

    `emit` is called from several threads, `on_picture` and `on_pass_ended` (a released
    read with all frames of its pass counted) from recognition's; all must return at once.
    """

    def __init__(
        self,
        sources: Sequence[FrameSource],
        position: PositionSource | None,
        recogniser: SearchesAhead,
        emit: Callable[[PipelineEvent], None],
        on_picture: Callable[[Frame, FrameSeen], None] | None = None,
        on_pass_ended: Callable[[PlateRead], None] | None = None,
        launch: Callable[[Callable[[], None]], None] = lambda start: start(),
    ) -> None:
        """`launch` calls what it is given, which starts the threads."""
        cameras = _distinct([source.name for source in sources])
        inbox = Inbox(cameras)
        self._captures = [
            CaptureThread(source, camera, inbox, emit)
            for source, camera in zip(sources, cameras, strict=True)
        ]
        self._position = PositionThread(position, emit) if position else None
        self._recognition = RecognitionThread(
            cameras,
            inbox,
            recogniser,
            self._position.latest if self._position else lambda: None,
            Outlets(emit, on_picture, on_pass_ended),
        )
        watched: list[Checked] = [*self._captures, self._recognition]
        if self._position:
            watched.append(self._position)
        self._watchdog = Watchdog(watched)
        self._launch = launch

    def start(self) -> None:
        self._launch(self._start)

    def _start(self) -> None:
        self._recognition.start()
        if self._position:
            self._position.start()
        for capture in self._captures:
            capture.start()
        self._watchdog.start()

    def stop(self) -> None:
        """End every thread; passes in view are released first. May take some seconds."""
        self._watchdog.stop()
        for capture in self._captures:
            capture.stop()
        if self._position:
            self._position.stop()
        self._recognition.stop()
        self._recognition.join(JOIN_LIMIT_S)
        for capture in self._captures:
            capture.join(JOIN_LIMIT_S)
        if self._position:
            self._position.join(JOIN_LIMIT_S)

    def set_index(self, index: HotListIndex) -> None:
        """Match against these lists from the next read on."""
        self._recognition.set_index(index)

    def wait_finished(self, timeout: float | None) -> bool:
        """Whether every source has ended and every frame was seen, or recognition gave up.

        Waits at most `timeout` seconds.
        """
        return self._recognition.join(timeout)


def _distinct(names: Sequence[str]) -> list[str]:
    """Camera names, numbered where two sources share one."""
    return [
        name if names.count(name) == 1 else f"{name} ({names[:i].count(name) + 1})"
        for i, name in enumerate(names)
    ]
