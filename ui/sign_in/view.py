"""The sign-in screen: the form on the left, what the console may be used for on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings, strings_account, strings_keys, strings_people
from ui.asking import Ask, KeyRunner
from ui.second_step import SecondStep
from ui.sign_in.presenter import SignInModel, SignInPresenter
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal, touchable
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.tick import Tick
from ui.widgets.words import hairline, say, words


class SignInView(QWidget):
    """All that is on screen before somebody has signed in."""

    def __init__(self, ask: Ask, policy: AgencyPolicy, unit: str, keys: KeyRunner) -> None:
        super().__init__()
        self._challenge: KeyChallenge | None = None
        self._second = SecondStep("sign_in", keys, self._submit, self._with_key)
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._first_start: bool | None = None
        self._build()
        self._presenter = SignInPresenter(ask, policy, unit, self._show)
        self._presenter.start()

    def restart(self) -> None:
        """Empty the form and look again whether there is an account."""
        for field in (self._password, self._new_password, self._again):
            field.set_text("")
        self._second.reset()
        self._acknowledged.setChecked(False)
        self._first_start = None
        self._presenter.start()

    def focus_form(self) -> None:
        field = self._name
        if self._first_start:
            field = self._new_name
        elif self._name.text:
            field = self._password
        field.line.setFocus()

    # -- building --------------------------------------------------------------------------

    def _build(self) -> None:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setMaximumSize(theme.sizes.px(1040), theme.sizes.px(560))
        gap = theme.sizes.gap
        columns = QHBoxLayout(card)
        columns.setContentsMargins(3 * gap, 2 * gap, 3 * gap, 2 * gap)
        columns.setSpacing(4 * gap)
        columns.addWidget(self._left(), 4)
        columns.addWidget(self._uses(), 5)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 100)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row, 100)
        outer.addStretch(1)

    def _left(self) -> QWidget:
        gap = theme.sizes.gap
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        brand = QHBoxLayout()
        mark = Mark(28, "scan-line")
        brand.addWidget(mark)
        brand.addWidget(words(strings.PRODUCT, "second"), 1)
        column.addLayout(brand)
        self._title = words(strings.SIGN_IN, "title")
        column.addWidget(self._title)
        forms = QWidget()
        self._forms = QStackedLayout(forms)
        self._forms.addWidget(self._sign_in_form())
        self._forms.addWidget(self._first_start_form())
        self._forms.addWidget(self._codes_form())
        column.addWidget(forms)
        self._note = words("", "strong", wrap=True)
        self._note.setObjectName("sign_in_note")
        self._refusal = Refusal("sign_in_refusal")
        column.addWidget(self._note)
        column.addWidget(self._refusal)
        column.addStretch(1)
        return left

    def _sign_in_form(self) -> QWidget:
        form, column = _form()
        self._name = Field(strings.NAME, "sign_in_name", on_enter=self._submit)
        self._password = Field(
            strings.PASSWORD, "sign_in_password", secret=True, on_enter=self._submit
        )
        self._unit = Field(strings.UNIT, "sign_in_unit", on_enter=self._submit)
        for field in (self._name, self._password, self._second, self._unit):
            column.addWidget(field)
        self._acknowledged = Tick(strings.ACKNOWLEDGE, "sign_in_acknowledge")
        touchable(self._acknowledged)
        column.addWidget(self._acknowledged)
        self._go = KeyButton(
            strings.SIGN_IN, "sign_in_go", self._submit, role="go", key=strings_keys.KEY_ENTER
        )
        column.addWidget(self._go)
        column.addStretch(1)
        return form

    def _first_start_form(self) -> QWidget:
        form, column = _form()
        self._new_name = Field(strings.NAME, "first_name", on_enter=self._create)
        self._full_name = Field(strings.FULL_NAME, "first_full_name", on_enter=self._create)
        self._badge = Field(strings.BADGE, "first_badge", on_enter=self._create)
        self._new_password = Field(
            strings.PASSWORD_NEW, "first_password", secret=True, on_enter=self._create
        )
        self._again = Field(strings.PASSWORD_AGAIN, "first_again", secret=True,
                            on_enter=self._create)  # fmt: skip
        pair = QHBoxLayout()
        pair.setSpacing(theme.sizes.gap)
        pair.addWidget(self._new_name, 1)
        pair.addWidget(self._badge, 1)
        column.addLayout(pair)
        for field in (self._full_name, self._new_password, self._again):
            column.addWidget(field)
        self._trained = Tick(strings_people.TRAINED, "first_trained")
        touchable(self._trained)
        column.addWidget(self._trained)
        self._make = KeyButton(
            strings.CREATE_ADMINISTRATOR, "first_go", self._create, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        column.addWidget(self._make)
        column.addStretch(1)
        return form

    def _codes_form(self) -> QWidget:
        form, column = _form()
        column.addWidget(words(strings_account.CODES_HINT, "body", wrap=True))
        self._codes = words("", "serial", copyable=True)
        self._codes.setObjectName("first_codes")
        column.addWidget(self._codes)
        self._kept = KeyButton(
            strings_account.CODES_KEPT, "first_codes_kept", self._codes_written, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        column.addWidget(self._kept)
        column.addStretch(1)
        return form

    def _uses(self) -> QWidget:
        gap = theme.sizes.gap
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setObjectName("sign_in_uses")
        area.setAccessibleName(strings.USES)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        self._uses_column = QVBoxLayout(inner)
        self._uses_column.setContentsMargins(0, 0, gap, 0)
        self._uses_column.setSpacing(gap)
        self._overseer = words("", "caption", wrap=True)
        self._overseer.setObjectName("sign_in_overseer")
        area.setWidget(inner)
        area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return area

    # -- showing ---------------------------------------------------------------------------

    def _show(self, model: SignInModel) -> None:
        if self._uses_column.count() == 0:
            self._fill_uses(model)
            self._unit.set_text(model.unit)
        first = bool(model.first_start)
        codes = model.recovery_codes
        title = strings_account.CODES_TITLE if codes else strings.SIGN_IN
        self._title.setText(strings.FIRST_START if first else title)
        self._forms.setCurrentIndex(1 if first else 2 if codes else 0)
        self._codes.setText(_in_pairs(codes))
        say(self._overseer, model.overseer)
        if model.first_start is False and not self._name.text:
            self._name.set_text(model.name)
        say(self._note, model.note, Meaning.CONFIRMED)
        self._refusal.say(model.refusal)
        self._show_second(model)
        ready = not model.busy and model.first_start is not None
        self._go.setEnabled(ready)
        self._make.setEnabled(ready)
        if model.first_start is not self._first_start:
            self._first_start = model.first_start
            self.focus_form()
        if codes:
            self._kept.setFocus()

    def _show_second(self, model: SignInModel) -> None:
        # Said already, and the room is for the second step.
        self._unit.setVisible(not model.code_asked)
        if not model.code_asked:
            if self._second.isVisibleTo(self):
                self._second.reset()
        elif model.challenge is not self._challenge or not self._second.isVisibleTo(self):
            self._second.ask(model.challenge)
        elif model.refusal:
            self._second.refused()
        self._challenge = model.challenge

    def _fill_uses(self, model: SignInModel) -> None:
        column = self._uses_column
        column.addWidget(words(model.agency, "title", wrap=True))
        column.addWidget(words(model.policy_line, "caption", wrap=True))
        column.addWidget(self._overseer)
        for title, lines, meaning in (
            (strings.PERMITTED, model.permitted, Meaning.CONFIRMED),
            (strings.PROHIBITED, model.prohibited, Meaning.CAUTION),
        ):
            column.addWidget(hairline())
            heading = QHBoxLayout()
            mark = Mark(20)
            mark.show_meaning(meaning)
            heading.addWidget(mark)
            heading.addWidget(words(title, "strong"), 1)
            column.addLayout(heading)
            for line in lines:
                column.addWidget(_use(line))
        column.addStretch(1)

    # -- acting ----------------------------------------------------------------------------

    def _submit(self) -> None:
        if self._go.isEnabled():
            self._sign_in(self._second.code)

    def _with_key(self, answer: KeyAnswer) -> None:
        self._sign_in("", answer)

    def _sign_in(self, code: str, key: KeyAnswer | None = None) -> None:
        self._presenter.sign_in(
            self._name.text, self._password.text, self._unit.text,
            self._acknowledged.isChecked(), code, key,
        )  # fmt: skip

    def _codes_written(self) -> None:
        self._presenter.codes_kept()
        self.focus_form()

    def _create(self) -> None:
        if self._make.isEnabled():
            self._presenter.create_administrator(
                self._new_name.text, self._full_name.text, self._badge.text,
                self._new_password.text, self._again.text, self._trained.isChecked(),
            )  # fmt: skip


def _in_pairs(codes: tuple[str, ...]) -> str:
    """Two in a line."""
    return "\n".join("   ".join(codes[n : n + 2]) for n in range(0, len(codes), 2))


def _form() -> tuple[QWidget, QVBoxLayout]:
    form = QWidget()
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.sizes.gap)
    return form, column


def _use(line: str) -> QWidget:
    row_widget = QWidget()
    row = QHBoxLayout(row_widget)
    row.setContentsMargins(theme.sizes.px(4), 0, 0, 0)
    row.setSpacing(theme.sizes.gap)
    row.addWidget(words("·", "strong"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words(line, "body", wrap=True), 1)
    return row_widget
