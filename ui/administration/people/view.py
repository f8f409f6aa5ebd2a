"""The people page: a table of accounts, and what can be done about the chosen one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Role
from alpr_console.workflow.accounts import AccountChanges
from alpr_console.workflow.people_desk import Account
from ui import strings
from ui import strings_people as texts
from ui.administration.page import Page, Parts
from ui.administration.people.presenter import PeopleModel, PeoplePresenter, facts_of
from ui.citation import titled
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.choice import Choice, labeled
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.position import PositionField
from ui.widgets.rows_table import RowsTable
from ui.widgets.scrolled import scrolled
from ui.widgets.words import say, words

Change = Callable[[AccountChanges, str, str], object]
"""Of an account's id, for a reason."""

CHANGES: tuple[tuple[str, str, Change], ...] = (
    ("release", texts.RELEASE, lambda c, one, why: c.release(one, why)),
    ("approve", texts.APPROVE, lambda c, one, why: c.approve(one, why)),
    ("disable", texts.DISABLE, lambda c, one, why: c.disable(one, why)),
    ("enable", texts.ENABLE, lambda c, one, why: c.enable(one, why)),
    ("reset", texts.RESET, lambda c, one, why: c.reset_password(one, why)),
    ("factors", texts.FACTORS_OFF, lambda c, one, why: c.remove_factors(one, why)),
)


class PeoplePage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = PeoplePresenter(parts.ask, parts.now, self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        row.addLayout(self._accounts(), 3)
        area, column = scrolled()
        self._administers = [self._account(), self._place(parts), self._designee(parts)]
        account, place, designee = self._administers
        for made in (account, self._training(parts), place, designee):
            column.addWidget(made)
        column.addStretch(1)
        row.addWidget(area, 2)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()
        self._table.setFocus()

    def clear(self) -> None:
        for field in (self._reason, self._taught, self._day, self._certificate, self._name,
                      self._position):  # fmt: skip
            field.set_text("")
        self._presenter.forget()

    def _accounts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(theme.sizes.gap)
        self._table = RowsTable("people", texts.TITLE, texts.HEADS, wide=3)
        self._table.selectionModel().currentRowChanged.connect(self._chosen)
        self._said = Refusal("person_said")
        self._history = RowsTable("person_history", texts.HISTORY, texts.HISTORY_HEADS, wide=3)
        column.addWidget(self._table, 3)
        column.addWidget(self._said)
        self._history_title = words(texts.HISTORY, "label")
        column.addWidget(self._history_title)
        column.addWidget(self._history, 2)
        return column

    def _account(self) -> QWidget:
        made, column = card(texts.ACCOUNT)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("person_facts")
        self._reason = Field(texts.REASON, "person_reason")
        keys = QGridLayout()
        keys.setSpacing(theme.sizes.gap)
        for place, (name, title, act) in enumerate(CHANGES):
            key = KeyButton(title, f"person_{name}", lambda one=act: self._change(one))  # type: ignore[misc]
            keys.addWidget(key, place // 2, place % 2)
        for widget in (self._facts, self._reason):
            column.addWidget(widget)
        column.addLayout(keys)
        return made

    def _place(self, parts: Parts) -> QWidget:
        """Role and position, for the reason given above."""
        made, column = card(texts.PLACE, texts.PLACE_HINT)
        self._role = Choice("person_role", strings.ROLE)
        self._role.offer([(role, role.label) for role in Role], Role.OPERATOR)
        self._position = PositionField("person_position", parts.policy, self._set_position)
        column.addLayout(labeled(strings.ROLE, self._role))
        column.addWidget(KeyButton(texts.SET_ROLE, "person_set_role", self._set_role))
        column.addWidget(self._position)
        column.addWidget(KeyButton(texts.SET_POSITION, "person_set_position", self._set_position))
        return made

    def _training(self, parts: Parts) -> QWidget:
        made, column = card(titled(texts.TRAINING, parts.policy.people.training))
        courses = parts.policy.people.courses
        self._course = Choice("person_course", texts.COURSE)
        self._course.offer([(one.key, one.name) for one in courses], courses[0].key)
        self._day = Field(
            texts.COMPLETED, "person_day", hint=texts.COMPLETED_HINT, on_enter=self._record
        )
        self._taught = Field(texts.TAUGHT_BY, "person_taught", on_enter=self._record)
        self._certificate = Field(texts.CERTIFICATE, "person_certificate", on_enter=self._record)
        column.addLayout(labeled(texts.COURSE, self._course))
        for field in (self._taught, self._day, self._certificate):
            column.addWidget(field)
        column.addWidget(KeyButton(texts.TRAINING, "person_train", self._record, role="go"))
        return made

    def _designee(self, parts: Parts) -> QWidget:
        people = parts.policy.people
        made, column = card(
            titled(texts.DESIGNEE, people.administrator), people.administrator_title
        )
        self._name = Field(texts.DESIGNEE, "designee_name", on_enter=self._name_designee)
        column.addWidget(self._name)
        column.addWidget(KeyButton(texts.NAME_DESIGNEE, "designee_go", self._name_designee))
        return made

    @property
    def _account_chosen(self) -> Account | None:
        row = self._table.chosen
        return row.key if row is not None else None

    def _chosen(self) -> None:
        account = self._account_chosen
        say(self._facts, facts_of(account) if account is not None else "")
        if account is not None:
            self._role.show_chosen(account.user.role)
            self._position.set_text(account.user.position)
        self._presenter.choose(account.user.user_id if account is not None else "")

    def _change(self, act: Change) -> None:
        account = self._account_chosen
        if account is not None:
            one, why = account.user.user_id, self._reason.text
            self._presenter.change(lambda changes: act(changes, one, why))

    def _set_role(self) -> None:
        role = self._role.currentData()
        self._change(lambda changes, one, why: changes.set_role(one, role, why))

    def _set_position(self) -> None:
        position = self._position.text
        self._change(lambda changes, one, why: changes.set_position(one, position, why))

    def _record(self) -> None:
        account = self._account_chosen
        if account is not None:
            self._presenter.record_training(
                account.user.user_id, self._course.currentData(), self._taught.text,
                self._certificate.text, self._day.text,
            )  # fmt: skip

    def _name_designee(self) -> None:
        self._presenter.name_designee(self._name.text)

    def _show(self, model: PeopleModel) -> None:
        if model.rows != self._table.rows.rows:
            self._table.put(model.rows)
            self._chosen()
            self._name.set_text(model.designee)
        self._history.put(model.history)
        for widget in (*self._administers, self._history, self._history_title):
            widget.setVisible(model.administers)
        if model.result:
            self._said.say(model.result, Meaning.CONFIRMED)
        else:
            self._said.say(model.refusal, Meaning.CAUTION)
