"""A real PostgreSQL with a cluster of its own: Unix socket, and TLS alone on loopback.

    server.storage(database)            # over TLS, with a password
    server.socket_storage(database)     # through its socket, as the database administrator

`postgres` is one server a run; each test makes a database of its own with `server.database()`.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from alpr_console.adapters.department_store.connection import connect
from alpr_console.adapters.department_store.tables import make_tables
from alpr_console.domain.transfer import DepartmentStorage

PASSWORD = "a car's own password"
CAR, OTHER_CAR, CERTIFIED, READER = "car", "other_car", "certified", "reader"
DEVICE = "4-adam"
OWNER = "dba"
AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

_SETTINGS = """
listen_addresses = '127.0.0.1,127.0.0.2'
port = {port}
unix_socket_directories = '{folder}'
ssl = on
ssl_cert_file = '{folder}/server.pem'
ssl_key_file = '{folder}/server.key'
ssl_ca_file = '{folder}/ca.pem'
password_encryption = 'scram-sha-256'
fsync = {fsync}
max_connections = 30
shared_buffers = '32MB'
restart_after_crash = on
"""

_WHO = """
local all all trust
hostssl all certified 127.0.0.0/8 cert
hostssl all all 127.0.0.0/8 scram-sha-256
"""


class Authority:
    """A certificate authority made for a test."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Department CA")])
        self.certificate = self._signed(self._name, self._key.public_key(), ca=True)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def issue(self, name: str) -> tuple[str, str]:
        """Certificate and private key in PEM, for this name and for loopback."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        made = self._signed(subject, key.public_key(), ca=False)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()

    def _signed(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, ca: bool
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        )
        if not ca:
            names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
            builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return builder.sign(self._key, hashes.SHA256())


class PostgresServer:
    def __init__(self, fsync: str = "off") -> None:
        """Started at once; `stop` removes every trace of it."""
        self._bin = _programs()
        self._user = "postgres" if os.getuid() == 0 else None
        # Short, for a socket's path has little room, and reachable for the server's user.
        self.folder = Path(tempfile.mkdtemp(prefix="alpr-pg-", dir="/tmp"))
        self.authority = Authority()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        try:
            self._own(self.folder)
            self._run("initdb", "-D", str(self._data), "-U", OWNER, "-A", "trust", "-N",
                      "--locale=C.UTF-8", "-E", "UTF8")  # fmt: skip
            self._certificates()
            settings = _SETTINGS.format(port=self.port, folder=self.folder, fsync=fsync)
            self._write(self._data / "postgresql.auto.conf", settings)
            self._write(self._data / "pg_hba.conf", _WHO)
            self.start()
            self._roles()
        except BaseException:
            self.stop()
            raise

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def start(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", "60", "-l",
                  str(self.folder / "log"), "start")  # fmt: skip

    def halt(self) -> None:
        """At once, as if its power had gone; `start` recovers it."""
        self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def stop(self) -> None:
        with contextlib.suppress(subprocess.CalledProcessError):
            self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill_backend(self, database: str) -> int:
        """SIGKILL whoever of the server serves the car on `database`; how many there were."""
        with self.owner("template1") as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND usename = %s",
                (database, CAR),
            ).fetchall()
        for (pid,) in rows:
            os.kill(pid, signal.SIGKILL)
        return len(rows)

    def database(self) -> str:
        """A new database, made ready, with the cars registered; its name."""
        name = f"d{uuid4().hex}"
        with self.owner("template1") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE ready".encode())
        return name

    def owner(self, database: str) -> psycopg.Connection:
        """The database administrator's own connection."""
        return connect(self.socket_storage(database), None)

    def socket_storage(self, database: str, user: str = OWNER) -> DepartmentStorage:
        address = f"{self.folder}:{self.port}"
        return DepartmentStorage(address, database, user, DEVICE, "", "admin", AT)

    def storage(
        self, database: str, user: str = CAR, device: str = DEVICE, port: int | None = None
    ) -> DepartmentStorage:
        address = f"127.0.0.1:{port or self.port}"
        return DepartmentStorage(address, database, user, device, self.authority.pem, "admin", AT)

    def _roles(self) -> None:
        with self.owner("template1") as connection:
            for role in (CAR, OTHER_CAR, CERTIFIED, READER):
                quoted = PASSWORD.replace("'", "''")
                connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{quoted}'".encode())
            connection.execute("CREATE DATABASE ready")
        with self.owner("ready") as connection:
            make_tables(
                connection,
                [(DEVICE, CAR), ("5-adam", OTHER_CAR), ("6-adam", CERTIFIED)],
                [READER],
            )

    def _certificates(self) -> None:
        certificate, key = self.authority.issue("localhost")
        self._write(self.folder / "ca.pem", self.authority.pem)
        self._write(self.folder / "server.pem", certificate)
        self._write(self.folder / "server.key", key)

    def _write(self, path: Path, text: str) -> None:
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        self._own(path)

    def _own(self, path: Path) -> None:
        if self._user is not None:
            known = pwd.getpwnam(self._user)
            os.chown(path, known.pw_uid, known.pw_gid)

    def _run(self, program: str, *arguments: str) -> None:
        who: dict[str, object] = {}
        if self._user is not None:
            known = pwd.getpwnam(self._user)
            who = {"user": known.pw_uid, "group": known.pw_gid, "extra_groups": []}
        done = subprocess.run(
            [str(self._bin / program), *arguments], check=False, cwd=self.folder,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            **who,  # type: ignore[call-overload]
        )  # fmt: skip
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, program, stderr=done.stderr)


def _programs() -> Path:
    """The newest of Debian's, or whatever the path leads to."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: [int(part) for part in re.findall(r"\d+", path.parts[4])],
    )
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise RuntimeError("There is no PostgreSQL; installers/bootstrap-debian.sh test has it.")
    return found[-1].parent if found else Path(str(on_path)).parent


def rows_of(
    server: PostgresServer, database: str, query: str, values: Sequence[object] = ()
) -> list[tuple[object, ...]]:
    """What the database administrator sees."""
    with server.owner(database) as connection:
        return connection.execute(query.encode(), values).fetchall()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    try:
        yield server
    finally:
        server.stop()
