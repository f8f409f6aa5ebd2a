"""The course of a specific entry (BOLO): one transition table and `step()`.

An entry matches only once somebody else has approved it, and until the minute it expires
(HOT-5, HOT-6). Its steps are kept; its state is what they lead to, and time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.hotlist import HotList, HotListEntry, TimedEntry
from alpr_console.domain.specific_contents import SpecificContents

LIST_ID = "specific"
LIST_NAME = "Specific entries"
"""What the entries are called where a list's name stands."""


class SpecificState(Enum):
    SUBMITTED = "submitted"
    """Entered; matches nothing until it is approved."""
    REFUSED = "refused"
    IN_FORCE = "in_force"
    RENEWAL_REQUESTED = "renewal_requested"
    """In force until its old term ends."""
    EXPIRED = "expired"
    """By time alone; never on record as a step."""
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    SpecificState.SUBMITTED: "Waiting for approval",
    SpecificState.REFUSED: "Refused",
    SpecificState.IN_FORCE: "In force",
    SpecificState.RENEWAL_REQUESTED: "Waiting for renewal",
    SpecificState.EXPIRED: "Expired",
    SpecificState.WITHDRAWN: "Withdrawn",
}


class SpecificAct(Enum):
    """What people do with an entry. The value is what the store keeps."""

    SUBMIT = "submitted"
    APPROVE = "approved"
    REFUSE = "refused"
    REQUEST_RENEWAL = "renewal_requested"
    RENEW = "renewed"
    REFUSE_RENEWAL = "renewal_refused"
    WITHDRAW = "withdrawn"

    @property
    def label(self) -> str:
        """'Submitted', 'Renewal requested'."""
        return self.value.replace("_", " ").capitalize()


S, A = SpecificState, SpecificAct

TRANSITIONS: dict[tuple[SpecificState | None, SpecificAct], SpecificState] = {
    (None, A.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, A.APPROVE): S.IN_FORCE,
    (S.SUBMITTED, A.REFUSE): S.REFUSED,
    (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
    (S.IN_FORCE, A.REQUEST_RENEWAL): S.RENEWAL_REQUESTED,
    (S.IN_FORCE, A.WITHDRAW): S.WITHDRAWN,
    (S.EXPIRED, A.REQUEST_RENEWAL): S.RENEWAL_REQUESTED,
    (S.EXPIRED, A.WITHDRAW): S.WITHDRAWN,
    (S.RENEWAL_REQUESTED, A.RENEW): S.IN_FORCE,
    (S.RENEWAL_REQUESTED, A.REFUSE_RENEWAL): S.IN_FORCE,
    (S.RENEWAL_REQUESTED, A.WITHDRAW): S.WITHDRAWN,
}
"""From None: there is no entry yet."""

_SETS_TERM = (A.APPROVE, A.RENEW)
_LEADS_TO = {act: state for (_, act), state in TRANSITIONS.items()}
"""Each act leads to one state, wherever it was done."""
_DONE = {
    A.SUBMIT: "submitted again",
    A.APPROVE: "approved",
    A.REFUSE: "refused",
    A.REQUEST_RENEWAL: "put up for renewal",
    A.RENEW: "renewed",
    A.REFUSE_RENEWAL: "refused renewal",
    A.WITHDRAW: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class SpecificStep:
    """One act on an entry, as it is kept."""

    act: SpecificAct
    by: str
    """Sign-in name."""
    at: datetime
    """UTC."""
    reason: str = ""
    until: datetime | None = None
    """UTC, to the minute: until when the entry is in force after an approval or renewal."""


@dataclass(frozen=True, slots=True)
class SpecificEntry:
    entry_id: str
    contents: SpecificContents
    steps: tuple[SpecificStep, ...]
    """In their order; the first is its submission."""

    @classmethod
    def submitted(
        cls, entry_id: str, contents: SpecificContents, by: str, at: datetime
    ) -> SpecificEntry:
        return cls(entry_id, contents, (SpecificStep(A.SUBMIT, by, at),))

    @classmethod
    def replayed(
        cls, entry_id: str, contents: SpecificContents, steps: tuple[SpecificStep, ...]
    ) -> SpecificEntry:
        """The entry that these kept steps lead to.

        Raises IllegalTransition where no course of the table does: then the record is damaged.
        """
        entry = cls(entry_id, contents, ())
        for step in steps:
            entry = entry.step(step)
        if not steps:
            raise IllegalTransition(f"Entry {entry_id} was never submitted.")
        return entry

    @property
    def entered_by(self) -> str:
        return self.steps[0].by

    @property
    def entered_at(self) -> datetime:
        return self.steps[0].at

    @property
    def until(self) -> datetime | None:
        """When the term of the newest approval ends; None before there was one."""
        return next((s.until for s in reversed(self.steps) if s.act in _SETS_TERM), None)

    @property
    def approved_at(self) -> datetime | None:
        """Of the newest approval or renewal; None before there was one."""
        return next((s.at for s in reversed(self.steps) if s.act in _SETS_TERM), None)

    @property
    def renewal_requested_by(self) -> str:
        """Of the newest request; '' before there was one."""
        asked = (s.by for s in reversed(self.steps) if s.act is A.REQUEST_RENEWAL)
        return next(asked, "")

    def state(self, at: datetime) -> SpecificState:
        """State at `at`, which is no earlier than the last step."""
        state = _LEADS_TO[self.steps[-1].act]
        expired = state is S.IN_FORCE and (self.until is None or at >= self.until)
        return S.EXPIRED if expired else state

    def in_force(self, at: datetime) -> bool:
        """Whether it may match at `at`: approved, not withdrawn, its term not over."""
        state = self.state(at)
        running = self.until is not None and at < self.until
        return running and state in (S.IN_FORCE, S.RENEWAL_REQUESTED)

    def allows(self, act: SpecificAct, at: datetime) -> bool:
        """Whether the table has that step at `at`."""
        return (self.state(at), act) in TRANSITIONS

    def step(self, step: SpecificStep) -> SpecificEntry:
        """The entry after `step`. Raises IllegalTransition where the table has no such step."""
        state = self.state(step.at) if self.steps else None
        if (state, step.act) not in TRANSITIONS:
            now = "is not there yet" if state is None else f"is '{state.label.lower()}'"
            raise IllegalTransition(
                f"The entry {now} and cannot be {_DONE[step.act]}.", "Look at its course."
            )
        if (step.until is not None) != (step.act in _SETS_TERM):
            raise ValueError(f"'{step.act.value}' with a term until {step.until}")
        return replace(self, steps=(*self.steps, step))

    def timed(self) -> TimedEntry | None:
        """The entry as matching sees it; None if no time could come at which it matches.

        Its list's data are as old as its own newest approval: that is when a person last said
        that the entry holds.
        """
        approved_at, until = self.approved_at, self.until
        if approved_at is None or until is None or not self.in_force(approved_at):
            return None
        c = self.contents
        return TimedEntry(
            entry=HotListEntry(
                entry_id=self.entry_id,
                lic=c.lic,
                lis=c.lis,
                category=c.category,
                vyr=c.vyr,
                vma=c.vma,
                vmo=c.vmo,
                vst=c.vst,
                vco=c.vco,
                dot=f"{self.entered_at:%Y%m%d}",
                oca=c.oca,
                mis=c.mis,
                specific=self.entry_id,
                person="yes" if c.person else "no",
                covert="yes" if c.covert else "",
            ),
            hot_list=HotList(
                list_id=LIST_ID,
                name=LIST_NAME,
                version=sum(s.act in _SETS_TERM for s in self.steps),
                sha256="",
                count=1,
                source="",
                data_at=approved_at,
                imported_at=approved_at,
            ),
            expires_at=until,
        )


def end_of_term(at: datetime, term: timedelta, days: int | None) -> datetime:
    """When a term that begins at `at` ends, UTC: on the full minute that the screen names.

    The shorter of the policy's term and the days that the entry asks for.
    """
    length = term if days is None else min(term, timedelta(days=days))
    return (at + length).replace(second=0, microsecond=0)
