"""The figures of one report without Qt: counted slice by slice, each bar with its records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.disposition import Outcome
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.figures import Counts, Figure, FigureRecord
from alpr_console.domain.hotlist import Category
from alpr_console.workflow.count_figures import Counted, figures_of, slices, together
from alpr_console.workflow.oversight_desk import BEHIND
from ui import strings_oversight as words
from ui.asking import Ask
from ui.clock_words import local_date_time, local_day_minute
from ui.table_row import TableRow

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class FiguresModel:
    title: str = ""
    figures: tuple[Figure, ...] = ()
    figure: Figure | None = None
    bars: Counts = ()
    """Named as on the screen."""
    bar: str = ""
    records: tuple[TableRow, ...] = ()
    more: bool = False
    """The bar counts further records."""
    note: str = ""
    refusal: str = ""


class FiguresPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, show: Callable[[FiguresModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._model = FiguresModel()
        self._counted: Counted = {}
        self._span: Span | None = None
        self._turn = 0
        """Grows with each report opened: answers that come late belong to one before."""

    def forget(self) -> None:
        self._turn += 1
        self._counted, self._span = {}, None
        self._model = FiguresModel()
        self._show(self._model)

    def open(self, key: str, title: str, since: datetime) -> None:
        """Count the report that begins at `since`, a day at a time."""
        self.forget()
        turn = self._turn
        self._put(title=title)

        def begun(span: Span) -> None:
            if turn != self._turn:
                return
            self._span = span
            figures = figures_of(key)
            self._put(figures=figures, figure=figures[0])
            self._count(turn, key, slices(*span), 0)

        self._ask(lambda desk: desk.oversight.period(key, since), begun, self._refused)

    def choose(self, figure: Figure) -> None:
        self._put(figure=figure, bar="", records=(), more=False)
        self._put_bars()

    def choose_bar(self, name: str) -> None:
        self._put(bar=name, records=(), more=False)
        self.more()

    def more(self) -> None:
        """The next records of the bar."""
        model, turn = self._model, self._turn
        if self._span is None or model.figure is None or not model.bar:
            return
        figure, name, (since, until) = model.figure, model.bar, self._span
        count, passed = dict(model.bars).get(name, 0), len(model.records)
        value = next((one for one, _ in self._counted[figure] if _label(figure, one) == name), name)

        def done(found: list[FigureRecord]) -> None:
            here = (turn, figure, name, passed)
            now = self._model
            if here != (self._turn, now.figure, now.bar, len(now.records)):
                return
            rows = (*now.records, *map(_row, found))
            said = words.BEHIND.format(name=name, shown=len(rows), count=count)
            self._put(records=rows, more=len(found) == BEHIND, note=said)

        self._ask(
            lambda desk: desk.oversight.behind(figure, value, since, until, passed),
            done, self._refused,
        )  # fmt: skip

    def _count(self, turn: int, key: str, spans: tuple[Span, ...], place: int) -> None:
        if turn != self._turn:
            return
        if place == len(spans):
            counted = words.COUNTED.format(of=len(spans))
            self._put(note=counted if any(self._counted.values()) else words.NOTHING_COUNTED)
            return

        def done(found: Counted) -> None:
            if turn != self._turn:
                return
            self._counted = together(self._counted, found)
            self._put(note=words.COUNTING.format(done=place + 1, of=len(spans)))
            self._put_bars()
            self._count(turn, key, spans, place + 1)

        since, until = spans[place]
        self._ask(lambda desk: desk.oversight.count(key, since, until), done, self._refused)

    def _put_bars(self) -> None:
        figure = self._model.figure
        if figure is not None:
            counts = self._counted.get(figure, ())
            self._put(bars=tuple((_label(figure, name), count) for name, count in counts))

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error))

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _label(figure: Figure, name: str) -> str:
    """A bar's name as on the screen."""
    if figure is Figure.CATEGORY:
        return Category(name).label
    if figure is Figure.OUTCOME:
        return words.OPEN if name == "open" else Outcome(name).label
    return name


def _row(record: FigureRecord) -> TableRow:
    return TableRow(
        (local_day_minute(record.at), record.who, record.words, record.subject[:8]),
        key=record.subject,
        tips={0: local_date_time(record.at), 3: record.subject},
        order={0: record.at.timestamp()},
    )
