"""Release requests: those on file on the left, one of them with the step that is open."""

from __future__ import annotations

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.release_request import ReleaseAct
from ui import strings_release as texts
from ui.administration.page import Page, Parts
from ui.citation import cite
from ui.releases.forms import DecisionForm, NewForm, ReviewForm
from ui.releases.presenter import ReleasesModel, ReleasesPresenter
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words


class ReleasesPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = ReleasesPresenter(parts.ask, parts.exports, self._show)
        self._model = ReleasesModel()
        self._putting = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.sizes.gap)
        row.addWidget(self._list(), 1)
        row.addWidget(self._card(parts.policy), 1)
        self._presenter.forget()

    def entered(self) -> None:
        self._open(None)
        self._presenter.load()

    def clear(self) -> None:
        for form in (self._new, self._review, self._decision):
            form.clear()
        self._presenter.forget()

    def _list(self) -> QWidget:
        made, column = card(texts.RELEASES_PAGE)
        self._table = RowsTable("releases", texts.RELEASES_PAGE, texts.RELEASE_HEADS, wide=3)
        self._table.selectionModel().currentRowChanged.connect(self._chosen)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("release_facts")
        self._warnings = Refusal("release_warnings")
        column.addWidget(self._table, 1)
        column.addWidget(self._facts)
        column.addWidget(self._warnings)
        return made

    def _card(self, policy: AgencyPolicy) -> QWidget:
        rules = policy.release
        hint = f"{rules.decider_title} decides. {cite(rules.review)}".strip()
        made, column = card(texts.NEXT_STEP, hint)
        self._new = NewForm(self._presenter.enter)
        self._review = ReviewForm(self._presenter.review)
        self._decision = DecisionForm(policy, self._presenter.approve, self._presenter.refuse)
        self._forms = (self._new, self._review, self._decision)
        self._keys = {
            ReleaseAct.REVIEW: KeyButton(
                texts.REVIEW, "release_to_review", lambda: self._open(self._review),
                key=texts.KEY_REVIEW,
            ),
            ReleaseAct.APPROVE: KeyButton(
                texts.DECIDE, "release_to_decision", lambda: self._open(self._decision),
                key=texts.KEY_DECIDE,
            ),
            ReleaseAct.FULFILL: KeyButton(
                texts.FULFILL, "release_fulfill", self._fulfill, role="go", key=texts.KEY_FULFILL
            ),
        }  # fmt: skip
        row = QHBoxLayout()
        row.addWidget(
            KeyButton(texts.NEW, "release_new", lambda: self._open(self._new), key=texts.KEY_NEW)
        )
        for key in self._keys.values():
            row.addWidget(key)
        row.addStretch(1)
        area, inner = scrolled()
        for form in self._forms:
            inner.addWidget(form)
        inner.addStretch(1)
        self._note = Refusal("release_note")
        column.addLayout(row)
        column.addWidget(area, 1)
        column.addWidget(self._note)
        return made

    def _open(self, form: QWidget | None) -> None:
        """Show one form; none until a step is chosen."""
        for one in self._forms:
            one.setVisible(one is form)
        # What was said of the step before is no answer to this one.
        self._note.say("")

    def _chosen(self) -> None:
        row = self._table.chosen
        if row is not None and not self._putting:
            self._open(None)
            self._presenter.choose(str(row.key))

    def _fulfill(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, texts.FOLDER)
        if folder:
            self._presenter.fulfill(folder)

    def _show(self, model: ReleasesModel) -> None:
        before, self._model = self._model, model
        self._putting = True
        if model.rows != before.rows:
            self._table.put(model.rows)
        if model.number:
            self._table.choose(model.number)
        self._putting = False
        say(self._facts, "\n".join(model.facts))
        self._warnings.say(model.warnings, Meaning.CAUTION)
        for act, key in self._keys.items():
            key.setVisible(act in model.may)
            key.setEnabled(not model.busy)
        if model.result:
            if model.result != before.result:
                for form in (self._new, self._review, self._decision):
                    form.clear()
                self._open(None)
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
