"""The forms of a release request: a new one, its review, its decision."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.release_request import AgencyKind
from ui import strings_keys
from ui import strings_release as texts
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.tick import Tick

_FIELDS = (
    ("agency", texts.AGENCY), ("state", texts.STATE), ("person", texts.PERSON),
    ("contact", texts.CONTACT), ("purpose", texts.PURPOSE), ("need", texts.NEED),
    ("wanted", texts.WANTED), ("received", texts.RECEIVED), ("file", texts.FILE),
)  # fmt: skip

_QUESTIONS = (texts.IMMIGRATION, texts.REPRODUCTIVE, texts.SALE)
_ANSWERS = ((None, texts.UNANSWERED), (False, texts.NO), (True, texts.YES))


class NewForm(QWidget):
    def __init__(self, on_go: Callable[[dict[str, str], AgencyKind], None]) -> None:
        super().__init__()
        self._on_go = on_go
        self.fields = {
            name: Field(label, f"release_{name}", on_enter=self.go) for name, label in _FIELDS
        }
        self._kind = Choice("release_kind", texts.KIND)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for name, field in self.fields.items():
            column.addWidget(field)
            if name == "agency":
                column.addLayout(labeled(texts.KIND, self._kind))
        keys = QHBoxLayout()
        keys.addWidget(
            KeyButton(texts.CHOOSE_FILE, "release_choose", self._choose, key=texts.KEY_FOLDER)
        )
        keys.addWidget(
            KeyButton(texts.RECORD, "release_enter", self.go, role="go", key=strings_keys.KEY_ENTER)
        )
        keys.addStretch(1)
        column.addLayout(keys)
        self.clear()

    def go(self) -> None:
        kind = self._kind.currentData()
        self._on_go({name: field.text for name, field in self.fields.items()}, AgencyKind(kind))

    def clear(self) -> None:
        for field in self.fields.values():
            field.set_text("")
        kinds = [(kind.value, kind.label) for kind in AgencyKind]
        self._kind.offer(kinds, AgencyKind.LAW_ENFORCEMENT.value)

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, texts.CHOOSE_FILE)
        if chosen:
            self.fields["file"].set_text(chosen)


class ReviewForm(QWidget):
    """Each question for itself; none has an answer at first."""

    def __init__(self, on_go: Callable[[tuple[bool | None, ...], str, str, str], None]) -> None:
        super().__init__()
        self._on_go = on_go
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._answers = []
        for number, question in enumerate(_QUESTIONS):
            choice = Choice(f"release_question_{number}", question)
            self._answers.append(choice)
            column.addLayout(labeled(question, choice))
        self._fields = tuple(
            Field(label, f"release_{name}", on_enter=self.go)
            for name, label in (
                ("explanation", texts.EXPLANATION),
                ("order", texts.ORDER),
                ("special", texts.SPECIAL),
            )
        )
        for field in self._fields:
            column.addWidget(field)
        column.addWidget(
            KeyButton(
                texts.REVIEW, "release_review", self.go, role="go", key=strings_keys.KEY_ENTER
            )
        )
        column.addStretch(1)
        self.clear()

    def go(self) -> None:
        answers = tuple(choice.currentData() for choice in self._answers)
        explanation, order, special = (field.text for field in self._fields)
        self._on_go(answers, explanation, order, special)

    def clear(self) -> None:
        for choice in self._answers:
            choice.offer(_ANSWERS, None)
        for field in self._fields:
            field.set_text("")


class DecisionForm(QWidget):
    def __init__(
        self,
        policy: AgencyPolicy,
        on_approve: Callable[[tuple[str, ...], str, str, str, str], None],
        on_refuse: Callable[[str], None],
    ) -> None:
        super().__init__()
        self._on_approve = on_approve
        self._on_refuse = on_refuse
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._laws = {
            law: Tick(texts.CONSIDERED.format(law=law), f"release_law_{number}")
            for number, law in enumerate(policy.release.consider)
        }
        for tick in self._laws.values():
            column.addWidget(tick)
        self._fields = tuple(
            Field(label, f"release_{name}", on_enter=self.approve)
            for name, label in (
                ("alerts", texts.ALERT_IDS),
                ("reads", texts.READ_IDS),
                ("authority", texts.AUTHORITY),
                ("title", texts.AUTHORITY_TITLE),
            )
        )
        for field in self._fields:
            column.addWidget(field)
        self._reason = Field(texts.REASON, "release_reason", on_enter=self.refuse)
        keys = QHBoxLayout()
        keys.addWidget(
            KeyButton(
                texts.APPROVE,
                "release_approve",
                self.approve,
                role="go",
                key=strings_keys.KEY_ENTER,
            )
        )
        keys.addStretch(1)
        column.addLayout(keys)
        column.addWidget(self._reason)
        column.addWidget(
            KeyButton(texts.REFUSE, "release_refuse", self.refuse, key=texts.KEY_REFUSE)
        )
        column.addStretch(1)

    def approve(self) -> None:
        considered = tuple(law for law, tick in self._laws.items() if tick.isChecked())
        alerts, reads, authority, title = (field.text for field in self._fields)
        self._on_approve(considered, alerts, reads, authority, title)

    def refuse(self) -> None:
        self._on_refuse(self._reason.text)

    def clear(self) -> None:
        for tick in self._laws.values():
            tick.setChecked(False)
        for field in (*self._fields, self._reason):
            field.set_text("")
