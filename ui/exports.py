"""Evidence exports, brought to the Qt thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from alpr_console.evidence_exports import Exported, start_export
from alpr_console.workflow.export_evidence import ExportAsked
from ui.asking import Cancel, ExportRunner, Refused
from ui.bridge import Bridge

if TYPE_CHECKING:
    from alpr_console.console import Console


def bridged_exports(bridge: Bridge, console: Console) -> ExportRunner:
    def run(
        asked: ExportAsked,
        on_progress: Callable[[int, int], None],
        on_done: Callable[[Exported], None],
        on_error: Refused,
    ) -> Cancel:
        running = start_export(
            console.ask, asked, lambda done, of: bridge.call(lambda: on_progress(done, of))
        )
        bridge.follow(running.done, on_done, on_error)
        return running.cancel

    return run
