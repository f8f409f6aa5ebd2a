"""What holds for every test: no screen, no network, no one's own data, one thread."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

# Before the first Qt import: without a display Qt ends the process. QT_QPA_PLATFORM=xcb
# in the environment shows the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
# A test that needs a keyring starts a session bus of its own; none may reach the user's.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)

import cv2
import pytest
from argon2 import PasswordHasher

from alpr_console.workflow import passwords

# cv2 carries a Qt 5 of its own and points Qt at that one's plug-ins and fonts.
os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
os.environ.pop("QT_QPA_FONTDIR", None)
cv2.setNumThreads(1)

_LOOPBACK = ("127.", "::1", "localhost")


@pytest.fixture(autouse=True)
def _private_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a data folder of its own, made only when the code under test asks."""
    monkeypatch.setenv("ALPR_CONSOLE_DATA", str(tmp_path / "console-data"))
    # Commands run without a terminal here.
    monkeypatch.setenv("ALPR_CONSOLE_ACKNOWLEDGED", "yes")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback and local sockets only; anything else fails the test that tried it."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            assert isinstance(address, tuple)
            host = str(address[0])
            if not host.startswith(_LOOPBACK):
                raise AssertionError(f"A test tried to reach {host}; tests use loopback only.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def quick_argon2(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Passwords hashed at no cost: for tests that are not about that."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(1, 8, 1))
    passwords.hash_of_nobody.cache_clear()
    yield
    passwords.hash_of_nobody.cache_clear()
