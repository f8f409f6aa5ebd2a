"""Ignored plates without Qt: which, until when, and the two acts on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from alpr_console.domain.errors import ConsoleError, PlateRefused
from alpr_console.domain.ignored import LONGEST, IgnoredPlate
from ui import strings_entries as strings
from ui.asking import Ask, Now
from ui.clock_words import local_day_minute, local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class IgnoredModel:
    rows: tuple[TableRow, ...] = ()
    count_line: str = strings.IGNORED_EMPTY
    busy: bool = False
    refusal: str = ""
    result: str = ""
    ends: str = ""
    """The plate chosen that can be ended early; '' where none is."""
    done: int = 0
    """Counts the acts that went through: the fields are emptied when it grows."""


class IgnoredPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, now: Now, show: Callable[[IgnoredModel], None]) -> None:
        self._ask = ask
        self._now = now
        self._show = show
        self._plates: dict[str, IgnoredPlate] = {}
        self._chosen = ""
        self._model = IgnoredModel()

    @property
    def model(self) -> IgnoredModel:
        """Newest of what was shown."""
        return self._model

    def load(self) -> None:
        def done(plates: list[IgnoredPlate]) -> None:
            self._plates = {plate.ignored_id: plate for plate in plates}
            now = self._now()
            in_force = [plate for plate in plates if plate.in_force(now)]
            over = [plate for plate in plates if not plate.in_force(now)]
            count = strings.IGNORED_COUNT.format(count=len(in_force))
            self._put(
                rows=tuple(_row(plate, now) for plate in (*in_force, *over)),
                count_line=count if plates else strings.IGNORED_EMPTY,
                ends=self._ending(),
            )

        self._ask(lambda desk: desk.ignored.all(), done, self._refused)

    def forget(self) -> None:
        self._plates, self._chosen = {}, ""
        self._model = IgnoredModel(done=self._model.done + 1)
        self._show(self._model)

    def choose(self, ignored_id: str) -> None:
        """A line of the table; '' for none."""
        self._chosen = ignored_id
        self._put(ends=self._ending())

    def ignore(self, lic: str, lis: str, reason: str, untrusted_days: str) -> None:
        """Empty days are the longest term there is."""
        if self._model.busy:
            return
        try:
            term = _term(untrusted_days)
        except ConsoleError as error:
            self._refused(error)
            return

        def done(plate: IgnoredPlate) -> None:
            self._done(
                strings.IGNORE_DONE.format(plate=_plate(plate), time=local_minute(plate.expires_at))
            )

        self._put(busy=True)
        self._ask(lambda desk: desk.ignored.ignore(lic, lis, reason, term), done, self._refused)

    def end(self, reason: str) -> None:
        """The plate chosen alerts again."""
        if self._model.busy:
            return
        ignored_id = self._chosen
        if not self._ending():
            self._put(refusal=strings.CHOOSE_FIRST, result="")
            return

        def done(plate: IgnoredPlate) -> None:
            self._done(strings.END_DONE.format(plate=_plate(plate)))

        self._put(busy=True)
        self._ask(lambda desk: desk.ignored.end(ignored_id, reason), done, self._refused)

    def _ending(self) -> str:
        plate = self._plates.get(self._chosen)
        return _plate(plate) if plate is not None and plate.in_force(self._now()) else ""

    def _done(self, result: str) -> None:
        self._put(busy=False, result=result, refusal="", done=self._model.done + 1)
        self.load()

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _term(untrusted_days: str) -> timedelta:
    text = untrusted_days.strip()
    if not text:
        return LONGEST
    if not (text.isascii() and text.isdigit()) or len(text) > 4:
        raise PlateRefused(strings.DAYS_WRONG, strings.DAYS_REMEDY.format(days=LONGEST.days))
    return timedelta(days=int(text))


def _plate(plate: IgnoredPlate) -> str:
    return f"{plate.lic} {plate.lis}".strip()


def _row(plate: IgnoredPlate, now: datetime) -> TableRow:
    if plate.in_force(now):
        state, icon = strings.IGNORED_NOW, "volume-x"
    elif plate.ended is not None:
        state, icon = strings.IGNORED_ENDED.format(who=plate.ended.by), "x"
    else:
        state, icon = strings.IGNORED_OVER, "clock"
    return TableRow(
        key=plate.ignored_id,
        cells=(state, _plate(plate), local_day_minute(plate.expires_at), plate.reason, plate.by),
        icons={0: icon},
        order={2: plate.expires_at.timestamp()},
    )
