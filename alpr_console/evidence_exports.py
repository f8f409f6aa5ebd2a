"""Evidence exports beside the console thread: the medium is written on a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from alpr_console.domain.errors import ConsoleError, ExportCancelled
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.evidence.folder import ExportFolder
from alpr_console.evidence.package import Heading, Package
from alpr_console.proof_ports import Signer, fingerprint
from alpr_console.running import Running
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_evidence import ExportAsked

log = structlog.get_logger(__name__)

PAGE = 8
"""Records read from the store at a time: some 2 MB of pictures, a few milliseconds."""

Do = Callable[[Callable[[Desk], Any]], Any]
"""Runs an act on the console thread and gives what comes of it."""

Progress = Callable[[int, int], None]
"""Records written, and how many there are."""


@dataclass(frozen=True, slots=True)
class Exported:
    export: EvidenceExport
    folder: Path
    fingerprint: str
    """Of the key that signed it, hex."""


RunningExport = Running[Exported]


def start_export(
    ask: Callable[[Callable[[Desk], Any]], Future[Any]],
    asked: ExportAsked,
    progress: Progress = lambda _done, _of: None,
) -> RunningExport:
    """Export as whoever is signed in. `progress` is called from the export's thread."""
    running = RunningExport()

    def run() -> None:
        try:
            running.done.set_result(
                export_here(
                    lambda act: ask(act).result(), asked, progress, lambda: running.cancelled
                )
            )
        except Exception as error:
            if not isinstance(error, ConsoleError):
                log.error("export_failed", exc_info=error)
            running.done.set_exception(error)

    threading.Thread(target=run, name="evidence-export", daemon=True).start()
    return running


def export_here(
    do: Do,
    asked: ExportAsked,
    progress: Progress = lambda _done, _of: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Exported:
    """The whole export on the calling thread.

    Raises what `begin` of the desk refuses, EvidenceRefused for the medium, ExportCancelled;
    nothing of the export is left then, and the record says that it failed.
    """
    signer: Signer = do(lambda desk: desk.evidence.signer())
    heading: Heading = do(lambda desk: desk.evidence.begin(asked))
    export = heading.export
    package: Package | None = None
    try:
        package = Package(ExportFolder(asked.medium, export.folder), heading)
        total = len(export.alert_ids) + len(export.read_ids)
        for begin in range(0, total, PAGE):
            for material in do(_page(export, begin)):
                if cancelled():
                    raise ExportCancelled("The export was ended.", "Nothing of it is left.")
                package.add(material)
            progress(min(begin + PAGE, total), total)
        sha256 = package.seal(signer)
        if cancelled():
            raise ExportCancelled("The export was ended.", "Nothing of it is left.")
        do(lambda desk: desk.evidence.seal(export, sha256))
        folder = package.finish()
    except BaseException as error:
        if package is not None:
            package.discard()
        why = error.what if isinstance(error, ConsoleError) else type(error).__name__
        try:
            do(lambda desk: desk.evidence.fail(export, why))
        except ConsoleError as unrecorded:
            # The console is closing: the next one finds it broken off.
            log.error("failure_not_recorded", reason=str(unrecorded))
        raise
    done = do(lambda desk: desk.evidence.finish(export))
    return Exported(done, folder, fingerprint(signer.public_key))


def _page(export: EvidenceExport, begin: int) -> Callable[[Desk], Any]:
    return lambda desk: desk.evidence.page(export, begin, PAGE)
