"""`alpr-console watch SOURCE`: reads and hits of a video, folder or camera. Stateless."""

from __future__ import annotations

import json
import queue
import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import cv2
import typer

from alpr_console import locations
from alpr_console.adapters.camera.open_source import source_for
from alpr_console.adapters.camera.pace import Speed
from alpr_console.adapters.camera.picture_folder import PictureFolder
from alpr_console.bootstrap import Settings, policy_path
from alpr_console.cli.signed_in import Policy
from alpr_console.domain.errors import ConsoleError, SourceUnavailable
from alpr_console.domain.events import (
    CameraChanged,
    FrameSeen,
    PipelineEvent,
    ReadReleased,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.read import PlateRead
from alpr_console.intake.in_memory import read_entries
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.matching.telling import worth_telling
from alpr_console.pipeline.pipeline import Pipeline
from alpr_console.pipeline.recognition_thread import SearchesAhead
from alpr_console.policy.profile import load_policy
from alpr_console.ports import FrameSource
from alpr_console.recognition.recogniser import open_recogniser

_LOOK_S = 0.1

Line = dict[str, Any]


def watch(
    source: Annotated[
        str,
        typer.Argument(help="A video, a folder of frames, /dev/video0, rtsp://… or sim:NAME."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON an event.")] = False,
    hot_list: Annotated[
        Path | None, typer.Option(help="A file whose header names its columns.")
    ] = None,
    policy: Policy = "template",
    speed: Annotated[
        str, typer.Option(help="max: every frame, as fast as it goes. real: as it was taken.")
    ] = "max",
    models: Annotated[
        Path | None, typer.Option(help="Folder of the weights; the installed ones otherwise.")
    ] = None,
) -> None:
    """Read the vehicles that pass, and match them against a list; Ctrl-C ends it."""
    if speed not in ("real", "max"):
        raise typer.BadParameter("speed is 'max' or 'real'.", param_hint="--speed")
    pace: Speed = "real" if speed == "real" else "max"
    index = _index_of(hot_list, policy) if hot_list is not None else HotListIndex()
    # Decoding, reading and each frame that is searched have a thread of their own already:
    # more of them only wait for each other.
    cv2.setNumThreads(1)
    recogniser = open_recogniser(models or locations.models_dir())

    def write(line: Line) -> None:
        print(json.dumps(line, ensure_ascii=False) if as_json else in_words(line), flush=True)

    watch_source(source_for(source, pace), recogniser, index, write)


def watch_source(
    source: FrameSource,
    recogniser: SearchesAhead,
    index: HotListIndex,
    write: Callable[[Line], None],
) -> None:
    """Run a pipeline over `source`; a line for each pass that is over, each hit, and the end.

    An interrupt (SIGINT, SIGTERM) ends it as the end of a file does. Raises
    SourceUnavailable if the source never came, ConsoleError if recognition gave up.
    """
    happenings: queue.SimpleQueue[PipelineEvent | PlateRead] = queue.SimpleQueue()
    pipeline = Pipeline([source], None, recogniser, happenings.put, None, happenings.put)
    pipeline.set_index(index)
    account = _Account(write)
    with _interruptions() as interrupted:
        pipeline.start()
        try:
            while not interrupted() and not account.never_came:
                over = pipeline.wait_finished(0)
                if not account.take_next(happenings, _LOOK_S) and over:
                    break
        finally:
            pipeline.stop()
        while account.take_next(happenings, 0):
            pass
    account.close(source)


class _Account:
    """Turns what happens into lines, and adds up what the last line says."""

    def __init__(self, write: Callable[[Line], None]) -> None:
        self._write = write
        self._begun, self._cpu_begun = time.monotonic(), time.process_time()
        self._first: datetime | None = None
        self._frames = 0
        self._dropped = 0
        self._came = False
        self._lost = ""
        self._failed = ""
        self._told: set[tuple[str, str]] = set()

    @property
    def never_came(self) -> bool:
        return bool(self._lost) and not self._came

    def take_next(
        self, happenings: queue.SimpleQueue[PipelineEvent | PlateRead], timeout: float
    ) -> bool:
        """Handle one happening; whether there was one within `timeout` seconds."""
        try:
            one = happenings.get(timeout=timeout) if timeout else happenings.get_nowait()
        except queue.Empty:
            return False
        if isinstance(one, PlateRead):
            self._pass_ended(one)
        elif isinstance(one, ReadReleased):
            self._released(one)
        elif isinstance(one, FrameSeen):
            self._first = self._first or one.at
            self._frames += 1
            self._dropped = one.dropped
            self._failed = ""
        elif isinstance(one, CameraChanged):
            self._camera_changed(one)
        elif isinstance(one, RecognitionFailed):
            self._failed = one.reason
            print(f"alpr-console: {one.reason}", file=sys.stderr)
        return True

    def close(self, source: FrameSource) -> None:
        """The last line, unless there was nothing to watch."""
        if self.never_came:
            raise SourceUnavailable(self._lost)
        seconds = time.monotonic() - self._begun
        self._write(
            {
                "event": "end",
                "frames": self._frames,
                "dropped": self._dropped,
                "seconds": round(seconds, 3),
                "fps": round(self._frames / seconds, 2) if seconds > 0 else 0.0,
                "cpu_seconds": round(time.process_time() - self._cpu_begun, 3),
            }
        )
        if isinstance(source, PictureFolder) and source.unreadable:
            for error in source.unreadable:
                print(f"alpr-console: {error}", file=sys.stderr)
            print(
                f"alpr-console: {len(source.unreadable)} pictures could not be read.",
                file=sys.stderr,
            )
        if self._failed:
            raise ConsoleError("Plate reading did not reach the end.", self._failed)

    def _camera_changed(self, change: CameraChanged) -> None:
        if change.state is SourceState.LIVE:
            if not self._came:
                # Loading the networks and connecting are no part of the pace.
                self._begun, self._cpu_begun = time.monotonic(), time.process_time()
            self._came = True
        elif change.state is SourceState.LOST:
            self._lost = change.reason
            if self._came:
                print(f"alpr-console: {change.reason}", file=sys.stderr)

    def _pass_ended(self, read: PlateRead) -> None:
        box = read.box
        since = read.at - (self._first or read.at)
        self._write(
            {
                "event": "read",
                "text": read.text,
                "state": read.state,
                "confidence": round(read.reading.confidence, 4),
                "first_frame": read.first_frame,
                "last_frame": read.last_frame,
                "frames": read.frames,
                "box": [round(v, 1) for v in (box.x, box.y, box.w, box.h)],
                "t": round(since.total_seconds(), 3),
            }
        )

    def _released(self, released: ReadReleased) -> None:
        for match in worth_telling(released.matches):
            key = (released.read.read_id, match.entry.entry_id)
            if key in self._told:
                continue
            self._told.add(key)
            self._write(
                {
                    "event": "hit",
                    "text": released.read.text,
                    "list": match.hot_list.name,
                    "entry": match.entry.lic,
                    "match": match.kind.value,
                    "latency_ms": round(released.latency_ms, 1),
                }
            )


def in_words(line: Line) -> str:
    """A line of `watch` as a person reads it."""
    if line["event"] == "read":
        return (
            f"{line['t']:8.2f} s  {line['text']:<9}{line['state']:<8}"
            f"{line['confidence']:>5.0%}  frames {line['first_frame']} to {line['last_frame']}"
        )
    if line["event"] == "hit":
        return (
            f"HIT, not verified: {line['text']} on {line['list']} as {line['entry']}"
            f" ({line['match']}, {line['latency_ms']:.0f} ms)"
        )
    return (
        f"{line['frames']} frames in {line['seconds']:.1f} s: {line['fps']:.1f} a second, "
        f"{line['dropped']} dropped, {line['cpu_seconds']:.1f} s of processor time"
    )


def _index_of(path: Path, policy: str) -> HotListIndex:
    """Raises HotListMalformed, PolicyInvalid."""
    rules = load_policy(policy_path(Settings(policy=policy, unit=""))).lists
    file, report, entries = read_entries(path, rules)
    hot_list = HotList(
        list_id=uuid.uuid4().hex,
        name=path.stem,
        version=1,
        sha256=report.sha256,
        count=len(entries),
        source=file.name,
        data_at=file.data_at,
        imported_at=datetime.now(UTC),
    )
    return HotListIndex([(hot_list, packed(entries))])


@contextmanager
def _interruptions() -> Iterator[Callable[[], bool]]:
    """Notes SIGINT and SIGTERM in place of their effect; gives what says whether one came."""
    came: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        came.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
