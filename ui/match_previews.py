"""Previews of match settings, brought to the Qt thread."""

from __future__ import annotations

from collections.abc import Callable

from alpr_console.match_previews import run_preview
from alpr_console.workflow.match_settings import MatchPreview, Preview
from ui.asking import Cancel, PreviewRunner, Refused
from ui.bridge import Bridge


def bridged_previews(bridge: Bridge) -> PreviewRunner:
    def run(
        preview: MatchPreview,
        on_progress: Callable[[int], None],
        on_done: Callable[[Preview | None], None],
        on_error: Refused,
    ) -> Cancel:
        running = run_preview(preview, lambda count: bridge.call(lambda: on_progress(count)))
        bridge.follow(running.done, on_done, on_error)
        return running.cancel

    return run
