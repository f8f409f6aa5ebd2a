"""One specific entry: what is looked for, its course, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_entries as strings
from ui import strings_keys
from ui.entries.presenter import (
    NEEDS_REASON,
    EntriesModel,
    EntriesPresenter,
    EntryAct,
    EntryDetail,
    EntryStep,
)
from ui.theme.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import Role, hairline, say, words

_KEYS = {
    EntryAct.APPROVE: (strings.APPROVE, strings_keys.KEY_APPROVE),
    EntryAct.RENEW: (strings.RENEW, strings_keys.KEY_APPROVE),
    EntryAct.REFUSE: (strings.REFUSE, ""),
    EntryAct.ASK_RENEWAL: (strings.ASK_RENEWAL, ""),
    EntryAct.WITHDRAW: (strings.WITHDRAW, ""),
}


class EntryView(QWidget):
    def __init__(self, presenter: EntriesPresenter) -> None:
        super().__init__()
        self.setObjectName("entry")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._presenter = presenter
        self._shown: EntryDetail | None = None
        gap = theme.sizes.gap
        self._title = words("", "title", wrap=True, copyable=True)
        self._title.setObjectName("entry_title")
        self._mark = Mark(20)
        self._state = words("", "strong", wrap=True)
        self._state.setObjectName("entry_state")
        self._covert = Banner("entry_covert")
        self._why_not = words("", "second", wrap=True)
        self._why_not.setObjectName("entry_why_not")
        self._note = Refusal("entries_note")
        self._reason = Field(strings.REASON, "entry_reason")
        self._reason.line.textEdited.connect(presenter.edit_reason)
        state = QHBoxLayout()
        state.setSpacing(gap)
        state.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self._state, 1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setObjectName("entry_course")
        self._area.setAccessibleName(strings.HISTORY)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        column.setSpacing(gap)
        column.addWidget(self._title)
        column.addLayout(state)
        column.addWidget(self._covert)
        column.addWidget(self._area, 1)
        column.addWidget(self._why_not)
        column.addWidget(self._note)
        column.addWidget(self._reason)
        column.addLayout(self._act_keys())

    @property
    def shown(self) -> EntryDetail | None:
        return self._shown

    def _act_keys(self) -> QVBoxLayout:
        self._keys: dict[EntryAct, KeyButton] = {}
        rows = QVBoxLayout()
        rows.setSpacing(theme.sizes.gap)
        for acts in (
            (EntryAct.APPROVE, EntryAct.RENEW, EntryAct.REFUSE),
            (EntryAct.ASK_RENEWAL, EntryAct.WITHDRAW),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.sizes.gap)
            for act in acts:
                text, key = _KEYS[act]
                role = "go" if act in (EntryAct.APPROVE, EntryAct.RENEW) else "plain"
                button = KeyButton(
                    text, f"entry_{act.value}", _pressing(self._presenter, act),
                    role=role, key=key,  # type: ignore[arg-type]
                )  # fmt: skip
                self._keys[act] = button
                row.addWidget(button, 1)
            rows.addLayout(row)
        return rows

    def show_model(self, model: EntriesModel) -> None:
        detail = model.detail
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
        acts = detail.acts if detail is not None else ()
        for act, button in self._keys.items():
            button.setVisible(act in acts)
            button.setEnabled(not model.busy)
        self._reason.setVisible(any(act in NEEDS_REASON for act in acts))
        self._reason.set_text(detail.reason if detail is not None else "")
        if detail is not None and EntryAct.REFUSE in acts:
            refuse = strings.REFUSE_RENEWAL if detail.renewal else strings.REFUSE
            self._keys[EntryAct.REFUSE].setText(refuse)
            self._keys[EntryAct.REFUSE].setAccessibleName(refuse)
        if detail == self._shown and detail is not None:
            return
        self._shown = detail
        self._title.setText(detail.title if detail is not None else strings.ENTRY)
        self._mark.setVisible(detail is not None)
        self._mark.show_meaning(detail.meaning if detail else None, detail.icon if detail else "")
        say(self._state, detail.state if detail else "", detail.meaning if detail else None)
        covert = detail is not None and detail.covert
        self._covert.say(strings.COVERT_LINE if covert else "", Meaning.CAUTION)
        say(self._why_not, detail.why_not if detail is not None else "")
        self._area.setWidget(_contents(detail))


def _pressing(presenter: EntriesPresenter, act: EntryAct) -> Callable[[], None]:
    return lambda: presenter.act(act)


def _contents(detail: EntryDetail | None) -> QWidget:
    inner = QWidget()
    gap = theme.sizes.gap
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, gap, 0)
    column.setSpacing(gap)
    if detail is None:
        column.addWidget(words(strings.ENTRY_EMPTY, "second", wrap=True))
        column.addStretch(1)
        return inner
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * gap)
    grid.setVerticalSpacing(gap // 2)
    grid.setColumnStretch(1, 1)
    top = Qt.AlignmentFlag.AlignTop
    for row, (label, value) in enumerate(detail.facts):
        grid.addWidget(words(label, "label"), row, 0, top)
        plate = label == strings.FACT_PLATE and not value.startswith(strings.ANY_PLATE)
        kind: Role = "serial" if plate else "body"
        grid.addWidget(words(value, kind, wrap=True, copyable=True), row, 1)
    column.addLayout(grid)
    for step in detail.steps:
        column.addWidget(hairline())
        column.addWidget(_step(step))
    column.addStretch(1)
    return inner


def _step(step: EntryStep) -> QWidget:
    row = QWidget()
    box = QVBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    box.addWidget(words(step.time, "caption", copyable=True))
    box.addWidget(words(step.head, "strong", wrap=True, copyable=True))
    if step.words:
        box.addWidget(words(step.words, "body", wrap=True, copyable=True))
    return row
