"""Specific entries as people enter, approve, renew and withdraw them, on record or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.verify import verify_audit
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    ConsoleError,
    DutyMissing,
    EntryRefused,
    IllegalTransition,
    PermissionRefused,
)
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import Approver
from alpr_console.domain.session import SessionEvent
from alpr_console.domain.specific_entry import SpecificEntry, SpecificState
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.in_force import specific_in_force
from tests.fakes.bolo import WHY, bolo, session_as
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import SPECIFIC_RULES, StandingClock, policy

TERM = SPECIFIC_RULES.term
ENTERING = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
"""Those who work with entries at all."""
PROFILES = sorted((locations.resources_dir() / "policies").glob("*.toml"))


@pytest.fixture
def desk(store: Store, clock: StandingClock) -> Desk:
    """With officer Doe signed in."""
    desk = Desk(store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
    desk.session = session_as("doe")
    return desk


def as_(desk: Desk, name: str, role: Role) -> Desk:
    desk.session = session_as(name, role)
    return desk


def as_sergeant(desk: Desk) -> Desk:
    return as_(desk, "sergeant", Role.SUPERVISOR)


def approved(desk: Desk, **fields: object) -> SpecificEntry:
    """Doe's entry, approved by the sergeant; Doe is signed in again."""
    as_(desk, "doe", Role.OPERATOR)
    entry = desk.specific.submit(bolo(**fields))  # type: ignore[arg-type]
    entry = as_sergeant(desk).specific.approve(entry.entry_id)
    as_(desk, "doe", Role.OPERATOR)
    return entry


def records(store: Store) -> list[AuditRecord]:
    with store.unit_of_work() as work:
        return [e.record for e in work.audit.entries()]


def in_force(store: Store, clock: StandingClock) -> set[str]:
    with store.unit_of_work() as work:
        return {timed.entry.entry_id for timed in specific_in_force(work, clock.now())}


def refused(store: Store, act: Callable[[], object], error: type[ConsoleError]) -> AuditRecord:
    """`act` is refused with `error`, changes no entry, and its refusal is the log's last."""
    with store.unit_of_work() as work:
        before, entries = len(list(work.audit.entries())), work.specific.all()
    with pytest.raises(error) as refusal:
        act()
    with store.unit_of_work() as work:
        log = list(work.audit.entries())
        assert work.specific.all() == entries
    assert len(log) == before + 1
    assert log[-1].record.outcome == f"refused: {refusal.value.what}"
    return log[-1].record


@pytest.mark.requirement("HOT-4")
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "lacking",
    [{"oca": ""}, {"oca": "  "}, {"oca": "none"}, {"oca": "26-" + "0" * 20},
     {"mis": ""}, {"mis": "robbery"}, {"mis": "x x x x x x x"}],
)  # fmt: skip
def test_that_an_entry_without_case_number_or_synopsis_is_refused_with_the_section(
    desk: Desk, store: Store, path: Path, lacking: dict[str, str]
) -> None:
    desk.policy = load_policy(path)
    section = desk.policy.specific.contents.section
    record = refused(store, lambda: desk.specific.submit(bolo(**lacking)), DutyMissing)
    assert record.action == "specific.submitted"
    assert record.who == "doe"
    assert (f"§{section}" in record.outcome) == bool(section)


@pytest.mark.requirement("HOT-4")
def test_that_an_entry_without_a_member_is_refused(desk: Desk, store: Store) -> None:
    desk.session = None
    with pytest.raises(PermissionRefused, match="Nobody is signed in"):
        desk.specific.submit(bolo())
    desk.session = session_as("doe").step(SessionEvent.LOCK)
    refused(store, lambda: desk.specific.submit(bolo()), PermissionRefused)
    desk.session = session_as("doe")
    assert desk.specific.submit(bolo()).entered_by == "doe"


@pytest.mark.requirement("OPS-4")
def test_that_an_entry_that_fits_every_car_is_refused_on_record(desk: Desk, store: Store) -> None:
    refused(store, lambda: desk.specific.submit(bolo("7*", vco="", vst="")), EntryRefused)


@pytest.mark.requirement("HOT-5")
def test_that_an_entry_matches_nothing_until_another_person_approves_it(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    entry = desk.specific.submit(bolo())
    assert in_force(store, clock) == set()
    revision = desk.lists_revision
    as_sergeant(desk).specific.approve(entry.entry_id)
    assert in_force(store, clock) == {entry.entry_id}
    assert desk.lists_revision > revision


@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize("role", ENTERING)
def test_that_nobody_approves_their_own_entry(desk: Desk, store: Store, role: Role) -> None:
    as_(desk, "doe", role)
    entry = desk.specific.submit(bolo())
    record = refused(store, lambda: desk.specific.approve(entry.entry_id), PermissionRefused)
    assert (record.action, record.subject) == ("specific.approved", entry.entry_id)
    refused(store, lambda: desk.specific.refuse(entry.entry_id, WHY), PermissionRefused)


@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize("role", ENTERING)
def test_that_nobody_renews_what_they_entered_or_asked_to_renew(
    desk: Desk, store: Store, role: Role
) -> None:
    entry_id = approved(desk).entry_id
    as_(desk, "captain", role).specific.request_renewal(entry_id, "Still being looked for")
    refused(store, lambda: desk.specific.renew(entry_id), PermissionRefused)
    as_(desk, "doe", role)
    refused(store, lambda: desk.specific.renew(entry_id), PermissionRefused)
    as_sergeant(desk).specific.renew(entry_id)


@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
@pytest.mark.parametrize("role", ENTERING)
def test_that_an_entry_is_approved_by_whom_the_profile_names(
    desk: Desk, store: Store, path: Path, role: Role
) -> None:
    desk.policy = load_policy(path)
    entry_id = desk.specific.submit(bolo()).entry_id
    administrator = desk.policy.specific.approver is Approver.ADMINISTRATOR
    assert administrator == ("462" in path.stem)
    may = {Role.ADMINISTRATOR} if administrator else {Role.SUPERVISOR, Role.ADMINISTRATOR}
    as_(desk, "other", role)
    (line,) = desk.specific.waiting()
    assert line.may_decide == (role in may)
    assert bool(line.why_not) == (role not in may)
    if role in may:
        desk.specific.approve(entry_id)
    else:
        refused(store, lambda: desk.specific.approve(entry_id), PermissionRefused)
        as_(desk, "chief", Role.ADMINISTRATOR).specific.approve(entry_id)
    # Of an update: a supervisor in every profile.
    as_(desk, "doe", Role.OPERATOR).specific.request_renewal(entry_id, "Still being looked for")
    as_(desk, "other", role)
    if role is Role.OPERATOR:
        refused(store, lambda: desk.specific.renew(entry_id), PermissionRefused)
    else:
        desk.specific.renew(entry_id)


@pytest.mark.requirement("HOT-6")
@pytest.mark.parametrize("days", [None, 3])
def test_that_an_entry_stops_matching_at_the_minute_it_expires(
    desk: Desk, store: Store, clock: StandingClock, days: int | None
) -> None:
    clock.go_on(seconds=42)
    entry = approved(desk, days=days)
    assert entry.until == (clock.at + (timedelta(days=days) if days else TERM)).replace(second=0)
    assert desk.specific.get(entry.entry_id).words == "In force"
    clock.at = entry.until - timedelta(microseconds=1)
    assert in_force(store, clock) == {entry.entry_id}
    clock.at = entry.until
    assert in_force(store, clock) == set()
    assert desk.specific.get(entry.entry_id).words == "Expired"


@pytest.mark.requirement("HOT-6")
def test_that_asking_for_a_renewal_lengthens_nothing_and_renewing_gives_one_term(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    entry = approved(desk)
    assert entry.until is not None
    clock.at = entry.until - timedelta(days=2)
    desk.specific.request_renewal(entry.entry_id, "Still being looked for")
    assert in_force(store, clock) == {entry.entry_id}
    clock.at = entry.until
    assert in_force(store, clock) == set()
    assert desk.specific.get(entry.entry_id).words == "Expired, waiting for renewal"
    renewed = as_sergeant(desk).specific.renew(entry.entry_id)
    assert renewed.until == clock.at + TERM
    assert in_force(store, clock) == {entry.entry_id}


@pytest.mark.requirement("HOT-6")
def test_that_a_renewal_refused_leaves_the_term_and_an_entry_refused_stays_refused(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    entry = approved(desk)
    desk.specific.request_renewal(entry.entry_id, "Still being looked for")
    as_sergeant(desk).specific.refuse(entry.entry_id, "The suspect is in custody")
    assert records(store)[-1].action == "specific.renewal_refused"
    assert in_force(store, clock) == {entry.entry_id}
    another = as_(desk, "doe", Role.OPERATOR).specific.submit(bolo())
    as_sergeant(desk).specific.refuse(another.entry_id, "No case of this number")
    assert records(store)[-1].action == "specific.refused"
    refused(store, lambda: desk.specific.approve(another.entry_id), IllegalTransition)


@pytest.mark.requirement("HOT-6")
def test_that_a_withdrawn_entry_stops_at_once_and_for_good(
    desk: Desk, store: Store, clock: StandingClock
) -> None:
    entry = approved(desk)
    refused(store, lambda: desk.specific.withdraw(entry.entry_id, "  "), DutyMissing)
    revision = desk.lists_revision
    desk.specific.withdraw(entry.entry_id, WHY)
    assert in_force(store, clock) == set()
    assert desk.lists_revision > revision
    refused(store, lambda: desk.specific.request_renewal(entry.entry_id, WHY), IllegalTransition)


def test_that_another_member_s_entry_is_withdrawn_by_who_may_approve(
    desk: Desk, store: Store
) -> None:
    entry_id = approved(desk).entry_id
    as_(desk, "roe", Role.OPERATOR)
    assert not desk.specific.get(entry_id).may_withdraw
    refused(store, lambda: desk.specific.withdraw(entry_id, WHY), PermissionRefused)
    as_sergeant(desk)
    assert desk.specific.get(entry_id).may_withdraw
    desk.specific.withdraw(entry_id, WHY)
    assert desk.specific.get(entry_id).state is SpecificState.WITHDRAWN


@pytest.mark.requirement("HOT-4")
def test_that_each_step_is_on_record_with_its_case_and_the_log_vouches_for_it(
    desk: Desk, store: Store
) -> None:
    entry = approved(desk)
    desk.specific.request_renewal(entry.entry_id, "Still being looked for")
    as_sergeant(desk).specific.renew(entry.entry_id)
    as_(desk, "doe", Role.OPERATOR).specific.withdraw(entry.entry_id, WHY)
    steps = [r for r in records(store) if r.subject == entry.entry_id]
    assert [(r.action, r.who, r.outcome) for r in steps] == [
        ("specific.submitted", "doe", "done"),
        ("specific.approved", "sergeant", "done"),
        ("specific.renewal_requested", "doe", "done"),
        ("specific.renewed", "sergeant", "done"),
        ("specific.withdrawn", "doe", "done"),
    ]
    assert {r.details["case"] for r in steps} == {"26-000123"}
    assert {r.details["policy"] for r in steps} == {"test-100"}
    assert ["until" in r.details for r in steps] == [False, True, False, True, False]
    assert steps[-1].details["reason"] == WHY
    # The plate is in the store, which lets go of it; the log never does.
    assert not any("BC" in value for r in steps for value in r.details.values() if len(value) < 64)
    assert verify_audit(store.unit_of_work).specific == 1


def test_that_an_entry_that_is_not_there_is_refused(desk: Desk, store: Store) -> None:
    refused(store, lambda: desk.specific.withdraw("nothing", WHY), EntryRefused)
    with pytest.raises(EntryRefused, match="no such entry"):
        desk.specific.get("nothing")
    desk.specific.submit(bolo())
    desk.specific.submit(bolo())
    with pytest.raises(EntryRefused, match="several"):
        desk.specific.get("")


def test_that_entries_are_seen_newest_first_and_the_waiting_ones_oldest_first(
    desk: Desk, clock: StandingClock
) -> None:
    first = approved(desk)
    second, third = desk.specific.submit(bolo()), desk.specific.submit(bolo())
    ids = [line.entry.entry_id for line in desk.specific.all()]
    assert ids == [third.entry_id, second.entry_id, first.entry_id]
    assert [w.entry.entry_id for w in desk.specific.waiting()] == [second.entry_id, third.entry_id]
    line = desk.specific.get(first.entry_id[:12])
    assert (line.in_force, line.may_ask_renewal, line.may_decide) == (True, True, False)
    assert line.until == first.until
    assert line.entry == first
    desk.session = None
    with pytest.raises(PermissionRefused):
        desk.specific.all()
