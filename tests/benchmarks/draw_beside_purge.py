"""How the window goes on drawing while a store is purged in the same process; run by hand.

python -m tests.benchmarks.draw_beside_purge [reads]
"""

from __future__ import annotations

import json
import sys
import threading
import time

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from alpr_console import locations
from alpr_console.domain.events import CameraChanged, FrameSeen, SourceState
from alpr_console.examination import purge_bench
from alpr_console.policy.profile import load_policy
from alpr_console.ports import Frame
from tests.fakes.shift import StandingClock
from tests.ui import cast
from ui.app import build_window

FRAME_EVERY_MS = 40
PICTURES = [
    np.random.default_rng(n).integers(0, 255, (720, 1280, 3), dtype=np.uint8) for n in range(4)
]


class Paints(QObject):
    """Notes when the live view was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.at: list[float] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.at.append(time.monotonic())
        return False


def gaps(at: list[float]) -> dict[str, float]:
    found = np.diff(at) * 1000
    return {
        "frames": len(at),
        "fps": round((len(at) - 1) / (at[-1] - at[0]), 1),
        "gap_ms_median": round(float(np.median(found)), 1),
        "gap_ms_p99": round(float(np.percentile(found, 99)), 1),
        "gap_ms_longest": round(float(found.max()), 1),
    }


def main(reads: int) -> None:
    clock = StandingClock()
    console = cast.console(clock, True)
    window = build_window(console, "day", now=clock.now)  # type: ignore[arg-type]
    window.show()
    console.ask(lambda desk: desk.sign_in("okafor", cast.PASSWORD, "", True)).result()
    console.send(CameraChanged("front", SourceState.LIVE, clock.now()))
    paints, shown = Paints(), 0
    window.live.installEventFilter(paints)

    def show_next() -> None:
        nonlocal shown
        shown += 1
        seen = FrameSeen("front", shown, clock.now(), (), 25.0, 0, 40.0)
        picture = PICTURES[shown % len(PICTURES)]
        console.put_frame(Frame("front", shown, clock.now(), picture, 0.0), seen)

    frames = QTimer()
    frames.timeout.connect(show_next)
    frames.start(FRAME_EVERY_MS)
    said: list[tuple[str, float]] = []
    record: dict[str, object] = {}

    def purge() -> None:
        time.sleep(10)  # the window alone, to compare with
        said.append(("begun", time.monotonic()))
        rules = load_policy(locations.resources_dir() / "policies" / "template.toml")
        record.update(
            purge_bench.run(reads, 3_000, lambda part: said.append((part, time.monotonic())), rules)
        )

    work = threading.Thread(target=purge, daemon=True)
    over = QTimer()
    over.timeout.connect(lambda: None if work.is_alive() else QApplication.quit())
    work.start()
    over.start(200)
    QApplication.exec()
    at = dict(said)
    record["drawn_alone"] = gaps([one for one in paints.at if one < at["begun"]])
    record["drawn_beside"] = gaps([one for one in paints.at if at["purging"] < one < at["carving"]])
    print(json.dumps(record, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
