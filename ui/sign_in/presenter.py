"""Sign-in without Qt: what the form shows, and what its keys do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from alpr_console.domain.account import Designee
from alpr_console.domain.errors import ConsoleError, RecoveryCodeNeeded, SecondFactorNeeded
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge
from alpr_console.domain.operator import User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.second_factors import draw_recovery_codes
from ui import strings, strings_account, strings_people
from ui.asking import Ask
from ui.citation import cite


@dataclass(frozen=True, slots=True)
class SignInModel:
    agency: str
    policy_line: str
    """Title, version and section of the uses, as acknowledged."""
    permitted: tuple[str, ...]
    prohibited: tuple[str, ...]
    unit: str
    first_start: bool | None = None
    """None until the console has said whether there is an account."""
    busy: bool = False
    refusal: str = ""
    note: str = ""
    """Said after the administrator was created."""
    name: str = ""
    code_asked: bool = False
    """A second factor is needed besides."""
    challenge: KeyChallenge | None = None
    """For a security key; a new one each time the key may be tried."""
    recovery_codes: tuple[str, ...] = ()
    """Of the administrator just made, until they say that they have written them down."""
    overseer: str = ""
    """Who oversees the operation: title and name (ACC-8)."""


class SignInPresenter:
    """Renders through `show`. Passwords pass through and are kept nowhere."""

    def __init__(
        self, ask: Ask, policy: AgencyPolicy, unit: str, show: Callable[[SignInModel], None]
    ) -> None:
        self._ask = ask
        self._show = show
        self._model = SignInModel(
            agency=policy.agency,
            policy_line=strings.DOT.join(
                filter(None, (policy.title, policy.version, cite(policy.use)))
            ),
            permitted=policy.permitted_use,
            prohibited=policy.prohibited_use,
            unit=unit,
        )

    def start(self) -> None:
        """Ask whether the administrator must be created first."""
        self._put(busy=True, refusal="", note="", code_asked=False, challenge=None)

        def act(desk: Desk) -> tuple[bool, Designee | None]:
            return desk.first_start_needed(), desk.people.designee()

        def done(found: tuple[bool, Designee | None]) -> None:
            needed, designee = found
            overseer = ""
            if designee is not None:
                overseer = strings_people.OVERSEEN.format(title=designee.title, name=designee.name)
            self._put(first_start=needed, busy=False, overseer=overseer)

        self._ask(act, done, self._refused)

    def create_administrator(
        self, name: str, full_name: str, badge: str, password: str, again: str, trained: bool
    ) -> None:
        if password != again:
            self._put(refusal=strings.PASSWORDS_DIFFER)
            return
        self._put(busy=True, refusal="", name=name)

        codes = draw_recovery_codes()

        def act(desk: Desk) -> User:
            return desk.create_administrator(
                name, full_name, badge, password, trained=trained, recovery_codes=codes
            )

        def done(user: User) -> None:
            self._put(busy=False, first_start=False, name=user.name, recovery_codes=codes)

        self._ask(act, done, self._refused)

    def codes_kept(self) -> None:
        """They are written down; from here on nothing shows them again."""
        self._put(recovery_codes=(), note=strings.ADMINISTRATOR_MADE)

    def sign_in(
        self, name: str, password: str, unit: str, acknowledged: bool, code: str = "",
        key: KeyAnswer | None = None,
    ) -> None:  # fmt: skip
        if not acknowledged:
            self._put(refusal=strings.ACKNOWLEDGE_FIRST, note="")
            return
        if not unit.strip():
            self._put(refusal=strings.UNIT_NEEDED, note="")
            return
        self._put(busy=True, refusal="", note="", name=name, unit=unit.strip())

        def act(desk: Desk) -> Session:
            return desk.sign_in(name, password, unit, acknowledged=acknowledged, code=code, key=key)

        def done(_session: Session) -> None:
            self._put(busy=False, name="", code_asked=False, challenge=None)

        self._ask(act, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        if isinstance(error, SecondFactorNeeded):
            key = error.challenge
            note = strings_account.KEY_ASKED if key else strings_account.CODE_ASKED
            self._put(busy=False, code_asked=True, challenge=key, note=note)
        elif isinstance(error, RecoveryCodeNeeded):
            self._put(busy=False, code_asked=True, challenge=None, refusal=str(error))
        else:
            self._put(busy=False, refusal=str(error))

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)
