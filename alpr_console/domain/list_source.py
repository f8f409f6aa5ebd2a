"""Where a list's files are fetched from by themselves, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class SourceKind(Enum):
    FOLDER = "folder"
    SFTP = "sftp"
    HTTPS = "https"


@dataclass(frozen=True, slots=True)
class ListSource:
    """The password or key is not in it: that is in the system keyring."""

    kind: SourceKind
    address: str
    """Folder: 'path/pattern'. SFTP: 'host[:port]/path'. HTTPS: the whole address."""
    user: str = ""
    pin: str = ""
    """SFTP: the host key's fingerprint ('SHA256:…'); HTTPS: SHA-256 of the certificate, hex.
    Required for both: the first answer is not simply believed."""
    every: timedelta = timedelta(hours=24)
    """At most a day (HOT-2)."""
