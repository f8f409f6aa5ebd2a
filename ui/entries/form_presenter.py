"""The form for a new entry without Qt: what it looks for, what was refused, what is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.specific_entry import SpecificEntry
from ui.asking import Ask
from ui.entries.draft import EntryDraft


@dataclass(frozen=True, slots=True)
class FormModel:
    busy: bool = False
    refusal: str = ""


class FormPresenter:
    """Renders through `show`; `on_entered` gets the entry once it is on record."""

    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        show: Callable[[FormModel], None],
        on_entered: Callable[[SpecificEntry], None],
    ) -> None:
        self._ask = ask
        self._policy = policy
        self._show = show
        self._on_entered = on_entered
        self._busy = False

    def submit(self, draft: EntryDraft) -> None:
        """A second press does nothing until the first is answered."""
        if self._busy:
            return
        try:
            contents = draft.contents(self._policy.specific.term.days)
        except ConsoleError as error:
            self._show(FormModel(refusal=str(error)))
            return

        def done(entry: SpecificEntry) -> None:
            self._busy = False
            self._show(FormModel())
            self._on_entered(entry)

        def refused(error: ConsoleError) -> None:
            self._busy = False
            self._show(FormModel(refusal=str(error)))

        self._busy = True
        self._show(FormModel(busy=True))
        self._ask(lambda desk: desk.specific.submit(contents), done, refused)


def looks_for(draft: EntryDraft) -> tuple[str, bool]:
    """What the draft would look for, in words, and whether that is no plate at all."""
    try:
        return draft.looks_for, False
    except ConsoleError as error:
        return str(error), True
