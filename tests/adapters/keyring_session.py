"""A real Secret Service for tests: a bus of its own and gnome-keyring on it.

    from tests.adapters.keyring_session import SecretServiceSession, secret_service

    def test_that_…(secret_service: SecretServiceSession) -> None: ...

Nothing of the user's own keyring, bus or home is touched.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import secretstorage
from jeepney.io.blocking import DBusConnection, open_dbus_connection

# No folder of services: what is not started here is not started by the bus either (a
# prompter without a screen would keep a locked keyring waiting).
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""


class SecretServiceSession:
    """The environment of a user who is signed in to a desktop with a keyring."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        config = folder / "bus.conf"
        config.write_text(_BUS.format(socket=runtime / "bus"))
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self._processes: list[subprocess.Popen[str]] = []
        try:
            self._begin(config)
        except BaseException:
            self.stop()
            raise

    def _begin(self, config: Path) -> None:
        bus = self._start("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address")
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        daemon = self._start(
            "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"
        )
        assert daemon.stdin is not None
        daemon.stdin.write("password of the login keyring")
        daemon.stdin.close()
        limit = time.monotonic() + 30
        while not self._unlocked():
            assert daemon.poll() is None, "gnome-keyring-daemon ended"
            assert time.monotonic() < limit, "gnome-keyring-daemon does not come onto the bus"
            time.sleep(0.02)

    def _unlocked(self) -> bool:
        with self._bus() as connection:
            if not secretstorage.check_service_availability(connection):
                return False
            return not secretstorage.get_default_collection(connection).is_locked()

    def lock(self) -> None:
        """Lock the keyring, as the desktop does."""
        with self._bus() as connection:
            secretstorage.get_default_collection(connection).lock()

    @contextmanager
    def _bus(self) -> Iterator[DBusConnection]:
        """A connection to this session's bus, not the one in this process's environment."""
        address = self.environment["DBUS_SESSION_BUS_ADDRESS"]
        with closing(open_dbus_connection(address)) as connection:
            yield connection

    def stop(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None and not stream.closed:
                    stream.close()

    def _start(self, *command: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            command,
            env={**os.environ, **self.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._processes.append(process)
        return process


@pytest.fixture
def secret_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[SecretServiceSession]:
    """An unlocked keyring; this process and its children find it in the environment."""
    session = SecretServiceSession(tmp_path / "desktop")
    try:
        for name, value in session.environment.items():
            monkeypatch.setenv(name, value)
        yield session
    finally:
        session.stop()
