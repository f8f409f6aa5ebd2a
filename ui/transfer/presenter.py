"""The transfer page without Qt: where records go, how it stands, what the policy says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from alpr_console.domain.errors import ConsoleError, TransferRefused
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy_rules import Clause, RetentionRules
from alpr_console.domain.transfer import DepartmentStorage, RecordKind
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.transfer_desk import TransferStanding
from ui import strings_transfer as words
from ui.asking import Ask
from ui.citation import cite
from ui.clock_words import local_minute


@dataclass(frozen=True, slots=True)
class Typed:
    """As entered, not validated."""

    address: str
    database: str
    user: str
    device: str
    ca_file: str
    password: str


@dataclass(frozen=True, slots=True)
class TransferModel:
    storage: DepartmentStorage | None = None
    loaded: bool = False
    state: str = ""
    meaning: Meaning = Meaning.INFORMATION
    facts: tuple[str, ...] = ()
    caution: str = ""
    rules: tuple[str, ...] = ()
    busy: bool = False
    refusal: str = ""
    result: str = ""


class TransferPresenter:
    """Renders through `show`."""

    def __init__(
        self, ask: Ask, rules: RetentionRules, show: Callable[[TransferModel], None]
    ) -> None:
        self._ask = ask
        self._show = show
        self._empty = TransferModel(rules=_rules(rules))
        self._model = self._empty

    def load(self) -> None:
        """Ask how the transfer stands; asked again and again while the page is looked at."""
        self._ask(lambda desk: desk.transfer.standing(), self._loaded, self._refused)

    def forget(self) -> None:
        self._model = self._empty
        self._show(self._model)

    def set(self, untrusted: Typed) -> None:
        """Set the storage, and keep the password where one is given."""
        try:
            authority = _pem_in(untrusted.ca_file)
        except ConsoleError as error:
            self._refused(error)
            return

        def act(desk: Desk) -> DepartmentStorage:
            storage = desk.transfer.set_storage(
                untrusted.address, untrusted.database, untrusted.user, untrusted.device, authority
            )
            if untrusted.password:
                desk.transfer.keep_secret(untrusted.password)
            return storage

        def done(storage: DepartmentStorage) -> None:
            said = words.SET_DONE.format(protection=storage.protection)
            self._put(busy=False, refusal="", result=said)
            self.load()

        self._put(busy=True, refusal="", result="")
        self._ask(act, done, self._refused)

    def try_now(self) -> None:
        def done(_: None) -> None:
            self._put(refusal="", result=words.TRYING)

        self._ask(lambda desk: desk.transfer.send_now(), done, self._refused)

    def _loaded(self, found: TransferStanding) -> None:
        state, meaning = _state(found)
        self._put(
            storage=found.storage,
            loaded=True,
            state=state,
            meaning=meaning,
            facts=_facts(found),
            caution=_caution(found.differing),
        )

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _state(found: TransferStanding) -> tuple[str, Meaning]:
    if found.storage is None:
        return words.NONE_SET, Meaning.INFORMATION
    waits = _waits(found.waiting)
    if found.state.silent_since is not None:
        said = words.NOT_REACHED.format(
            at=local_minute(found.state.silent_since), why=found.state.failure
        )
        return f"{waits} {said}".strip(), Meaning.CAUTION
    if waits:
        return waits, Meaning.INFORMATION
    return words.UP_TO_DATE, Meaning.CONFIRMED


def _waits(waiting: Mapping[RecordKind, int]) -> str:
    """'12 reads and 1 alert wait.'; '' for none."""
    parts = []
    for kind in RecordKind:
        count = waiting.get(kind, 0)
        if count:
            one, many = words.COUNTS[kind.value]
            parts.append(one if count == 1 else many.format(count=f"{count:,}"))
    if not parts:
        return ""
    sentence = words.WAITS_ONE if sum(waiting.values()) == 1 else words.WAITS
    what = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    return sentence.format(what=what)


def _facts(found: TransferStanding) -> tuple[str, ...]:
    storage = found.storage
    if storage is None:
        return ()
    lines = [
        words.GOES_TO.format(place=storage.place),
        storage.protection,
    ]
    if found.state.sending:
        lines.append(words.SENDING)
    elif found.last_arrival is not None:
        lines.append(words.LAST_ARRIVAL.format(at=local_minute(found.last_arrival)))
    else:
        lines.append(words.NEVER)
    return tuple(lines)


def _caution(differing: int) -> str:
    if not differing:
        return ""
    return words.DIFFERS_ONE if differing == 1 else words.DIFFERS.format(count=differing)


def _rules(rules: RetentionRules) -> tuple[str, ...]:
    days = rules.leaves_after.days
    leaves = words.LEAVES.format(days=days) if days else words.LEAVES_AT_ONCE
    outside = words.OUTSIDE if rules.outside is not None else words.NOT_OUTSIDE
    return (_cited(leaves, rules.transfer), _cited(outside, rules.outside))


def _cited(sentence: str, clause: Clause | None) -> str:
    return f"{sentence} {cite(clause)}".strip()


def _pem_in(untrusted_path: str) -> str | None:
    """The authority's certificate; None where no file is named and the one before stays."""
    path = untrusted_path.strip()
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as problem:
        raise TransferRefused(
            words.PEM_UNREADABLE.format(name=Path(path).name), words.PEM_REMEDY
        ) from problem
