"""Lists from an HTTPS server whose certificate is known beforehand."""

from __future__ import annotations

import base64
import hashlib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import (
    HTTPError,
    NewConnectionError,
    ProtocolError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as Silence

from alpr_console.adapters.list_sources.incoming import (
    CHUNK,
    LONGEST_SUM_FILE,
    SUM_SUFFIX,
    Limits,
    data_time,
    incomplete,
    readable_name,
    receive,
    with_sum,
)
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import ListSource, ServerAddress
from alpr_console.source_ports import Fetched, FetchMark

MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)
_AGAIN = "It is tried again by itself."


class HttpsFetcher:
    """The certificate is compared before the first word of a request is sent."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        """See ListFetcher. The secret is the user's password, or a bearer token without user."""
        server = source.server
        name = unquote(urlsplit(server.target).path).rpartition("/")[2]
        if not readable_name(name):
            raise ListSourceUnavailable(
                f"The address on {source.host} names no file that could be kept.",
                "Correct the address of the list's source.",
            )
        headers = {"Accept-Encoding": "identity", **_credentials(source, secret)}
        since = {} if known is None else {"If-Modified-Since": _http_date(known.data_at)}
        asked_at = datetime.now(UTC)
        with _faults(server.netloc, self._limits), _pool(source, self._limits) as pool:
            with _answer(pool, server, server.target, {**headers, **since}) as answer:
                if answer.status == 304:
                    return None
                _check(answer, server, name)
                modified = _last_modified(answer)
                data_at = data_time(modified or asked_at, name)
                # Servers may pass over the question; the answer's own time still says it.
                if known is not None and modified is not None and data_at <= known.data_at:
                    return None
                length = _length(answer)
                pieces = _pieces(answer, name)
                whole, size, sha256 = receive(into, name, pieces, length, self._limits)
            beside = _sum_beside(pool, server, headers)
        fetched = Fetched(whole, name, data_at, size, sha256)
        if length is None and not answer.chunked and beside is None:
            # It ends where the connection ended, wherever that was.
            raise ListSourceUnavailable(
                f"{server.netloc} does not say how long {name} is, so that it may not be whole.",
                f"Ask its operator for a Content-Length, or a {SUM_SUFFIX} beside the file.",
            )
        if modified is None and known is not None and sha256 == known.sha256:
            # Without a time only other contents are newer: an old file never looks fresh.
            return None
        return with_sum(fetched, beside)


def certificate_pin(server: ServerAddress, limits: Limits) -> str:
    """SHA-256 of the certificate that the server shows, hex. Nothing is sent to it.

    Raises ListSourceUnavailable.
    """
    context = _context()
    with (
        _faults(server.netloc, limits),
        socket.create_connection((server.host, server.port), limits.silence_s) as sock,
        context.wrap_socket(sock, server_hostname=server.host) as wrapped,
    ):
        certificate = wrapped.getpeercert(binary_form=True)
    if certificate is None:
        raise ListSourceUnavailable(f"{server.netloc} shows no certificate.", "Ask its operator.")
    return hashlib.sha256(certificate).hexdigest()


def _context() -> ssl.SSLContext:
    """Who signed the certificate does not count: it is the very one that is pinned, or not."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _pool(source: ListSource, limits: Limits) -> urllib3.HTTPSConnectionPool:
    server = source.server
    return urllib3.HTTPSConnectionPool(
        server.host,
        server.port,
        timeout=urllib3.Timeout(connect=limits.silence_s, read=limits.silence_s),
        retries=False,
        ssl_context=_context(),
        assert_hostname=False,
        assert_fingerprint=source.pin,
    )


def _credentials(source: ListSource, secret: str | None) -> dict[str, str]:
    if not secret:
        if source.user:
            raise ListSourceUnavailable(
                f"The keyring holds no password for {source.user} at {source.host}.",
                "Keep it with 'alpr-console hot-list secret'.",
            )
        return {}
    if source.user:
        both = base64.b64encode(f"{source.user}:{secret}".encode()).decode("ascii")
        return {"Authorization": f"Basic {both}"}
    # Refused here, as the library's own refusal would show it.
    if not (secret.isascii() and secret.isprintable()):
        raise ListSourceUnavailable(
            f"The token kept for {source.host} holds characters that cannot be sent.",
            "Keep it anew with 'alpr-console hot-list secret'.",
        )
    return {"Authorization": f"Bearer {secret}"}


@contextmanager
def _answer(
    pool: urllib3.HTTPSConnectionPool, server: ServerAddress, target: str, headers: dict[str, str]
) -> Iterator[urllib3.BaseHTTPResponse]:
    """The server's answer, its body not read yet. Follows redirects that stay on the server."""
    for _ in range(MOST_REDIRECTS + 1):
        answer = pool.urlopen("GET", target, headers=headers, redirect=False, preload_content=False)
        try:
            if answer.status not in _REDIRECTS:
                yield answer
                return
            target = _redirected(server, target, answer.headers.get("Location", ""))
        finally:
            # Not given back for reuse: what is left of the body is not worth reading.
            answer.close()
    raise ListSourceUnavailable(
        f"{server.netloc} redirects in a circle.", "Correct the address of the list's source."
    )


def _redirected(server: ServerAddress, target: str, untrusted_location: str) -> str:
    base = f"https://{server.netloc}{target}"
    try:
        there = urlsplit(urljoin(base, untrusted_location))
        port = there.port or 443
    except ValueError:
        there, port = urlsplit(""), 0
    if (there.scheme, there.hostname, port) != ("https", server.host, server.port):
        raise ListSourceUnavailable(
            f"{server.netloc} redirects to another server; nothing was sent there.",
            "Ask its operator, and correct the address of the list's source.",
        )
    return there.path + (f"?{there.query}" if there.query else "")


def _check(answer: urllib3.BaseHTTPResponse, server: ServerAddress, name: str) -> None:
    if answer.status in (401, 403):
        raise ListSourceUnavailable(
            f"{server.netloc} refuses to hand {name} out ({answer.status}).",
            "Check the account; keep its password with 'alpr-console hot-list secret'.",
        )
    if answer.status in (404, 410):
        raise ListSourceUnavailable(
            f"There is no {name} on {server.netloc}.", "Check the address of the list's source."
        )
    if answer.status != 200:
        raise ListSourceUnavailable(
            f"{server.netloc} answers {answer.status} instead of {name}.", _AGAIN
        )
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ListSourceUnavailable(
            f"{server.netloc} packs {name} although asked not to.", "Ask its operator."
        )


def _pieces(answer: urllib3.BaseHTTPResponse, name: str) -> Iterator[bytes]:
    """What has come, as it comes: waiting for a full piece would be out of reach of a stop."""
    try:
        while piece := answer.read1(CHUNK, decode_content=False):
            yield piece
    except ProtocolError as problem:
        raise incomplete(name) from problem


def _last_modified(answer: urllib3.BaseHTTPResponse) -> datetime | None:
    try:
        at = parsedate_to_datetime(answer.headers["Last-Modified"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def _http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)


def _length(answer: urllib3.BaseHTTPResponse) -> int | None:
    text = answer.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _sum_beside(
    pool: urllib3.HTTPSConnectionPool, server: ServerAddress, headers: dict[str, str]
) -> bytes | None:
    path, mark, query = server.target.partition("?")
    with _answer(pool, server, path + SUM_SUFFIX + mark + query, headers) as answer:
        if answer.status != 200:
            return None
        return answer.read(LONGEST_SUM_FILE)


@contextmanager
def _faults(host: str, limits: Limits) -> Iterator[None]:
    """What the network and the server do wrong, in words."""
    try:
        yield
    except NewConnectionError as problem:
        # To the library a refused connection is one that took too long.
        raise ListSourceUnavailable(f"{host} cannot be reached.", _AGAIN) from problem
    except (Silence, TimeoutError) as problem:
        raise ListSourceUnavailable(
            f"{host} has said nothing for {limits.silence_s:.0f} s.", _AGAIN
        ) from problem
    except SSLError as problem:
        if "Fingerprints did not match" not in str(problem):
            raise ListSourceUnavailable(
                f"The secure connection to {host} failed.", _AGAIN
            ) from problem
        raise ListSourceUnavailable(
            f"The certificate of {host} differs from the one pinned; nothing was sent.",
            "Ask the operator of the server whether it was renewed, before you pin another.",
        ) from problem
    except (HTTPError, OSError) as problem:
        # Their words name the whole address, which may carry a token.
        raise ListSourceUnavailable(f"{host} cannot be reached, or broke off.", _AGAIN) from problem
