"""Changes of the profile: in force once an administrator has signed, and on record."""

from __future__ import annotations

import pytest

from alpr_console import locations
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import PermissionRefused, PolicyRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_version import PolicyWaiting
from alpr_console.policy.versions import changes, in_force
from alpr_console.workflow.desk import Desk
from tests.fakes.shift import StandingClock, session_of

TEXT = (locations.resources_dir() / "policies" / "template.toml").read_text(encoding="utf-8")
NEWER = TEXT.replace("after_days = 30\n", "after_days = 45\n")


def desk_at(store: Store, shelf: FolderShelf, clock: StandingClock, text: str) -> Desk:
    """As the console starts with the profile `text` chosen."""
    with store.unit_of_work() as work:
        policy, waiting = in_force(text, "template", work.policy_versions.newest())
    store.policy = policy.version_name
    desk = Desk(store.unit_of_work, shelf, clock, policy, "4-Adam-12", policy_waiting=waiting)
    desk.session = session_of(Role.ADMINISTRATOR)
    return desk


@pytest.fixture
def signed(store: Store, shelf: FolderShelf, clock: StandingClock) -> Desk:
    """The template, signed off."""
    desk = desk_at(store, shelf, clock, TEXT)
    desk.policies.sign("Adopted by the Chief")
    return desk


def test_that_a_profile_never_signed_is_in_force_but_waits_for_a_signature(
    store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    desk = desk_at(store, shelf, clock, TEXT)
    assert desk.policies.waiting() is not None
    desk.policies.sign("Adopted by the Chief")
    assert desk_at(store, shelf, clock, TEXT).policies.waiting() is None


def test_that_a_changed_profile_is_not_in_force_until_it_is_signed(
    signed: Desk, store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    desk = desk_at(store, shelf, clock, NEWER)
    assert desk.policy.retention.reads.after.days == 30
    waiting = desk.policies.waiting()
    assert waiting is not None
    assert [(c.place, c.before, c.after) for c in waiting.changes] == [
        ("retention.reads.after_days", "30", "45")
    ]
    desk.policies.sign("Council resolution 12")
    assert desk.policy.retention.reads.after.days == 30
    after = desk_at(store, shelf, clock, NEWER)
    assert after.policy.retention.reads.after.days == 45
    assert after.policies.waiting() is None
    assert [one.note for one in after.policies.history()] == [
        "Council resolution 12", "Adopted by the Chief",
    ]  # fmt: skip


def test_that_a_signature_is_on_record_with_what_changed_and_under_which_version(
    signed: Desk, store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    before = signed.policy.version_name
    desk_at(store, shelf, clock, NEWER).policies.sign("Council resolution 12")
    with store.unit_of_work() as work:
        entry = [e for e in work.audit.entries() if e.record.action == "policy.signed"][-1]
    assert entry.record.purpose == "Council resolution 12"
    assert entry.record.details["change 1: retention.reads.after_days"] == "30 → 45"
    # Made while the older version was in force.
    assert entry.record.details["policy"] == before


def test_that_the_first_administrator_signs_the_profile_they_start_under(
    store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    desk = desk_at(store, shelf, clock, TEXT)
    desk.session = None
    desk.create_administrator("rivera", "M. Rivera", "1", "correct horse battery", trained=True)
    with store.unit_of_work() as work:
        newest = work.policy_versions.newest()
    assert newest is not None
    assert (newest.by, newest.text) == ("rivera", TEXT)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_that_only_an_administrator_signs_and_a_refusal_is_on_record(
    store: Store, shelf: FolderShelf, clock: StandingClock, role: Role
) -> None:
    desk = desk_at(store, shelf, clock, TEXT)
    desk.session = session_of(role)
    with pytest.raises(PermissionRefused):
        desk.policies.sign("Mine")
    with store.unit_of_work() as work:
        assert work.policy_versions.newest() is None
        (entry,) = work.audit.entries()
    assert entry.record.outcome.startswith("refused: ")


def test_that_a_signature_needs_a_note_and_something_to_sign(signed: Desk) -> None:
    with pytest.raises(PolicyRefused, match="waits"):
        signed.policies.sign("Again")


def test_that_an_empty_note_is_refused(
    store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    with pytest.raises(PolicyRefused, match="note is needed"):
        desk_at(store, shelf, clock, TEXT).policies.sign("  ")


def test_that_every_entry_names_the_version_it_was_made_under(
    store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    desk = desk_at(store, shelf, clock, TEXT)
    desk.policies.sign("Adopted")
    desk.lock()
    with store.unit_of_work() as work:
        made = {entry.record.details.get("policy") for entry in work.audit.entries()}
    assert made == {desk.policy.version_name}


def test_that_another_agency_s_profile_waits_too(
    signed: Desk, store: Store, shelf: FolderShelf, clock: StandingClock
) -> None:
    path = next((locations.resources_dir() / "policies").glob("*-429.toml"))
    with store.unit_of_work() as work:
        policy, waiting = in_force(
            path.read_text(encoding="utf-8"), path.stem, work.policy_versions.newest()
        )
    assert policy.key == "template"
    assert isinstance(waiting, PolicyWaiting)
    assert waiting.policy.key == path.stem


def test_that_a_list_of_tables_is_compared_one_by_one() -> None:
    newer = TEXT.replace('name = "ALPR training"', 'name = "Reader training"')
    assert [(c.place, c.after) for c in changes(TEXT, newer)] == [
        ("people.courses 1.name", "Reader training")
    ]
    fewer = TEXT.replace(
        '[[use.prohibited]]\nsilent = true\n'
        'sense = "Harassing or intimidating any person or group."\n', "",
    )  # fmt: skip
    assert {c.after for c in changes(TEXT, fewer)} == {""}
