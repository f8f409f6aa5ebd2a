"""The administrator's screen: import a hot list, add a user."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.hotlist import Category
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Role
from ui import strings
from ui.administration.presenter import AdministrationPresenter, FormModel
from ui.asking import Ask
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal, touchable
from ui.widgets.key_button import KeyButton
from ui.widgets.words import words


class AdministrationView(QWidget):
    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.setObjectName("administration")
        self._presenter = AdministrationPresenter(ask, self._show_import, self._show_user)
        gap = theme.sizes.gap
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        row.setSpacing(2 * gap)
        row.addWidget(self._import_card(), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._user_card(), 1, Qt.AlignmentFlag.AlignTop)

    def clear(self) -> None:
        for field in (self._path, self._list_name, self._name, self._full_name, self._badge,
                      self._password):  # fmt: skip
            field.set_text("")
        self._presenter.forget()

    def _import_card(self) -> QWidget:
        card, column = _card(strings.IMPORT_TITLE, strings.IMPORT_HINT)
        self._path = Field(strings.FILE, "import_file", on_enter=self._import)
        choose = KeyButton(strings.CHOOSE_FILE, "import_choose", self._choose, icon="upload")
        file_row = QHBoxLayout()
        file_row.setSpacing(theme.sizes.gap)
        file_row.addWidget(self._path, 1)
        file_row.addWidget(choose, 0, Qt.AlignmentFlag.AlignBottom)
        self._list_name = Field(strings.LIST_NAME, "import_name", on_enter=self._import)
        self._category = _choice(strings.CATEGORY, "import_category")
        self._category.addItem(strings.CATEGORY_FROM_FILE, None)
        for category in Category:
            self._category.addItem(category.label, category)
        self._import_go = KeyButton(strings.IMPORT, "import_go", self._import, role="go")
        self._import_note = Refusal("import_note")
        column.addLayout(file_row)
        column.addWidget(self._list_name)
        column.addWidget(words(strings.CATEGORY, "label"))
        column.addWidget(self._category)
        column.addWidget(self._import_note)
        column.addWidget(self._import_go)
        return card

    def _user_card(self) -> QWidget:
        card, column = _card(strings.USER_TITLE, strings.USER_HINT)
        self._name = Field(strings.NAME, "user_name", on_enter=self._add)
        self._badge = Field(strings.BADGE, "user_badge", on_enter=self._add)
        self._full_name = Field(strings.FULL_NAME, "user_full_name", on_enter=self._add)
        self._password = Field(
            strings.PASSWORD_NEW, "user_password", secret=True, on_enter=self._add
        )
        self._role = _choice(strings.ROLE, "user_role")
        for role in Role:
            self._role.addItem(role.label, role)
        self._user_go = KeyButton(strings.ADD_USER, "user_go", self._add, role="go",
                                  icon="user-plus")  # fmt: skip
        self._user_note = Refusal("user_note")
        pair = QHBoxLayout()
        pair.setSpacing(theme.sizes.gap)
        pair.addWidget(self._name, 1)
        pair.addWidget(self._badge, 1)
        role_column = QVBoxLayout()
        role_column.setSpacing(2)
        role_column.addWidget(words(strings.ROLE, "label"))
        role_column.addWidget(self._role)
        second = QHBoxLayout()
        second.setSpacing(theme.sizes.gap)
        second.addWidget(self._full_name, 1)
        second.addLayout(role_column, 1)
        column.addLayout(pair)
        column.addLayout(second)
        column.addWidget(self._password)
        column.addWidget(self._user_note)
        column.addWidget(self._user_go)
        return card

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, strings.IMPORT_TITLE)
        if chosen:
            self._path.set_text(chosen)

    def _import(self) -> None:
        if self._import_go.isEnabled():
            self._presenter.import_list(
                self._path.text, self._list_name.text, self._category.currentData()
            )

    def _add(self) -> None:
        if self._user_go.isEnabled():
            self._presenter.add_user(
                self._name.text, self._full_name.text, self._badge.text,
                self._role.currentData(), self._password.text,
            )  # fmt: skip

    def _show_import(self, model: FormModel) -> None:
        _show(self._import_note, self._import_go, model)

    def _show_user(self, model: FormModel) -> None:
        _show(self._user_note, self._user_go, model)
        if model.result:
            for field in (self._name, self._full_name, self._badge, self._password):
                field.set_text("")


def _show(note: Refusal, go: KeyButton, model: FormModel) -> None:
    go.setEnabled(not model.busy)
    if model.result:
        note.say(model.result, Meaning.CONFIRMED)
    else:
        note.say(model.refusal, Meaning.CAUTION)


def _card(title: str, hint: str) -> tuple[QWidget, QVBoxLayout]:
    card = QWidget()
    card.setProperty("role", "surface")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    gap = theme.sizes.gap
    column = QVBoxLayout(card)
    column.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
    column.setSpacing(gap)
    column.addWidget(words(title, "title"))
    column.addWidget(words(hint, "second", wrap=True))
    return card, column


def _choice(name: str, object_name: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(object_name)
    box.setAccessibleName(name)
    touchable(box)
    return box
