"""The start-of-shift check without Qt: what is measured, what is asked, when it is on record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.shift import ShiftCheck
from alpr_console.domain.shift_check import ANSWERED, CheckItem, CheckKey, Standing
from alpr_console.workflow.desk import Desk
from ui import strings_shift as words
from ui.asking import Ask, StillRunner
from ui.clock_words import local_time
from ui.table_row import TableRow

MEANINGS = {
    Standing.PASSED: Meaning.CONFIRMED,
    Standing.FAILED: Meaning.CAUTION,
    Standing.NOT_CHECKED: Meaning.INFORMATION,
}

_ORDER = (Standing.FAILED, Standing.NOT_CHECKED, Standing.PASSED)


@dataclass(frozen=True, slots=True)
class CheckModel:
    rows: tuple[TableRow, ...] = ()
    line: str = ""
    """Whether it is done, and the counts."""
    asked: CheckKey | None = ANSWERED[0]
    """None once all is answered."""
    text: str = ""
    """What is wrong, as typed."""
    busy: bool = False
    refusal: str = ""
    result: str = ""


class CheckPresenter:
    """Renders through `show`; `on_changed` is called once a check is on record."""

    def __init__(
        self,
        ask: Ask,
        stills: StillRunner,
        policy: AgencyPolicy,
        show: Callable[[CheckModel], None],
        on_changed: Callable[[], None],
    ) -> None:
        self._ask = ask
        self._stills = stills
        self._title = policy.people.administrator_title
        self._show = show
        self._on_changed = on_changed
        self._place = 0
        """Of the question asked."""
        self._model = CheckModel()

    def load(self) -> None:
        """What is measured now; also once a second while the page is up."""

        def act(desk: Desk) -> tuple[tuple[CheckItem, ...], list[ShiftCheck]]:
            return desk.shift.check(), desk.shift.checks()

        def done(found: tuple[tuple[CheckItem, ...], list[ShiftCheck]]) -> None:
            items, checks = found
            counts = counts_of(items)
            line = words.CHECK_NOT_DONE.format(counts=counts)
            if checks:
                last = checks[-1]
                line = words.CHECK_DONE.format(
                    time=local_time(last.at, seconds=False), counts=counts_of(last.items)
                )
            # What asks for something stands first, wherever the room ends.
            told = sorted(items, key=lambda item: _ORDER.index(item.standing))
            self._put(rows=tuple(map(_row, told)), line=line)

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._place, self._model = 0, CheckModel()
        self._show(self._model)

    def edit(self, text: str) -> None:
        self._model = replace(self._model, text=text)

    def answer(self, good: bool) -> None:
        key = self._model.asked
        if key is None or self._model.busy:
            return
        text = self._model.text

        def done(_item: CheckItem) -> None:
            self._place += 1
            self._put(busy=False, refusal="", result="", text="", asked=self._asked())
            self.load()

        self._put(busy=True)
        self._ask(
            lambda desk: desk.shift.answer(key, good, "" if good else text), done, self._refused
        )

    def back(self) -> None:
        """Ask the question before again; its answer stands until there is another."""
        if self._place:
            self._place -= 1
            self._put(asked=self._asked(), refusal="", result="", text="")

    def play_tone(self) -> None:
        self._ask(lambda desk: desk.shift.play_tone(), lambda _none: None, self._refused)

    def test(self) -> None:
        """Show the reader the test picture."""
        if self._model.busy:
            return

        def done(_item: CheckItem) -> None:
            self._put(busy=False)
            self.load()

        self._put(busy=True, refusal="", result="")
        self._stills.test(done, self._refused)

    def compare(self, plate: str) -> None:
        """A plate that stands before a camera, with what was read."""

        def done(_item: CheckItem) -> None:
            self._put(refusal="", result="")
            self.load()

        self._ask(lambda desk: desk.shift.shown_plate(plate), done, self._refused)

    def record(self) -> None:
        """A second press does nothing until the first is answered."""
        if self._model.busy:
            return

        def done(check: ShiftCheck) -> None:
            said = words.RECORDED.format(counts=counts_of(check.items))
            if check.having(Standing.FAILED):
                said += words.FAILURES_TOLD.format(title=self._title)
            self._place = 0
            self._put(busy=False, refusal="", result=said, text="", asked=self._asked())
            self.load()
            self._on_changed()

        self._put(busy=True, refusal="", result="")
        self._ask(lambda desk: desk.shift.record_check(), done, self._refused)

    def _asked(self) -> CheckKey | None:
        return ANSWERED[self._place] if self._place < len(ANSWERED) else None

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def counts_of(items: Sequence[CheckItem]) -> str:
    counted = {one: sum(item.standing is one for item in items) for one in Standing}
    return words.COUNTS.format(
        passed=counted[Standing.PASSED],
        failed=counted[Standing.FAILED],
        unchecked=counted[Standing.NOT_CHECKED],
    )


def _row(item: CheckItem) -> TableRow:
    name = words.CHECK_ITEMS[item.key]
    return TableRow(
        (
            f"{name} · {item.subject}" if item.subject else name,
            words.STANDINGS[item.standing],
            f"{item.found} {item.remedy}".strip(),
        ),
        key=(item.key, item.subject),
        marks={1: MEANINGS[item.standing]},
    )
