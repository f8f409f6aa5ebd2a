"""A store in memory: the same behavior as the encrypted one, nothing on disk.

    store = MemoryStore(unit="4-Adam-12", clock=clock)
    with store.unit_of_work() as work: ...      # or pass store.unit_of_work as the factory

It passes tests/adapters/test_store_contract.py together with the real store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

from alpr_console.adapters.storage.course import check_entry_goes_on
from alpr_console.audit import chain
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry, AuditRecord, LogFilter
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.message_switch import MessageSwitch
from alpr_console.domain.officer_settings import OfficerSettings
from alpr_console.domain.operator import User
from alpr_console.domain.policy_version import PolicyVersion
from alpr_console.domain.read import PlateRead
from alpr_console.domain.specific_entry import SpecificEntry
from alpr_console.ports import Clock
from tests.fakes.memory_habits import MemoryHabits
from tests.fakes.memory_keeping import KeepingContents, MemoryHolds, MemoryPurges
from tests.fakes.memory_matches import (
    MatchContents,
    MemoryCorrections,
    MemoryIgnored,
    MemoryMatchSettings,
    MemoryPastHits,
    MemoryRepeats,
)
from tests.fakes.memory_oversight import MemoryFigures, MemoryOversight, OversightContents
from tests.fakes.memory_people import MemoryPeople
from tests.fakes.memory_policies import MemoryPolicyVersions
from tests.fakes.memory_records import MemoryAlerts, MemoryReads
from tests.fakes.memory_releases import ReleaseContents, ReleaseStores
from tests.fakes.memory_search import MemoryInquiries, MemoryReadFinder
from tests.fakes.memory_shift import MemoryShifts, ShiftContents
from tests.fakes.memory_switch import MemorySwitch
from tests.fakes.memory_transfer import MemoryTransfer, TransferContents


@dataclass
class Contents:
    reads: dict[str, list[PlateRead]] = field(default_factory=dict)
    """By read_id, revisions in the order of saving."""
    alerts: dict[str, Alert] = field(default_factory=dict)
    versions: list[HotList] = field(default_factory=list)
    """In the order of coming into force."""
    in_force: dict[str, HotList] = field(default_factory=dict)
    """By name."""
    designations: dict[str, Designation] = field(default_factory=dict)
    """Newest of each name."""
    specific: dict[str, SpecificEntry] = field(default_factory=dict)
    """By entry_id, oldest first."""
    users: dict[str, User] = field(default_factory=dict)
    """By case-folded name."""
    audit: list[AuditEntry] = field(default_factory=list)
    keeping: KeepingContents = field(default_factory=KeepingContents)
    oversight: OversightContents = field(default_factory=OversightContents)
    shift: ShiftContents = field(default_factory=ShiftContents)
    people: list[object] = field(default_factory=list)
    policies: list[PolicyVersion] = field(default_factory=list)
    releases: ReleaseContents = field(default_factory=ReleaseContents)
    matches: MatchContents = field(default_factory=MatchContents)
    transfer: TransferContents = field(default_factory=TransferContents)
    inquiries: dict[str, Inquiry] = field(default_factory=dict)
    switches: list[MessageSwitch | None] = field(default_factory=list)
    """The newest counts; None where it was removed."""
    habits: list[tuple[str, OfficerSettings]] = field(default_factory=list)
    """By user_id; the newest counts."""

    def copy(self) -> Contents:
        return Contents(
            {key: list(value) for key, value in self.reads.items()},
            dict(self.alerts),
            list(self.versions),
            dict(self.in_force),
            dict(self.designations),
            dict(self.specific),
            dict(self.users),
            list(self.audit),
            self.keeping.copy(),
            self.oversight.copy(),
            self.shift.copy(),
            list(self.people),
            list(self.policies),
            self.releases.copy(),
            self.matches.copy(),
            self.transfer.copy(),
            dict(self.inquiries),
            list(self.switches),
            list(self.habits),
        )


class MemoryHotLists:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def put_in_force(self, hot_list: HotList) -> None:
        highest = max((one.version for one in self.versions(hot_list.name)), default=0)
        if hot_list.version <= highest:
            raise ValueError(f"{hot_list.name}: version {highest} is on record already")
        self._contents.versions.append(hot_list)
        self._contents.in_force[hot_list.name] = hot_list

    def take_out_of_force(self, name: str) -> None:
        self._contents.in_force.pop(name, None)

    def in_force(self) -> list[HotList]:
        return sorted(self._contents.in_force.values(), key=lambda h: h.name)

    def versions(self, name: str) -> list[HotList]:
        return [one for one in reversed(self._contents.versions) if one.name == name]


class MemoryDesignations:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def save(self, designation: Designation) -> None:
        self._contents.designations[designation.name] = designation

    def get(self, name: str) -> Designation | None:
        return self._contents.designations.get(name)

    def all(self) -> list[Designation]:
        return sorted(self._contents.designations.values(), key=lambda d: d.name)


class MemorySpecificEntries:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def save(self, entry: SpecificEntry) -> None:
        known = self._contents.specific.get(entry.entry_id)
        if known is not None:
            check_entry_goes_on(known, entry)
        self._contents.specific[entry.entry_id] = entry

    def get(self, entry_id: str) -> SpecificEntry:
        return self._contents.specific[entry_id]

    def all(self) -> list[SpecificEntry]:
        return list(self._contents.specific.values())


class MemoryUsers:
    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def add(self, user: User) -> None:
        if user.name.casefold() in self._contents.users:
            raise SignInRefused(f"The name {user.name} is taken.", "Choose another name.")
        self._contents.users[user.name.casefold()] = user

    def save(self, user: User) -> None:
        self.get(user.user_id)
        self._contents.users[user.name.casefold()] = user

    def get(self, user_id: str) -> User:
        for user in self._contents.users.values():
            if user.user_id == user_id:
                return user
        raise KeyError(user_id)

    def by_name(self, name: str) -> User | None:
        return self._contents.users.get(name.casefold())

    def all(self) -> list[User]:
        return sorted(self._contents.users.values(), key=lambda u: u.name.casefold())


class MemoryAudit:
    def __init__(self, contents: Contents, unit: str, clock: Clock) -> None:
        self._contents = contents
        self._unit = unit
        self._clock = clock

    def append(self, record: AuditRecord) -> AuditEntry:
        log = self._contents.audit
        head = chain.Head(log[-1].sequence, log[-1].hash) if log else chain.EMPTY
        frozen = replace(record, details=dict(record.details))
        entry = chain.link(head, self._clock.now(), self._unit, frozen)
        log.append(entry)
        return entry

    def entries(self) -> Iterator[AuditEntry]:
        return iter(list(self._contents.audit))

    def about(self, subject: str) -> list[AuditEntry]:
        return [entry for entry in self._contents.audit if entry.record.subject == subject]

    def tally(self, since: datetime, until: datetime) -> list[tuple[str, str, int]]:
        counts = Counter(
            (e.record.action, e.record.who) for e in self._contents.audit if since <= e.at <= until
        )
        return [(action, who, count) for (action, who), count in sorted(counts.items())]

    def page(self, wanted: LogFilter, before: int | None, limit: int) -> list[AuditEntry]:
        fitting = [
            entry
            for entry in reversed(self._contents.audit)
            if wanted.fits(entry) and (before is None or entry.sequence < before)
        ]
        return fitting[:limit]

    def verify(self) -> int:
        return chain.check(self._contents.audit).sequence


class MemorySeals:
    """Nobody reaches into this process's memory."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents

    def verify(self) -> int:
        return len(self._contents.reads) + len(self._contents.alerts)


class MemoryUnitOfWork(ReleaseStores):
    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self._contents: Contents | None = None

    def __enter__(self) -> Self:
        if self._store.busy:
            raise RuntimeError("a unit of work is already open")
        self._store.busy = True
        self._contents = self._store.contents.copy()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._store.busy = False
        if exc_type is None:
            self._store.contents = self._open()
        self._contents = None

    def _open(self) -> Contents:
        if self._contents is None:
            raise RuntimeError("the unit of work is not open")
        return self._contents

    @property
    def reads(self) -> MemoryReads:
        return MemoryReads(self._open())

    @property
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts(self._open())

    @property
    def repeats(self) -> MemoryRepeats:
        return MemoryRepeats(self._open().matches)

    @property
    def ignored(self) -> MemoryIgnored:
        return MemoryIgnored(self._open().matches)

    @property
    def past_hits(self) -> MemoryPastHits:
        return MemoryPastHits(self._open().matches)

    @property
    def corrections(self) -> MemoryCorrections:
        return MemoryCorrections(self._open().matches)

    @property
    def match_settings(self) -> MemoryMatchSettings:
        return MemoryMatchSettings(self._open().matches)

    @property
    def hot_lists(self) -> MemoryHotLists:
        return MemoryHotLists(self._open())

    @property
    def designations(self) -> MemoryDesignations:
        return MemoryDesignations(self._open())

    @property
    def specific(self) -> MemorySpecificEntries:
        return MemorySpecificEntries(self._open())

    @property
    def oversight(self) -> MemoryOversight:
        return MemoryOversight(self._open().oversight)

    @property
    def shifts(self) -> MemoryShifts:
        return MemoryShifts(self._open().shift)

    @property
    def figures(self) -> MemoryFigures:
        here = self._open()
        return MemoryFigures(here.reads, here.alerts, here.audit, here.inquiries)

    @property
    def seals(self) -> MemorySeals:
        return MemorySeals(self._open())

    @property
    def holds(self) -> MemoryHolds:
        return MemoryHolds(self._open().keeping, self._open().reads)

    @property
    def purges(self) -> MemoryPurges:
        here = self._open()
        return MemoryPurges(here.keeping, here.reads, here.alerts, MemoryTransfer(here).since)

    @property
    def people(self) -> MemoryPeople:
        return MemoryPeople(self._open().people)

    @property
    def habits(self) -> MemoryHabits:
        return MemoryHabits(self._open().habits)

    @property
    def policy_versions(self) -> MemoryPolicyVersions:
        return MemoryPolicyVersions(self._open().policies)

    @property
    def transfer(self) -> MemoryTransfer:
        return MemoryTransfer(self._open())

    @property
    def switch(self) -> MemorySwitch:
        return MemorySwitch(self._open().switches, self._open().alerts)

    @property
    def inquiries(self) -> MemoryInquiries:
        return MemoryInquiries(self._open().inquiries)

    @property
    def finder(self) -> MemoryReadFinder:
        return MemoryReadFinder(self)

    @property
    def users(self) -> MemoryUsers:
        return MemoryUsers(self._open())

    @property
    def audit(self) -> MemoryAudit:
        return MemoryAudit(self._open(), self._store.unit, self._store.clock)


class MemoryStore:
    def __init__(self, unit: str, clock: Clock) -> None:
        self.unit = unit
        self.clock = clock
        self.contents = Contents()
        self.busy = False

    def unit_of_work(self) -> MemoryUnitOfWork:
        return MemoryUnitOfWork(self)
