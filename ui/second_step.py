"""The second step of signing in: a code to type, or a security key to touch."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alpr_console.domain.errors import ConsoleError, KeyPinNeeded
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge
from ui import strings_account as texts
from ui.asking import Cancel, KeyRunner
from ui.theme.theme import theme
from ui.widgets.field import Field
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words


class SecondStep(QWidget):
    """Hidden until it is asked for. Its parts are named '<name>_code' and so on."""

    def __init__(
        self,
        name: str,
        keys: KeyRunner,
        submit: Callable[[], None],
        on_key: Callable[[KeyAnswer], None],
    ) -> None:
        """`submit` tries again with what is typed; `on_key` gets what a key answered."""
        super().__init__()
        self._keys = keys
        self._submit = submit
        self._on_key = on_key
        self._challenge: KeyChallenge | None = None
        self._cancel: Cancel = _nothing
        self._waits = 0
        """Counts the waits for a key: what comes of one that was given up is passed over."""
        self._note = words("", "strong", wrap=True)
        self._note.setObjectName(f"{name}_touch")
        self._code = Field(texts.CODE, f"{name}_code", on_enter=self._enter)
        self._pin = Field(texts.PIN, f"{name}_pin", secret=True, on_enter=self._begin)
        self._again = KeyButton(texts.TRY_KEY, f"{name}_use_key", self._try_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.gap)
        for widget in (self._code, self._note, self._pin, self._again):
            column.addWidget(widget)
        self.reset()

    @property
    def code(self) -> str:
        return self._code.text

    def ask(self, challenge: KeyChallenge | None) -> None:
        """Show what can be done; a key is waited for at once where there is one to answer."""
        self._give_up()
        self._challenge = challenge
        say(self._note, "")
        self._again.hide()
        self.show()
        self._code.line.setFocus()
        if challenge is not None:
            self._begin()

    def reset(self) -> None:
        """As before anything was asked; nothing typed is left."""
        self._give_up()
        self._challenge = None
        for field in (self._code, self._pin):
            field.set_text("")
        self._pin.hide()
        self._code.show()
        self._again.hide()
        self.hide()

    def refused(self) -> None:
        """The answer or the code was wrong: a key may be tried again."""
        self._give_up()
        say(self._note, "")
        self._code.set_text("")
        self._pin.hide()
        self._code.show()
        self._again.setVisible(self._challenge is not None)

    def _enter(self) -> None:
        self._give_up()
        self._submit()

    def _try_again(self) -> None:
        """With a challenge of its own: an answer to the one before may be too old."""
        self._code.set_text("")
        self._enter()

    def _begin(self) -> None:
        if self._challenge is None:
            return
        self._give_up()
        wait = self._waits
        self._again.hide()
        say(self._note, texts.TOUCH_NOW)

        def done(answer: KeyAnswer) -> None:
            if wait == self._waits:
                say(self._note, "")
                self._on_key(answer)

        def failed(error: ConsoleError) -> None:
            if wait == self._waits:
                self._no_answer(error)

        self._cancel = self._keys.answer(self._challenge, self._pin.text, done, failed)

    def _no_answer(self, error: ConsoleError) -> None:
        say(self._note, str(error))
        if isinstance(error, KeyPinNeeded):
            self._code.hide()
            self._pin.show()
            self._pin.set_text("")
            self._pin.line.setFocus()
        else:
            self._pin.hide()
            self._code.show()
            self._again.show()

    def _give_up(self) -> None:
        self._waits += 1
        self._cancel()
        self._cancel = _nothing


def _nothing() -> None:
    """No key is waited for."""
