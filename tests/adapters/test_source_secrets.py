"""Secrets of list sources: the same from the system's keyring and from the one in memory."""

from __future__ import annotations

import gc

import pytest
from keyring.backends import SecretService

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.domain.errors import KeyringUnavailable
from alpr_console.source_ports import SecretStore
from tests.adapters.keyring_session import SecretServiceSession, secret_service

__all__ = ["secret_service"]

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + "b3BlbnNzaC1rZXk\n" * 30 + "-----END\n"


@pytest.fixture(params=["system", "memory"])
def store(request: pytest.FixtureRequest) -> SecretStore:
    if request.param == "memory":
        return SessionKeyStore()
    request.getfixturevalue("secret_service")
    return SystemKeyStore()


def test_that_a_secret_is_kept_replaced_and_forgotten(store: SecretStore) -> None:
    assert store.secret("SVS") is None
    store.keep_secret("SVS", "first")
    store.keep_secret("SVS", KEY)
    store.keep_secret("SFR", "pässword with spaces ")
    assert store.secret("SVS") == KEY
    assert store.secret("SFR") == "pässword with spaces "
    store.forget_secret("SVS")
    assert store.secret("SVS") is None
    assert store.secret("SFR") == "pässword with spaces "


def test_that_forgetting_what_is_not_kept_is_no_fault(store: SecretStore) -> None:
    store.forget_secret("SVS")
    assert store.secret("SVS") is None


def test_that_no_source_s_name_reaches_the_store_s_key(
    secret_service: SecretServiceSession,
) -> None:
    store = SystemKeyStore()
    key = store.store_key("store")
    store.keep_secret("store", "password")
    assert store.store_key("store") == key
    store.forget_secret("store")
    assert SystemKeyStore(may_create=False).store_key("store") == key
    assert SecretService.Keyring().get_password("alpr-console", "store") == key.hex()


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_that_a_locked_keyring_gives_no_secret_and_says_so(
    secret_service: SecretServiceSession,
) -> None:
    store = SystemKeyStore()
    store.keep_secret("SVS", "password")
    secret_service.lock()
    with pytest.raises(KeyringUnavailable, match="locked"):
        store.secret("SVS")
    # See test_keyring: the keyring package leaves its connection to the garbage collector.
    gc.collect()
