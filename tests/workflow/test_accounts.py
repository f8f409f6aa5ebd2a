"""Lockout, disuse, second factors, passwords, and what administrators change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from argon2 import PasswordHasher

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.account import AccountAct
from alpr_console.domain.errors import (
    AccountRefused,
    ConsoleError,
    PermissionRefused,
    RecoveryCodeNeeded,
    SecondFactorNeeded,
    SignInRefused,
)
from alpr_console.domain.gates import GateKind
from alpr_console.domain.operator import Role
from alpr_console.workflow import passwords
from tests.fakes.people import colleague
from tests.fakes.profiles import PASSWORD, Station
from tests.fakes.shift import StandingClock

LOCKED = "locked after 5 failures"


@pytest.fixture(autouse=True)
def _quick_argon2(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords.hash_of_nobody.cache_clear()
    yield
    passwords.hash_of_nobody.cache_clear()


@pytest.fixture
def here(store: Store, shelf: FolderShelf, clock: StandingClock) -> Station:
    station = Station("427", store, shelf, clock)
    station.add("reyes")
    return station


def fail(here: Station, times: int, name: str = "reyes") -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused, match="Name or password is wrong"):
            here.desk.sign_in(name, "not it at all", acknowledged=True)


def user_id(here: Station, name: str) -> str:
    with here.store.unit_of_work() as work:
        user = work.users.by_name(name)
    assert user is not None
    return user.user_id


@pytest.mark.requirement("ACC-1")
def test_that_five_failures_in_a_quarter_of_an_hour_lock_until_an_administrator_releases(
    here: Station,
) -> None:
    fail(here, 4)
    here.sign_in("reyes")
    fail(here, 5)
    here.clock.go_on(days=2)
    with pytest.raises(SignInRefused, match=LOCKED):
        here.sign_in("reyes")
    # To a wrong password a locked account says nothing of itself.
    fail(here, 1)
    here.sign_in("chief")
    here.desk.people.changes().release(user_id(here, "reyes"), "Was on the phone")
    here.sign_in("reyes")
    acts = [action for action, _, _ in here.actions()]
    assert acts.count("account.locked") == 1
    assert acts.count("account.released") == 1


@pytest.mark.requirement("ACC-1")
def test_that_what_failed_before_a_release_counts_no_more(here: Station) -> None:
    fail(here, 5)
    here.clock.go_on(minutes=1)
    here.sign_in("chief")
    here.desk.people.changes().release(user_id(here, "reyes"), "Was on the phone")
    here.clock.go_on(minutes=1)
    fail(here, 4)
    here.sign_in("reyes")


def test_that_failures_further_apart_do_not_lock(here: Station) -> None:
    for _ in range(8):
        fail(here, 1)
        here.clock.go_on(minutes=4)
    here.sign_in("reyes")


@pytest.mark.requirement("ACC-7")
def test_that_failures_at_the_privacy_lock_count_too(here: Station) -> None:
    here.sign_in("reyes")
    here.desk.lock()
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong"):
            here.desk.unlock("not it at all")
    with pytest.raises(SignInRefused, match=LOCKED):
        here.desk.unlock(PASSWORD)


def test_that_a_recovery_code_releases_the_only_administrator_once(here: Station) -> None:
    code, other, *_ = here.desk.people.new_recovery_codes()
    here.desk.sign_out()
    fail(here, 5, "chief")
    with pytest.raises(SignInRefused, match=LOCKED):
        here.sign_in("chief")
    with pytest.raises(SignInRefused, match=LOCKED):
        here.desk.sign_in("chief", PASSWORD, acknowledged=True, code="0000-0000-0000-0000")
    here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=code)
    here.desk.sign_out()
    fail(here, 5, "chief")
    with pytest.raises(SignInRefused, match=LOCKED):
        here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=code)
    here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=other.upper())


def test_that_a_recovery_code_revives_the_only_administrator_after_disuse(here: Station) -> None:
    code, other, *_ = here.desk.people.new_recovery_codes()
    here.desk.sign_out()
    here.clock.go_on(days=91)
    with pytest.raises(RecoveryCodeNeeded, match="not used for 90 days"):
        here.sign_in("chief")
    here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=code)
    here.desk.sign_out()
    here.sign_in("chief")
    # Locked and not used at once: one code opens both.
    here.desk.sign_out()
    fail(here, 5, "chief")
    here.clock.go_on(days=91)
    here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=other)


def test_that_no_recovery_code_opens_what_another_administrator_has_closed(here: Station) -> None:
    codes = here.desk.people.new_recovery_codes()
    colleague(here.desk, "deputy", "D. Deputy", Role.ADMINISTRATOR, PASSWORD, "77")
    chief = user_id(here, "chief")
    here.sign_in("deputy")
    here.desk.people.changes().disable(chief, "Left the department")
    here.desk.sign_out()
    fail(here, 5, "chief")
    for code in ("", codes[0]):
        with pytest.raises(SignInRefused, match="disabled"):
            here.desk.sign_in("chief", PASSWORD, acknowledged=True, code=code)


def test_that_recovery_codes_of_one_who_does_not_administer_open_no_lockout(here: Station) -> None:
    here.sign_in("reyes")
    code, *_ = here.desk.people.new_recovery_codes()
    here.desk.sign_out()
    fail(here, 5)
    with pytest.raises(SignInRefused, match=LOCKED):
        here.desk.sign_in("reyes", PASSWORD, acknowledged=True, code=code)


def test_that_no_account_has_the_name_under_which_the_console_acts(here: Station) -> None:
    with pytest.raises(SignInRefused, match="console's own"):
        here.desk.add_user("System", "S. Ystem", "9", Role.OPERATOR, PASSWORD)


@pytest.mark.requirement("ACC-1")
def test_that_whoever_has_a_temporary_password_does_nothing_but_change_it(here: Station) -> None:
    colleague(here.desk, "deputy", "D. Deputy", Role.ADMINISTRATOR, PASSWORD, "77")
    first = here.desk.people.changes().reset_password(user_id(here, "deputy"), "Forgotten")
    here.desk.sign_in("deputy", first, acknowledged=True)
    with pytest.raises(PermissionRefused, match="temporary"):
        here.desk.people.changes().disable(user_id(here, "reyes"), "On leave")
    with pytest.raises(PermissionRefused, match="temporary"):
        here.desk.add_user("fry", "P. Fry", "9", Role.OPERATOR, PASSWORD)
    here.desk.people.change_password(first, "another long one 42 words")
    here.desk.people.changes().disable(user_id(here, "reyes"), "On leave")


def test_that_an_account_not_used_for_ninety_days_is_disabled_and_said(here: Station) -> None:
    here.clock.go_on(days=90)
    here.sign_in("reyes")
    here.clock.go_on(days=90, seconds=1)
    with pytest.raises(SignInRefused, match="not used for 90 days"):
        here.sign_in("reyes")
    with pytest.raises(SignInRefused, match="disabled"):
        here.sign_in("reyes")
    with here.store.unit_of_work() as work:
        user = work.users.by_name("reyes")
    assert user is not None
    assert user.disabled


def test_that_an_enabled_account_opens_again(here: Station) -> None:
    reyes = user_id(here, "reyes")
    here.desk.people.changes().disable(reyes, "On leave")
    with pytest.raises(SignInRefused, match="disabled"):
        here.sign_in("reyes")
    here.sign_in("chief")
    here.desk.people.changes().enable(reyes, "Back")
    here.sign_in("reyes")


def test_that_a_code_of_the_app_is_asked_for_and_counts_once(here: Station) -> None:
    here.sign_in("reyes")
    secret, uri = here.desk.people.new_code_app()
    assert uri.startswith("otpauth://totp/")
    with pytest.raises(SignInRefused, match="not the app's"):
        here.desk.people.set_up_code_app(secret, "000000")
    app = pyotp.TOTP(secret)
    here.desk.people.set_up_code_app(secret, app.at(here.clock.now()))
    here.desk.sign_out()
    with pytest.raises(SecondFactorNeeded):
        here.sign_in("reyes")
    # The one that proved the app is used up.
    with pytest.raises(SignInRefused, match="wrong or was used"):
        here.desk.sign_in("reyes", PASSWORD, acknowledged=True, code=app.at(here.clock.now()))
    here.clock.go_on(seconds=30)
    code = app.at(here.clock.now())
    here.desk.sign_in("reyes", PASSWORD, acknowledged=True, code=code)
    here.desk.lock()
    with pytest.raises(SignInRefused, match="wrong or was used"):
        here.desk.unlock(PASSWORD, code)
    here.clock.go_on(seconds=60)
    here.desk.unlock(PASSWORD, app.at(here.clock.now() - timedelta(seconds=30)))


def test_that_wrong_codes_lock_as_wrong_passwords_do(here: Station) -> None:
    here.sign_in("reyes")
    secret, _ = here.desk.people.new_code_app()
    here.desk.people.set_up_code_app(secret, pyotp.TOTP(secret).at(here.clock.now()))
    for _ in range(5):
        with pytest.raises(SignInRefused, match="wrong or was used"):
            here.desk.sign_in("reyes", PASSWORD, acknowledged=True, code="123")
    with pytest.raises(SignInRefused, match=LOCKED):
        here.desk.sign_in("reyes", PASSWORD, acknowledged=True, code="123")


def test_that_an_administrator_removes_a_lost_factor(here: Station) -> None:
    here.sign_in("reyes")
    secret, _ = here.desk.people.new_code_app()
    here.desk.people.set_up_code_app(secret, pyotp.TOTP(secret).at(here.clock.now()))
    here.sign_in("chief")
    here.desk.people.changes().remove_factors(user_id(here, "reyes"), "Phone lost")
    here.sign_in("reyes")


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password1", "on the list of common passwords"),
        ("aaaaaaaa", "the same characters repeated"),
        ("abcdefgh", "a sequence of characters"),
        ("reyes4417", "made of your own name, badge, agency or unit"),
        ("short77", "at least 8 characters"),
        ("x" * 257, "at most 256"),
        (PASSWORD, "one of the last 5"),
    ],
)
def test_that_a_password_easily_guessed_is_refused_with_the_reason(
    here: Station, password: str, reason: str
) -> None:
    here.sign_in("reyes")
    with pytest.raises(SignInRefused, match=reason):
        here.desk.people.change_password(PASSWORD, password)
    with pytest.raises(SignInRefused, match="old password is wrong"):
        here.desk.people.change_password("not it", "quite another secret")
    here.desk.people.change_password(PASSWORD, "quite another secret")
    here.desk.sign_in("reyes", "quite another secret", acknowledged=True)


def test_that_a_temporary_password_opens_nothing_but_its_own_change(here: Station) -> None:
    temporary = here.desk.people.changes().reset_password(user_id(here, "reyes"), "Forgotten")
    session = here.desk.sign_in("reyes", temporary, acknowledged=True)
    assert [gate.kind for gate in session.gates] == [GateKind.PASSWORD]
    with pytest.raises(PermissionRefused, match="temporary"):
        here.desk.open_alerts()
    here.desk.people.change_password(temporary, "quite another secret")
    assert here.desk.open_alerts() == ()
    with here.store.unit_of_work() as work:
        assert temporary not in repr(list(work.audit.entries()))


@pytest.mark.requirement("ACC-5")
def test_that_nobody_changes_their_own_account_and_each_change_has_a_reason(
    here: Station,
) -> None:
    changes = here.desk.people.changes()
    chief, reyes = here.chief.user_id, user_id(here, "reyes")
    with pytest.raises(AccountRefused, match="their own"):
        changes.set_role(chief, Role.AUDITOR, "Tired of it")
    with pytest.raises(AccountRefused, match="reason"):
        changes.set_role(reyes, Role.SUPERVISOR, " ")
    changes.set_role(reyes, Role.SUPERVISOR, "Promoted")
    steps = here.desk.people.history(reyes)
    assert (steps[-1].act, steps[-1].value, steps[-1].by) == (
        AccountAct.ROLE, "supervisor", "chief",
    )  # fmt: skip
    session = here.sign_in("reyes").session
    assert session is not None
    assert session.user.role is Role.SUPERVISOR
    with pytest.raises(ConsoleError, match="may not"):
        here.desk.people.changes().set_role(chief, Role.OPERATOR, "Revenge")


def test_that_an_account_disabled_meanwhile_ends_the_session(here: Station) -> None:
    other = here.at(("", ""))
    here.sign_in("reyes", other)
    here.desk.people.changes().disable(user_id(here, "reyes"), "Suspended")
    other.people.look()
    assert other.session is None
