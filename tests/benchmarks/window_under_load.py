"""Does the window answer while everything runs at once? Run by hand.

python -m tests.benchmarks.window_under_load [seconds] [--cameras N] [--seed N]

The real window over the real console: a 720p video through the real networks without a pause
between frames (`--cameras N`: as that many cameras of 30 frames a second, of which one is
watched; from about two on recognition is at its full load and frames are passed over), whose two
plates are listed and looked at twice, 200 reads a minute besides those of the video into the
encrypted store, one in twenty of them a hit, and keys pressed from a thread of their own.
Off-screen unless there is a display (`xvfb-run -a`, with QT_QPA_PLATFORM=xcb).

A key's answer is the time from its being sent until the window has been painted after it was
handled; a frame's way is the time from its being decoded until it has been painted.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from alpr_console import locations
from alpr_console.adapters.camera.video_file import VideoFile
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.speech.file_speaker import RecordingSpeaker
from alpr_console.bootstrap import Settings, build_console
from alpr_console.console import Console
from alpr_console.domain.events import AlertRaised, FrameSeen, PipelineEvent, ReadReleased
from alpr_console.domain.hotlist import Category
from alpr_console.ports import Frame
from alpr_console.workflow.import_hot_list import ImportRequest
from tests.fakes import views
from tests.fakes.made_videos import write_video
from tests.fakes.shift import read_of
from ui.app import application, build_window
from ui.main_window import MainWindow

READS_A_MINUTE = 200
HIT_EVERY = 20
SHOWN = ("9LPT634", "7MPX294")
"""Plates in the video."""
WARM_UP_S = 8.0
"""The networks compile and the caches fill; what a shift's first seconds cost is not asked."""

KEYS = {
    "a page (F1)": Qt.Key.Key_F1,
    "back to patrol (F2)": Qt.Key.Key_F2,
    "the map (F7)": Qt.Key.Key_F7,
    "search (F8)": Qt.Key.Key_F8,
    "entries (F5)": Qt.Key.Key_F5,
    "the next field (Tab)": Qt.Key.Key_Tab,
    "a letter in a field": Qt.Key.Key_B,
}
ROUND = (
    "a page (F1)", "back to patrol (F2)", "the map (F7)", "back to patrol (F2)",
    "search (F8)", "the next field (Tab)", "a letter in a field", "a letter in a field",
    "entries (F5)", "back to patrol (F2)",
)  # fmt: skip


class Looped:
    """A recording over and over, its frames numbered and dated on; no pause between them."""

    def __init__(self, name: str, video: Path, live: bool) -> None:
        self._name, self._video, self.live = name, video, live
        self._source = VideoFile(video, "real" if live else "max")
        self._next = 0
        self._closed = threading.Event()

    @property
    def name(self) -> str:
        return self._name

    def open(self) -> None:
        self._closed.clear()
        self._source.open()

    def read(self) -> Frame | None:
        while not self._closed.is_set():
            frame = self._source.read()
            if frame is None:
                self._source.open()
                continue
            self._next += 1
            now = datetime.now(UTC)
            return replace(frame, camera=self._name, number=self._next - 1, at=now)
        return None

    def close(self) -> None:
        self._closed.set()
        self._source.close()


@dataclass(eq=False)
class Times:
    keys: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    frames: list[float] = field(default_factory=list)


class Stopwatch(QObject):
    """Sends keys from outside, and notes when the window was painted after each."""

    press = Signal(str, float)

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.times = Times()
        self.measuring = False
        self._window = window
        self._pending: list[tuple[str, float]] = []
        self._drawn = -1
        self._painted = QEvent.Type(QEvent.registerEventType())
        self.press.connect(self._pressed, Qt.ConnectionType.QueuedConnection)
        window.installEventFilter(self)

    def _pressed(self, key: str, sent: float) -> None:
        QTest.keyClick(self._window.windowHandle(), KEYS[key])
        self._pending.append((key, sent))
        # Behind any painting that the key asked for; a key that changes nothing ends here.
        low = Qt.EventPriority.LowEventPriority.value
        QCoreApplication.postEvent(self, QEvent(self._painted), low)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.UpdateRequest:
            # Sent before it is handled: what comes first after it is the painting done.
            high = Qt.EventPriority.HighEventPriority.value
            QCoreApplication.postEvent(self, QEvent(self._painted), high)
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() == self._painted:
            self._note()
            return True
        return super().event(event)

    def _note(self) -> None:
        now, at = time.monotonic(), datetime.now(UTC)
        pending, self._pending = self._pending, []
        shown = self._window.live.frame
        if not self.measuring:
            return
        for key, sent in pending:
            self.times.keys[key].append(1000 * (now - sent))
        if shown is not None and shown.seen.number != self._drawn:
            self._drawn = shown.seen.number
            if self._window.live.isVisible():
                self.times.frames.append(1000 * (at - shown.seen.at).total_seconds())


def listed_plates(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    return [
        f"{rng.randint(1, 9)}{''.join(rng.choices(letters, k=3))}{rng.randint(0, 999):03d}"
        for _ in range(count)
    ]


@contextmanager
def shift(folder: Path, video: Path, cameras: int, seed: int) -> Iterator[tuple[Console, Any]]:
    """A console with its window, signed in, a list in force and the cameras running."""
    application()
    console = build_console(
        Settings("template", "4-Adam-12", (), data_dir=folder / "data"),
        keys=SessionKeyStore(),
        speaker=RecordingSpeaker(locations.resources_dir() / "sounds", folder / "spoken"),
        sources=lambda: (
            [Looped(f"camera {i + 1}", video, live=True) for i in range(cameras)]
            or [Looped("recording", video, live=False)]
        ),
    )  # fmt: skip
    emitters: list[Callable[[PipelineEvent], None]] = []
    parts = console._parts
    built = parts.build_pipeline

    def build(emit: Any, show: Any) -> Any:
        emitters.append(emit)
        return built(emit, show)

    parts.build_pipeline = build
    window = build_window(console, "day")
    seen: list[object] = []
    console.subscribe(seen.append)
    console.start()
    try:
        window.show()
        console.ask(
            lambda desk: desk.create_administrator(
                "pdoe", "P. Doe", "1234", "correct horse", trained=True
            )
        ).result(60)
        console.ask(lambda desk: desk.sign_in("pdoe", "correct horse", acknowledged=True)).result(
            60
        )
        plates = listed_plates(2000, seed)
        path = folder / "svs.csv"
        path.write_text(
            "LIC,LIS\n" + "".join(f"{p},CA\n" for p in (*plates, *SHOWN)), encoding="ascii"
        )
        console.ask(lambda desk: desk.hot_lists.designate("SVS", Category.STOLEN_VEHICLE)).result(
            60
        )
        request = ImportRequest(path, "SVS", data_at=datetime.now(UTC))
        console.imports.start(request).done.result(60)
        yield console, (window, emitters[-1], plates, seen)
    finally:
        window.live.stop()
        console.stop()
        window.bridge.close()
        window.close()


def feed_reads(
    console: Console, emit: Callable[[PipelineEvent], None], plates: Sequence[str], seed: int,
    over: threading.Event,
) -> int:  # fmt: skip
    """READS_A_MINUTE of them, each with pictures of the usual size, as recognition tells them."""
    rng = random.Random(seed + 1)
    crop, context = rng.randbytes(6_000), rng.randbytes(60_000)
    sent = 0
    while not over.wait(60 / READS_A_MINUTE):
        text = rng.choice(plates) if sent % HIT_EVERY == 0 else listed_plates(1, rng.random())[0]  # type: ignore[arg-type]
        read = replace(
            read_of(text), read_id=uuid4().hex, at=datetime.now(UTC),
            crop_jpeg=crop, context_jpeg=context,
        )  # fmt: skip
        index = console._lists.index
        matches = index.match(read.reading, read.vehicle)
        emit(ReadReleased(read, matches, 0.0, index.generation))
        sent += 1
    return sent


def press_keys(watch: Stopwatch, seed: int, over: threading.Event) -> None:
    rng, turn = random.Random(seed + 2), 0
    while not over.wait(rng.uniform(0.15, 0.6)):
        watch.press.emit(ROUND[turn % len(ROUND)], time.monotonic())
        turn += 1


def run(
    seconds: float, cameras: int = 0, seed: int = 1, warm_up_s: float = WARM_UP_S
) -> dict[str, Any]:
    """The figures of one run: with so many cameras, or with a recording without a pause."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video = write_video(folder / "drive.avi", [views.day(i) for i in range(250)], 30.0)
        with shift(folder, video, cameras, seed) as (console, (window, emit, plates, seen)):
            watch, over = Stopwatch(window), threading.Event()
            before = console.ask(lambda desk: len(desk.latest_reads(100_000))).result(60)
            threads = [
                threading.Thread(
                    target=feed_reads, args=(console, emit, plates, seed, over), daemon=True
                ),
                threading.Thread(target=press_keys, args=(watch, seed, over), daemon=True),
            ]
            for thread in threads:
                thread.start()
            loads: list[float] = []
            cpu = time.process_time()

            def begin() -> None:
                nonlocal cpu
                watch.measuring, cpu = True, time.process_time()
                seen.clear()

            QTimer.singleShot(round(1000 * warm_up_s), begin)
            QTimer.singleShot(round(1000 * (warm_up_s + seconds)), QApplication.quit)
            loading = QTimer()
            loading.timeout.connect(lambda: loads.append(os.getloadavg()[0]))
            loading.start(5000)
            QApplication.exec()
            watch.measuring = False
            cpu = time.process_time() - cpu
            over.set()
            for thread in threads:
                thread.join(10)
            frames = [e for e in seen if isinstance(e, FrameSeen)]
            reads = [e for e in seen if isinstance(e, ReadReleased)]
            after = console.ask(lambda desk: len(desk.latest_reads(100_000))).result(60)
            return {
                "platform": QApplication.platformName(),
                "seconds": seconds,
                "load_average": round(float(np.mean(loads)), 1) if loads else None,
                "processors": os.cpu_count(),
                "cpu_share": round(cpu / seconds, 2),
                "recognized_fps": round(len(frames) / seconds, 1),
                "passed_over": sum(passed_over(of) for of in by_camera(frames).values()),
                "reads_a_minute": round(60 * len(reads) / seconds),
                "reads_stored": after - before,
                "hits": sum(isinstance(e, AlertRaised) for e in seen),
                "looked_at_again": sum(
                    any(c.again for c in e.read.reading.characters) for e in reads
                ),
                "latency_of_recognition_ms": spread([e.latency_ms for e in frames]),
                "frame_to_screen_ms": spread(watch.times.frames),
                "key_to_painted_ms": spread([t for ts in watch.times.keys.values() for t in ts]),
                "by_key_ms": {key: spread(ts) for key, ts in sorted(watch.times.keys.items())},
            }


def by_camera(frames: Sequence[FrameSeen]) -> dict[str, list[FrameSeen]]:
    found: dict[str, list[FrameSeen]] = defaultdict(list)
    for frame in frames:
        found[frame.camera].append(frame)
    return found


def passed_over(frames: Sequence[FrameSeen]) -> int:
    """Frames of one camera that recognition did not get to."""
    return frames[-1].dropped - frames[0].dropped


def spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"count": 0}
    return {
        "count": len(values),
        "p50": round(float(np.percentile(values, 50)), 1),
        "p99": round(float(np.percentile(values, 99)), 1),
        "max": round(max(values), 1),
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("seconds", nargs="?", type=float, default=120.0)
    asked.add_argument("--cameras", type=int, default=0, metavar="N")
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    print(json.dumps(run(given.seconds, given.cameras, given.seed), indent=1))


if __name__ == "__main__":
    main()
