"""`alpr-console audit verify`, as a person runs it, with the key in a real keyring."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console import bootstrap
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.system_keyring import SystemKeyStore
from alpr_console.adapters.storage import cipher
from alpr_console.domain.audit import AuditRecord
from tests.adapters.keyring_session import SecretServiceSession, secret_service

__all__ = ["secret_service"]


@pytest.fixture
def folder(secret_service: SecretServiceSession, tmp_path: Path) -> Path:
    """Data folder of a console that has been used."""
    folder = tmp_path / "data"
    keys = bootstrap.system_keys(folder)
    with closing(bootstrap.open_store(folder, keys, "4-Adam-12", SystemClock())) as store:
        for name in ("pdoe", "jroe", "pdoe"):
            with store.unit_of_work() as work:
                work.audit.append(AuditRecord("sign_in.succeeded", name, "done"))
    return folder


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "alpr_console", "audit", "verify", "--data-dir", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_that_a_whole_log_is_said_to_be_whole(folder: Path) -> None:
    done = verify(folder)
    assert done.returncode == 0, done.stderr
    assert "3 audit entries verified" in done.stdout


def test_that_a_changed_log_is_named_and_the_exit_code_says_so(folder: Path) -> None:
    path = folder / bootstrap.STORE_FILE
    connection = cipher.connect(path, SystemKeyStore().store_key(bootstrap.STORE_KEY))
    connection.execute("DROP TRIGGER audit_log_refuse_update_ever")
    connection.execute("UPDATE audit_log SET who = 'nobody' WHERE sequence = 2")
    connection.close()
    done = verify(folder)
    assert done.returncode == 8
    assert "Audit entry 2 was changed" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_that_a_locked_keyring_is_said_and_the_store_left_alone(
    folder: Path, secret_service: SecretServiceSession
) -> None:
    before = (folder / bootstrap.STORE_FILE).read_bytes()
    secret_service.lock()
    done = verify(folder)
    assert done.returncode == 5
    assert "The keyring is locked. Unlock it and start again." in done.stderr + done.stdout
    assert (folder / bootstrap.STORE_FILE).read_bytes() == before
