"""The position of an account: one that the policy lists, or words where it lists none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpr_console.domain.policy import AgencyPolicy
from ui import strings
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field
from ui.widgets.free_choice import narrow


class PositionField(QWidget):
    def __init__(self, name: str, policy: AgencyPolicy, on_enter: Callable[[], None]) -> None:
        """`name` is the object name of the line or the choice itself."""
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        listed = policy.people.listed_positions
        self._choice: Choice | None = None
        self._line: Field | None = None
        if listed:
            self._choice = Choice(name, strings.POSITION)
            self._choice.offer([(one, one) for one in listed], listed[0])
            narrow(self._choice)
            column.addLayout(labeled(strings.POSITION, self._choice))
        else:
            self._line = Field(strings.POSITION, name, on_enter=on_enter)
            column.addWidget(self._line)

    @property
    def text(self) -> str:
        if self._choice is not None:
            return str(self._choice.currentData())
        return self._line.text if self._line is not None else ""

    def set_text(self, text: str) -> None:
        if self._choice is not None:
            self._choice.show_chosen(text)
        elif self._line is not None:
            self._line.set_text(text)
