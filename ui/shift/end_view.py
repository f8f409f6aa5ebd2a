"""The end of a shift: what is open, and the keys that lead back or out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from alpr_console.domain.notices import Meaning
from alpr_console.domain.session import Session
from ui import strings_keys
from ui import strings_shift as texts
from ui.asking import Ask, Now
from ui.shift.end_presenter import EndModel, EndPresenter
from ui.shift.notes_presenter import Tie
from ui.shift.section import Section
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.words import words


class EndSection(Section):
    def __init__(
        self,
        ask: Ask,
        now: Now,
        on_open: Callable[[], None],
        on_back: Callable[[], None],
        on_note: Callable[[Tie], None],
    ) -> None:
        super().__init__()
        self._now = now
        self._on_note = on_note
        self.session: Session | None = None
        self.presenter = show = EndPresenter(ask, now, self._show, on_open)
        made, column = card(texts.END_TITLE)
        self._line = words("", "strong", wrap=True)
        self._line.setObjectName("end_line")
        self.table = RowsTable("end_open", texts.END_TITLE, texts.END_COLUMNS, serials=(1,), wide=2)
        self._note = Refusal("end_note")
        back = KeyButton(
            texts.GO_BACK, "end_back", on_back, key=strings_keys.KEY_BACK, icon="arrow-left"
        )
        about = KeyButton(texts.NOTE_ON_READ, "end_about", self._about, key=texts.KEY_NOTE)
        save = KeyButton(texts.SAVE_SUMMARY, "end_save", self._save, key=texts.KEY_SAVE)
        self._out = KeyButton(
            texts.SIGN_OUT, "end_out", show.sign_out, role="go", key=strings_keys.KEY_ENTER
        )
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        for key in (back, about, save):
            keys.addWidget(key)
        keys.addWidget(self._out, 1)
        for widget in (self._line, self.table, self._note):
            column.addWidget(widget)
        column.setStretchFactor(self.table, 1)
        column.addLayout(keys)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(made)
        show.forget()

    def entered(self) -> None:
        self.presenter.load()
        self.table.setFocus()

    def tick(self) -> None:
        self.presenter.render()

    def clear(self) -> None:
        self.presenter.forget()

    def _about(self) -> None:
        row = self.table.chosen
        tie = self.presenter.tie_to(row.key) if row is not None else None
        if tie is not None:
            self._on_note(tie)

    def _save(self) -> None:
        proposed = _file_name(self.session, self._now())
        chosen, _kind = QFileDialog.getSaveFileName(
            self, texts.SAVE_SUMMARY, proposed, texts.SUMMARY_FILE
        )
        if chosen:
            self.presenter.save(Path(chosen))

    def _show(self, model: EndModel) -> None:
        self._line.setText(model.line)
        if model.rows != self.table.rows.rows:
            self.table.put(model.rows)
        self._out.setText(model.leave)
        self._out.setAccessibleName(model.leave)
        self._out.setEnabled(not model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)


def _file_name(session: Session | None, now: datetime) -> str:
    unit = session.unit if session is not None else ""
    plain = "".join(c if c.isalnum() or c == "-" else "-" for c in unit)
    return texts.SUMMARY_NAME.format(unit=plain, time=f"{now.astimezone():%Y-%m-%d-%H%M}")
