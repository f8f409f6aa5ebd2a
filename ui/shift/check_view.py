"""The start-of-shift check: every item with its result on the left, what is asked on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings, strings_keys
from ui import strings_shift as texts
from ui.asking import Ask, StillRunner
from ui.citation import cite
from ui.shift.check_presenter import CheckModel, CheckPresenter
from ui.shift.section import Section
from ui.table_row import TableRow
from ui.theme.theme import theme
from ui.widgets.card import cited_card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import ElidedLabel, say, words


class CheckSection(Section):
    def __init__(
        self, ask: Ask, stills: StillRunner, policy: AgencyPolicy, changed: Section.Changed
    ) -> None:
        super().__init__()
        self.presenter = show = CheckPresenter(ask, stills, policy, self._show, changed)
        self._rows: tuple[TableRow, ...] = ()
        self.table = RowsTable(
            "check_items", texts.CHECK, texts.CHECK_COLUMNS, sorts=False, chooses=False
        )
        self._line = ElidedLabel("", "strong")
        self._line.setObjectName("check_line")
        left = QVBoxLayout()
        left.setSpacing(theme.sizes.gap)
        left.addWidget(self._line)
        left.addWidget(self.table, 1)
        self._note = Refusal("check_note")
        left.addWidget(self._note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addLayout(left, 7)
        row.addWidget(self._card(policy, show), 4)
        show.forget()

    def entered(self) -> None:
        self.presenter.load()
        self.table.setFocus()

    def tick(self) -> None:
        self.presenter.load()

    def clear(self) -> None:
        self._shown.set_text("")
        self.presenter.forget()

    def _card(self, policy: AgencyPolicy, show: CheckPresenter) -> QWidget:
        check = policy.shift.check
        made, column = cited_card(texts.EYE_TITLE, f"{check.sense} {cite(check)}".strip())
        self._question = words("", "strong", wrap=True)
        self._question.setObjectName("check_question")
        self._good = KeyButton(
            texts.GOOD, "check_good", lambda: show.answer(True), role="answer", key=texts.KEY_GOOD
        )
        self._bad = KeyButton(
            texts.BAD, "check_bad", lambda: show.answer(False), role="answer", key=texts.KEY_BAD
        )
        self._wrong = Field(texts.WRONG, "check_wrong", on_enter=lambda: show.answer(False))
        self._wrong.line.textEdited.connect(show.edit)
        back = KeyButton(
            strings.BACK, "check_back", show.back, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        tone = KeyButton(
            texts.TONE, "check_tone", show.play_tone, key=texts.KEY_TONE, icon="volume-2"
        )
        self._test = KeyButton(texts.TEST, "check_test", show.test, key=texts.KEY_TEST)
        self._shown = Field(
            texts.SHOWN, "check_shown", on_enter=lambda: show.compare(self._shown.text)
        )
        self._record = KeyButton(
            texts.RECORD, "check_record", show.record, role="go", key=texts.KEY_RECORD
        )
        area, inner = scrolled()
        column.addWidget(self._question)
        column.addLayout(_pair(self._good, self._bad))
        inner.addWidget(self._wrong)
        inner.addLayout(_pair(back, tone))
        inner.addWidget(self._shown)
        inner.addWidget(self._test)
        inner.addStretch(1)
        column.addWidget(area, 1)
        column.addWidget(self._record)
        return made

    def _show(self, model: CheckModel) -> None:
        self._line.setText(model.line)
        if model.rows != self._rows:
            # Figures change all the while: what was scrolled to stays in view.
            place = self.table.verticalScrollBar().value()
            self._rows = model.rows
            self.table.put(model.rows)
            self.table.verticalScrollBar().setValue(place)
        asked = model.asked
        say(self._question, texts.QUESTIONS[asked] if asked is not None else texts.ANSWERED)
        for part in (self._good, self._bad, self._wrong):
            part.setVisible(asked is not None)
        self._wrong.set_text(model.text)
        for key in (self._good, self._bad, self._test, self._record):
            key.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)


def _pair(one: QWidget, other: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.sizes.gap)
    row.addWidget(one, 1)
    row.addWidget(other, 1)
    return row
