"""A small cast for tests: a clock that stands until told, people, a read, a listed plate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from alpr_console.domain.hotlist import Category, HotList, HotListEntry, Match
from alpr_console.domain.operator import Role, User
from alpr_console.domain.plate import Box, CharacterRead, PlateText, StateRead
from alpr_console.domain.policy import (
    AgencyPolicy,
    Approver,
    Barred,
    Clause,
    ListRules,
    SpecificRules,
)
from alpr_console.domain.policy_rules import ShiftRules
from alpr_console.domain.read import PlateRead
from alpr_console.domain.session import Session
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from tests.fakes import rules

START = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


class StandingClock:
    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def go_on(self, **span: float) -> None:
        self.at += timedelta(**span)


def person(role: Role = Role.OPERATOR, name: str = "") -> User:
    """An account that no password opens."""
    name = name or role.value
    return User(uuid4().hex, name, name.capitalize(), "1234", role, "none", START)


def session_of(role: Role = Role.OPERATOR) -> Session:
    return Session(uuid4().hex, person(role), "4-Adam-12", START)


LIST_RULES = ListRules(
    designation=Clause("100.10", "designation"),
    replacement=Clause("100.11", "replacement"),
    shrink_limit=0.5,
    fault_limit=0.02,
    barred=(Barred(("immigrationviolator", "immigration"), Clause("100.12", "immigration")),),
    past_reads=Clause("100.13", "past reads"),
    past_reads_for=timedelta(days=30),
)

SPECIFIC_RULES = SpecificRules(
    contents=Clause("100.14", "contents"),
    approval=Clause("100.15", "approval"),
    approver=Approver.SUPERVISOR,
    update_approver=Approver.SUPERVISOR,
    expiry=Clause("100.16", "expiry"),
    term=timedelta(days=30),
    informational=Clause("100.17", "informational"),
)


def policy(**changed: object) -> AgencyPolicy:
    """A profile in which every duty is asked, each under a section of its own."""
    values: dict[str, object] = {
        "key": "test-100",
        "agency": "Test agency",
        "title": "Policy 100",
        "version": "2026-01-01",
        "sha256": "ab" * 32,
        "permitted_use": ("Official business.",),
        "prohibited_use": ("Personal purposes.",),
        "use": Clause("100.1", "use"),
        "verification": Clause("100.2", "verification"),
        "confirmation": Clause("100.3", "confirmation"),
        "lawful_basis": Clause("100.4", "basis"),
        "disposition": Clause("100.5", "disposition"),
        "list_freshness": Clause("100.6", "freshness"),
        "stale_after": timedelta(hours=24),
        "exigency": Clause("100.7", "exigency"),
        "person_effort": Clause("100.8", "person"),
        "notify": ("Dispatcher",),
        "notify_clause": Clause("100.9", "notify"),
        "lists": LIST_RULES,
        "specific": SPECIFIC_RULES,
        "people": rules.PEOPLE,
        "queries": rules.QUERIES,
        "retention": rules.RETENTION,
        "oversight": rules.OVERSIGHT,
        "release": rules.RELEASE,
        "publication": rules.PUBLICATION,
        "shift": ShiftRules(
            Clause("100.40", "check"), Clause("100.41", "report"), Clause("100.42", "canvass")
        ),
    }
    return AgencyPolicy(**{**values, **changed})  # type: ignore[arg-type]


def reading(
    text: str,
    state: str = "CA",
    confidence: float = 0.98,
    doubts: dict[int, tuple[float, tuple[tuple[str, float], ...]]] | None = None,
) -> PlateText:
    """What a reader says; `doubts` by place: its confidence there and its alternatives."""
    characters = tuple(
        CharacterRead(c, *(doubts or {}).get(i, (confidence, ()))) for i, c in enumerate(text)
    )
    return PlateText(characters, StateRead(state, 0.9), confidence)


def read_of(text: str = "7ABC123", state: str = "CA") -> PlateRead:
    return PlateRead(
        read_id=uuid4().hex,
        track_id=1,
        camera="front",
        reading=reading(text, state),
        box=Box(10, 20, 120, 60),
        corners=((10, 20), (130, 20), (130, 80), (10, 80)),
        first_frame=1,
        last_frame=9,
        frames=9,
        at=START,
        crop_jpeg=b"crop",
        context_jpeg=b"context",
    )


def listed(lic: str = "7ABC123", lis: str = "CA", **fields: object) -> HotListEntry:
    category = fields.pop("category", Category.STOLEN_VEHICLE)
    return HotListEntry(uuid4().hex, lic, lis, category, **fields)  # type: ignore[arg-type]


def hot_list(
    name: str = "SVS", count: int = 1, data_at: datetime = START, version: int = 1
) -> HotList:
    return HotList(uuid4().hex, name, version, "cd" * 32, count, "svs.csv", data_at, START)


def match_of(read: PlateRead, entry: HotListEntry, of: HotList | None = None) -> Match:
    """The match that the index finds between the two; fails the test where it finds none."""
    found = HotListIndex([(of or hot_list(), packed([entry]))]).match(read.reading)
    assert len(found) == 1
    return found[0]
