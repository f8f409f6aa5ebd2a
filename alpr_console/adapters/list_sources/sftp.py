"""Lists from an SFTP server whose host key is known beforehand."""

from __future__ import annotations

import errno
import fnmatch
import hmac
import io
import socket
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import paramiko

from alpr_console.adapters.list_sources.incoming import (
    LONGEST_SUM_FILE,
    SUM_SUFFIX,
    Limits,
    data_time,
    incomplete,
    readable_name,
    receive,
    still_written,
    with_sum,
)
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import ListSource, ServerAddress, folder_and_pattern
from alpr_console.source_ports import Fetched, FetchMark

# A server has a key of each kind and shows one that the client asks for.
_KEY_KINDS = (
    ("ssh-ed25519",),
    ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
    ("rsa-sha2-512", "rsa-sha2-256"),
)
_PIECE = 1 << 15
"""Bytes asked for at a time; every server gives that much."""

_AHEAD = 8 << 20
"""Bytes asked for before the first of them are here: piece by piece it would be as slow as the
line's delay. The library's own bound on requests under way loses count and reads all twice."""

_AGAIN = "It is tried again by itself."


class SftpFetcher:
    """Nothing is sent to a server before its host key is known to be the pinned one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        """See ListFetcher. The secret is a password, or a private key in PEM."""
        host = source.host
        if not secret:
            raise ListSourceUnavailable(
                f"The keyring holds no password or key for {source.user} at {host}.",
                "Keep it with 'alpr-console hot-list secret'.",
            )
        with _faults(host, self._limits), _pinned(source, self._limits) as transport:
            _authenticate(transport, source, secret, self._limits)
            return self._fetched(transport, source, into, known)

    def _fetched(
        self, transport: paramiko.Transport, source: ListSource, into: Path,
        known: FetchMark | None,
    ) -> Fetched | None:  # fmt: skip
        sftp = paramiko.SFTPClient.from_transport(transport)
        assert sftp is not None
        channel = sftp.get_channel()
        assert channel is not None
        channel.settimeout(self._limits.silence_s)
        folder, pattern = folder_and_pattern(source.server.target)
        name, before = _newest(sftp, folder, pattern, source.host)
        data_at = data_time(datetime.fromtimestamp(before[1], UTC), name)
        if known is not None and data_at <= known.data_at:
            return None
        remote = f"{folder}/{name}"
        began = time.monotonic()
        with sftp.open(remote, "rb") as file:
            pieces = _pieces(file, name, before[0], source.host, self._limits)
            whole, size, sha256 = receive(into, name, pieces, before[0], self._limits)
        self._limits.let_settle(name, began)
        if _size_and_time(sftp.stat(remote), name) != before:
            raise still_written(name)
        return with_sum(Fetched(whole, name, data_at, size, sha256), _sum_beside(sftp, remote))


def host_keys(server: ServerAddress, limits: Limits) -> list[tuple[str, str]]:
    """The keys that the server shows: kind and fingerprint. Nothing is sent to it.

    Raises ListSourceUnavailable.
    """
    found = []
    with _faults(server.netloc, limits):
        for kinds in _KEY_KINDS:
            with _connected(server, kinds, limits) as transport:
                if transport is not None:
                    key = transport.get_remote_server_key()
                    found.append((key.get_name(), key.fingerprint))
    return found


@contextmanager
def _pinned(source: ListSource, limits: Limits) -> Iterator[paramiko.Transport]:
    """A connection to the very server that is pinned, by whichever of its keys is."""
    for kinds in _KEY_KINDS:
        with _connected(source.server, kinds, limits) as transport:
            if transport is None:
                continue
            shown = transport.get_remote_server_key().fingerprint
            if hmac.compare_digest(shown, source.pin):
                yield transport
                return
    raise ListSourceUnavailable(
        f"The host key of {source.host} differs from the one pinned; nothing was sent.",
        "Ask the operator of the server whether the key was changed, before you pin another.",
    )


@contextmanager
def _connected(
    server: ServerAddress, kinds: tuple[str, ...], limits: Limits
) -> Iterator[paramiko.Transport | None]:
    """A connection with keys exchanged, nobody signed in; None if it has no key of `kinds`."""
    with socket.create_connection((server.host, server.port), limits.silence_s) as sock:
        transport = paramiko.Transport(sock)
        try:
            transport.banner_timeout = limits.silence_s
            transport.handshake_timeout = limits.silence_s
            transport.auth_timeout = limits.silence_s
            transport.get_security_options().key_types = kinds
            try:
                transport.start_client(timeout=limits.silence_s)
            except paramiko.ssh_exception.IncompatiblePeer:
                yield None
                return
            yield transport
        finally:
            transport.close()


def _authenticate(
    transport: paramiko.Transport, source: ListSource, secret: str, limits: Limits
) -> None:
    try:
        if secret.lstrip().startswith("-----BEGIN"):
            transport.auth_publickey(source.user, private_key(secret))
        else:
            transport.auth_password(source.user, secret)
    except (paramiko.AuthenticationException, paramiko.BadAuthenticationType) as refusal:
        # What the library says may hold what was sent.
        raise ListSourceUnavailable(
            f"{source.host} refuses to sign {source.user} in.",
            "Check the account; keep its password or key with 'alpr-console hot-list secret'.",
        ) from refusal


def private_key(untrusted_text: str) -> paramiko.PKey:
    """Raises ListSourceUnavailable for what is no private key, or is locked by a passphrase."""
    kinds: tuple[type[paramiko.PKey], ...] = (
        paramiko.Ed25519Key,
        paramiko.ECDSAKey,
        paramiko.RSAKey,
    )
    for kind in kinds:
        try:
            return kind.from_private_key(io.StringIO(untrusted_text.strip() + "\n"))
        except paramiko.PasswordRequiredException:
            raise ListSourceUnavailable(
                "The private key is locked by a passphrase.",
                "Keep one without: the keyring protects it.",
            ) from None
        except (paramiko.SSHException, ValueError, IndexError):
            continue
    raise ListSourceUnavailable(
        "What is kept for the server is not a private key that can be used.",
        "Keep an Ed25519, ECDSA or RSA key in PEM with 'alpr-console hot-list secret --key'.",
    )


def _newest(
    sftp: paramiko.SFTPClient, folder: str, pattern: str, host: str
) -> tuple[str, tuple[int, int]]:
    """Name, and size and time, of the newest file that fits. A plain name is only asked for."""
    found: list[tuple[str, tuple[int, int]]] = []
    if any(c in pattern for c in "*?["):
        for one in sftp.listdir_iter(folder):
            is_file = one.st_mode is None or stat.S_ISREG(one.st_mode)
            if is_file and readable_name(one.filename) and fnmatch.fnmatchcase(
                one.filename, pattern
            ):  # fmt: skip
                found.append((one.filename, _size_and_time(one, one.filename)))
    elif readable_name(pattern):
        with suppress(FileNotFoundError):
            found.append((pattern, _size_and_time(sftp.stat(f"{folder}/{pattern}"), pattern)))
    if not found:
        raise ListSourceUnavailable(
            f"There is no {pattern} on {host}.", "Check the path of the list's source."
        )
    return max(found, key=lambda one: (one[1][1], one[0]))


def _size_and_time(status: paramiko.SFTPAttributes, name: str) -> tuple[int, int]:
    if status.st_size is None or status.st_mtime is None:
        raise ListSourceUnavailable(
            f"The server does not say how large and how old {name} is.",
            "Ask the operator of the server.",
        )
    return status.st_size, status.st_mtime


def _pieces(
    file: paramiko.SFTPFile, name: str, size: int, host: str, limits: Limits
) -> Iterator[bytes]:
    """The first `size` bytes; whether there are more, the file's size afterwards tells."""
    done = ahead = 0
    # In here as well, so that none is taken for a fault of the disk.
    with _faults(host, limits):
        while done < size:
            if done == ahead:
                ahead = min(size, done + _AHEAD)
                file.prefetch(ahead)
            piece = file.read(min(_PIECE, ahead - done))
            if not piece:
                raise incomplete(name)
            done += len(piece)
            yield piece


def _sum_beside(sftp: paramiko.SFTPClient, remote: str) -> bytes | None:
    try:
        with sftp.open(remote + SUM_SUFFIX, "rb") as file:
            return file.read(LONGEST_SUM_FILE)
    except FileNotFoundError:
        return None


@contextmanager
def _faults(host: str, limits: Limits) -> Iterator[None]:
    """What the network and the server do wrong, in words."""
    try:
        yield
    except TimeoutError as problem:
        raise ListSourceUnavailable(
            f"{host} has said nothing for {limits.silence_s:.0f} s.", _AGAIN
        ) from problem
    except PermissionError as problem:
        raise ListSourceUnavailable(
            f"{host} does not let the account read the list.", "Ask its operator."
        ) from problem
    except FileNotFoundError as problem:
        raise ListSourceUnavailable(
            f"The folder or file is not on {host}.", "Check the path of the list's source."
        ) from problem
    except OSError as problem:
        reason = "refuses the connection" if problem.errno == errno.ECONNREFUSED else (
            f"cannot be reached ({problem.strerror or type(problem).__name__})"
        )  # fmt: skip
        raise ListSourceUnavailable(f"{host} {reason}.", _AGAIN) from problem
    except (paramiko.SSHException, EOFError) as problem:
        raise ListSourceUnavailable(
            f"The connection to {host} failed ({type(problem).__name__}).", _AGAIN
        ) from problem
