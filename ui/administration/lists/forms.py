"""Designating a list, and withdrawing one: a card each, in place of the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.hotlist import Category
from ui import list_strings, strings, strings_keys
from ui.administration.lists.presenter import FormModel
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.words import words


class _Form(QWidget):
    """A card with fields, a note, and two keys: back, and the one that does it."""

    def __init__(
        self, name: str, title: str, hint: str, go: str, act: Callable[[], None],
        back: Callable[[], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self.setObjectName(name)
        made, column = card(title, hint)
        self._title = made.findChildren(type(words()))[0]
        self.fields = QVBoxLayout()
        self.fields.setSpacing(theme.sizes.gap)
        self.note = Refusal(f"{name}_note")
        self.go = KeyButton(go, f"{name}_go", act, role="go", key=strings_keys.KEY_ENTER)
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(KeyButton(strings.BACK, f"{name}_back", back, key=strings_keys.KEY_BACK,
                                 icon="arrow-left"))  # fmt: skip
        keys.addWidget(self.go, 1)
        column.addLayout(self.fields)
        column.addWidget(self.note)
        column.addLayout(keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(made, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)

    def name_it(self, title: str) -> None:
        self._title.setText(title)

    def show_model(self, model: FormModel) -> None:
        self.go.setEnabled(not model.busy)
        self.note.say(model.refusal)


class DesignateForm(_Form):
    def __init__(
        self, designate: Callable[[str, Category], None], back: Callable[[], None]
    ) -> None:
        super().__init__(
            "designate", list_strings.DESIGNATE_TITLE, list_strings.DESIGNATE_HINT,
            list_strings.DESIGNATE_GO, self._act, back,
        )  # fmt: skip
        self._designate = designate
        self._name = Field(list_strings.LIST, "designate_name", on_enter=self._act)
        self._category = Choice("designate_category", list_strings.CATEGORY)
        self._category.offer([(c, c.label) for c in Category], Category.STOLEN_VEHICLE)
        self.fields.addWidget(self._name)
        self.fields.addLayout(labeled(list_strings.CATEGORY, self._category))

    def open(self) -> None:
        self._name.set_text("")
        self._category.show_chosen(Category.STOLEN_VEHICLE)
        self.show_model(FormModel())
        self._name.line.setFocus()

    def _act(self) -> None:
        if self.go.isEnabled():
            self._designate(self._name.text, self._category.currentData())


class WithdrawForm(_Form):
    def __init__(self, withdraw: Callable[[str, str], None], back: Callable[[], None]) -> None:
        super().__init__(
            "withdraw", list_strings.WITHDRAW, list_strings.WITHDRAW_HINT,
            list_strings.WITHDRAW_GO, self._act, back,
        )  # fmt: skip
        self._withdraw = withdraw
        self._name = ""
        self._reason = Field(list_strings.REASON, "withdraw_reason", on_enter=self._act)
        self.fields.addWidget(self._reason)

    def open(self, name: str) -> None:
        self._name = name
        self.name_it(list_strings.WITHDRAW_TITLE.format(name=name))
        self._reason.set_text("")
        self.show_model(FormModel())
        self._reason.line.setFocus()

    def _act(self) -> None:
        if self.go.isEnabled():
            self._withdraw(self._name, self._reason.text)
