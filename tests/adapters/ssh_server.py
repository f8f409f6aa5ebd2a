"""Real SSH servers on loopback: OpenSSH's with keys, and one for passwords and misbehavior.

OpenSSH asks the system for passwords and cannot be told to break off in the middle of a file;
the second server is paramiko's own server side, whose files and accounts a test sets.
"""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import paramiko
import pytest

from alpr_console.domain.list_source import ListSource, SourceKind

_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
PidFile none
{host_keys}
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
Subsystem sftp internal-sftp
"""


class OpenSshServer:
    """sshd with an Ed25519 and an RSA host key; lets whoever runs the tests in by `key`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.files = folder / "files"
        self.files.mkdir()
        self.port = free_port()
        self.user = getpass.getuser()
        self.key = _new_key(folder / "client", "ed25519").read_text()
        (folder / "authorized_keys").write_text((folder / "client.pub").read_text())
        self._process: subprocess.Popen[bytes] | None = None
        self.change_host_keys()

    def change_host_keys(self) -> None:
        """New host keys, as after a new installation."""
        for kind in ("ed25519", "rsa"):
            path = self._folder / f"host_{kind}"
            path.unlink(missing_ok=True)
            _new_key(path, kind)

    def fingerprint(self, kind: str) -> str:
        """As ssh-keygen says it."""
        shown = subprocess.run(
            ["ssh-keygen", "-l", "-E", "sha256", "-f", self._folder / f"host_{kind}.pub"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        return shown.stdout.split()[1]

    def source(self, pattern: str = "svs*.csv", kind: str = "ed25519") -> ListSource:
        address = f"127.0.0.1:{self.port}{self.files}/{pattern}"
        return ListSource(SourceKind.SFTP, address, self.user, self.fingerprint(kind))

    def start(self) -> None:
        config = self._folder / "sshd_config"
        host_keys = "\n".join(f"HostKey {self._folder}/host_{k}" for k in ("ed25519", "rsa"))
        config.write_text(_CONFIG.format(port=self.port, host_keys=host_keys, folder=self._folder))
        if os.geteuid() == 0:
            # sshd's own, made by its service where there is one.
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        program = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:" + os.defpath)
        assert program is not None, "openssh-server is not installed"
        self._process = subprocess.Popen(
            [program, "-D", "-e", "-f", str(config)], stderr=subprocess.DEVNULL
        )
        limit = time.monotonic() + 20
        while not answers(self.port):
            assert self._process.poll() is None, "sshd ended"
            assert time.monotonic() < limit, "sshd does not listen"
            time.sleep(0.02)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None


@pytest.fixture
def openssh(tmp_path: Path) -> Iterator[OpenSshServer]:
    server = OpenSshServer(tmp_path / "sshd")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@dataclass
class Account:
    """What the second server serves, and what it saw."""

    password: str = "Correct-Horse-7"
    contents: bytes = b"LIC,LIS\n7ABC123,CA\n"
    size: int | None = None
    """Claimed; None claims the contents' own."""
    data_at: int = 1_760_000_000
    tried: list[str] = field(default_factory=list)
    """Passwords that came."""


class _Rules(paramiko.ServerInterface):
    def __init__(self, account: Account) -> None:
        self.account = account

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_auth_password(self, username: str, password: str) -> int:
        self.account.tried.append(password)
        right = password == self.account.password
        return paramiko.AUTH_SUCCESSFUL if right else paramiko.AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return paramiko.OPEN_SUCCEEDED


class _Handle(paramiko.SFTPHandle):
    def __init__(self, contents: bytes) -> None:
        super().__init__()
        self._contents = contents

    def read(self, offset: int, length: int) -> bytes:
        return self._contents[offset : offset + length]


class _Files(paramiko.SFTPServerInterface):
    def __init__(self, server: _Rules, *args: object, **kwargs: object) -> None:
        super().__init__(server)
        self._account = server.account

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        if not path.endswith("svs.csv"):
            return paramiko.SFTP_NO_SUCH_FILE
        attributes = paramiko.SFTPAttributes()
        size = self._account.size
        attributes.st_size = len(self._account.contents) if size is None else size
        attributes.st_mtime = attributes.st_atime = self._account.data_at
        return attributes

    def open(self, path: str, flags: int, attr: object) -> paramiko.SFTPHandle | int:
        if not path.endswith("svs.csv"):
            return paramiko.SFTP_NO_SUCH_FILE
        return _Handle(self._account.contents)


class PasswordServer:
    def __init__(self) -> None:
        self.account = Account()
        self._key = paramiko.ECDSAKey.generate()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._transports: list[paramiko.Transport] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def source(self, pin: str = "") -> ListSource:
        address = f"127.0.0.1:{self.port}/out/svs.csv"
        return ListSource(SourceKind.SFTP, address, "car12", pin or self._key.fingerprint)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            transport = paramiko.Transport(connection)
            self._transports.append(transport)
            transport.add_server_key(self._key)
            transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Files)
            transport.start_server(threading.Event(), _Rules(self.account))

    def stop(self) -> None:
        # Closing alone would leave `accept` waiting.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)
        for transport in self._transports:
            transport.close()
            transport.join(10)


@pytest.fixture
def password_server() -> Iterator[PasswordServer]:
    server = PasswordServer()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except OSError:
        return False
    return True


def _new_key(path: Path, kind: str) -> Path:
    bits = ["-b", "2048"] if kind == "rsa" else []
    subprocess.run(["ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-f", path], check=True)
    return path
