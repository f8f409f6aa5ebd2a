"""Audit samples without Qt: drawn, judged one inquiry after the other, drawn again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.notices import Meaning
from alpr_console.domain.oversight import Finding, Judgement, Sample
from alpr_console.workflow.desk import Desk
from ui import strings_oversight as words
from ui.asking import Ask, T
from ui.clock_words import local_day_minute, local_minute
from ui.table_row import TableRow

Judged = tuple[Inquiry, Judgement | None]

_MEANING = {
    Finding.MEETS: Meaning.CONFIRMED,
    Finding.FAILS: Meaning.DANGER,
    Finding.UNCLEAR: Meaning.CAUTION,
}


@dataclass(frozen=True, slots=True)
class SamplesModel:
    samples: tuple[TableRow, ...] = ()
    sample_id: str = ""
    sample_facts: str = words.CHOOSE_SAMPLE
    inquiries: tuple[TableRow, ...] = ()
    inquiry_id: str = ""
    facts: tuple[str, ...] = ()
    busy: bool = False
    refusal: str = ""
    result: str = ""
    judged: int = 0
    """Counts the judgements recorded: the form empties itself at each."""


class SamplesPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, show: Callable[[SamplesModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._model = SamplesModel()
        self._samples: dict[str, Sample] = {}
        self._counts: dict[str, int] = {}
        self._drawn: dict[str, Judged] = {}

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[Sample], dict[str, int]]:
            return desk.oversight.samples(), desk.oversight.judged_counts()

        def done(found: tuple[list[Sample], dict[str, int]]) -> None:
            samples, self._counts = found
            self._samples = {one.sample_id: one for one in samples}
            self._put(samples=self._sample_rows())
            if samples:
                here = self._model.sample_id
                self.choose(here if here in self._samples else samples[0].sample_id)

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._samples, self._counts, self._drawn = {}, {}, {}
        self._model = SamplesModel(judged=self._model.judged)
        self._show(self._model)

    def choose(self, sample_id: str) -> None:
        """Show the inquiries of a sample; the first that is not judged yet comes first."""

        def done(found: list[Judged]) -> None:
            self._drawn = {inquiry.inquiry_id: (inquiry, said) for inquiry, said in found}
            self._put(sample_id=sample_id)
            self.open(self._next())

        self._ask(lambda desk: desk.oversight.judged(sample_id), done, self._refused)

    def open(self, inquiry_id: str) -> None:
        here = self._drawn.get(inquiry_id)
        self._put(
            inquiry_id=inquiry_id,
            facts=() if here is None else _facts(*here),
            inquiries=tuple(_row(*one) for one in self._drawn.values()),
            sample_facts=self._sample_facts(),
        )

    def draw(self) -> None:
        def done(sample: Sample) -> None:
            said = words.DRAWN.format(count=len(sample.drawn), of=sample.population)
            self._put(busy=False, refusal="", result=said, sample_id=sample.sample_id)
            self.load()

        self._begin(lambda desk: desk.oversight.draw(), done)

    def repeat(self) -> None:
        sample_id = self._model.sample_id
        if not sample_id:
            return

        def done(same: bool) -> None:
            if same:
                self._put(busy=False, refusal="", result=words.REPEATS)
            else:
                self._put(busy=False, refusal=words.REPEATS_NOT, result="")

        self._begin(lambda desk: desk.oversight.repeats(sample_id), done)

    def judge(self, finding: Finding, reason: str, data_errors: str) -> None:
        sample_id, inquiry_id = self._model.sample_id, self._model.inquiry_id
        if inquiry_id not in self._drawn:
            return

        def done(judgement: Judgement) -> None:
            inquiry, before = self._drawn[inquiry_id]
            self._drawn[inquiry_id] = inquiry, judgement
            if before is None:
                self._counts[sample_id] = self._counts.get(sample_id, 0) + 1
            said = words.RECORDED.format(finding=judgement.finding.value)
            self._put(
                busy=False, refusal="", result=said, judged=self._model.judged + 1,
                samples=self._sample_rows(),
            )  # fmt: skip
            self.open(self._next(inquiry_id))

        self._begin(
            lambda desk: desk.oversight.judge(sample_id, inquiry_id, finding, reason, data_errors),
            done,
        )

    def _begin(self, act: Callable[[Desk], T], done: Callable[[T], None]) -> None:
        if not self._model.busy:
            self._put(busy=True, refusal="", result="")
            self._ask(act, done, self._refused)

    def _next(self, after: str = "") -> str:
        """The next one down from `after` that nothing is said of yet, then from the top."""
        keys = list(self._drawn)
        here = keys.index(after) + 1 if after in self._drawn else 0
        waiting = [key for key in keys[here:] + keys[:here] if self._drawn[key][1] is None]
        return next(iter(waiting), after or next(iter(keys), ""))

    def _sample_rows(self) -> tuple[TableRow, ...]:
        rows = []
        for one in self._samples.values():
            done, of = self._counts.get(one.sample_id, 0), len(one.drawn)
            rows.append(
                TableRow(
                    (local_day_minute(one.at), f"{one.population:,}",
                     words.JUDGED_OF.format(done=done, of=of)),
                    key=one.sample_id,
                    marks={2: Meaning.CONFIRMED if done == of else Meaning.INFORMATION},
                    tips={0: local_minute(one.at), 1: _span(one)},
                    order={0: -one.at.timestamp(), 1: one.population},
                )
            )  # fmt: skip
        return tuple(rows)

    def _sample_facts(self) -> str:
        sample = self._samples.get(self._model.sample_id)
        if sample is None:
            return words.CHOOSE_SAMPLE
        found = Counter(said.finding for _, said in self._drawn.values() if said is not None)
        lines = [words.SEED.format(by=sample.by, seed=sample.seed[:16])]
        if found.total() == len(self._drawn):
            lines.append(
                words.ALL_JUDGED.format(
                    of=found.total(), meets=found[Finding.MEETS], fails=found[Finding.FAILS],
                    unclear=found[Finding.UNCLEAR],
                )
            )  # fmt: skip
        return "\n".join(lines)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _span(sample: Sample) -> str:
    since, until = local_minute(sample.since), local_minute(sample.until)
    return words.SPAN.format(since=since, until=until, seed=sample.seed)


def _row(inquiry: Inquiry, said: Judgement | None) -> TableRow:
    return TableRow(
        (
            local_day_minute(inquiry.at),
            inquiry.who,
            inquiry.grounds.words or words.NO_GROUNDS,
            words.NOT_JUDGED if said is None else words.FINDINGS[said.finding],
        ),
        key=inquiry.inquiry_id,
        marks={} if said is None else {3: _MEANING[said.finding]},
        tips={0: local_minute(inquiry.at), 1: inquiry.full_name},
        order={0: inquiry.at.timestamp()},
    )


def _facts(inquiry: Inquiry, said: Judgement | None) -> tuple[str, ...]:
    terms = ", ".join(f"{name} {value}" for name, value in inquiry.terms.items())
    seen = [plate for page in inquiry.returned for plate in page.plates]
    plates = ", ".join(seen[: words.PLATES_SHOWN]) + ("…" if len(seen) > words.PLATES_SHOWN else "")
    shown = words.NOTHING_SHOWN
    if seen:
        shown = words.RETURNED.format(count=len(seen), plates=plates)
    lines = [
        words.BY.format(
            name=inquiry.full_name, organization=inquiry.organization, unit=inquiry.unit,
            kind=words.KINDS[inquiry.kind.value],
        ),
        words.ASKED.format(terms=terms or words.NOT_JUDGED),
        words.GROUNDS.format(grounds=inquiry.grounds.words or words.NO_GROUNDS)
        + (f" §{inquiry.section}" if inquiry.section else ""),
        shown,
    ]  # fmt: skip
    if said is not None:
        found = words.FOUND.format(by=said.by, finding=said.finding.value, reason=said.reason)
        lines.append(found.strip())
        if said.data_errors:
            lines.append(words.DATA_ERRORS_FOUND.format(errors=said.data_errors))
    return tuple(lines)
