"""Which way of fetching a source asks for."""

from __future__ import annotations

from pathlib import Path

from alpr_console.adapters.list_sources.folder import FolderFetcher
from alpr_console.adapters.list_sources.https import HttpsFetcher, certificate_pin
from alpr_console.adapters.list_sources.incoming import Limits, emptied, empty
from alpr_console.adapters.list_sources.sftp import SftpFetcher, host_keys
from alpr_console.domain.list_source import ListSource, SourceKind, server_address
from alpr_console.source_ports import Fetched, FetchMark, ListFetcher


class AnyFetcher:
    """The ListFetcher port: by the source's kind."""

    def __init__(self, limits: Limits) -> None:
        self._by_kind: dict[SourceKind, ListFetcher] = {
            SourceKind.FOLDER: FolderFetcher(limits),
            SourceKind.SFTP: SftpFetcher(limits),
            SourceKind.HTTPS: HttpsFetcher(limits),
        }

    def fetch(
        self, source: ListSource, secret: str | None, into: Path, known: FetchMark | None
    ) -> Fetched | None:
        """See ListFetcher."""
        with emptied(into):
            fetched = self._by_kind[source.kind].fetch(source, secret, into, known)
            if fetched is None:
                empty(into)
            return fetched


def open_fetcher(limits: Limits | None = None) -> ListFetcher:
    """Nothing is connected to yet."""
    return AnyFetcher(limits or Limits())


def pins_of(untrusted_address: str, limits: Limits | None = None) -> list[tuple[str, str]]:
    """What can be pinned of the server there: kind of key, and pin. Nothing is sent to it.

    'https://…' is asked for its certificate, everything else for its SSH host keys. Raises
    ListSourceUnavailable.
    """
    if untrusted_address.strip().lower().startswith("https://"):
        server = server_address(SourceKind.HTTPS, untrusted_address)
        return [("certificate", certificate_pin(server, limits or Limits()))]
    server = server_address(SourceKind.SFTP, untrusted_address)
    return host_keys(server, limits or Limits())
