"""Accounts of individual people, signing in and out, the privacy lock."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import IllegalTransition, PermissionRefused, SignInRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.session import SessionState
from alpr_console.workflow import passwords
from alpr_console.workflow.desk import Desk
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import StandingClock, policy

PASSWORD = "seven horses in the rain"


pytestmark = pytest.mark.usefixtures("quick_argon2")


@pytest.fixture
def desk(store: Store, clock: StandingClock) -> Desk:
    """On which the administrator 'chief' and the officer 'reyes' have accounts."""
    desk = Desk(store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
    desk.create_administrator("chief", "Dana Chief", "1", PASSWORD, trained=True)
    desk.sign_in("chief", PASSWORD, acknowledged=True)
    desk.add_user("Reyes", "Pat  Reyes", "4711", Role.OPERATOR, PASSWORD + "!", "Officer")
    desk.sign_out()
    return desk


def log(store: Store) -> list[tuple[str, str, str]]:
    with store.unit_of_work() as work:
        return [(e.record.action, e.record.who, e.record.outcome[:7]) for e in work.audit.entries()]


def test_that_the_shipped_hash_is_argon2id_with_a_salt_of_its_own() -> None:
    one, other = (PasswordHasher().hash(PASSWORD) for _ in range(2))
    assert one.startswith("$argon2id$")
    assert one != other


@pytest.mark.requirement("ACC-1")
def test_that_the_first_start_makes_one_administrator_and_only_one(
    store: Store, clock: StandingClock
) -> None:
    desk = Desk(store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
    assert desk.first_start_needed()
    administrator = desk.create_administrator("Chief", "Dana Chief", "1", PASSWORD)
    assert (administrator.role, administrator.name) == (Role.ADMINISTRATOR, "chief")
    assert administrator.password_hash.startswith("$argon2id$")
    assert not desk.first_start_needed()
    with pytest.raises(SignInRefused, match="already"):
        desk.create_administrator("other", "Some One", "2", PASSWORD)
    added = [entry for entry in log(store) if entry[0] == "user.added"]
    assert added == [("user.added", "chief", "done"), ("user.added", "system", "refused")]


@pytest.mark.requirement("ACC-1")
def test_that_sign_in_and_out_are_on_record(desk: Desk, store: Store) -> None:
    before = len(log(store))
    session = desk.sign_in(" REYES ", PASSWORD + "!", acknowledged=True)
    assert (session.user.full_name, session.unit) == ("Pat Reyes", "4-Adam-12")
    desk.sign_out()
    assert desk.session is None
    assert log(store)[before:] == [
        ("sign_in.succeeded", "reyes", "done"),
        ("sign_out", "reyes", "done"),
    ]


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize(
    ("name", "password", "who"),
    [
        ("reyes", PASSWORD, "reyes"),
        ("reyes", "", "reyes"),
        ("nobody", PASSWORD, "unknown name"),
        (PASSWORD, "", "unknown name"),
    ],
)
def test_that_a_wrong_name_and_a_wrong_password_look_alike_and_are_on_record(
    desk: Desk, store: Store, name: str, password: str, who: str
) -> None:
    with pytest.raises(SignInRefused, match="Name or password is wrong"):
        desk.sign_in(name, password, acknowledged=True)
    assert desk.session is None
    assert log(store)[-1] == ("sign_in.failed", who, "refused")
    with store.unit_of_work() as work:
        assert PASSWORD not in repr(list(work.audit.entries()))


def test_that_an_unknown_name_costs_a_password_check_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda of, _: checked.append(of))
    for name in ("reyes", "nobody"):
        with pytest.raises(SignInRefused):
            desk.sign_in(name, PASSWORD, acknowledged=True)
    assert len(checked) == 2
    assert all(of.startswith("$argon2id$") for of in checked)


@pytest.mark.requirement("ACC-5")
def test_that_only_the_administrator_makes_accounts(desk: Desk, store: Store) -> None:
    desk.sign_in("reyes", PASSWORD + "!", acknowledged=True)
    with pytest.raises(PermissionRefused):
        desk.add_user("friend", "A Friend", "9", Role.ADMINISTRATOR, PASSWORD)
    assert log(store)[-1] == ("user.added", "reyes", "refused")


@pytest.mark.requirement("ACC-1")
@pytest.mark.parametrize(
    "given",
    [
        ("REYES", "Another Reyes", "5", PASSWORD),
        ("", "No Name", "5", PASSWORD),
        ("two words", "Two Words", "5", PASSWORD),
        ("night", " ", "5", PASSWORD),
        ("night", "Night Shift", " ", PASSWORD),
        ("night", "Night Shift", "5", "short77"),
        ("night", "Night Shift", "5", "x" * 257),
    ],
)
def test_that_an_account_is_one_persons_own(
    desk: Desk, store: Store, given: tuple[str, str, str, str]
) -> None:
    desk.sign_in("chief", PASSWORD, acknowledged=True)
    name, full_name, badge, password = given
    with pytest.raises(SignInRefused):
        desk.add_user(name, full_name, badge, Role.OPERATOR, password, "Officer")
    with store.unit_of_work() as work:
        assert [u.name for u in work.users.all()] == ["chief", "reyes"]


@pytest.mark.requirement("ACC-7")
def test_that_only_the_same_person_opens_the_lock(desk: Desk, store: Store) -> None:
    desk.sign_in("reyes", PASSWORD + "!", acknowledged=True)
    assert desk.lock().state is SessionState.LOCKED
    with pytest.raises(IllegalTransition):
        desk.lock()
    with pytest.raises(SignInRefused):
        desk.unlock(PASSWORD)
    assert desk.session is not None
    assert desk.session.state is SessionState.LOCKED
    assert desk.unlock(PASSWORD + "!").state is SessionState.ACTIVE
    assert [action for action, _, _ in log(store)][-3:] == [
        "session.locked",
        "session.unlock_failed",
        "session.unlocked",
    ]


def test_that_signing_in_over_another_persons_session_ends_it(desk: Desk, store: Store) -> None:
    desk.sign_in("reyes", PASSWORD + "!", acknowledged=True)
    desk.lock()
    assert desk.sign_in("chief", PASSWORD, acknowledged=True).user.name == "chief"
    assert log(store)[-1] == ("sign_out", "reyes", "done")


def test_that_acts_on_a_session_need_one(desk: Desk) -> None:
    acts: list[Callable[[], object]] = [desk.sign_out, desk.lock, lambda: desk.unlock(PASSWORD)]
    for act in acts:
        with pytest.raises(PermissionRefused, match="Nobody"):
            act()
