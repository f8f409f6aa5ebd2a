"""Evidence: what to take on the left, for what and where to on the right, exports below."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui import strings_release as texts
from ui.administration.page import Page, Parts
from ui.evidence.presenter import EvidenceModel, EvidencePresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class EvidencePage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = EvidencePresenter(parts.ask, parts.now, parts.exports, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._choice(), 1)
        row.addWidget(self._form(), 1)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()

    def clear(self) -> None:
        for field in (self._case, self._purpose, self._folder, self._reads):
            field.set_text("")
        self._presenter.forget()

    def _choice(self) -> QWidget:
        made, column = card(texts.ALERTS)
        self._alerts = RowsTable(
            "evidence_alerts", texts.ALERTS, texts.ALERT_HEADS, serials=(2,), wide=3
        )
        self._alerts.doubleClicked.connect(lambda _index: self._toggle())
        pick = KeyButton(texts.PICK, "evidence_pick", self._toggle, key=texts.KEY_PICK)
        self._count = words("", "second")
        self._count.setObjectName("evidence_count")
        self._reads = Field(texts.READ_IDS, "evidence_reads")
        line = QHBoxLayout()
        line.addWidget(pick)
        line.addWidget(self._count, 1)
        column.addWidget(self._alerts, 1)
        column.addLayout(line)
        column.addWidget(self._reads)
        return made

    def _form(self) -> QWidget:
        made, column = card(texts.EXPORT)
        self._case = Field(texts.CASE, "evidence_case", on_enter=self._export)
        self._purpose = Field(texts.PURPOSE, "evidence_purpose", on_enter=self._export)
        self._folder = Field(texts.FOLDER, "evidence_folder", on_enter=self._export)
        choose = KeyButton(
            texts.CHOOSE_FOLDER, "evidence_choose", self._choose, key=texts.KEY_FOLDER
        )
        self._go = KeyButton(
            texts.EXPORT, "evidence_go", self._export, role="go", key=strings_keys.KEY_ENTER
        )
        self._stop = KeyButton(
            strings.CANCEL, "evidence_cancel", self._presenter.cancel, key=strings_keys.KEY_BACK
        )
        self._progress = words("", "body", wrap=True)
        self._progress.setObjectName("evidence_progress")
        self._note = Refusal("evidence_note")
        two = QHBoxLayout()
        two.addWidget(self._case, 1)
        two.addWidget(self._purpose, 2)
        place = QHBoxLayout()
        place.addWidget(self._folder, 1)
        place.addWidget(choose)
        keys = QHBoxLayout()
        keys.addWidget(self._go)
        keys.addWidget(self._stop)
        keys.addStretch(1)
        self._history = RowsTable("evidence_history", texts.HISTORY, texts.HISTORY_HEADS, wide=1)
        area, inner = scrolled()
        for layout in (two, place, keys):
            inner.addLayout(layout)
        inner.addWidget(self._progress)
        inner.addWidget(self._note)
        self._history.setMinimumHeight(theme.sizes.px(132))
        inner.addWidget(self._history, 1)
        column.addWidget(area, 1)
        return made

    def _toggle(self) -> None:
        row = self._alerts.chosen
        if row is not None:
            self._presenter.toggle(str(row.key))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, texts.FOLDER)
        if chosen:
            self._folder.set_text(chosen)

    def _export(self) -> None:
        self._presenter.export(
            self._case.text, self._purpose.text, self._folder.text, self._reads.text
        )

    def _show(self, model: EvidenceModel) -> None:
        self._alerts.put(model.alerts)
        self._history.put(model.history)
        say(self._count, model.chosen)
        say(self._progress, model.progress)
        self._go.setEnabled(not model.busy)
        self._stop.setVisible(model.busy)
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
