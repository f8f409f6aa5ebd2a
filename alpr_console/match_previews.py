"""Previews of how sure a match must be, counted on threads of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable

from alpr_console.running import Running
from alpr_console.workflow.match_settings import MatchPreview, Preview

STEP_S = 0.2
"""Between two words of progress, seconds."""


RunningPreview = Running[Preview | None]
"""The counts, None where it was cancelled, or StoreUnavailable."""


def run_preview(preview: MatchPreview, progress: Callable[[int], None]) -> RunningPreview:
    """Count to the end; `progress` gets the reads looked at so far, on that thread."""
    running = RunningPreview()

    def run() -> None:
        try:
            more = True
            while more and not running.cancelled:
                more = preview.step(STEP_S)
                progress(preview.looked_at)
            running.done.set_result(preview.result)
        except Exception as error:
            running.done.set_exception(error)

    threading.Thread(target=run, name="match-preview", daemon=True).start()
    return running
