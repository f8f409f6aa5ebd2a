"""The policy page without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from alpr_console.domain.account import Designee
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_version import PolicyVersion, PolicyWaiting
from alpr_console.policy.summary import rules_of
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.publish_policy import PublishedPage
from ui import strings_people
from ui import strings_policy as words
from ui.asking import Ask
from ui.clock_words import local_minute
from ui.table_row import TableRow

LISTED = 12
"""So many changes are shown; the audit log holds more of them."""


@dataclass(frozen=True, slots=True)
class PolicyModel:
    title: str
    version: str
    sha256: str
    signed: str = ""
    overseer: str = ""
    """Title and name of who oversees the operation (ACC-8)."""
    waits: str = ""
    """'' where nothing waits for a signature."""
    changes: tuple[str, ...] = ()
    busy: bool = False
    refusal: str = ""
    result: str = ""


_Found = tuple[list[PolicyVersion], PolicyWaiting | None, Designee | None]


class PolicyPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, policy: AgencyPolicy, show: Callable[[PolicyModel], None]) -> None:
        self._ask = ask
        self._show = show
        self._empty = PolicyModel(policy.title, policy.version, policy.sha256)
        self._model = self._empty
        self._title = policy.people.administrator_title
        self.rules = tuple(
            TableRow(
                (
                    rule.group,
                    rule.name,
                    rule.value,
                    f"§{rule.clause.section}" if rule.clause.section else words.NO_SECTION,
                ),
                key=rule.clause.sense,
                order={0: number},
            )
            for number, rule in enumerate(rules_of(policy))
        )

    def load(self) -> None:
        def act(desk: Desk) -> _Found:
            return desk.policies.history(), desk.policies.waiting(), desk.people.designee()

        self._ask(act, self._loaded, self._refused)

    def forget(self) -> None:
        self._model = self._empty
        self._show(self._model)

    def sign(self, note: str) -> None:
        def done(_version: PolicyVersion) -> None:
            self._put(busy=False, result=words.SIGNED_NOW)
            self.load()

        self._put(busy=True, refusal="", result="")
        self._ask(lambda desk: desk.policies.sign(note), done, self._refused)

    def publish(self, untrusted_path: str) -> None:
        def done(page: PublishedPage) -> None:
            said = words.PUBLISHED.format(name=page.path.name, sum=page.sha256[:12])
            self._put(busy=False, result=said)

        self._put(busy=True, refusal="", result="")
        self._ask(lambda desk: desk.policies.publish(Path(untrusted_path)), done, self._refused)

    def _loaded(self, found: _Found) -> None:
        history, waiting, designee = found
        newest = history[0] if history else None
        signed = words.NEVER_SIGNED
        if newest is not None and newest.sha256 == self._model.sha256:
            signed = words.SIGNED_BY.format(by=newest.by, at=local_minute(newest.at))
        overseer = words.NO_DESIGNEE.format(title=self._title)
        if designee is not None:
            overseer = strings_people.OVERSEEN.format(title=designee.title, name=designee.name)
        self._put(
            signed=signed,
            overseer=overseer,
            waits=_waits(waiting, newest),
            changes=_changes(waiting),
        )

    def _refused(self, error: ConsoleError) -> None:
        self._put(busy=False, refusal=str(error))

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def _waits(waiting: PolicyWaiting | None, newest: PolicyVersion | None) -> str:
    if waiting is None:
        return ""
    return words.WAITS if newest is not None else words.WAITS_UNSIGNED


def _changes(waiting: PolicyWaiting | None) -> tuple[str, ...]:
    if waiting is None or not waiting.changes:
        return ()
    lines = [
        words.CHANGE.format(
            place=change.place,
            before=change.before or words.NONE,
            after=change.after or words.NONE,
        )
        for change in waiting.changes[:LISTED]
    ]
    if len(waiting.changes) > LISTED:
        lines.append(words.MORE.format(count=len(waiting.changes) - LISTED))
    return (words.CHANGES.format(count=len(waiting.changes)), *lines)
