"""The register of memoranda without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from alpr_console.domain.errors import ConsoleError, ReleaseRefused
from alpr_console.domain.release_request import Agreement
from ui import strings_release as words
from ui.asking import Ask, Now
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class AgreementsModel:
    rows: tuple[TableRow, ...] = ()
    refusal: str = ""
    result: str = ""


class AgreementsPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, now: Now, show: Callable[[AgreementsModel], None]) -> None:
        self._ask = ask
        self._now = now
        self._show = show
        self._model = AgreementsModel()

    def load(self) -> None:
        today = self._now().astimezone().date()

        def done(found: list[Agreement]) -> None:
            self._put(rows=tuple(_row(one, today) for one in found))

        self._ask(lambda desk: desk.releases.agreements(), done, self._refused)

    def forget(self) -> None:
        self._model = AgreementsModel()
        self._show(self._model)

    def enter(self, agency: str, number: str, begins: str, ends: str, file: str) -> None:
        try:
            first, last = day(begins), day(ends)
        except ReleaseRefused as error:
            self._refused(error)
            return
        path = Path(file.strip()) if file.strip() else None

        def done(made: Agreement) -> None:
            said = words.ENTERED.format(agency=made.agency, until=made.valid_until)
            self._put(refusal="", result=said)
            self.load()

        self._ask(
            lambda desk: desk.releases.enter_agreement(agency, number, first, last, path),
            done, self._refused,
        )  # fmt: skip

    def end(self, agreement_id: str, reason: str) -> None:
        def done(ended: Agreement) -> None:
            self._put(refusal="", result=words.ENDED_NOW.format(agency=ended.agency))
            self.load()

        self._ask(
            lambda desk: desk.releases.end_agreement(agreement_id, reason), done, self._refused
        )

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def day(untrusted: str) -> date:
    """Raises ReleaseRefused."""
    text = untrusted.strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReleaseRefused(words.DAY_WRONG.format(text=text or words.UNANSWERED)) from None


def _row(one: Agreement, today: date) -> TableRow:
    state = words.IN_FORCE if one.covers(one.agency, today) else words.NOT_IN_FORCE
    if one.ended is not None:
        state = words.ENDED.format(reason=one.ended.reason)
    return TableRow(
        (one.agency, one.number, one.valid_from.isoformat(), one.valid_until.isoformat(), state),
        key=one.agreement_id,
    )
