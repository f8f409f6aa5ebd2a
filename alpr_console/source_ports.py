"""Ports, continued: where lists come from by themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from alpr_console.domain.list_source import ListSource


@dataclass(frozen=True, slots=True)
class FetchMark:
    """The newest file of a list that is known already: by it a source says 'nothing newer'."""

    data_at: datetime
    """UTC."""
    sha256: str
    """Hex: tells where a source gives its files no time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that has come whole."""

    path: Path
    """In the folder given; a '.sha256' that the source has beside it lies beside it too."""
    name: str
    """As the source names it."""
    data_at: datetime
    """When the data were current as the source says, UTC, never later than now."""
    size: int
    """Bytes."""
    sha256: str
    """Hex."""

    @property
    def mark(self) -> FetchMark:
        return FetchMark(self.data_at, self.sha256)


class ListFetcher(Protocol):
    """Fetches list files from folders and servers."""

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        """The source's newest file, whole, in the folder `into`; None: nothing newer than `known`.

        `into` is for this alone: it is emptied first, and empty where no file comes. Blocks for
        as long as a large file takes. The secret goes to no server but the one pinned. Raises
        ListSourceUnavailable.
        """
        ...


class SecretStore(Protocol):
    """Passwords and keys of list sources, in the system keyring.

    Each raises KeyringUnavailable when the keyring is locked or absent.
    """

    def secret(self, name: str) -> str | None:
        """None where none is kept."""
        ...

    def keep_secret(self, name: str, value: str) -> None:
        """In place of the one before."""
        ...

    def forget_secret(self, name: str) -> None:
        """Also where none is kept."""
        ...
