"""The evidence page without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError, EvidenceRefused
from alpr_console.domain.evidence import EvidenceExport, ExportState
from alpr_console.domain.notices import Meaning
from alpr_console.evidence_exports import Exported
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_evidence import ExportAsked
from ui import strings
from ui import strings_release as words
from ui.asking import Ask, Cancel, ExportRunner, Now
from ui.clock_words import local_day_minute, local_minute
from ui.table_row import TableRow

BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    alerts: tuple[TableRow, ...] = ()
    history: tuple[TableRow, ...] = ()
    chosen: str = ""
    progress: str = ""
    """'' while nothing is exported."""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class EvidencePresenter:
    """Renders through `show`."""

    def __init__(
        self, ask: Ask, now: Now, run: ExportRunner, show: Callable[[EvidenceModel], None]
    ) -> None:
        self._ask = ask
        self._now = now
        self._run = run
        self._show = show
        self._alerts: list[Alert] = []
        self._taken: set[str] = set()
        self._cancel: Cancel | None = None
        self._model = EvidenceModel()

    def load(self) -> None:
        until = self._now()

        def act(desk: Desk) -> tuple[list[Alert], list[EvidenceExport]]:
            evidence = desk.evidence
            return evidence.alerts(until - BACK, until + timedelta(seconds=1)), evidence.history()

        def done(found: tuple[list[Alert], list[EvidenceExport]]) -> None:
            self._alerts = found[0][::-1]
            self._taken &= {alert.alert_id for alert in self._alerts}
            self._put(history=tuple(map(_past, found[1])))
            self._put_alerts()

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._alerts, self._taken = [], set()
        self._model = EvidenceModel(busy=self._model.busy)
        self._show(self._model)

    def toggle(self, alert_id: str) -> None:
        """Take the alert, or leave it."""
        self._taken ^= {alert_id}
        self._put_alerts()

    def export(self, case: str, purpose: str, folder: str, read_ids: str) -> None:
        if self._model.busy:
            return
        if not folder.strip():
            return self._refused(
                EvidenceRefused("No folder is chosen.", "Insert the medium and choose a folder.")
            )
        taken = tuple(a.alert_id for a in self._alerts if a.alert_id in self._taken)
        asked = ExportAsked(Path(folder.strip()), case, purpose, taken, tuple(read_ids.split()))
        self._put(busy=True, refusal="", result="", progress="")
        self._cancel = self._run(asked, self._progress, self._exported, self._refused)
        return None

    def cancel(self) -> None:
        if self._cancel is not None:
            self._put(progress=words.ENDING)
            self._cancel()

    def _progress(self, done: int, of: int) -> None:
        if self._model.busy:
            self._put(progress=words.PROGRESS.format(done=done, of=of))

    def _exported(self, done: Exported) -> None:
        self._cancel, self._taken = None, set()
        said = words.EXPORTED.format(
            folder=done.folder.name,
            sum=done.export.manifest_sha256[:12],
            key=done.fingerprint[:16],
        )
        self._put(busy=False, progress="", result=said)
        self.load()

    def _refused(self, error: ConsoleError) -> None:
        self._cancel = None
        self._put(busy=False, progress="", refusal=str(error), result="")

    def _put_alerts(self) -> None:
        self._put(
            alerts=tuple(_row(alert, alert.alert_id in self._taken) for alert in self._alerts),
            chosen=words.CHOSEN.format(count=len(self._taken)),
        )

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(alert: Alert, taken: bool) -> TableRow:
    read = alert.hit.read
    return TableRow(
        (
            words.YES if taken else "",
            local_day_minute(alert.raised_at),
            f"{read.text or strings.NO_TEXT} {read.state}",
            alert.hit.entry.category.label,
            alert.state.value.replace("_", " "),
        ),
        key=alert.alert_id,
        order={1: -alert.raised_at.timestamp()},
    )


def _past(export: EvidenceExport) -> TableRow:
    failed = export.state is ExportState.FAILED
    state = words.STATES[export.state.value]
    return TableRow(
        (
            local_minute(export.at),
            export.case_number,
            export.by,
            state,
            export.manifest_sha256[:12] or strings.NO_TEXT,
        ),
        key=export.export_id,
        marks={3: Meaning.CAUTION} if failed else {},
        tips={3: export.failure or export.purpose, 4: export.manifest_sha256},
        order={0: -export.at.timestamp()},
    )
