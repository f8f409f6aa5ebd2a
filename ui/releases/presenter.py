"""The page of release requests without Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from alpr_console.domain.errors import ConsoleError, ReleaseRefused
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_bars import Standing
from alpr_console.domain.release_request import (
    AgencyKind,
    Approval,
    Filing,
    ReleaseAct,
    ReleaseRequest,
    ReleaseState,
    Review,
)
from alpr_console.evidence_exports import Exported
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_evidence import ExportAsked
from ui import strings_release as words
from ui.agreements.presenter import day
from ui.asking import Ask, ExportRunner
from ui.clock_words import local_minute
from ui.table_row import TableRow

_MEANING = {
    ReleaseState.APPROVED: Meaning.CONFIRMED,
    ReleaseState.REFUSED: Meaning.CAUTION,
    ReleaseState.RECEIVED: Meaning.INFORMATION,
    ReleaseState.REVIEWED: Meaning.INFORMATION,
}


@dataclass(frozen=True, slots=True)
class ReleasesModel:
    rows: tuple[TableRow, ...] = ()
    number: str = ""
    facts: tuple[str, ...] = (words.NOTHING_FILED,)
    warnings: str = ""
    """What its words suggest, and rules that stand against it."""
    may: frozenset[ReleaseAct] = frozenset()
    busy: bool = False
    refusal: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class _Chosen:
    request: ReleaseRequest
    suspected: tuple[Bar, ...]
    standing: tuple[Standing, ...]


class ReleasesPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, run: ExportRunner, show: Callable[[ReleasesModel], None]) -> None:
        self._ask = ask
        self._run = run
        self._show = show
        self._model = ReleasesModel()

    def load(self) -> None:
        def done(found: list[ReleaseRequest]) -> None:
            self._put(rows=tuple(map(_row, found)))
            known = [one.number for one in found]
            if known:
                self.choose(self._model.number if self._model.number in known else known[0])

        self._ask(lambda desk: desk.releases.all(), done, self._refused)

    def forget(self) -> None:
        self._model = ReleasesModel()
        self._show(self._model)

    def choose(self, number: str) -> None:
        def act(desk: Desk) -> _Chosen:
            releases = desk.releases
            return _Chosen(
                releases.get(number), releases.suspected(number), releases.standing(number)
            )

        def done(chosen: _Chosen) -> None:
            request = chosen.request
            lines = [one.words for one in chosen.standing]
            if chosen.suspected:
                grounds = ", ".join(bar.value for bar in chosen.suspected)
                lines.insert(0, words.SUSPECTED.format(grounds=grounds))
            open_ = request.state in (ReleaseState.RECEIVED, ReleaseState.REVIEWED)
            self._put(
                number=request.number,
                facts=_facts(request),
                warnings="\n".join(lines) if open_ else "",
                may=frozenset(act for act in ReleaseAct if request.allows(act)),
            )

        self._ask(act, done, self._refused)

    def enter(self, texts: Mapping[str, str], kind: AgencyKind) -> None:
        """`texts` by the fields' names, 'received' and 'file' among them."""
        try:
            received = day(texts["received"])
        except ReleaseRefused as error:
            self._refused(error)
            return
        names = ("agency", "state", "person", "contact", "purpose", "need", "wanted")
        agency, state, person, contact, purpose, need, wanted = (texts[name] for name in names)
        filing = Filing(agency, kind, state, person, contact, purpose, need, wanted, received)
        file = Path(texts["file"].strip()) if texts["file"].strip() else None
        self._do(lambda desk: desk.releases.enter(filing, file))

    def review(
        self, answers: tuple[bool | None, ...], explanation: str, order: str, special: str
    ) -> None:
        """`answers` to the three questions; None where one has none."""
        immigration, reproductive, sale = answers
        if immigration is None or reproductive is None or sale is None:
            self._refused(ReleaseRefused(words.ANSWER_ALL))
            return
        review = Review(immigration, reproductive, sale, explanation, order, special)
        self._do(lambda desk: desk.releases.review(self._model.number, review))

    def approve(
        self, considered: tuple[str, ...], alert_ids: str, read_ids: str, authority: str, title: str
    ) -> None:
        approval = Approval(
            tuple(alert_ids.split()), tuple(read_ids.split()), considered, authority, title
        )
        self._do(lambda desk: desk.releases.approve(self._model.number, approval))

    def refuse(self, reason: str) -> None:
        self._do(lambda desk: desk.releases.refuse(self._model.number, reason))

    def fulfill(self, folder: str) -> None:
        if self._model.busy:
            return
        number = self._model.number

        def done(exported: Exported) -> None:
            said = words.EXPORTED.format(
                folder=exported.folder.name,
                sum=exported.export.manifest_sha256[:12],
                key=exported.fingerprint[:16],
            )
            self._put(busy=False, refusal="", result=said)
            self.load()

        self._put(busy=True, refusal="", result="")
        asked = ExportAsked(Path(folder), release=number)
        self._run(asked, lambda _done, _of: None, done, self._refused)

    def _do(self, act: Callable[[Desk], ReleaseRequest]) -> None:
        if self._model.busy:
            return

        def done(request: ReleaseRequest) -> None:
            said = words.RECORDED.format(number=request.number, state=request.state.label.lower())
            self._put(busy=False, refusal="", result=said, number=request.number)
            self.load()

        self._put(busy=True, refusal="", result="")
        self._ask(act, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(request: ReleaseRequest) -> TableRow:
    meaning = _MEANING.get(request.state)
    return TableRow(
        (request.number, request.state.label, request.filing.agency, request.filing.purpose),
        key=request.number,
        marks={} if meaning is None else {1: meaning},
    )


def _facts(request: ReleaseRequest) -> tuple[str, ...]:
    filing = request.filing
    asked = words.ASKED_BY.format(
        agency=filing.agency, state=filing.state, person=filing.person, kind=filing.kind.label
    )
    steps = [
        words.STEP.format(
            time=local_minute(one.at), by=one.by, act=one.act.value.replace("_", " "),
            note=one.note,
        ).strip()
        for one in request.steps
    ]  # fmt: skip
    return (asked, filing.purpose, filing.need, filing.wanted, *steps)
