"""The desk's acts on specific entries (BOLO), for whoever is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.domain.errors import EntryRefused, PermissionRefused
from alpr_console.domain.operator import Permission, User
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificState
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import specific_entries

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


@dataclass(frozen=True, slots=True)
class SpecificLine:
    """An entry as the person who looks at it now may see and handle it."""

    entry: SpecificEntry
    state: SpecificState
    in_force: bool
    until: datetime | None
    """UTC; of the term that runs or ran. None before there was one."""
    may_decide: bool
    """Approve or renew it, or refuse to."""
    why_not: str
    """Why the person may not, where it waits for a decision; else ''."""
    may_withdraw: bool
    may_ask_renewal: bool

    @property
    def words(self) -> str:
        """'Waiting for approval', 'In force'. The time goes beside it in the screen's own way."""
        if self.state is SpecificState.RENEWAL_REQUESTED and not self.in_force:
            return "Expired, waiting for renewal"
        return self.state.label


class SpecificDesk:
    """Each act raises PermissionRefused unless someone who may do it is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    def submit(self, untrusted: SpecificContents) -> SpecificEntry:
        """See specific_entries.submit; the other acts likewise."""
        return specific_entries.submit(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, untrusted
        )

    def approve(self, entry_id: str) -> SpecificEntry:
        return self._touched(
            specific_entries.approve(
                self._uow, self._clock, self._desk.signed_in(), self._desk.policy, entry_id
            )
        )

    def refuse(self, entry_id: str, reason: str) -> SpecificEntry:
        """Of a renewal asked for, the renewal alone."""
        return specific_entries.refuse(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, entry_id, reason
        )

    def request_renewal(self, entry_id: str, reason: str) -> SpecificEntry:
        return specific_entries.request_renewal(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, entry_id, reason
        )

    def renew(self, entry_id: str) -> SpecificEntry:
        return self._touched(
            specific_entries.renew(
                self._uow, self._clock, self._desk.signed_in(), self._desk.policy, entry_id
            )
        )

    def withdraw(self, entry_id: str, reason: str) -> SpecificEntry:
        return self._touched(
            specific_entries.withdraw(
                self._uow, self._clock, self._desk.signed_in(), self._desk.policy, entry_id, reason
            )
        )

    def all(self) -> tuple[SpecificLine, ...]:
        """Every entry there ever was, newest first."""
        user = self._viewer()
        now = self._clock.now()
        with self._uow() as work:
            entries = work.specific.all()
        return tuple(self._line(entry, user, now) for entry in reversed(entries))

    def waiting(self) -> tuple[SpecificLine, ...]:
        """Those that wait for an approval or a renewal, oldest first."""
        waits = (SpecificState.SUBMITTED, SpecificState.RENEWAL_REQUESTED)
        return tuple(line for line in reversed(self.all()) if line.state in waits)

    def get(self, entry_id: str) -> SpecificLine:
        """By its id or the beginning of it. Raises EntryRefused unless that names one entry."""
        found = [line for line in self.all() if line.entry.entry_id.startswith(entry_id.strip())]
        if len(found) != 1 or not entry_id.strip():
            raise EntryRefused(
                "There is no such entry." if not found else "That is said of several entries.",
                "Give the entry's id as the list of entries shows it.",
            )
        return found[0]

    def _viewer(self) -> User:
        self._desk.demand(Permission.ENTER_SPECIFIC)
        return self._desk.signed_in().user

    def _line(self, entry: SpecificEntry, user: User, now: datetime) -> SpecificLine:
        state = entry.state(now)
        waits = state in (SpecificState.SUBMITTED, SpecificState.RENEWAL_REQUESTED)
        why_not = ""
        if waits:
            try:
                self._desk.signed_in().demand(Permission.APPROVE_SPECIFIC)
                specific_entries.check_may_decide(user, entry, self._desk.policy, now)
            except PermissionRefused as refusal:
                why_not = refusal.what
        mine = entry.entered_by == user.name
        return SpecificLine(
            entry=entry,
            state=state,
            in_force=entry.in_force(now),
            until=entry.until,
            may_decide=waits and not why_not,
            why_not=why_not,
            may_withdraw=entry.allows(SpecificAct.WITHDRAW, now)
            and (mine or user.may(Permission.APPROVE_SPECIFIC)),
            may_ask_renewal=entry.allows(SpecificAct.REQUEST_RENEWAL, now),
        )

    def _touched(self, entry: SpecificEntry) -> SpecificEntry:
        self._desk.lists_touched()
        return entry
