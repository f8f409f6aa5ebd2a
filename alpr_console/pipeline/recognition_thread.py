"""Recognition: takes the newest frame of each camera in turn, follows the plates, matches.

While the plates of one frame are read and followed, the frames after it are searched already.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Protocol

from alpr_console.domain.events import (
    FrameSeen,
    Overlay,
    PipelineEvent,
    ReadReleased,
    RecognitionFailed,
)
from alpr_console.domain.hotlist import Match
from alpr_console.domain.plate import UNKNOWN_STATE, PlateText
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.matching.index import HotListIndex
from alpr_console.pipeline.effort import Effort
from alpr_console.pipeline.inbox import Inbox, Taken
from alpr_console.pipeline.picture_meter import PictureMeter
from alpr_console.pipeline.second_looks import SecondLooks
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.detector import LOOK_AHEAD
from alpr_console.recognition.passes import Followed, PassKeeper, ReadsPlates, TrackedPlate

MOST_FAILURES = 5
"""Frames in a row that may fail before recognition is given up."""
STALL_LIMIT_S = 5.0
"""One frame in recognition for so long: it hangs."""
FPS_SPAN_S = 2.0
MOST_PASSES = 1000
"""Far more than are ever in view at once."""
_WAIT_S = 0.25


class SearchesAhead(ReadsPlates, Protocol):
    """A recogniser as `Recogniser` is; but for `look_again` the recognition thread's."""

    def begin(self, picture: Picture, done: Callable[[], None]) -> None:
        """Start what `detect` will be asked; `done` when it need no longer wait."""
        ...

    def spare(self, sparing: bool) -> None:
        """Search with less effort from here on, or no longer."""
        ...

    def look_again(self, crop_jpeg: bytes, reading: PlateText) -> PlateText:
        """The reading with the doubts of a second look at the read's picture. On another thread
        than everything else, one at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Outlets:
    """Where results go; each must return at once. Reads and ends of passes are told in their
    order, from the recognition thread or from that of second looks."""

    emit: Callable[[PipelineEvent], None]
    on_picture: Callable[[Frame, FrameSeen], None] | None = None
    on_pass_ended: Callable[[PlateRead], None] | None = None


@dataclass(eq=False)
class _Camera:
    """What recognition keeps of one camera."""

    keeper: PassKeeper = field(default_factory=PassKeeper)
    ids: dict[int, int] = field(default_factory=dict)
    """The keeper's number of a pass → ours, which is unique over all cameras."""
    hits: set[int] = field(default_factory=set)
    """Passes (our numbers) that matched a list."""
    done: deque[float] = field(default_factory=deque)
    """When the frames of the last FPS_SPAN_S were done, time.monotonic()."""
    last: Frame | None = None
    meter: PictureMeter = field(default_factory=PictureMeter)


@dataclass(frozen=True, slots=True, eq=False)
class _InHand:
    """A frame that was taken and is being searched, or the end of a camera's pictures."""

    taken: Taken
    searched: threading.Event = field(default_factory=threading.Event)


class RecognitionThread:
    """Ends by itself once every camera has ended and every frame was seen."""

    def __init__(
        self,
        cameras: Sequence[str],
        inbox: Inbox,
        recogniser: SearchesAhead,
        position: Callable[[], PositionFix | None],
        outlets: Outlets,
    ) -> None:
        self._cameras = {camera: _Camera() for camera in cameras}
        self._inbox = inbox
        self._recogniser = recogniser
        self._position = position
        self._outlets = outlets
        self._effort = Effort()
        self._in_hand: deque[_InHand] = deque()
        self._index = HotListIndex()
        self._pass_numbers = itertools.count(1)
        self._failures = 0
        self._busy_since: float | None = None
        self._told_stalled = False
        self._stopping = threading.Event()
        self._looks = SecondLooks(self._not_told)
        self._thread = threading.Thread(target=self._run, name="recognition", daemon=True)

    def start(self) -> None:
        self._looks.start()
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end after the frames in hand; `join` waits for it."""
        self._stopping.set()
        self._inbox.abandon()

    def join(self, timeout: float | None) -> bool:
        """Whether it has ended."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def set_index(self, index: HotListIndex) -> None:
        """Match against these lists from the next read on. Any thread."""
        self._index = index

    def check(self) -> None:
        """Notice a recognition that hangs. Called a few times a second from another thread."""
        since = min(filter(None, (self._busy_since, self._looks.busy_since)), default=None)
        if since is None or time.monotonic() - since < STALL_LIMIT_S:
            self._told_stalled = False
        elif not self._told_stalled:
            self._told_stalled = True
            self._fail(f"One picture has been in recognition for {STALL_LIMIT_S:.0f} s.")

    # -- recognition thread --------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._stopping.is_set() and self._failures < MOST_FAILURES:
                over = self._inbox.drained
                taken = None
                if len(self._in_hand) < LOOK_AHEAD:
                    taken = self._inbox.take(_WAIT_S, self._is_next_searched)
                if taken is not None:
                    self._take_up(taken)
                elif self._in_hand:
                    self._finish_next()
                elif over:
                    break
            while self._in_hand and self._failures < MOST_FAILURES:
                self._finish_next()
            for camera in self._cameras:
                self._guarded(camera, None)
        finally:
            self._inbox.abandon()
            self._looks.close()

    def _is_next_searched(self) -> bool:
        return bool(self._in_hand) and self._in_hand[0].searched.is_set()

    def _take_up(self, taken: Taken) -> None:
        """Let a frame be searched, on the networks' own threads, until its turn comes."""
        one = _InHand(taken)
        self._in_hand.append(one)

        def searched() -> None:
            one.searched.set()
            self._inbox.nudge()

        if taken.frame is None:
            searched()
            return
        self._recogniser.spare(self._effort.sparing(self._inbox.overtaken, time.monotonic()))
        try:
            self._recogniser.begin(taken.frame.picture, searched)
        except Exception:
            # It fails again when its turn comes, and is told of then.
            searched()

    def _finish_next(self) -> None:
        taken = self._in_hand.popleft().taken
        self._guarded(taken.camera, taken.frame)

    def _guarded(self, camera: str, frame: Frame | None) -> None:
        """Recognize one frame; a failure is told, and costs no more than the passes in view."""
        self._busy_since = time.monotonic()
        try:
            if frame is None:
                self._end_passes(camera)
            else:
                self._see(camera, frame)
                self._failures = 0
        except Exception as error:
            self._failures += 1
            # The keeper may have stopped half-way through a step.
            kept = self._cameras[camera]
            self._cameras[camera] = _Camera(done=kept.done, meter=kept.meter)
            over = "" if self._failures < MOST_FAILURES else " It was given up."
            self._fail(f"Plate reading failed on a picture of {camera}: {error!r}.{over}")
        finally:
            self._busy_since = None

    def _see(self, camera: str, frame: Frame) -> None:
        kept = self._cameras[camera]
        kept.last = frame
        followed = kept.keeper.follow(frame, self._recogniser)
        self._release(kept, followed, frame)
        self._show(kept, followed, frame)

    def _show(self, kept: _Camera, followed: Followed, frame: Frame) -> None:
        camera = frame.camera
        overlays = tuple(self._overlay(kept, plate) for plate in followed.tracked)
        now = time.monotonic()
        seen = FrameSeen(
            camera=camera,
            number=frame.number,
            at=frame.at,
            overlays=overlays,
            fps=_fps(kept.done, now),
            dropped=self._inbox.dropped(camera),
            latency_ms=(now - frame.monotonic) * 1000,
            quality=kept.meter.measure(frame, [(o.track_id, o.corners) for o in overlays]),
        )
        if self._outlets.on_picture is not None:
            self._outlets.on_picture(frame, seen)
        self._outlets.emit(seen)

    def _end_passes(self, camera: str) -> None:
        kept = self._cameras[camera]
        if kept.last is not None:
            followed = kept.keeper.flush()
            self._release(kept, followed, kept.last)
            kept.last = None

    def _release(self, kept: _Camera, followed: Followed, frame: Frame) -> None:
        """Tell of the reads, of those that hit after a second look, and of passes that ended."""
        for found in followed.reads:
            read = replace(
                found, track_id=self._number(kept, found.track_id), position=self._position()
            )
            index = self._index
            matches = index.match(read.reading, read.vehicle)
            tell = partial(self._emit, matches=matches, frame=frame, generation=index.generation)
            if matches:
                kept.hits.add(read.track_id)
                self._looks.after_look(partial(self._emit_looked_at, read, tell))
            else:
                kept.hits.discard(read.track_id)
                self._looks.now(partial(tell, read))
        for ended in followed.ended:
            number = self._number(kept, ended.track_id)
            kept.ids.pop(ended.track_id, None)
            kept.hits.discard(number)
            if self._outlets.on_pass_ended is not None:
                over = replace(ended, track_id=number)
                self._looks.now(partial(self._outlets.on_pass_ended, over))

    def _emit(
        self, read: PlateRead, matches: tuple[Match, ...], frame: Frame, generation: int
    ) -> None:
        latency_ms = (time.monotonic() - frame.monotonic) * 1000
        self._outlets.emit(ReadReleased(read, matches, latency_ms, generation))

    def _emit_looked_at(
        self, read: PlateRead, tell: Callable[[PlateRead], None], in_time: bool
    ) -> None:
        """A hit goes on without its second look rather than not at all, or late."""
        if in_time:
            try:
                again = self._recogniser.look_again(read.crop_jpeg, read.reading)
                read = replace(read, reading=again)
            except Exception as error:
                self._fail(f"The second look at a hit of {read.camera} failed: {error!r}.")
        tell(read)

    def _number(self, kept: _Camera, track_id: int) -> int:
        if track_id not in kept.ids:
            kept.ids[track_id] = next(self._pass_numbers)
            if len(kept.ids) > MOST_PASSES:
                # Passes that were never released end without a word; the oldest are over.
                del kept.ids[next(iter(kept.ids))]
        return kept.ids[track_id]

    def _overlay(self, kept: _Camera, plate: TrackedPlate) -> Overlay:
        number, reading = self._number(kept, plate.track_id), plate.reading
        return Overlay(
            track_id=number,
            corners=plate.detection.corners,
            text=reading.text if reading else "",
            state=reading.state.code if reading else UNKNOWN_STATE,
            confidence=reading.confidence if reading else 0.0,
            hit=number in kept.hits,
        )

    # -- any thread ----------------------------------------------------------------------

    def _not_told(self, error: Exception) -> None:
        self._fail(f"A read could not be told of: {error!r}.")

    def _fail(self, reason: str) -> None:
        self._outlets.emit(RecognitionFailed(reason, datetime.now(UTC)))


def _fps(done: deque[float], now: float) -> float:
    """Frames a second over the last FPS_SPAN_S, this one included; 0 for the first."""
    done.append(now)
    while now - done[0] > FPS_SPAN_S:
        done.popleft()
    span = now - done[0]
    return (len(done) - 1) / span if span > 0 else 0.0
