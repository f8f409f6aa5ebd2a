"""The lock's screen. It shows who is signed in and nothing of any record (ACC-7)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.errors import ConsoleError, RecoveryCodeNeeded, SecondFactorNeeded
from alpr_console.domain.key_challenge import KeyAnswer
from alpr_console.domain.notices import Meaning
from alpr_console.domain.session import Session
from ui import strings, strings_keys, strings_people
from ui.asking import Ask, KeyRunner
from ui.second_step import SecondStep
from ui.theme.theme import theme
from ui.widgets.field import Field, Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import say, words


class PrivacyLock(QWidget):
    def __init__(self, ask: Ask, keys: KeyRunner) -> None:
        super().__init__()
        self._ask = ask
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._who = words("", "second")
        self._waiting_mark = Mark(20)
        self._waiting_mark.show_meaning(Meaning.CAUTION)
        self._waiting = words("", "strong")
        self._password = Field(
            strings.PASSWORD, "lock_password", secret=True, on_enter=self._unlock
        )
        self._second = SecondStep("lock", keys, self._unlock, self._with_key)
        self._why = words("", "second", wrap=True)
        self._why.setObjectName("lock_reason")
        self._go = KeyButton(
            strings.UNLOCK, "lock_go", self._unlock, role="go", key=strings_keys.KEY_ENTER
        )
        self._out = KeyButton(
            strings.SIGN_OUT, "lock_sign_out", self._sign_out, role="quiet", icon="log-out"
        )
        self._refusal = Refusal("lock_refusal")
        self._build()

    def _build(self) -> None:
        gap = theme.sizes.gap
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setFixedWidth(theme.sizes.px(420))
        column = QVBoxLayout(card)
        column.setContentsMargins(3 * gap, 3 * gap, 3 * gap, 3 * gap)
        column.setSpacing(gap)
        head = QHBoxLayout()
        head.addWidget(Mark(28, "lock"))
        head.addWidget(words(strings.LOCKED, "title"), 1)
        column.addLayout(head)
        column.addWidget(self._who)
        column.addWidget(self._why)
        waiting = QHBoxLayout()
        waiting.addWidget(self._waiting_mark)
        waiting.addWidget(self._waiting, 1)
        column.addLayout(waiting)
        for widget in (self._password, self._second, self._refusal, self._go, self._out):
            column.addWidget(widget)
        outer = QVBoxLayout(self)
        outer.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def lock(self, session: Session, alert_waiting: bool) -> None:
        """Take the place of everything for `session`."""
        self._who.setText(strings.WHO.format(name=session.user.full_name, unit=session.unit))
        reason = strings_people.LOCK_REASONS.get(
            session.lock_reason, strings_people.LOCK_REASON.format(reason=session.lock_reason)
        )
        say(self._why, reason if session.lock_reason else "")
        self._password.set_text("")
        self._second.reset()
        self._refusal.say("")
        self._go.setEnabled(True)
        self.tell_waiting(alert_waiting)
        self._password.line.setFocus()

    def tell_waiting(self, alert_waiting: bool) -> None:
        """Say that an alert waits, and nothing of what it is about."""
        say(self._waiting, strings.ALERT_WAITING if alert_waiting else "", Meaning.CAUTION)
        self._waiting_mark.setVisible(alert_waiting)

    def _unlock(self) -> None:
        if not self._go.isEnabled():
            return
        self._try(self._second.code)

    def _with_key(self, answer: KeyAnswer) -> None:
        self._try("", answer)

    def _try(self, code: str, key: KeyAnswer | None = None) -> None:
        password = self._password.text
        self._go.setEnabled(False)
        self._ask(
            lambda desk: desk.unlock(password, code, key), lambda _session: None, self._refused
        )

    def _sign_out(self) -> None:
        self._ask(lambda desk: desk.sign_out(), lambda _session: None, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._go.setEnabled(True)
        if isinstance(error, SecondFactorNeeded):
            self._refusal.say("")
            self._second.ask(error.challenge)
            return
        self._refusal.say(str(error))
        if isinstance(error, RecoveryCodeNeeded) and not self._second.isVisibleTo(self):
            self._second.ask(None)
            return
        if self._second.isVisibleTo(self):
            self._second.refused()
        self._password.line.selectAll()
        self._password.line.setFocus()
