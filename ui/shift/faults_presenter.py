"""Equipment faults without Qt: what failed, who knows of it, and that it works again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Permission
from alpr_console.domain.shift import EquipmentFault, FaultAct
from alpr_console.workflow.desk import Desk
from ui import strings_shift as words
from ui.asking import Ask
from ui.clock_words import local_day_minute, local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class FaultsModel:
    rows: tuple[TableRow, ...] = ()
    count_line: str = words.FAULTS_NONE
    waiting: frozenset[str] = frozenset()
    """Ids of those that whoever is signed in has to acknowledge."""
    open: frozenset[str] = frozenset()
    busy: bool = False
    refusal: str = ""
    result: str = ""


class FaultsPresenter:
    """Renders through `show`; `on_changed` is called once something was said of one."""

    def __init__(
        self, ask: Ask, show: Callable[[FaultsModel], None], on_changed: Callable[[], None]
    ) -> None:
        self._ask = ask
        self._show = show
        self._on_changed = on_changed
        self._model = FaultsModel()

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[EquipmentFault], str]:
            user = desk.signed_in().user
            return desk.shift.faults(), user.name if user.may(Permission.ANSWER_FAULTS) else ""

        def done(found: tuple[list[EquipmentFault], str]) -> None:
            faults, answers_as = found
            still = [one for one in faults if one.is_open]
            waiting = [one for one in faults if answers_as and one.waits_for(answers_as)]
            self._put(
                rows=tuple(map(_row, faults)),
                count_line=words.FAULTS_COUNT.format(count=len(still))
                if still
                else words.FAULTS_NONE,
                waiting=frozenset(one.fault_id for one in waiting),
                open=frozenset(one.fault_id for one in still),
            )

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._model = FaultsModel()
        self._show(self._model)

    def note(self, fault_id: str, act: FaultAct, text: str) -> None:
        if self._model.busy or not fault_id:
            return

        def done(_fault: EquipmentFault) -> None:
            self._put(busy=False, refusal="", result=words.FAULT_NOTED)
            self.load()
            self._on_changed()

        self._put(busy=True)
        self._ask(lambda desk: desk.shift.note_fault(fault_id, act, text), done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _row(fault: EquipmentFault) -> TableRow:
    name = words.CHECK_ITEMS[fault.key]
    knowing = dict.fromkeys(step.by for step in fault.steps if step.act is FaultAct.ACKNOWLEDGED)
    said = "\n".join(f"{local_minute(one.at)} {one.by}: {one.note}" for one in fault.steps)
    return TableRow(
        (
            local_day_minute(fault.at),
            f"{name} · {fault.subject}" if fault.subject else name,
            fault.found,
            fault.by,
            ", ".join(knowing) or words.NOBODY_YET,
            words.FAULT_OPEN if fault.is_open else words.FAULT_RESOLVED,
        ),
        key=fault.fault_id,
        marks={5: Meaning.CAUTION if fault.is_open else Meaning.CONFIRMED},
        tips={4: said or words.NOBODY_YET, 5: said},
        order={0: -fault.at.timestamp()},
    )
