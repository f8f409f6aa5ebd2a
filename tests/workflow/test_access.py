"""Who gets at the data, and what must be on record first, under each of the five policies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.account import Acknowledgement, Training
from alpr_console.domain.errors import AccountRefused, PermissionRefused, SignInRefused
from alpr_console.domain.gates import GateKind
from alpr_console.domain.operator import Permission, Role
from tests.fakes.profiles import BY_NUMBER, HERE, NUMBERS, PASSWORD, Station
from tests.fakes.shift import StandingClock

every_profile = pytest.mark.parametrize("number", NUMBERS)
OTHER = ("cd" * 16, "Somebody's laptop")


pytestmark = pytest.mark.usefixtures("quick_argon2")


@pytest.fixture
def station(store: Store, shelf: FolderShelf, clock: StandingClock) -> Callable[[str], Station]:
    return lambda number: Station(number, store, shelf, clock)


def missing(station: Station) -> list[GateKind]:
    session = station.desk.session
    assert session is not None
    return [gate.kind for gate in session.gates]


@pytest.mark.requirement("ACC-1")
@every_profile
def test_that_each_person_has_an_account_and_every_sign_in_is_on_record(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.add("reyes")
    with pytest.raises(SignInRefused, match="taken"):
        here.bare("Reyes")
    before = len(here.actions())
    here.sign_in("reyes")
    here.desk.sign_out()
    with pytest.raises(SignInRefused, match="wrong"):
        here.desk.sign_in("reyes", "not it at all", acknowledged=True)
    assert here.actions()[before:] == [
        ("sign_in.succeeded", "reyes", "done"),
        ("sign_out", "chief", "done"),
        ("sign_out", "reyes", "done"),
        ("sign_in.failed", "reyes", "refused"),
    ]


@pytest.mark.requirement("ACC-2")
@every_profile
def test_that_a_sign_in_is_on_record_with_name_organization_and_version(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    with here.store.unit_of_work() as work:
        entry = [e for e in work.audit.entries() if e.record.action == "sign_in.succeeded"][-1]
    details = entry.record.details
    assert (entry.record.who, details["full_name"]) == ("chief", "Dana Chief")
    assert details["organization"] == BY_NUMBER[number].agency
    assert details["acknowledged"] == BY_NUMBER[number].version_name


@pytest.mark.requirement("ACC-2")
@every_profile
def test_that_nothing_opens_without_a_sign_in(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.desk.sign_out()
    looks = (here.desk.open_alerts, lambda: here.desk.latest_reads(5), here.desk.people.accounts)
    for look in looks:
        with pytest.raises(PermissionRefused):
            look()


@pytest.mark.requirement("ACC-3")
@pytest.mark.requirement("TRN-1")
@every_profile
def test_that_no_data_open_before_the_profile_s_training_is_whole(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    rules = here.policy.people
    user = here.bare("reyes")
    here.sign_in("reyes")
    wanted = [GateKind.TRAINING] * len(rules.courses)
    if rules.approval is not None:
        wanted.append(GateKind.APPROVAL)
    assert missing(here) == wanted
    with pytest.raises(PermissionRefused, match=re.escape(f"§{rules.courses[0].clause.section}")):
        here.desk.open_alerts()
    for course in rules.courses:
        here.sign_in("chief")
        here.desk.people.record_training(
            user.user_id, course.key, here.clock.now(), "Sgt. Lee", "A-1"
        )
        here.sign_in("reyes")
        wanted = wanted[1:]
        assert missing(here) == wanted
    if rules.approval is not None:
        with pytest.raises(PermissionRefused, match="not approved"):
            here.desk.open_alerts()
        here.sign_in("chief")
        here.desk.people.changes().approve(user.user_id, "Training complete")
        here.sign_in("reyes")
    assert here.desk.open_alerts() == ()


@pytest.mark.requirement("ACC-3")
def test_that_one_policy_asks_for_clets_post_and_approval_too() -> None:
    asked = {n: [c.key for c in p.people.courses] for n, p in BY_NUMBER.items()}
    assert asked.pop("430") == ["clets", "alpr", "post"]
    assert set(map(tuple, asked.values())) == {("alpr",)}
    assert [n for n in NUMBERS if BY_NUMBER[n].people.approval is not None] == ["430"]


@pytest.mark.requirement("TRN-1")
@every_profile
def test_that_training_expires_to_the_minute_and_shuts_the_gate_in_mid_session(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    user = here.add("reyes")
    shortest = min(here.policy.people.courses, key=lambda course: course.valid_for)
    with here.store.unit_of_work() as work:
        ends = min(t.expires_at for t in work.people.of(Training, user.user_id))
    assert ends - here.clock.now() == shortest.valid_for
    # Every twelve weeks, or the account would be disabled for disuse.
    while here.clock.now() < ends - timedelta(days=80):
        here.clock.go_on(days=80)
        here.sign_in("reyes")
        here.desk.sign_out()
    here.clock.at = ends - timedelta(minutes=1)
    here.sign_in("reyes")
    here.desk.people.look()
    assert here.desk.open_alerts() == ()
    here.clock.at = ends
    here.desk.people.look()
    with pytest.raises(PermissionRefused, match="expired"):
        here.desk.open_alerts()


@pytest.mark.requirement("TRN-1")
@every_profile
def test_that_each_version_of_the_policy_is_acknowledged_once_and_on_record(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.add("reyes")
    with pytest.raises(SignInRefused, match="not acknowledged"):
        here.desk.sign_in("reyes", PASSWORD)
    here.sign_in("reyes")
    changed = here.at(HERE)

    changed.policy = replace(here.policy, sha256="ef" * 32)
    session = changed.sign_in("reyes", PASSWORD, acknowledged=True)
    assert session.gates == ()

    with here.store.unit_of_work() as work:
        kept = work.people.of(Acknowledgement, session.user.user_id)
    assert [one.policy for one in kept] == [here.policy.version_name, changed.policy.version_name]


@pytest.mark.requirement("TRN-1")
@every_profile
def test_that_nobody_records_their_own_training_or_approves_themselves(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    trainer = here.bare("lee", Role.TRAINER)
    course = here.policy.people.courses[0].key
    here.sign_in("lee")
    with pytest.raises(AccountRefused, match="their own"):
        here.desk.people.record_training(trainer.user_id, course, here.clock.now(), "Me")
    here.sign_in("chief")
    with pytest.raises(AccountRefused, match="their own"):
        here.desk.people.changes().approve(here.chief.user_id, "I am the chief")


@pytest.mark.requirement("ACC-4")
@every_profile
def test_that_only_listed_positions_are_given_access(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    rules = here.policy.people
    assert bool(rules.listed_positions) == (number in ("429", "430", "462"))
    if rules.listed_positions:
        with pytest.raises(AccountRefused, match=re.escape(rules.positions.section)):
            here.desk.add_user("fry", "P. Fry", "9", Role.OPERATOR, PASSWORD, "Delivery boy")
        user = here.bare("fry")
        with pytest.raises(AccountRefused, match="gives no access"):
            here.desk.people.changes().set_position(user.user_id, "Delivery boy", "promoted")
    else:
        user = here.desk.add_user("fry", "P. Fry", "9", Role.OPERATOR, PASSWORD, "Delivery boy")
        assert user.position == "Delivery boy"
    with pytest.raises(AccountRefused, match="position is needed"):
        here.desk.add_user("leela", "T. Leela", "9", Role.OPERATOR, PASSWORD, " ")


@pytest.mark.requirement("ACC-6")
@every_profile
def test_that_another_computer_opens_the_store_only_with_a_permission(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.add("reyes")
    other = here.at(OTHER)
    here.sign_in("reyes", other)
    if here.policy.people.device is None:
        assert number != "430"
        assert other.open_alerts() == ()
        return
    assert number == "430"
    with pytest.raises(PermissionRefused, match=r"not registered. §430.7\(f\)"):
        other.open_alerts()
    here.sign_in("chief", other)
    until = here.clock.now() + timedelta(days=30)
    other.people.permit_this_device("Pat Reyes", "Undercover car", until)
    here.sign_in("reyes", other)
    assert other.open_alerts() == ()
    here.clock.at = until
    here.sign_in("reyes", other)
    with pytest.raises(PermissionRefused, match="not registered"):
        other.open_alerts()
    here.sign_in("chief", other)
    other.people.register_this_device("Unit 14 MDC")
    here.sign_in("reyes", other)
    assert other.open_alerts() == ()
    here.sign_in("chief", other)
    other.people.withdraw_device(OTHER[0], "Sold")
    here.sign_in("reyes", other)
    with pytest.raises(PermissionRefused, match="not registered"):
        other.open_alerts()


@pytest.mark.requirement("ACC-8")
@every_profile
def test_that_the_administrator_s_title_and_designee_are_on_record(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    assert here.desk.people.designee() is None
    here.desk.people.name_designee("Capt. R. Doe")
    here.desk.people.name_designee("Lt. S. Roe")
    designee = here.desk.people.designee()
    assert designee is not None
    assert (designee.title, designee.name) == (here.policy.people.administrator_title, "Lt. S. Roe")
    assert "Lt. S. Roe" in here.desk.policies.page()
    named = [a for a in here.actions() if a[0] == "designee.named"]
    assert named == [("designee.named", "chief", "done")] * 2


@pytest.mark.requirement("OPS-1")
@every_profile
def test_that_the_uses_are_acknowledged_at_each_sign_in_with_their_section(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.desk.sign_out()
    section = re.escape(f"uses are not acknowledged. §{here.policy.use.section}")
    with pytest.raises(SignInRefused, match=section):
        here.desk.sign_in("chief", PASSWORD, acknowledged=False)
    here.sign_in("chief")
    with here.store.unit_of_work() as work:
        refused, done = list(work.audit.entries())[-2:]
    assert refused.record.outcome.startswith("refused: ")
    assert done.record.details["uses_section"] == here.policy.use.section


@pytest.mark.requirement("ACC-7")
@every_profile
def test_that_a_session_locks_after_twelve_hours_until_the_person_proves_who_they_are(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    here.clock.go_on(hours=11, minutes=59)
    here.desk.people.look()
    here.desk.open_alerts()
    here.clock.go_on(minutes=1)
    here.desk.people.look()
    session = here.desk.session
    assert session is not None
    assert session.lock_reason == "after 12 hours"
    with pytest.raises(PermissionRefused):
        here.desk.open_alerts()
    here.desk.unlock(PASSWORD)
    here.desk.people.look()
    assert here.desk.open_alerts() == ()


@pytest.mark.requirement("ACC-5")
@every_profile
def test_that_a_trainer_and_a_custodian_do_not_reach_live_data(
    number: str, station: Callable[[str], Station]
) -> None:
    here = station(number)
    for role in (Role.TRAINER, Role.CUSTODIAN, Role.AUDITOR):
        here.sign_in("chief")
        here.add(role.value, role)
        here.sign_in(role.value)
        with pytest.raises(PermissionRefused, match="may not"):
            here.desk.open_alerts()
        assert not any(
            here.desk.session.user.may(p)  # type: ignore[union-attr]
            for p in (Permission.MANAGE_USERS, Permission.HANDLE_ALERTS, Permission.SIGN_POLICY)
        )
