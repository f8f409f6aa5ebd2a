"""Searches of stored reads on the real store: what is shown, and what goes on record with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    PermissionRefused,
    SearchRefused,
)
from alpr_console.domain.inquiry import Grounds, InquiryKind
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.operator import Role
from alpr_console.domain.plate import VehicleDescription
from alpr_console.domain.read import PlateRead, PositionFix
from alpr_console.domain.read_search import Circle, SearchTerms
from alpr_console.domain.session import SessionEvent
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.search_entered import SearchEntered
from alpr_console.workflow.search_reads import OPENED, PAGE, SEARCHED, Page
from tests.fakes.patrol import Patrol
from tests.fakes.shift import START, StandingClock, listed, read_of, session_of

GROUNDS = Grounds("Vehicle of a witness", "Case number", "26-114")
TOWN = (32.7948, -116.9625)
HOUR = timedelta(hours=1)


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    return Patrol(store.unit_of_work, shelf, clock)


def keep(desk: Desk, plate: str = "7ABC123", hours: float = 0, **changed: object) -> PlateRead:
    read = replace(read_of(plate), at=START - hours * HOUR, **changed)  # type: ignore[arg-type]
    desk.keep_read(read)
    return read


def first_page(desk: Desk, terms: SearchTerms | SearchEntered, grounds: Grounds = GROUNDS) -> Page:
    return desk.search.page(desk.search.begin(terms, grounds))


def log(store: Store, *actions: str) -> list[AuditRecord]:
    with store.unit_of_work() as work:
        work.audit.verify()
        return [e.record for e in work.audit.entries() if e.record.action in actions]


@pytest.mark.requirement("QRY-1")
@pytest.mark.requirement("ACC-2")
def test_that_a_search_is_on_record_with_its_terms_and_what_it_returned(
    desk: Desk, store: Store
) -> None:
    older, newer = keep(desk, hours=3), keep(desk, hours=1)
    keep(desk, "8XYZ999")
    terms = SearchTerms(plate="7ABC*", since=START - 9 * HOUR, place=None, camera="Front")
    search = desk.search.begin(terms, GROUNDS)
    page = desk.search.page(search)
    assert [read.read_id for read in page.reads] == [newer.read_id, older.read_id]
    assert not page.more
    with store.unit_of_work() as work:
        kept = work.inquiries.get(search.inquiry.inquiry_id)
    assert (kept.kind, kept.who, kept.full_name) == (InquiryKind.SEARCH, "operator", "Operator")
    assert (kept.organization, kept.unit, kept.at) == ("Test agency", "4-Adam-12", START)
    assert kept.terms == {
        "plate": "7ABC*", "since": "2026-11-22T09:00:00+00:00", "camera": "Front",
    }  # fmt: skip
    assert (kept.grounds, kept.section) == (GROUNDS, "100.33")
    assert kept.policy == "test-100@abababababab"
    (returned,) = kept.returned
    assert returned.reads == ((newer.read_id, "7ABC123"), (older.read_id, "7ABC123"))
    (entry,) = log(store, SEARCHED)
    assert (entry.who, entry.outcome, entry.subject) == ("operator", "done", kept.inquiry_id)
    assert entry.purpose == "Case number 26-114 · Vehicle of a witness"
    ids = f"{newer.read_id}\n{older.read_id}"
    assert entry.details == {
        "asked_plate": "7ABC*",
        "asked_since": "2026-11-22T09:00:00+00:00",
        "asked_camera": "Front",
        "full_name": "Operator",
        "organization": "Test agency",
        "section": "100.33",
        "number_kind": "Case number",
        "number": "26-114",
        "page": "1",
        "returned": "2",
        "plates": "7ABC123 7ABC123",
        "reads_sha256": hashlib.sha256(ids.encode()).hexdigest(),
    }


@pytest.mark.requirement("QRY-1")
def test_that_a_search_that_finds_nothing_is_on_record_too(desk: Desk, store: Store) -> None:
    assert first_page(desk, SearchTerms(plate="7ABC123")).reads == ()
    keep(desk, "8XYZ999")
    assert first_page(desk, SearchTerms(plate="7ABC123")).reads == ()
    entries = log(store, SEARCHED)
    assert [entry.details["returned"] for entry in entries] == ["0", "0"]


@pytest.mark.requirement("QRY-1")
def test_that_each_further_page_is_a_look_of_its_own_on_record(desk: Desk, store: Store) -> None:
    reads = [keep(desk, f"7AB{n:04}", hours=n) for n in range(2 * PAGE + 1)]
    search = desk.search.begin(SearchTerms(plate="7AB*"), GROUNDS)
    pages = [desk.search.page(search) for _ in range(3)]
    assert [page.more for page in pages] == [True, True, False]
    met = [read.read_id for page in pages for read in page.reads]
    assert met == [read.read_id for read in reads]
    with store.unit_of_work() as work:
        kept = work.inquiries.get(search.inquiry.inquiry_id)
    assert [len(one.reads) for one in kept.returned] == [PAGE, PAGE, 1]
    entries = log(store, SEARCHED)
    assert [(e.details["page"], e.details["returned"]) for e in entries] == [
        ("1", "50"), ("2", "50"), ("3", "1"),
    ]  # fmt: skip
    with pytest.raises(SearchRefused, match="no further page"):
        desk.search.go_on(search)


def test_that_a_full_last_page_says_that_there_is_no_more(desk: Desk) -> None:
    for n in range(PAGE):
        keep(desk, hours=n)
    page = first_page(desk, SearchTerms(plate="7ABC123"))
    assert (len(page.reads), page.more) == (PAGE, False)


@pytest.mark.parametrize("terms", [
    SearchTerms(plate="*BC1*"),
    SearchTerms(since=START - timedelta(days=900)),
    SearchTerms(place=Circle(*TOWN, 900.0)),
    SearchTerms(place=Circle(*TOWN, 40_000.0)),
    SearchTerms(plate="7AB*", until=START + HOUR, place=Circle(*TOWN, 900.0)),
])  # fmt: skip
def test_that_a_walk_through_years_meets_every_read_once(desk: Desk, terms: SearchTerms) -> None:
    fix = PositionFix(*TOWN, START)
    reads = [keep(desk, hours=n**3 / 5, position=fix) for n in range(33)]
    search = desk.search.begin(terms, GROUNDS)
    slices = 0
    while (page := desk.search.go_on(search)) is None:
        slices += 1
    assert slices > 3
    assert [read.read_id for read in page.reads] == [read.read_id for read in reads]


def test_that_time_bounds_what_is_found_from_its_first_moment_to_before_its_last(
    desk: Desk,
) -> None:
    kept = [keep(desk, hours=n) for n in range(6)]
    terms = SearchTerms(plate="7ABC123", since=START - 4 * HOUR, until=START - 1 * HOUR)
    found = [read.read_id for read in first_page(desk, terms).reads]
    assert found == [read.read_id for read in kept[2:5]]
    later = SearchTerms(since=START + HOUR, plate="7ABC123")
    assert first_page(desk, later).reads == ()


def test_that_hits_and_corrections_are_marked(patrol: Patrol, clock: StandingClock) -> None:
    patrol.put_list("SVS", [listed()])
    hit = patrol.pass_of("7ABC123")
    clock.go_on(minutes=1)
    wrong = patrol.pass_of("7ABX12")
    patrol.desk.correct_read(wrong.read_id, "7ABX124", "CA", "The last digit is covered by dirt")
    page = first_page(patrol.desk, SearchTerms(plate="7AB*"))
    assert [(r.read_id, r.plate, r.hit, r.corrected) for r in page.reads] == [
        (wrong.read_id, "7ABX124", False, True),
        (hit.read_id, "7ABC123", True, False),
    ]


@pytest.mark.requirement("QRY-1")
@pytest.mark.requirement("ACC-2")
def test_that_a_read_is_opened_as_a_look_of_its_own(patrol: Patrol, store: Store) -> None:
    patrol.put_list("SVS", [listed()])
    read = patrol.pass_of("7ABC123")
    desk = patrol.desk
    search = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    desk.search.page(search)
    patrol.clock.go_on(minutes=2)
    opened = desk.search.open(search, read.read_id)
    assert opened.read == read
    assert opened.alerts == ("Stolen vehicle · raised",)
    with store.unit_of_work() as work:
        first, look = work.inquiries.between(START, START + HOUR)
    assert (look.kind, look.within) == (InquiryKind.READ, first.inquiry_id)
    assert (look.grounds, look.at) == (GROUNDS, START + timedelta(minutes=2))
    assert look.returned[0].reads == ((read.read_id, "7ABC123"),)
    (entry,) = log(store, OPENED)
    assert (entry.subject, entry.details["plates"]) == (look.inquiry_id, "7ABC123")
    assert entry.purpose == "Case number 26-114 · Vehicle of a witness"


def test_that_only_what_a_search_has_shown_can_be_opened(desk: Desk, store: Store) -> None:
    keep(desk)
    other = keep(desk, "8XYZ999")
    search = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    desk.search.page(search)
    with pytest.raises(SearchRefused, match="not among those found"):
        desk.search.open(search, other.read_id)
    (entry,) = log(store, OPENED)
    assert entry.outcome == "refused: This read is not among those found."


@pytest.mark.requirement("QRY-1")
@pytest.mark.requirement("AUD-1")
def test_that_nothing_is_shown_where_the_record_cannot_be_written(desk: Desk, store: Store) -> None:
    read = keep(desk)
    search = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    refuse = "CREATE TRIGGER full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'no'); END"
    with store._engine.begin() as connection:
        connection.execute(text(refuse))
    with pytest.raises(IntegrityError):
        desk.search.page(search)
    with store._engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full"))
    with store.unit_of_work() as work:
        assert work.inquiries.between(START - HOUR, START + HOUR) == []
    # It is none of those shown, and a second try shows it with its record.
    with pytest.raises(SearchRefused):
        desk.search.open(search, read.read_id)
    assert [one.read_id for one in desk.search.page(search).reads] == [read.read_id]
    assert len(log(store, SEARCHED)) == 1


@pytest.mark.requirement("ACC-5")
@pytest.mark.parametrize("role", [Role.TRAINER, Role.AUDITOR, Role.CUSTODIAN])
def test_that_roles_without_searches_are_refused_on_record(
    desk: Desk, store: Store, role: Role
) -> None:
    desk.session = session_of(role)
    with pytest.raises(PermissionRefused):
        desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    (entry,) = log(store, SEARCHED)
    assert entry.outcome.startswith("refused: ")
    assert (entry.who, entry.details["asked_plate"]) == (role.value, "7ABC123")


@pytest.mark.requirement("ACC-2")
@pytest.mark.requirement("ACC-7")
def test_that_a_search_ends_with_the_session_or_its_lock(desk: Desk, store: Store) -> None:
    read = keep(desk)
    search = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    desk.search.page(search)
    again = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    assert desk.session is not None
    desk.session = desk.session.step(SessionEvent.LOCK)
    acts: list[Callable[[], object]] = [
        lambda: desk.search.go_on(again),
        lambda: desk.search.open(search, read.read_id),
        lambda: desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS),
    ]
    for act in acts:
        with pytest.raises(PermissionRefused):
            act()
    desk.session = session_of(Role.SUPERVISOR)
    for act in acts[:2]:
        with pytest.raises(PermissionRefused, match="another session"):
            act()
    refused = [e for e in log(store, SEARCHED, OPENED) if e.outcome != "done"]
    assert len(refused) == 5


def test_that_a_search_given_up_is_on_record_without_anything_shown(
    desk: Desk, store: Store
) -> None:
    keep(desk)
    search = desk.search.begin(SearchTerms(plate="*B*", since=START - HOUR,
                                           place=Circle(*TOWN, 900.0)), GROUNDS)  # fmt: skip
    desk.search.give_up(search)
    with store.unit_of_work() as work:
        assert work.inquiries.get(search.inquiry.inquiry_id).returned == ()
    (entry,) = log(store, SEARCHED)
    assert (entry.outcome, entry.details["asked_plate"]) == ("given up", "*B*")
    assert "returned" not in entry.details
    with pytest.raises(SearchRefused):
        desk.search.go_on(search)


def test_that_a_read_purged_meanwhile_is_said_to_be_gone(desk: Desk, store: Store) -> None:
    read = keep(desk)
    search = desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
    desk.search.page(search)
    with store._engine.begin() as connection:
        connection.execute(text("DELETE FROM reads"))
    with pytest.raises(SearchRefused, match="purged"):
        desk.search.open(search, read.read_id)


@pytest.mark.parametrize(
    ("terms", "what"),
    [
        (SearchTerms(), "Nothing to search by"),
        (SearchTerms(state="CA", camera="front", color="white"), "Nothing to search by"),
        (SearchTerms(plate="7*"), "at least 2 characters"),
        (SearchTerms(plate="7*", since=START), "at least 2 characters"),
        (SearchTerms(plate="7*", place=Circle(*TOWN, 100.0)), "at least 2 characters"),
        (SearchTerms(plate="7ABC123", state="XX"), "No state"),
        (SearchTerms(plate="7ABC123", color="mauve"), "No such color"),
        (SearchTerms(plate="7ABC123", body="boat"), "No such body"),
        (SearchTerms(since=START, until=START), "ends before it begins"),
        (SearchTerms(since=START, approximate=True), "Similar plates of which"),
        (SearchTerms(place=Circle(91.0, 0.0, 10.0)), "no place"),
        (SearchTerms(place=Circle(*TOWN, 0.0)), "no place"),
        (SearchTerms(place=Circle(*TOWN, 51_000.0)), "too large"),
        (SearchEntered(plate="7AB#"), "A plate has no '#'"),
        (SearchEntered(since="yesterday"), "This is no time"),
        (SearchEntered(near="32.7", radius="10"), "This is no place"),
        (SearchEntered(near="32.7 -116.9"), "This is no place"),
        (SearchEntered(radius="10"), "around what"),
        (SearchEntered(within="33, -116, 32, -115"), "no place"),
        (SearchEntered(near="1,1", radius="9", within="1,1,2,2"), "A circle and a rectangle"),
    ],
)
def test_that_terms_that_ask_for_nothing_or_too_much_are_refused_on_record(
    desk: Desk, store: Store, terms: SearchTerms | SearchEntered, what: str
) -> None:
    with pytest.raises(SearchRefused, match=what) as refused:
        desk.search.begin(terms, GROUNDS)
    assert refused.value.remedy
    (entry,) = log(store, SEARCHED)
    assert entry.outcome == f"refused: {refused.value.what}"
    assert entry.details["section"] == "100.33"


def test_that_a_case_number_is_enough_and_on_record(desk: Desk, store: Store) -> None:
    keep(desk)
    kept = keep(desk)
    with store.unit_of_work() as work:
        held = (kept.read_id,)
        work.holds.add(Hold("h1", HoldKind.EVIDENCE, "26-118204", "Trial", "roe", START, held))
    page = first_page(desk, SearchEntered(case=" 26-118204 "))
    assert [read.read_id for read in page.reads] == [kept.read_id]
    with_plate = first_page(desk, SearchEntered(plate="7*", case="26-118204"))
    assert [read.read_id for read in with_plate.reads] == [kept.read_id]
    assert log(store, SEARCHED)[0].details["asked_case"] == "26-118204"


def test_that_one_character_is_enough_within_a_time_and_a_place(desk: Desk) -> None:
    fix = PositionFix(*TOWN, START)
    kept = keep(desk, position=fix)
    terms = SearchTerms(plate="7*", since=START - HOUR, place=Circle(*TOWN, 500.0))
    assert [read.read_id for read in first_page(desk, terms).reads] == [kept.read_id]


def test_that_a_search_is_read_as_it_is_typed(desk: Desk) -> None:
    vehicle = VehicleDescription("white", 0.9, "SUV", 0.9)
    kept = keep(desk, position=PositionFix(*TOWN, START), vehicle=vehicle)
    entered = SearchEntered(
        plate="7abc-1 23", state="ca", since="2026-11-22", until="2026-11-23 23:00",
        near="32.7948, -116.9625", radius="50", camera=" front ", color="White", body="suv",
    )  # fmt: skip
    page = desk.search.page(desk.search.begin(entered, GROUNDS))
    assert [read.read_id for read in page.reads] == [kept.read_id]
    box = SearchEntered(within="32.79, -116.97, 32.80, -116.96")
    page = desk.search.page(desk.search.begin(box, GROUNDS))
    assert [read.read_id for read in page.reads] == [kept.read_id]
