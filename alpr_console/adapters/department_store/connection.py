"""Connecting to the department's database: TLS with a pinned authority, secrets never in a file.

libpq takes certificates and keys from files alone. They are given to it as memory of this
process that looks like one (memfd), which is gone when the connection stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from psycopg import errors

from alpr_console.adapters.memory_file import in_memory
from alpr_console.domain.errors import DepartmentUnavailable
from alpr_console.domain.transfer import DepartmentStorage

CONNECT_LIMIT_S = 10
ANSWER_LIMIT_S = 60

_PREAMBLE = re.compile(r"^connection failed: (connection to server .*? failed: )?")

_KEY = "PRIVATE KEY-----"


def connect(storage: DepartmentStorage, secret: str | None) -> psycopg.Connection:
    """`secret`: a password, or a client certificate with its private key in PEM.

    Raises:
        DepartmentUnavailable: it does not answer, is not who it should be, or refuses.
    """
    if not (storage.ca or storage.is_socket or storage.is_loopback):
        raise DepartmentUnavailable(
            f"Records are not sent to {storage.address} without TLS.",
            "Set the storage with its certificate authority.",
        )
    with ExitStack() as held, explained(storage.address):
        parameters: dict[str, str | int] = {
            "host": storage.host,
            "port": storage.port,
            "dbname": storage.database,
            "user": storage.user,
            "sslmode": "disable",
            "gssencmode": "disable",
            # Whatever lies in the user's folder is no part of this.
            "passfile": "/dev/null/none",
            "connect_timeout": CONNECT_LIMIT_S,
            "tcp_user_timeout": ANSWER_LIMIT_S * 1000,
            "keepalives_idle": 20,
            "keepalives_interval": 10,
            "keepalives_count": 3,
            "application_name": "alpr-console",
            # What is acknowledged is on the server's disk, whatever its own setting.
            "options": "-c synchronous_commit=on -c search_path=pg_catalog "
            f"-c statement_timeout={ANSWER_LIMIT_S * 1000} "
            f"-c idle_in_transaction_session_timeout={ANSWER_LIMIT_S * 1000}",
        }
        if storage.ca:
            parameters |= {
                "sslmode": "verify-full",
                "ssl_min_protocol_version": "TLSv1.2",
                "sslrootcert": held.enter_context(in_memory(storage.ca)),
                # None of the user's own, unless it is given.
                "sslcertmode": "disable",
            }
        if secret and _KEY in secret:
            pair = held.enter_context(in_memory(secret))
            parameters |= {"sslcert": pair, "sslkey": pair, "sslcertmode": "require"}
        elif secret:
            parameters["password"] = secret
            # A server that asks for the password itself is not told it.
            parameters["require_auth"] = "scram-sha-256"
        return psycopg.connect(autocommit=True, **parameters)  # type: ignore[arg-type]


@contextmanager
def explained(address: str = "") -> Iterator[None]:
    """Errors of the database as DepartmentUnavailable, without what a record says.

    An error's detail may show a whole row; only its first sentence is told.
    """
    at = f" at {address}" if address else ""
    try:
        yield
    except errors.InsufficientPrivilege as error:
        raise DepartmentUnavailable(
            f"The department's storage{at} refuses: {_first(error)}.",
            "Have the device registered with 'alpr-console department init'.",
        ) from error
    except psycopg.OperationalError as error:
        raise DepartmentUnavailable(
            f"The department's storage{at} does not answer: {_first(error)}.",
            "Records stay here and are sent later. Check network, address and password.",
        ) from error
    except psycopg.Error as error:
        raise DepartmentUnavailable(
            f"The department's storage{at} refuses: {_first(error)}.",
            "Records stay here. Tell the database administrator.",
        ) from error


def _first(error: psycopg.Error) -> str:
    said = error.diag.message_primary or next(iter(str(error).splitlines()), "")
    said = _PREAMBLE.sub("", said).removeprefix("FATAL:").strip().rstrip(".")
    return said or type(error).__name__
