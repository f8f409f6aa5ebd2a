"""Security keys: the real FIDO2 library against a key in software, and what the desk believes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Event

import pytest
from argon2 import PasswordHasher
from fido2.ctap import CtapDevice

from alpr_console.adapters.security_keys.usb_keys import UsbSecurityKeys
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import (
    KeyPinNeeded,
    KeyRefused,
    SecondFactorNeeded,
    SignInRefused,
)
from alpr_console.domain.key_challenge import KeyAnswer, KeyChallenge
from alpr_console.workflow import passwords
from tests.fakes.profiles import PASSWORD, Station
from tests.fakes.shift import StandingClock
from tests.fakes.soft_key import SoftKey


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
    station.add("chen")
    station.sign_in("reyes")
    return station


def plugged(*keys: CtapDevice) -> UsbSecurityKeys:
    return UsbSecurityKeys(lambda: iter(keys))


def set_up(here: Station, key: SoftKey, pin: str = "") -> None:
    people = here.desk.people
    people.set_up_key("blue key", plugged(key).make(people.new_key(), pin, Event()))


def challenge(here: Station, name: str = "reyes") -> KeyChallenge:
    with pytest.raises(SecondFactorNeeded) as needed:
        here.desk.sign_in(name, PASSWORD, acknowledged=True)
    assert needed.value.challenge is not None
    return needed.value.challenge


def answer(here: Station, key: SoftKey, pin: str = "") -> KeyAnswer:
    return plugged(key).answer(challenge(here), pin, Event())


def enter(here: Station, given: KeyAnswer, name: str = "reyes") -> None:
    here.desk.sign_in(name, PASSWORD, acknowledged=True, key=given)


@pytest.mark.parametrize("counts", [True, False])
def test_that_a_key_set_up_is_asked_for_and_opens(here: Station, counts: bool) -> None:
    key = SoftKey(counts=counts)
    set_up(here, key)
    assert [one.name for one in here.desk.people.own_account().keys] == ["blue key"]
    here.desk.sign_out()
    for _ in range(2):
        enter(here, answer(here, key))
    here.desk.lock()
    with pytest.raises(SecondFactorNeeded) as needed:
        here.desk.unlock(PASSWORD)
    assert needed.value.challenge is not None
    here.desk.unlock(PASSWORD, key=plugged(key).answer(needed.value.challenge, "", Event()))
    assert "account.factor_set_up" in [action for action, _, _ in here.actions()]
    assert not key.opened


def test_that_the_wrong_password_is_told_of_no_key(here: Station) -> None:
    set_up(here, SoftKey())
    with pytest.raises(SignInRefused, match="Name or password is wrong") as refused:
        here.desk.sign_in("reyes", "not it at all", acknowledged=True)
    assert not hasattr(refused.value, "challenge")


def test_that_an_answer_counts_once(here: Station) -> None:
    key = SoftKey()
    set_up(here, key)
    given = answer(here, key)
    enter(here, given)
    here.desk.sign_out()
    with pytest.raises(SignInRefused, match="not yours, or its answer is too old"):
        enter(here, given)
    challenge(here)
    with pytest.raises(SignInRefused, match="not yours, or its answer is too old"):
        enter(here, given)


def test_that_an_answer_too_late_does_not_count(here: Station) -> None:
    key = SoftKey()
    set_up(here, key)
    given = answer(here, key)
    here.clock.go_on(minutes=2, seconds=1)
    with pytest.raises(SignInRefused, match="too old"):
        enter(here, given)


def test_that_another_person_s_key_opens_nothing(here: Station) -> None:
    mine, theirs = SoftKey(), SoftKey()
    set_up(here, mine)
    here.sign_in("chen")
    set_up(here, theirs)
    here.desk.sign_out()
    asked = replace(challenge(here), credentials=challenge(here, "chen").credentials)
    asked = replace(asked, challenge=challenge(here).challenge)
    given = plugged(theirs).answer(asked, "", Event())
    with pytest.raises(SignInRefused, match="not yours"):
        enter(here, given)
    with pytest.raises(KeyRefused, match="not one of yours"):
        answer(here, theirs)


def test_that_a_copied_key_is_found_by_its_counter(here: Station) -> None:
    key = SoftKey()
    set_up(here, key)
    enter(here, answer(here, key))
    key.counter = 0
    with pytest.raises(SignInRefused, match="counted backwards"):
        enter(here, answer(here, key))


@pytest.mark.parametrize("part", ["client_data", "authenticator_data", "signature"])
def test_that_no_altered_answer_opens(here: Station, part: str) -> None:
    key = SoftKey()
    set_up(here, key)
    for place in (0, 7, -1):
        # Each wrong answer counts as a failure; a right one in between keeps the account open.
        given = answer(here, key)
        altered = bytearray(getattr(given, part))
        altered[place] ^= 1
        with pytest.raises(SignInRefused, match="not yours"):
            enter(here, replace(given, **{part: bytes(altered)}))
        enter(here, answer(here, key))
    challenge(here)
    with pytest.raises(SignInRefused, match="not yours"):
        enter(here, KeyAnswer(b"", b"", b"", b""))


def test_that_a_silent_answer_does_not_count(here: Station) -> None:
    """One that was signed without a touch."""
    key = SoftKey()
    set_up(here, key)
    key._touch = lambda: None  # type: ignore[method-assign]
    untouched = key._data
    key._data = lambda rp, flags, credential=b"": untouched(rp, flags & ~1, credential)  # type: ignore[assignment,method-assign,operator]
    with pytest.raises(SignInRefused, match="not yours"):
        enter(here, answer(here, key))


def test_that_wrong_keys_lock_as_wrong_passwords_do(here: Station) -> None:
    set_up(here, SoftKey())
    for _ in range(5):
        challenge(here)
        with pytest.raises(SignInRefused, match="not yours"):
            enter(here, KeyAnswer(b"", b"", b"", b""))
    with pytest.raises(SignInRefused, match="locked after 5 failures"):
        here.desk.sign_in("reyes", PASSWORD, acknowledged=True)


def test_that_a_key_is_set_up_once_and_by_its_own_challenge(here: Station) -> None:
    key, people = SoftKey(), here.desk.people
    set_up(here, key)
    with pytest.raises(KeyRefused, match="set up already"):
        set_up(here, key)
    made = plugged(SoftKey()).make(people.new_key(), "", Event())
    people.new_key()
    with pytest.raises(KeyRefused, match="cannot be used"):
        people.set_up_key("other", made)
    with pytest.raises(KeyRefused, match="too long"):
        people.set_up_key("other", made)
    with pytest.raises(KeyRefused, match="needs a name"):
        people.set_up_key(" ", made)
    assert len(people.own_account().keys) == 1


def test_that_a_key_s_own_pin_is_asked_for(here: Station) -> None:
    key, people = SoftKey(pin="4711-x"), here.desk.people
    with pytest.raises(KeyPinNeeded, match="asks for its PIN"):
        plugged(key).make(people.new_key(), "", Event())
    with pytest.raises(KeyPinNeeded, match="PIN is wrong"):
        plugged(key).make(people.new_key(), "0000", Event())
    set_up(here, key, "4711-x")
    with pytest.raises(KeyPinNeeded, match="asks for its PIN"):
        answer(here, key)
    enter(here, answer(here, key, "4711-x"))


def test_that_what_is_plugged_in_is_said(here: Station) -> None:
    asked = here.desk.people.new_key()
    first, second = SoftKey(), SoftKey()
    with pytest.raises(KeyRefused, match="No security key"):
        plugged().make(asked, "", Event())
    with pytest.raises(KeyRefused, match="More than one"):
        plugged(first, second).make(asked, "", Event())
    assert not first.opened
    assert not second.opened
    with pytest.raises(KeyRefused, match="not touched in time"):
        plugged(SoftKey(touched=False)).make(asked, "", Event())

    def forbidden() -> Iterator[CtapDevice]:
        raise PermissionError("hidraw0")

    with pytest.raises(KeyRefused, match="may not be opened"):
        UsbSecurityKeys(forbidden).make(asked, "", Event())


def test_that_a_removed_key_is_asked_for_no_longer(here: Station) -> None:
    key = SoftKey()
    set_up(here, key)
    here.desk.people.remove_own_factors(PASSWORD)
    here.desk.sign_out()
    here.sign_in("reyes")
