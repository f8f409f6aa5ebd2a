"""The screen of a person whose access is not open: what is missing, by whom, what they can do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.gates import OPEN_TO_ALL, Gate, GateKind
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from ui import strings, strings_keys
from ui import strings_people as texts
from ui.asking import Ask, KeyRunner
from ui.own_account.factors import Factors
from ui.own_account.presenter import OwnAccountPresenter
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.scrolled import scrolled
from ui.widgets.shape import Mark
from ui.widgets.words import words


class GatesView(QWidget):
    def __init__(
        self, ask: Ask, policy: AgencyPolicy, keys: KeyRunner, go_on: Callable[[], None]
    ) -> None:
        super().__init__()
        self.setObjectName("gates")
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ask = ask
        gap = theme.sizes.gap
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setFixedWidth(theme.sizes.px(640))
        column = QVBoxLayout(card)
        column.setContentsMargins(3 * gap, 2 * gap, 3 * gap, 2 * gap)
        column.setSpacing(gap)
        head = QHBoxLayout()
        head.addWidget(Mark(28, "lock"))
        head.addWidget(words(texts.GATES_TITLE, "title"), 1)
        column.addLayout(head)
        self._who = words("", "second")
        column.addWidget(self._who)
        column.addWidget(words(texts.GATES_HINT, "body", wrap=True))
        self._list = QVBoxLayout()
        self._list.setSpacing(gap)
        column.addLayout(self._list)
        self._password = self._password_form()
        column.addWidget(self._password)
        self._factors = Factors("gates")
        self._own = OwnAccountPresenter(ask, policy, keys, self._factors.show_model)
        self._factors.serve(self._own)
        column.addWidget(self._factors)
        self._refusal = Refusal("gates_refusal")
        column.addWidget(self._refusal)
        self._register = KeyButton(texts.REGISTER, "gates_register", self._register_device)
        self._go_on = KeyButton(texts.GATES_GO_ON, "gates_go_on", go_on,
                                key=strings_keys.KEY_ADMINISTRATION)  # fmt: skip
        self._out = KeyButton(strings.SIGN_OUT, "gates_sign_out", self._sign_out, role="quiet",
                              icon="log-out")  # fmt: skip
        for key in (self._register, self._go_on, self._out):
            column.addWidget(key)
        area, held = scrolled()
        held.addStretch(1)
        # Not by alignment: the words would be given the height of wider ones.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        held.addLayout(middle)
        held.addStretch(1)
        outer = QVBoxLayout(self)
        outer.addWidget(area)

    def show_session(self, session: Session) -> None:
        """What is missing for whoever is signed in."""
        self._who.setText(strings.WHO.format(name=session.user.full_name, unit=session.unit))
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for number, gate in enumerate(session.gates):
            self._list.addWidget(_line(gate, number))
        kinds = {gate.kind for gate in session.gates}
        self._password.setVisible(GateKind.PASSWORD in kinds)
        # The password first: one thing at a time.
        sets_up = GateKind.FACTOR in kinds and GateKind.PASSWORD not in kinds
        self._factors.setVisible(sets_up)
        administers = any(session.user.may(one) for one in OPEN_TO_ALL - {Permission.REPORT_BREACH})
        self._go_on.setVisible(administers and GateKind.PASSWORD not in kinds)
        self._register.setVisible(GateKind.DEVICE in kinds and administers)
        self._refusal.say("")
        if GateKind.PASSWORD in kinds:
            self._old.line.setFocus()

    def clear(self) -> None:
        self._factors.clear()
        self._own.forget()
        for field in (self._old, self._new, self._again):
            field.set_text("")

    def _password_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.gap)
        self._old = Field(texts.OLD_PASSWORD, "gates_old", secret=True, on_enter=self._set)
        self._new = Field(texts.NEW_PASSWORD, "gates_new", secret=True, on_enter=self._set)
        self._again = Field(texts.AGAIN, "gates_again", secret=True, on_enter=self._set)
        for field in (self._old, self._new, self._again):
            column.addWidget(field)
        column.addWidget(
            KeyButton(texts.SET_PASSWORD, "gates_set", self._set, role="go",
                      key=strings_keys.KEY_ENTER)
        )  # fmt: skip
        return form

    def _set(self) -> None:
        old, new = self._old.text, self._new.text
        if new != self._again.text:
            self._refusal.say(strings.PASSWORDS_DIFFER)
            return
        self._ask(
            lambda desk: desk.people.change_password(old, new), lambda _none: self.clear(),
            self._refused,
        )  # fmt: skip

    def _register_device(self) -> None:
        self._ask(
            lambda desk: desk.people.register_this_device(), lambda _device: None, self._refused
        )

    def _sign_out(self) -> None:
        self._ask(lambda desk: desk.sign_out(), lambda _none: None, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._refusal.say(str(error))


def _line(gate: Gate, number: int) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.sizes.gap)
    mark = Mark(20)
    mark.show_meaning(Meaning.CAUTION)
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    said = words(gate.words, "body", wrap=True)
    said.setObjectName(f"gate_{number}")
    row.addWidget(said, 1)
    return line
