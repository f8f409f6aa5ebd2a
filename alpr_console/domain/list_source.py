"""Where a list's files are fetched from by themselves, and how often."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import PurePath
from urllib.parse import urlsplit

from alpr_console.domain.errors import ListSourceUnavailable

LONGEST = timedelta(hours=24)
"""General lists load at least daily (HOT-2)."""

SHORTEST = timedelta(minutes=5)
"""More often would be a load on the server that many cars share."""

_EVERY = re.compile(r"(\d{1,4})\s*(m|min|h)", re.ASCII)


class SourceKind(Enum):
    FOLDER = "folder"
    SFTP = "sftp"
    HTTPS = "https"


_PORTS = {SourceKind.SFTP: 22, SourceKind.HTTPS: 443}
_EXAMPLES = {
    SourceKind.SFTP: "Write host/path/file, for example sftp.example.gov/out/svs*.csv.",
    SourceKind.HTTPS: "Write it whole, for example https://lists.example.gov/svs.csv.",
}


@dataclass(frozen=True, slots=True)
class ListSource:
    """The password or key is not in it: that is in the system keyring."""

    kind: SourceKind
    address: str
    """Folder: 'path/pattern'. SFTP: 'host[:port]/path', where the last part may be a pattern and
    '/~/' starts at the account's own folder. HTTPS: the whole address."""
    user: str = ""
    """HTTPS: with one, the secret is its password; without, the secret is a token."""
    pin: str = ""
    """SFTP: the host key's fingerprint ('SHA256:…'); HTTPS: SHA-256 of the certificate, hex.
    Required for both: the first answer is not simply believed."""
    every: timedelta = LONGEST
    """At most a day (HOT-2)."""

    @property
    def host(self) -> str:
        """'host' or 'host:port' as given; '' for a folder. Fit for screen and log, unlike
        the whole address, which may carry a token."""
        return self.server.netloc if self.kind is not SourceKind.FOLDER else ""

    @property
    def words(self) -> str:
        """For the record: where from, as whom, how known, how often; no path on a server."""
        where = self.host or self.address
        parts = [self.kind.value, where]
        if self.user:
            parts.append(f"as {self.user}")
        if self.pin:
            parts.append(f"pinned {self.pin}")
        return " ".join([*parts, f"every {int(self.every.total_seconds() // 60)} min"])

    @property
    def server(self) -> ServerAddress:
        """Of SFTP and HTTPS."""
        return server_address(self.kind, self.address)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    host: str
    port: int
    netloc: str
    """Host and port as given."""
    target: str
    """From the first '/' on; '' where there is none."""


def source_from(
    untrusted_kind: str,
    untrusted_address: str,
    untrusted_user: str = "",
    untrusted_pin: str = "",
    untrusted_every: str = "24h",
) -> ListSource:
    """A source out of what an administrator typed; it need not be there yet.

    `untrusted_every` is '30m' or '6h'. Raises ListSourceUnavailable saying what to correct.
    """
    kind = _kind(untrusted_kind)
    address, user = untrusted_address.strip(), untrusted_user.strip()
    if not address or not (address + user).isprintable():
        raise ListSourceUnavailable("The source has no readable address.", "Give its address.")
    source = ListSource(kind, address, user, "", _every(untrusted_every))
    if kind is SourceKind.FOLDER:
        _check_folder(address)
        if user or untrusted_pin.strip():
            raise ListSourceUnavailable(
                "A folder has neither a user nor a pin.", "Leave both out, or choose sftp."
            )
        return source
    # The address before the pin: whoever lacks the pin is told how to see it, with an address
    # that is right.
    target = server_address(kind, address).target
    if not target.partition("?")[0].rpartition("/")[2]:
        raise ListSourceUnavailable("The address names no file.", _EXAMPLES[kind])
    if kind is SourceKind.SFTP and not user:
        raise ListSourceUnavailable("An SFTP source needs a user.", "Name the account there.")
    if ":" in user and kind is SourceKind.HTTPS:
        raise ListSourceUnavailable(
            "The user name holds a colon.", "A server cannot tell it from the password."
        )
    return ListSource(kind, address, user, _pin(kind, untrusted_pin), source.every)


def server_address(kind: SourceKind, untrusted_address: str) -> ServerAddress:
    """The parts of an SFTP or HTTPS address; the target may be missing.

    Raises ListSourceUnavailable.
    """
    example = _EXAMPLES[kind]
    text = untrusted_address.strip()
    bare = re.sub(f"^{kind.value}://", "", text, flags=re.IGNORECASE)
    if kind is SourceKind.HTTPS and bare == text:
        raise ListSourceUnavailable("The address does not begin with https://.", example)
    netloc, slash, rest = bare.partition("/")
    if "@" in netloc:
        raise ListSourceUnavailable(
            "The address carries a user or password.",
            "Name the user apart; the password goes into the keyring with 'hot-list secret'.",
        )
    if kind is SourceKind.HTTPS and "#" in bare:
        raise ListSourceUnavailable("The address has a '#'.", "Leave it and the rest out.")
    try:
        parts = urlsplit(f"//{netloc}")
        host, port = parts.hostname, parts.port
        # What cannot be a name of the net is told here, not by a failure of each fetch.
        (host or "").encode("idna")
    except ValueError:
        host, port = None, None
    if not host or port == 0 or not re.fullmatch(r"[^\s?#\\%]+", netloc):
        raise ListSourceUnavailable("The address names no server.", example)
    return ServerAddress(host, port or _PORTS[kind], netloc, slash + rest)


def secret_name(list_name: str, source: ListSource) -> str:
    """Under which the keyring keeps the source's secret.

    Host and user are in it: whoever points a list at another server does not send that one
    the old one's password.
    """
    return f"hot list {list_name}: {source.kind.value} {source.user}@{source.host}"


def _kind(untrusted: str) -> SourceKind:
    try:
        return SourceKind(untrusted.strip().lower())
    except ValueError:
        raise ListSourceUnavailable(
            f"Lists cannot be fetched by '{untrusted}'.", "Choose folder, sftp or https."
        ) from None


def _every(untrusted: str) -> timedelta:
    match = _EVERY.fullmatch(untrusted.strip().lower())
    if match is None:
        raise ListSourceUnavailable(
            f"'{untrusted}' is no span of time.", "Write minutes or hours, as 30m or 6h."
        )
    number = int(match[1])
    span = timedelta(hours=number) if match[2] == "h" else timedelta(minutes=number)
    if not SHORTEST <= span <= LONGEST:
        raise ListSourceUnavailable(
            "A list is fetched at least daily, and at most every five minutes.",
            "Choose from 5m to 24h.",
        )
    return span


def _check_folder(address: str) -> None:
    path = PurePath(address)
    if not path.is_absolute() or not path.name or ".." in path.parts:
        raise ListSourceUnavailable(
            "The folder is not named by its whole path and a pattern.",
            "Write for example /srv/lists/svs*.csv.",
        )


def _pin(kind: SourceKind, untrusted: str) -> str:
    text = untrusted.strip()
    if not text:
        raise ListSourceUnavailable(
            "The server's pin is missing.",
            "'alpr-console hot-list pin ADDRESS' shows it; compare it with what the operator "
            "of the server tells you.",
        )
    if kind is SourceKind.SFTP:
        pin = "SHA256:" + text.removeprefix("SHA256:").rstrip("=")
        if _bytes_of(pin.removeprefix("SHA256:")) == 32:
            return pin
        raise ListSourceUnavailable(
            "The pin is not a host key's fingerprint.", "It reads SHA256: and 43 characters."
        )
    pin = text.lower().removeprefix("sha256:").replace(":", "").replace(" ", "")
    if not re.fullmatch(r"[0-9a-f]{64}", pin):
        raise ListSourceUnavailable(
            "The pin is not the SHA-256 sum of a certificate.", "It has 64 digits from 0 to f."
        )
    return pin


def _bytes_of(text: str) -> int:
    try:
        return len(base64.b64decode(text + "=" * (-len(text) % 4), validate=True))
    except (binascii.Error, ValueError):
        return 0


def folder_and_pattern(path: str) -> tuple[str, str]:
    """Of an SFTP path: '/out/svs*.csv' is ('/out', 'svs*.csv'); '/~/x' is ('.', 'x')."""
    if path.startswith("/~/"):
        path = "./" + path[3:]
    folder, pattern = posixpath.split(path)
    return folder or "/", pattern
