"""The store's key in a real keyring: kept, locked, absent, insecure."""

from __future__ import annotations

import gc
from pathlib import Path

import keyring.core
import pytest
from keyring.backends import SecretService

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.domain.errors import KeyringUnavailable
from tests.adapters.keyring_session import SecretServiceSession, secret_service

__all__ = ["secret_service"]


def test_that_the_key_is_made_once_and_found_again(secret_service: SecretServiceSession) -> None:
    key = SystemKeyStore().store_key("store")
    assert len(key) == 32
    assert SystemKeyStore(may_create=False).store_key("store") == key
    assert SystemKeyStore().store_key("training") != key


@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
def test_that_a_locked_keyring_says_so_and_keeps_its_key(
    secret_service: SecretServiceSession,
) -> None:
    SystemKeyStore().store_key("store")
    secret_service.lock()
    with pytest.raises(KeyringUnavailable, match=r"locked\. Unlock it and start again\."):
        SystemKeyStore().store_key("store")
    # The keyring package leaves its connection to the bus to the garbage collector when it
    # finds the keyring locked; collected here, where that is ignored.
    gc.collect()


def test_that_a_lost_key_is_not_made_anew_for_a_store_that_exists(
    secret_service: SecretServiceSession,
) -> None:
    with pytest.raises(KeyringUnavailable, match="no key for the store"):
        SystemKeyStore(may_create=False).store_key("store")
    assert SecretService.Keyring().get_password("alpr-console", "store") is None


def test_that_a_signing_key_is_made_beside_a_store_that_exists(
    secret_service: SecretServiceSession,
) -> None:
    """A store of an earlier version has none, and nothing is opened with it."""
    key = SystemKeyStore(may_create=False).signing_key("signing")
    assert len(key) == 32
    assert SystemKeyStore(may_create=False).signing_key("signing") == key
    with pytest.raises(KeyringUnavailable):
        SystemKeyStore(may_create=False).store_key("signing")


def test_that_something_else_in_the_key_s_place_is_neither_used_nor_replaced(
    secret_service: SecretServiceSession,
) -> None:
    SecretService.Keyring().set_password("alpr-console", "store", "hunter2")
    with pytest.raises(KeyringUnavailable, match="not a key"):
        SystemKeyStore().store_key("store")
    assert SecretService.Keyring().get_password("alpr-console", "store") == "hunter2"


def test_that_without_a_keyring_the_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(KeyringUnavailable, match="Install gnome-keyring"):
        SystemKeyStore().store_key("store")


def test_that_a_keyring_that_went_away_is_reported(
    secret_service: SecretServiceSession,
) -> None:
    secret_service.stop()
    with pytest.raises(KeyringUnavailable):
        SystemKeyStore().store_key("store")


@pytest.mark.parametrize("backend", ["null", "fail"])
def test_that_a_keyring_without_protection_is_refused(
    backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}.Keyring")
    with pytest.raises(KeyringUnavailable, match="does not protect the key"):
        SystemKeyStore().store_key("store")


def test_that_a_keyring_set_in_its_file_is_refused_as_well(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keyring.core, "_config_path", lambda: tmp_path / "keyringrc.cfg")
    (tmp_path / "keyringrc.cfg").write_text(
        "[backend]\ndefault-keyring=keyring.backends.null.Keyring\n"
    )
    with pytest.raises(KeyringUnavailable, match="keyringrc"):
        SystemKeyStore().store_key("store")


def test_that_the_demonstration_s_key_lasts_as_long_as_its_holder() -> None:
    keys = SessionKeyStore()
    assert len(keys.store_key("store")) == 32
    assert keys.store_key("store") == keys.store_key("store")
    assert keys.store_key("store") != SessionKeyStore().store_key("store")
