"""One's own account without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import segno

from alpr_console.domain.account import Training
from alpr_console.domain.errors import ConsoleError, KeyPinNeeded
from alpr_console.domain.key_challenge import KeyChallenge, KeyMade
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.people_desk import OwnAccount
from ui import strings
from ui import strings_account as words
from ui.asking import Ask, Cancel, KeyRunner
from ui.clock_words import local_day


@dataclass(frozen=True, slots=True)
class OwnAccountModel:
    name: str = ""
    who: str = ""
    trainings: tuple[str, ...] = ()
    factors: tuple[str, ...] = ()
    codes_left: str = ""
    secret: str = ""
    """Of an app that is being set up."""
    qr: tuple[bytes, ...] = ()
    codes: tuple[str, ...] = ()
    """Recovery codes just made, until the page is left."""
    touch: str = ""
    """What a key is waited for, or why it does not answer."""
    waiting: bool = False
    pin_asked: bool = False
    result: str = ""
    refusal: str = ""


class OwnAccountPresenter:
    """Renders through `show`. Passwords, codes and PINs pass through and are kept nowhere."""

    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        keys: KeyRunner,
        show: Callable[[OwnAccountModel], None],
    ) -> None:
        self._ask = ask
        self._courses = {course.key: course.name for course in policy.people.courses}
        self._keys = keys
        self._show = show
        self._model = OwnAccountModel()
        self._cancel: Cancel = lambda: None
        self._waits = 0

    def load(self) -> None:
        self._ask(lambda desk: desk.people.own_account(), self._loaded, self._refused)

    def forget(self) -> None:
        self._give_up()
        self._model = OwnAccountModel()
        self._show(self._model)

    def forget_secrets(self) -> None:
        """What is shown once is not there when the page comes back into view."""
        self._give_up()
        self._put(secret="", qr=(), codes=(), touch="", waiting=False, pin_asked=False,
                  result="", refusal="")  # fmt: skip

    def set_password(self, old: str, new: str, again: str) -> None:
        if new != again:
            self._put(refusal=strings.PASSWORDS_DIFFER, result="")
            return
        self._ask(
            lambda desk: desk.people.change_password(old, new),
            lambda _none: self._done(words.SET),
            self._refused,
        )

    def begin_app(self) -> None:
        def done(found: tuple[str, str]) -> None:
            secret, uri = found
            rows = tuple(bytes(row) for row in segno.make(uri, error="m").matrix)
            self._put(secret=secret, qr=rows, refusal="", result="", codes=())

        self._ask(lambda desk: desk.people.new_code_app(), done, self._refused)

    def put_app_away(self) -> None:
        """Something else is begun: a secret not proven is not used."""
        self._put(secret="", qr=(), codes=(), result="", refusal="")

    def prove_app(self, code: str) -> None:
        secret = self._model.secret

        def done(_none: None) -> None:
            self._put(secret="", qr=())
            self._done(words.APP_SET)

        self._ask(lambda desk: desk.people.set_up_code_app(secret, code), done, self._refused)

    def set_up_key(self, name: str, pin: str = "") -> None:
        """Asks for a challenge, waits for the touch, puts what the key says on record."""
        self._give_up()
        wait = self._waits

        def touched(made: KeyMade) -> None:
            if wait == self._waits:
                self._put(touch="", waiting=False, pin_asked=False)
                self._keep_key(name, made)

        def untouched(error: ConsoleError) -> None:
            if wait == self._waits:
                asked = isinstance(error, KeyPinNeeded)
                self._put(touch=str(error), waiting=False, pin_asked=asked)

        def asked(challenge: KeyChallenge) -> None:
            if wait == self._waits:
                self._put(touch=words.TOUCH_NOW, waiting=True, refusal="", result="")
                self._cancel = self._keys.make(challenge, pin, touched, untouched)

        self._ask(lambda desk: desk.people.new_key(), asked, self._refused)

    def make_codes(self) -> None:
        def done(codes: tuple[str, ...]) -> None:
            self._put(codes=codes, secret="", qr=())
            self._done("")

        self._ask(lambda desk: desk.people.new_recovery_codes(), done, self._refused)

    def remove_factors(self, password: str) -> None:
        self._ask(
            lambda desk: desk.people.remove_own_factors(password),
            lambda _none: self._done(words.SET),
            self._refused,
        )

    def _keep_key(self, name: str, made: KeyMade) -> None:
        def act(desk: Desk) -> None:
            desk.people.set_up_key(name, made)

        self._ask(act, lambda _none: self._done(words.KEY_SET), self._refused)

    def _loaded(self, own: OwnAccount) -> None:
        user = own.user
        factors = [words.APP.format(day=local_day(app.at)) for app in own.apps]
        factors += [words.KEY.format(name=key.name, day=local_day(key.at)) for key in own.keys]
        left = own.recovery_codes
        self._put(
            name=user.full_name,
            who=words.WHO.format(
                role=user.role.label, position=user.position, badge=user.badge,
                organization=user.organization,
            ),
            trainings=self._trained(own.trainings) or (words.NO_TRAINING,),
            factors=tuple(factors) or (words.NO_FACTOR,),
            codes_left=words.CODES_LEFT.format(count=left) if left else words.NO_CODES,
        )  # fmt: skip

    def _trained(self, trainings: tuple[Training, ...]) -> tuple[str, ...]:
        """The newest of each course."""
        newest = {one.course: one for one in sorted(trainings, key=lambda one: one.expires_at)}
        return tuple(
            words.TRAINED.format(
                course=self._courses.get(one.course, one.course),
                day=local_day(one.expires_at),
            )
            for one in newest.values()
        )

    def _done(self, result: str) -> None:
        self._put(result=result, refusal="")
        self.load()

    def _give_up(self) -> None:
        self._waits += 1
        self._cancel()
        self._cancel = lambda: None

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error), result="", waiting=False)

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)
