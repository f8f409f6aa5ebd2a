"""The audit log's page without Qt: entries that fit, one of them whole, check and export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alpr_console.audit.verify import Verified
from alpr_console.domain.audit import AuditEntry, LogFilter
from alpr_console.domain.errors import ConsoleError, OversightRefused
from alpr_console.domain.notices import Meaning
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_log import LogExport
from ui import strings_log as words
from ui.asking import Ask, T
from ui.clock_words import entered_time, local_day_time
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class Asked:
    """As entered, not validated."""

    who: str = ""
    action: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class LogModel:
    rows: tuple[TableRow, ...] = ()
    count: str = ""
    chosen: int = 0
    """Number of the chosen entry; 0 while there is none."""
    entry: tuple[str, ...] = ()
    """It, line by line."""
    more: bool = False
    busy: str = ""
    """What is under way; '' while nothing is."""
    refusal: str = ""
    result: str = ""


class LogPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, show: Callable[[LogModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._entries: dict[int, AuditEntry] = {}
        self._wanted = LogFilter()
        self._model = LogModel()

    def look(self, untrusted: Asked) -> None:
        """The newest entries that fit."""
        try:
            wanted = LogFilter(
                untrusted.who.strip(), untrusted.action.strip(), untrusted.subject.strip(),
                entered_time(untrusted.since, OversightRefused),
                entered_time(untrusted.until, OversightRefused),
            )  # fmt: skip
        except ConsoleError as error:
            self._refused(error)
            return
        self._wanted = wanted
        self._page(None, words.NOTHING)

    def older(self) -> None:
        """The page behind the last entry shown."""
        if self._entries:
            self._page(min(self._entries), words.NO_MORE)

    def choose(self, sequence: int) -> None:
        self._put(chosen=sequence, entry=_lines(self._entries[sequence]))

    def check(self) -> None:
        def done(found: Verified) -> None:
            said = words.CHECKED.format(
                entries=found.entries, rows=found.rows, head=found.head[:16]
            )
            self._put(busy="", result=said)

        self._at_length(words.CHECKING, lambda desk: desk.log.verify(), done)

    def export(self, folder: str, purpose: str) -> None:
        if not folder.strip():
            self._refused(OversightRefused(words.NO_FOLDER, words.NO_FOLDER_REMEDY))
            return

        def done(made: LogExport) -> None:
            said = words.EXPORTED.format(
                folder=made.folder.name, entries=made.entries, fingerprint=made.fingerprint
            )
            self._put(busy="", result=said)

        medium = Path(folder.strip())
        self._at_length(words.EXPORTING, lambda desk: desk.log.export(medium, purpose), done)

    def forget(self) -> None:
        self._entries, self._wanted = {}, LogFilter()
        self._model = LogModel(busy=self._model.busy)
        self._show(self._model)

    def _page(self, before: int | None, none: str) -> None:
        wanted = self._wanted

        def done(found: list[AuditEntry]) -> None:
            if before is not None and not found:
                self._put(more=False, count=none)
                return
            self._entries = {entry.sequence: entry for entry in found}
            count = words.SHOWN.format(count=len(found)) if found else none
            self._put(rows=tuple(map(_row, found)), count=count, more=bool(found), refusal="")
            if found:
                self.choose(found[0].sequence)
            else:
                self._put(chosen=0, entry=())

        self._ask(lambda desk: desk.log.page(wanted, before), done, self._refused)

    def _at_length(self, busy: str, act: Callable[[Desk], T], done: Callable[[T], None]) -> None:
        """What walks all of the log keeps the store; not while plates are being read."""
        if self._model.busy:
            return

        def guarded(desk: Desk) -> T:
            if desk.signed_in().operates:
                raise OversightRefused(words.READING, words.READING_REMEDY)
            return act(desk)

        self._put(busy=busy, refusal="", result="")
        self._ask(guarded, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy="", refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(entry: AuditEntry) -> TableRow:
    said = entry.record
    marks = {} if said.outcome == "done" else {4: Meaning.CAUTION}
    return TableRow(
        (str(entry.sequence), local_day_time(entry.at), said.who, said.action, said.outcome),
        key=entry.sequence,
        marks=marks,
        order={0: -float(entry.sequence), 1: -entry.at.timestamp()},
    )


def _lines(entry: AuditEntry) -> tuple[str, ...]:
    said = entry.record
    at = f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S.%f}"[:-4] + f"{entry.at.astimezone():%z}"
    return (
        words.FACTS.format(unit=entry.unit, at=at),
        f"{said.who} · {said.action}",
        words.OUTCOME.format(outcome=said.outcome),
        *([words.OF.format(subject=said.subject)] if said.subject else []),
        *([words.PURPOSE.format(purpose=said.purpose)] if said.purpose else []),
        *(
            words.DETAIL.format(name=name.replace("_", " "), value=value)
            for name, value in sorted(said.details.items())
            if value
        ),
        # Broken in two, or it would run out of the card.
        words.HASH.format(hash=f"{entry.hash[:32]} {entry.hash[32:]}"),
    )
