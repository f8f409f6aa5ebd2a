"""The form for a new entry: what is looked for, why, for how long. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from alpr_console.domain.plate import STATES
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.specific_entry import SpecificEntry
from ui import ncic, strings_keys
from ui import strings as common
from ui import strings_entries as strings
from ui.asking import Ask
from ui.citation import cite
from ui.entries.draft import EntryDraft, PlateForm
from ui.entries.form_presenter import FormModel, FormPresenter, looks_for
from ui.theme.theme import theme
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal, TextArea
from ui.widgets.free_choice import FreeChoice, narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words

_COLUMNS = 20
"""Of the grid: rows of four and of five come out even."""


class EntryForm(QWidget):
    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        on_entered: Callable[[SpecificEntry], None],
        on_cancel: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("entry_form")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._policy = policy
        self._on_entered = on_entered
        self._about_chosen = False
        """Until somebody has said whom it is about, the category says it."""
        self._presenter = FormPresenter(ask, policy, self._show, self._entered)
        self._make_fields(policy)
        self._build(on_cancel)
        self.clear()
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
        self._synopsis.set_text("")
        self._covert.setChecked(False)
        self._about_chosen = False
        self._follow_category()
        self._presenter_shows("")
        self._describe()

    def draft(self) -> EntryDraft:
        return EntryDraft(
            plate_form=self._form.currentData(),
            untrusted_plate=self._plate.text,
            state=self._state.currentData(),
            category=self._category.currentData(),
            untrusted_year=self._year.text,
            untrusted_make=self._make.value,
            untrusted_model=self._model.text,
            style=self._style.currentData(),
            color=self._color.currentData(),
            untrusted_case=self._case.text,
            untrusted_synopsis=self._synopsis.text,
            person=self._person.isChecked(),
            covert=self._covert.isChecked(),
            untrusted_days=self._days.text,
        )

    # -- parts -----------------------------------------------------------------------------

    def _make_fields(self, policy: AgencyPolicy) -> None:
        rules = policy.specific
        section = cite(rules.contents)
        self._form = _choice(
            "bolo_form", strings.PLATE_IS, [(f, strings.FORMS[f.value]) for f in PlateForm],
            self._describe,
        )  # fmt: skip
        self._plate = Field(strings.PLATE, "bolo_plate", on_enter=self.submit)
        states = [("", strings.STATE_NONE), *((code, code) for code in STATES)]
        self._state = _choice("bolo_state", strings.STATE, states)
        categories = [(None, strings.CATEGORY_NONE), *((c, c.label) for c in Category)]
        self._category = _choice(
            "bolo_category", strings.CATEGORY, categories, self._follow_category
        )
        self._year = Field(strings.YEAR, "bolo_year", on_enter=self.submit)
        self._make = FreeChoice("bolo_make", strings.MAKE, _coded("vma"), self._describe)
        self._model = Field(strings.MODEL, "bolo_model", on_enter=self.submit)
        self._style = _choice("bolo_style", strings.STYLE, _coded("vst"), self._describe)
        self._color = _choice("bolo_color", strings.COLOR, _coded("vco"), self._describe)
        needed = strings.NEEDED.format(label=strings.CASE, section=section).strip(", ")
        self._case = Field(needed, "bolo_case", on_enter=self.submit)
        days = strings.DAYS.format(days=rules.term.days, section=cite(rules.expiry)).strip()
        self._days = Field(days, "bolo_days", hint=str(rules.term.days), on_enter=self.submit)
        needed = strings.NEEDED.format(label=strings.SYNOPSIS, section=section).strip(", ")
        self._synopsis = TextArea(needed, "bolo_synopsis", self.submit)
        self._person = _switch(strings.PERSON, "bolo_person", strings.PERSON_SAID)
        self._vehicle = _switch(strings.VEHICLE, "bolo_vehicle", strings.VEHICLE_SAID)
        self._person.clicked.connect(lambda: self._say_about(person=True))
        self._vehicle.clicked.connect(lambda: self._say_about(person=False))
        self._covert = _switch(strings.COVERT, "bolo_covert", strings.COVERT_SAID, "eye")
        self._fields = (self._plate, self._year, self._model, self._case, self._days)
        self._choices = (
            self._form, self._state, self._category, self._make, self._style, self._color,
        )  # fmt: skip
        for field in (self._plate, self._year, self._model):
            field.line.textEdited.connect(lambda _text: self._describe())

    def _build(self, on_cancel: Callable[[], None]) -> None:
        gap = theme.sizes.gap
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(2 * gap)
        head.addWidget(words(strings.FORM_TITLE, "title"))
        head.addWidget(words(strings.FORM_HINT, "second"), 1)
        self._looks_for = words("", "strong", wrap=True)
        self._looks_for.setObjectName("bolo_looks_for")
        self._note = Refusal("entry_refusal")
        self._go = KeyButton(
            strings.SUBMIT, "bolo_submit", self.submit, role="go", key=strings_keys.KEY_ENTER
        )
        cancel = KeyButton(
            common.BACK, "bolo_back", on_cancel, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(gap)
        self._grid = grid
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        _row(grid, 0, (_with_label(self._form), 5), (self._plate, 6),
             (_with_label(self._state), 3), (_with_label(self._category), 6))  # fmt: skip
        grid.addWidget(self._looks_for, 1, 0, 1, _COLUMNS)
        _row(grid, 2, (self._year, 2), (_with_label(self._make), 5), (self._model, 4),
             (_with_label(self._style), 5), (_with_label(self._color), 4))  # fmt: skip
        _row(grid, 3, (self._case, 7), (self._about(), 5), (self._covert, 3), (self._days, 5))
        grid.addWidget(self._synopsis, 4, 0, 1, _COLUMNS)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(cancel)
        keys.addStretch(1)
        keys.addWidget(self._go)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._head)
        self._column.addLayout(grid)
        self._column.addWidget(self._note)
        self._column.addLayout(keys)
        self._column.addStretch(1)

    def _about(self) -> QWidget:
        pair = QWidget()
        column = QVBoxLayout(pair)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap // 2)
        row.addWidget(self._person, 1)
        row.addWidget(self._vehicle, 1)
        column.addWidget(words(strings.ABOUT, "label"))
        column.addLayout(row)
        return pair

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        self._column.setContentsMargins(side, side, side, side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)
        self._grid.setVerticalSpacing(sizes.px(2) if sizes.compact else sizes.gap)
        self._head.setVisible(not sizes.compact)

    # -- acts ------------------------------------------------------------------------------

    def submit(self) -> None:
        self._presenter.submit(self.draft())

    def _say_about(self, person: bool) -> None:
        self._about_chosen = True
        self._person.setChecked(person)
        self._vehicle.setChecked(not person)

    def _follow_category(self) -> None:
        category: Category | None = self._category.currentData()
        if not self._about_chosen:
            person = category is not None and category.person_associated
            self._person.setChecked(person)
            self._vehicle.setChecked(not person)

    def _describe(self) -> None:
        text, refused = looks_for(self.draft())
        say(self._looks_for, text, Meaning.CAUTION if refused else None)
        self._looks_for.setAccessibleName(text)

    def _entered(self, entry: SpecificEntry) -> None:
        self.clear()
        self._on_entered(entry)

    def _show(self, model: FormModel) -> None:
        self._go.setEnabled(not model.busy)
        self._presenter_shows(model.refusal)

    def _presenter_shows(self, refusal: str) -> None:
        self._note.say(refusal)


def _coded(field: str) -> list[tuple[str, str]]:
    return [("", strings.NOT_KNOWN), *((code, words) for words, code in ncic.choices(field))]


def _choice(
    name: str,
    said: str,
    items: Sequence[tuple[object, str]],
    on_choice: Callable[[], None] = lambda: None,
) -> Choice:
    choice = Choice(name, said, lambda _data: on_choice())
    choice.offer(items, items[0][0])
    narrow(choice)
    return choice


def _with_label(choice: Choice) -> QWidget:
    whole = QWidget()
    column = labeled(choice.accessibleName(), choice)
    column.setContentsMargins(0, 0, 0, 0)
    whole.setLayout(column)
    return whole


def _switch(text: str, name: str, said: str, icon: str = "") -> KeyButton:
    key = KeyButton(text, name, said=said, icon=icon)
    key.setCheckable(True)
    key.setToolTip(said)
    return key


def _row(grid: QGridLayout, row: int, *parts: tuple[QWidget, int]) -> None:
    """Widgets side by side, each over as many columns as it is given."""
    column = 0
    for widget, wide in parts:
        grid.addWidget(widget, row, column, 1, wide, Qt.AlignmentFlag.AlignBottom)
        column += wide
