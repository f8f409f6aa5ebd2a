"""What is searched for, and why. Nothing typed is lost by a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.plate import STATES
from alpr_console.domain.policy_rules import QueryNeed, QueryRules
from alpr_console.domain.vehicle_codes import BODIES, COLORS
from alpr_console.workflow.search_entered import SearchEntered
from ui import strings_keys
from ui import strings_search as strings
from ui.citation import cite
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.tick import Tick
from ui.widgets.words import ElidedLabel, words

_COLUMNS = 20
"""Of the grid: rows of three, four and five come out even."""

_NUMBER_OPTIONAL = (QueryNeed.REASON, QueryNeed.NUMBER_OR_REASON)


class SearchForm(QWidget):
    def __init__(
        self, rules: QueryRules, on_search: Callable[[], None], on_stop: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("search_form")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._on_search = on_search
        self._make_fields(rules)
        self._build(rules, on_stop)
        theme.changed.connect(self._fit)
        self._fit()

    def begin(self) -> None:
        """The form has come on screen: the plate is the first thing to enter."""
        self._plate.line.setFocus()

    def clear(self) -> None:
        for field in self._fields:
            field.set_text("")
        for choice in self._choices:
            choice.setCurrentIndex(0)
        for tick in (self._similar, self._no_number):
            tick.setChecked(False)
        self.show_state(looking=False, line="", refusal="")

    @property
    def entered(self) -> SearchEntered:
        return SearchEntered(
            plate=self._plate.text,
            similar=self._similar.isChecked(),
            state=self._state.currentData(),
            since=self._since.text,
            until=self._until.text,
            near=self._near.text,
            radius=self._radius.text,
            within=self._box.text,
            camera=self._camera.text,
            color=self._color.currentData(),
            body=self._body.currentData(),
            case=self._case.text,
        )

    @property
    def grounds(self) -> Grounds:
        """As they were typed."""
        number = self._number.text
        kind = self._kind.currentData() if number.strip() else ""
        return Grounds(self._reason.text, kind, number, self._no_number.isChecked())

    def show_state(self, looking: bool, line: str, refusal: str) -> None:
        """A search is under way, or was refused."""
        self._go.setEnabled(not looking)
        self._stop.setVisible(looking)
        self._line.setText(line)
        self._line.setAccessibleName(line)
        self._note.say(refusal)

    # -- parts -----------------------------------------------------------------------------

    def _make_fields(self, rules: QueryRules) -> None:
        enter = self._on_search
        self._plate = Field(strings.PLATE, "search_plate", hint=strings.PLATE_HINT, on_enter=enter)
        self._similar = Tick(strings.SIMILAR, "search_similar")
        anything = [("", strings.STATE_ANY), *((code, code) for code in STATES)]
        self._state = _choice("search_state", strings.STATE, anything)
        self._camera = Field(strings.CAMERA, "search_camera", on_enter=enter)
        hint = strings.TIME_HINT
        self._since = Field(strings.SINCE, "search_since", hint=hint, on_enter=enter)
        self._until = Field(strings.UNTIL, "search_until", hint=hint, on_enter=enter)
        self._near = Field(strings.NEAR, "search_near", hint=strings.NEAR_HINT, on_enter=enter)
        self._radius = Field(strings.RADIUS, "search_radius", hint="500", on_enter=enter)
        self._box = Field(strings.BOX, "search_box", hint=strings.BOX_HINT, on_enter=enter)
        self._case = Field(strings.CASE, "search_case", on_enter=enter)
        self._color = _choice("search_color", strings.COLOR, _any_of(COLORS))
        self._body = _choice("search_body", strings.BODY, _any_of(BODIES))
        optional = rules.need in _NUMBER_OPTIONAL
        number = strings.OPTIONAL.format(label=strings.NUMBER) if optional else strings.NUMBER
        self._reason = Field(strings.REASON, "search_reason", on_enter=enter)
        self._kind = _choice(
            "search_number_kind", strings.NUMBER_IS, [(kind, kind) for kind in rules.numbers]
        )
        self._number = Field(number, "search_number", on_enter=enter)
        self._no_number = Tick(strings.NO_NUMBER, "search_no_number")
        # Asked for only where the statement counts for something.
        self._no_number.setVisible(rules.need is QueryNeed.REASON_AND_ANY_NUMBER)
        self._fields = (
            self._plate, self._camera, self._since, self._until, self._near, self._radius,
            self._box, self._case, self._reason, self._number,
        )  # fmt: skip
        self._choices = (self._state, self._color, self._body, self._kind)

    def _build(self, rules: QueryRules, on_stop: Callable[[], None]) -> None:
        gap = theme.sizes.gap
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2 * gap)
        head.addWidget(words(strings.TITLE, "title"))
        head.addWidget(ElidedLabel(strings.HINT, "second"), 1)
        clause = rules.clause.sense
        if section := cite(rules.clause):
            clause = strings.CLAUSE.format(section=section, sense=clause)
        self._clause = words(clause, "strong", wrap=True)
        self._clause.setObjectName("search_clause")
        self._line = ElidedLabel("", "second")
        self._line.setObjectName("search_line")
        self._note = Refusal("search_refusal")
        self._go = KeyButton(
            strings.GO, "search_go", self._on_search, role="go", key=strings_keys.KEY_ENTER
        )
        self._stop = KeyButton(
            strings.STOP, "search_stop", on_stop, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        self._stop.hide()
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(gap)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        _row(grid, 0, (self._plate, 6), (self._similar, 5), (_with_label(self._state), 3),
             (self._camera, 6))  # fmt: skip
        _row(grid, 1, (self._since, 5), (self._until, 5), (self._near, 7), (self._radius, 3))
        _row(grid, 2, (_with_label(self._color), 4), (_with_label(self._body), 4), (self._box, 8),
             (self._case, 4))  # fmt: skip
        grid.addWidget(self._clause, 3, 0, 1, _COLUMNS)
        _row(grid, 4, (self._reason, 8), (_with_label(self._kind), 4), (self._number, 4),
             (self._no_number, 4))  # fmt: skip
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._stop)
        keys.addWidget(self._line, 1)
        keys.addWidget(self._go)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._head)
        self._column.addLayout(grid)
        self._column.addWidget(self._note)
        self._column.addLayout(keys)
        for line in (strings.WILDCARDS, strings.WHAT_COMES):
            self._column.addWidget(ElidedLabel(line, "second"))
        self._column.addStretch(1)

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)
        self._grid.setVerticalSpacing(sizes.px(2) if sizes.compact else sizes.gap)
        self._head.setVisible(not sizes.compact)


def _any_of(names: Sequence[str]) -> list[tuple[object, str]]:
    return [("", strings.ANY), *((name, name) for name in names)]


def _choice(name: str, said: str, items: Sequence[tuple[object, str]]) -> Choice:
    choice = Choice(name, said)
    choice.offer(items, items[0][0])
    narrow(choice)
    return choice


def _with_label(choice: Choice) -> QWidget:
    whole = QWidget()
    column = labeled(choice.accessibleName(), choice)
    column.setContentsMargins(0, 0, 0, 0)
    whole.setLayout(column)
    return whole


def _row(grid: QGridLayout, row: int, *parts: tuple[QWidget, int]) -> None:
    """Widgets side by side, each over as many columns as it is given."""
    column = 0
    for widget, wide in parts:
        grid.addWidget(widget, row, column, 1, wide, Qt.AlignmentFlag.AlignBottom)
        column += wide
