"""What each agency's profile asks for before stored reads are shown (QRY-1)."""

from __future__ import annotations

from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import DutyMissing
from alpr_console.domain.inquiry import Grounds, InquiryKind
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import QueryNeed
from alpr_console.domain.read_search import SearchTerms
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.search_reads import OPENED, SEARCHED
from tests.fakes.shift import StandingClock, read_of, session_of

BY_NUMBER = {
    path.stem.rsplit("-", 1)[-1]: load_policy(path)
    for path in sorted((locations.resources_dir() / "policies").glob("*.toml"))
}
PLATE = SearchTerms(plate="7ABC123")

REASON = Grounds("Vehicle of a witness")
NUMBER = Grounds("", "case number", "26-114")
BOTH = Grounds("Vehicle of a witness", "case number", "26-114")
NONE_THERE = Grounds("Vehicle of a witness", no_number=True)
NOTHING = Grounds()

ENOUGH: dict[QueryNeed, tuple[Grounds, ...]] = {
    QueryNeed.REASON: (REASON, BOTH, NONE_THERE),
    QueryNeed.NUMBER_OR_REASON: (REASON, NUMBER, BOTH, NONE_THERE),
    QueryNeed.NUMBER_AND_REASON: (BOTH,),
    QueryNeed.REASON_AND_ANY_NUMBER: (BOTH, NONE_THERE),
}


def at_desk(policy: AgencyPolicy, store: Store, folder: Path) -> Desk:
    desk = Desk(
        store.unit_of_work, FolderShelf(folder, bytes(32)), StandingClock(), policy, "4-Adam-12"
    )
    desk.session = session_of(Role.OPERATOR)
    desk.keep_read(read_of("7ABC123"))
    return desk


def test_that_profiles_ask_for_what_their_texts_say() -> None:
    assert {n: (p.queries.need, p.queries.clause.section) for n, p in BY_NUMBER.items()} == {
        "427": (QueryNeed.NUMBER_OR_REASON, "427.7(d)"),
        "429": (QueryNeed.REASON, ""),
        "430": (QueryNeed.REASON_AND_ANY_NUMBER, "430.7(g)"),
        "462": (QueryNeed.NUMBER_AND_REASON, "462.6(e)"),
        "470": (QueryNeed.REASON, ""),
        "template": (QueryNeed.NUMBER_AND_REASON, ""),
    }


@pytest.mark.requirement("QRY-1")
@pytest.mark.requirement("ACC-2")
@pytest.mark.parametrize("number", BY_NUMBER)
@pytest.mark.parametrize("grounds", [NOTHING, REASON, NUMBER, BOTH, NONE_THERE], ids=str)
def test_that_nothing_is_shown_before_what_the_profile_asks_for(
    store: Store, tmp_path: Path, number: str, grounds: Grounds
) -> None:
    policy = BY_NUMBER[number]
    desk = at_desk(policy, store, tmp_path)
    if grounds in ENOUGH[policy.queries.need]:
        page = desk.search.page(desk.search.begin(PLATE, grounds))
        assert [read.plate for read in page.reads] == ["7ABC123"]
    else:
        with pytest.raises(DutyMissing) as refused:
            desk.search.begin(PLATE, grounds)
        section = policy.queries.clause.section
        assert refused.value.section == section
        assert refused.value.what.endswith(f" §{section}." if section else " needed.")
        assert refused.value.remedy
    with store.unit_of_work() as work:
        (entry,) = (e.record for e in work.audit.entries() if e.record.action == SEARCHED)
        inquiries = work.inquiries.between(StandingClock().at, StandingClock().at.max.replace(
            tzinfo=StandingClock().at.tzinfo))  # fmt: skip
    assert entry.details["section"] == policy.queries.clause.section
    assert entry.details["asked_plate"] == "7ABC123"
    if grounds in ENOUGH[policy.queries.need]:
        assert entry.outcome == "done"
        assert entry.details["plates"] == "7ABC123"
        (inquiry,) = inquiries
        assert (inquiry.organization, inquiry.policy) == (policy.agency, policy.version_name)
        assert inquiry.section == policy.queries.clause.section
        assert entry.purpose == inquiry.grounds.words
    else:
        assert entry.outcome.startswith("refused: ")
        assert inquiries == []


@pytest.mark.requirement("ACC-2")
@pytest.mark.requirement("QRY-1")
@pytest.mark.parametrize("number", BY_NUMBER)
def test_that_a_read_opened_is_on_record_with_who_saw_which_plate_and_why(
    store: Store, tmp_path: Path, number: str
) -> None:
    policy = BY_NUMBER[number]
    desk = at_desk(policy, store, tmp_path)
    search = desk.search.begin(PLATE, BOTH)
    (read,) = desk.search.page(search).reads
    desk.search.open(search, read.read_id)
    with store.unit_of_work() as work:
        (entry,) = (e for e in work.audit.entries() if e.record.action == OPENED)
        look = work.inquiries.get(entry.record.subject)
    record = entry.record
    assert (record.who, record.details["organization"]) == ("operator", policy.agency)
    assert (record.details["plates"], record.details["asked_plate"]) == ("7ABC123", "7ABC123")
    assert record.purpose == "Case number 26-114 · Vehicle of a witness"
    assert record.details["section"] == policy.queries.clause.section
    assert (look.kind, look.at, look.policy) == (InquiryKind.READ, entry.at, policy.version_name)


@pytest.mark.requirement("QRY-1")
@pytest.mark.parametrize("number", BY_NUMBER)
def test_that_only_the_profile_s_kinds_of_number_count(
    store: Store, tmp_path: Path, number: str
) -> None:
    policy = BY_NUMBER[number]
    desk = at_desk(policy, store, tmp_path)
    for kind in policy.queries.numbers:
        search = desk.search.begin(PLATE, Grounds("Vehicle of a witness", kind.upper(), "26-114"))
        assert search.inquiry.grounds.number_kind == kind
    for kind in ("Badge number", ""):
        with pytest.raises(DutyMissing, match="What the number is"):
            desk.search.begin(PLATE, Grounds("Vehicle of a witness", kind, "26-114"))


@pytest.mark.requirement("QRY-1")
@pytest.mark.parametrize("number", BY_NUMBER)
@pytest.mark.parametrize(
    "grounds",
    [
        Grounds("xxxxxxxxxxxxxxx", "Case number", "26-114"),
        Grounds("because", "Case number", "26-114"),
        Grounds("Vehicle of a witness", "Case number", "none"),
        Grounds("Vehicle of a witness", "Case number", "26-114", no_number=True),
    ],
    ids=["keys held down", "too short", "no number", "both"],
)
def test_that_words_that_say_nothing_do_not_count(
    store: Store, tmp_path: Path, number: str, grounds: Grounds
) -> None:
    desk = at_desk(BY_NUMBER[number], store, tmp_path)
    with pytest.raises(DutyMissing):
        desk.search.begin(PLATE, grounds)
