"""Fetching lists from their sources when they are due, each try on record (HOT-2)."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError, HotListMalformed, ListSourceUnavailable
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.list_source import ListSource, SourceKind, secret_name
from alpr_console.domain.pull_schedule import SPREAD, PullState, in_words, next_due
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.source_ports import Fetched, FetchMark, ListFetcher, SecretStore
from alpr_console.workflow.owner import Owner, on_this_thread

log = structlog.get_logger(__name__)

PULLED = "hot_list.pulled"

SAME_FAILURE_AGAIN = timedelta(hours=1)
"""A failure that repeats itself is put on record no more often."""

ImportFile = Callable[[Designation, Path, datetime], HotList]
"""Takes a fetched file into force under its designation; its data are of the time given (UTC).
Raises HotListMalformed for a file that stays refused however often it is tried."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """A file that could not be imported and is not fetched again, and why."""

    mark: FetchMark
    reason: str


@dataclass(frozen=True, slots=True)
class _Pulled:
    """One list with a source, and what became of it so far."""

    designation: Designation
    source: ListSource
    state: PullState
    refused: _Refused | None = None
    recorded: tuple[str, datetime] | None = None
    """The failure put on record last, and when."""

    @property
    def name(self) -> str:
        return self.designation.name


class ListPuller:
    """One pull at a time. All but `words` block; the store is touched through `owner` alone.

    Nothing is kept for the next start but what is in the store: a list is due again `every`
    after it came into force. A start after a failure tries at once.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        fetcher: ListFetcher,
        secrets: SecretStore,
        import_file: ImportFile,
        folder: Path,
        owner: Owner = on_this_thread,
        spread: Callable[[], float] = lambda: random.uniform(*SPREAD),
    ) -> None:
        """`folder` is this object's own: files lie there between fetching and import."""
        self._uow = uow
        self._clock = clock
        self._fetcher = fetcher
        self._secrets = secrets
        self._import_file = import_file
        self._folder = folder
        self._owner = owner
        self._spread = spread
        self._one_at_a_time = threading.Lock()
        self._lists: dict[str, _Pulled] = {}
        self._empty_folder()

    def pull_due(self) -> datetime | None:
        """Fetch what is due; when the next is, UTC. None: no list has a source.

        A list's failure is on record and in its words; it does not keep the others waiting.
        """
        with self._one_at_a_time:
            for one in self._look_up():
                if self._due(one) <= self._clock.now():
                    try:
                        self._pull(one, SYSTEM)
                    except ConsoleError as error:
                        log.warning("list_not_pulled", name=one.name, reason=error.what)
            return min((self._due(one) for one in self._lists.values()), default=None)

    def pull(self, untrusted_name: str, who: str) -> HotList | None:
        """Fetch one list now; None if there is nothing newer. Raises whatever it failed by."""
        name = " ".join(untrusted_name.split())
        with self._one_at_a_time:
            self._look_up()
            if name not in self._lists:
                raise ListSourceUnavailable(
                    f"{name} is no list that comes by itself.",
                    "Designate it with a source in the console or with 'hot-list designate'.",
                )
            return self._pull(self._lists[name], who)

    def names(self) -> list[str]:
        """The lists with a source, by name."""
        with self._one_at_a_time:
            return [one.name for one in self._look_up()]

    def words(self) -> dict[str, str]:
        """Of each list with a source, by name: 'next 14:05'. Does not wait; any thread."""
        now = self._clock.now()
        return {
            name: in_words(one.state, one.source.every, now) for name, one in self._lists.items()
        }

    def _due(self, one: _Pulled) -> datetime:
        return next_due(one.state, one.source.every, self._clock.now())

    # -- the store, through its owner ----------------------------------------------------

    def _look_up(self) -> list[_Pulled]:
        """Designations as they are now; a changed one starts anew."""

        def look() -> list[tuple[Designation, list[HotList]]]:
            with self._uow() as work:
                return [
                    (one, work.hot_lists.versions(one.name))
                    for one in work.designations.all()
                    if one.source is not None and not one.withdrawn
                ]

        lists = {}
        for designation, versions in self._owner(look):
            assert designation.source is not None
            one = self._lists.get(designation.name)
            if one is None or one.designation != designation:
                state = PullState()
                if one is None and not _changed_since(designation, versions):
                    state = state.succeeded(max(v.imported_at for v in versions))
                one = _Pulled(designation, designation.source, state)
            lists[designation.name] = one
        # In one step: `words` may be looking.
        self._lists = lists
        return list(lists.values())

    def _known(self, one: _Pulled) -> FetchMark | None:
        """The newest file known, in force or not: going back a version must not bring it again."""

        def look() -> list[HotList]:
            with self._uow() as work:
                return work.hot_lists.versions(one.name)

        versions = self._owner(look)
        marks = [FetchMark(v.data_at, v.sha256) for v in versions]
        if _changed_since(one.designation, versions):
            # The same file may come out otherwise now.
            marks = []
        if one.refused is not None:
            marks.append(one.refused.mark)
        return max(marks, key=lambda mark: mark.data_at, default=None)

    def _record(self, record: AuditRecord) -> None:
        def append() -> None:
            with self._uow() as work:
                work.audit.append(record)

        self._owner(append)

    # -- one pull ------------------------------------------------------------------------

    def _pull(self, one: _Pulled, who: str) -> HotList | None:
        details = {"name": one.name, "kind": one.source.kind.value, "host": one.source.host}
        fetched: Fetched | None = None
        try:
            fetched = self._fetch(one)
            if fetched is None and one.refused is not None:
                raise HotListMalformed(
                    one.refused.reason, "The next newer file is fetched by itself."
                )
            hot_list = self._imported(one, fetched)
        except Exception as error:
            reason = error.what if isinstance(error, ConsoleError) else _mistake(error)
            if fetched is not None:
                details |= _about(fetched)
            self._failed(one, who, error, reason, fetched, details)
            raise
        finally:
            self._empty_folder()
        details["found"] = "nothing newer" if fetched is None else "newer"
        if fetched is not None:
            details |= _about(fetched)
        self._keep(replace(one, state=one.state.succeeded(self._clock.now()), refused=None,
                           recorded=None))  # fmt: skip
        subject = "" if hot_list is None else hot_list.list_id
        self._record(AuditRecord(PULLED, who, "done", subject, details=details))
        return hot_list

    def _fetch(self, one: _Pulled) -> Fetched | None:
        secret = None
        if one.source.kind is not SourceKind.FOLDER:
            secret = self._secrets.secret(secret_name(one.name, one.source))
        return self._fetcher.fetch(one.source, secret, self._folder, self._known(one))

    def _imported(self, one: _Pulled, fetched: Fetched | None) -> HotList | None:
        if fetched is None:
            return None
        return self._import_file(one.designation, fetched.path, fetched.data_at)

    def _failed(
        self,
        one: _Pulled,
        who: str,
        error: Exception,
        reason: str,
        fetched: Fetched | None,
        details: dict[str, str],
    ) -> None:
        now = self._clock.now()
        state = one.state.failed(now, reason, self._spread())
        refused, recorded = one.refused, one.recorded
        if fetched is not None:
            lasting = isinstance(error, HotListMalformed)
            refused = _Refused(fetched.mark, reason) if lasting else None
        told = recorded is not None and recorded[0] == reason
        if not (told and recorded is not None and now - recorded[1] < SAME_FAILURE_AGAIN):
            recorded = (reason, now)
        # Kept before it is recorded: a store that refuses must not make it try at once again.
        self._keep(replace(one, state=state, refused=refused, recorded=recorded))
        if recorded != one.recorded:
            details = {**details, "failures": str(state.failures)}
            self._record(AuditRecord(PULLED, who, f"refused: {reason}", details=details))

    def _keep(self, one: _Pulled) -> None:
        self._lists = {**self._lists, one.name: one}

    def _empty_folder(self) -> None:
        """Fetched lists are not left lying in the clear, by a crash either."""
        if self._folder.is_dir():
            for path in self._folder.iterdir():
                path.unlink()


def _changed_since(designation: Designation, versions: list[HotList]) -> bool:
    """Whether the list was designated anew after it last came into force, or never did."""
    return all(version.imported_at < designation.at for version in versions)


def _about(fetched: Fetched) -> dict[str, str]:
    return {
        "file": fetched.name,
        "bytes": str(fetched.size),
        "sha256": fetched.sha256,
        "data_at": fetched.data_at.isoformat(),
    }


def _mistake(error: Exception) -> str:
    log.error("pull_mistake", exc_info=error)
    return f"Fault in the program ({type(error).__name__})."
