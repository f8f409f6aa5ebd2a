"""Notes of the shift: what was written on the left, a new one on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui import strings_shift as texts
from ui.asking import Ask
from ui.shift.notes_presenter import NotesModel, NotesPresenter, Tie
from ui.shift.section import Section
from ui.theme.theme import theme
from ui.widgets.card import card, cited_card
from ui.widgets.field import Refusal, TextArea
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import say, words


class NotesSection(Section):
    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.presenter = show = NotesPresenter(ask, self._show)
        listed, column = card(texts.NOTES_TITLE)
        self.table = RowsTable("shift_notes", texts.NOTES_TITLE, texts.NOTE_COLUMNS)
        column.addWidget(self.table, 1)
        form, column = cited_card(texts.NOTE, texts.NOTES_HINT)
        self._about = words("", "strong", wrap=True)
        self._about.setObjectName("note_about")
        self._text = TextArea(texts.NOTE, "note_text", show.add)
        self._text.area.textChanged.connect(lambda: show.edit(self._text.text))
        self._free = KeyButton(
            strings.BACK, "note_free", lambda: show.about(Tie()), key=strings_keys.KEY_BACK,
            said=texts.NOTE_FREE,
        )  # fmt: skip
        self._go = KeyButton(
            texts.NOTE_ADD, "note_add", show.add, role="go", key=strings_keys.KEY_ENTER
        )
        self._note = Refusal("note_refusal")
        column.addWidget(self._about)
        column.addWidget(self._text)
        column.addWidget(self._free)
        column.addStretch(1)
        column.addWidget(self._note)
        column.addWidget(self._go)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(listed, 7)
        row.addWidget(form, 4)
        show.forget()

    def entered(self) -> None:
        self.presenter.load()
        self._text.area.setFocus()

    def clear(self) -> None:
        self.presenter.forget()

    def _show(self, model: NotesModel) -> None:
        self.table.put(model.rows)
        tied = bool(model.tie.read_id or model.tie.alert_id)
        say(self._about, model.tie.line if tied else "")
        self._free.setVisible(tied)
        self._text.set_text(model.text)
        self._go.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
