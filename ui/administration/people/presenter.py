"""The people page without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.account import AccountAct, AccountStep
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.gates import Gate, GateKind
from alpr_console.domain.notices import Meaning
from alpr_console.domain.operator import Permission
from alpr_console.workflow.accounts import AccountChanges
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.people_desk import Account
from ui import strings_people as words
from ui.asking import Ask, Now
from ui.clock_words import end_of_day, local_minute
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class PeopleModel:
    rows: tuple[TableRow, ...] = ()
    """Each stands for its Account."""
    history: tuple[TableRow, ...] = ()
    """Every step of the chosen account, newest first."""
    administers: bool = False
    """Whether whoever looks may change accounts, and not only record training."""
    designee: str = ""
    refusal: str = ""
    result: str = ""


class PeoplePresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, now: Now, show: Callable[[PeopleModel], None]) -> None:
        self._ask = ask
        self._now = now
        self._show = show
        self._model = PeopleModel()
        self._chosen = ""

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[Account], str, bool]:
            designee = desk.people.designee()
            name = designee.name if designee is not None else ""
            administers = desk.signed_in().user.may(Permission.MANAGE_USERS)
            return desk.people.accounts(), name, administers

        def done(found: tuple[list[Account], str, bool]) -> None:
            accounts, name, administers = found
            # First who looks: what is chosen then asks for the history with that.
            self._model = replace(self._model, administers=administers)
            self._put(rows=tuple(map(row_of, accounts)), designee=name)
            self._history()

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._model, self._chosen = PeopleModel(), ""
        self._show(self._model)

    def choose(self, user_id: str) -> None:
        """Show the history of this account; '' of none."""
        if user_id != self._chosen:
            self._chosen = user_id
            self._history()

    def _history(self) -> None:
        chosen = self._chosen
        if not chosen or not self._model.administers:
            self._model = replace(self._model, history=())
            return

        def done(steps: list[AccountStep]) -> None:
            if chosen == self._chosen:
                rows = tuple(step_row(step, n) for n, step in enumerate(reversed(steps)))
                self._put(history=rows)

        self._ask(lambda desk: desk.people.history(chosen), done, self._refused)

    def change(self, act: Callable[[AccountChanges], object]) -> None:
        """One act on the chosen account; a temporary password is said once."""

        def done(result: object) -> None:
            said = words.DONE
            if isinstance(result, str):
                said = words.TEMPORARY.format(password=result)
            self._put(result=said, refusal="")
            self.load()

        self._ask(lambda desk: act(desk.people.changes()), done, self._refused)

    def record_training(
        self, user_id: str, course: str, taught_by: str, certificate: str, untrusted_day: str = ""
    ) -> None:
        """Completed on `untrusted_day`; '' for today."""
        completed: datetime = self._now()
        if untrusted_day.strip():
            day = end_of_day(untrusted_day)
            if day is None:
                self._put(refusal=words.NO_DAY.format(text=untrusted_day), result="")
                return
            # Today's is over in the evening; what is refused is a day still to come.
            completed = day if day.date() != completed.astimezone().date() else completed

        def act(desk: Desk) -> object:
            return desk.people.record_training(user_id, course, completed, taught_by, certificate)

        self._ask(act, self._done, self._refused)

    def name_designee(self, name: str) -> None:
        self._ask(lambda desk: desk.people.name_designee(name), self._done, self._refused)

    def _done(self, _result: object) -> None:
        self._put(result=words.DONE, refusal="")
        self.load()

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def row_of(account: Account) -> TableRow:
    user = account.user
    state, meaning = words.OPEN, Meaning.CONFIRMED
    if account.locked:
        state, meaning = words.LOCKED, Meaning.DANGER
    elif user.disabled:
        state, meaning = words.DISABLED, Meaning.CAUTION
    elif missing := for_others(account):
        state, meaning = missing[0].missing, Meaning.CAUTION
    return TableRow(
        (user.full_name, user.role.label, user.position, state),
        key=account,
        marks={3: meaning},
    )


def step_row(step: AccountStep, place: int) -> TableRow:
    secret = step.act in (AccountAct.PASSWORD, AccountAct.TEMPORARY)
    said = ": ".join(filter(None, (step.act.value, "" if secret else step.value)))
    return TableRow(
        (local_minute(step.at), said, step.by, step.reason), key=place, order={0: place}
    )


def for_others(account: Account) -> tuple[Gate, ...]:
    """What somebody else has to put on record; the rest the person does at the next sign-in."""
    return tuple(
        gate for gate in account.gates if gate.kind in (GateKind.TRAINING, GateKind.APPROVAL)
    )


def facts_of(account: Account) -> str:
    """What the card says of one account."""
    user = account.user
    last = local_minute(account.last_sign_in) if account.last_sign_in else words.NEVER
    missing = [gate.words for gate in account.gates] or [words.NOTHING_MISSING]
    return "\n".join(
        (
            words.FACTS.format(
                full_name=user.full_name, name=user.name, badge=user.badge,
                organization=user.organization,
            ),
            words.LAST.format(at=last),
            *missing,
        )
    )  # fmt: skip
