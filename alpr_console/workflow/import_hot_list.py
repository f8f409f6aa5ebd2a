"""A hot-list file on its way into force, whole and in one step (HOT-2).

`prepare` does the long part (reading, checking, sealing) on whatever thread, without the store;
`put_in_force` is the one short transaction after it. Between them nothing has changed: the list
before goes on matching.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.policy import ListRules
from alpr_console.intake.file import open_list_file
from alpr_console.intake.report import IntakeReport, Progress
from alpr_console.intake.stream import read_into
from alpr_console.list_ports import ListShelf, Sealed
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

IMPORTED = "hot_list.imported"

VERSIONS_KEPT = 3
"""Of each list, the one in force among them, of different contents: how far one can go back. The
files of the others are removed, their rows stay."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported as which list."""

    path: Path
    name: str
    """Of the list; spaces squeezed."""
    category: Category | None = None
    """Of lines that name none; None takes the designation's."""
    data_at: datetime | None = None
    """When the data were current, UTC, where their source says so; None takes the file's time."""
    columns: ColumnMap | None = None
    """For this file; None takes the designation's."""
    keep: bool = False
    """Columns and category, as they are here, become the designation's with this version."""

    @property
    def details(self) -> dict[str, str]:
        return {"file": self.path.name, "name": self.name}


@dataclass(frozen=True, slots=True)
class PreparedList:
    """A sealed file that waits to be put in force."""

    request: ImportRequest
    file_id: str
    report: IntakeReport
    sealed: Sealed
    source: str
    data_at: datetime


def request_of(path: Path, untrusted_name: str, category: Category | None = None) -> ImportRequest:
    """Raises HotListMalformed for a list without a name."""
    name = " ".join(untrusted_name.split())
    if not name:
        raise HotListMalformed("The hot list has no name.", "Name it, for example SVS.")
    return ImportRequest(path, name, category)


def prepare(
    shelf: ListShelf,
    rules: ListRules,
    request: ImportRequest,
    designation: Designation | None,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> PreparedList:
    """Read, check and seal the file. Any thread.

    Raises HotListMalformed, ImportCancelled, StoreUnavailable; the shelf is as it was then.
    """
    file = open_list_file(request.path)
    columns = request.columns
    if columns is None and not request.keep and designation is not None:
        columns = designation.columns
    category = request.category or (None if designation is None else designation.category)
    file_id = uuid4().hex
    writer = shelf.writer(file_id)
    try:
        report = read_into(
            file, columns, category, rules, writer, progress=progress, cancelled=cancelled
        )
        sealed = writer.seal()
    except BaseException:
        writer.abandon()
        raise
    data_at = request.data_at or file.data_at
    return PreparedList(request, file_id, report, sealed, file.name, data_at)


def put_in_force(
    uow: UnitOfWorkFactory,
    shelf: ListShelf,
    clock: Clock,
    rules: ListRules,
    who: str,
    unit: str,
    prepared: PreparedList,
    may_designate: bool,
) -> HotList:
    """The new version, in force in place of the list of the same name.

    `may_designate`: an administrator imports, so that a list which is new to the console is
    designated by the same act (HOT-1). Raises HotListMalformed where the list is not designated,
    or has shrunk beyond the policy's limit; the list before stays, and the sealed file is gone.
    """
    request, report = prepared.request, prepared.report
    details = {"unit": unit, **request.details}
    try:
        with refusals_recorded(uow, IMPORTED, who, details=details), uow() as work:
            now = clock.now()
            _designated(work, clock, who, request, may_designate)
            before = [h for h in work.hot_lists.in_force() if h.name == request.name]
            _not_shrunk(prepared, before, rules)
            versions = work.hot_lists.versions(request.name)
            hot_list = HotList(
                list_id=uuid4().hex,
                name=request.name,
                version=versions[0].version + 1 if versions else 1,
                sha256=report.sha256,
                count=prepared.sealed.count,
                source=prepared.source,
                # A clock that was wrong must not keep the list fresh until it comes true.
                data_at=min(prepared.data_at, now),
                imported_at=now,
                file_id=prepared.file_id,
                left_out=report.left_out,
                barred=report.barred,
            )
            work.hot_lists.put_in_force(hot_list)
            old_files = {one.file_id for one in versions} - kept_files([hot_list, *versions])
            work.audit.append(
                AuditRecord(
                    action=IMPORTED,
                    who=who,
                    outcome="done",
                    subject=hot_list.list_id,
                    details={
                        **details,
                        "version": str(hot_list.version),
                        "entries": str(hot_list.count),
                        "left_out": str(hot_list.left_out),
                        "duplicates": str(prepared.sealed.duplicates),
                        "barred": _barred_words(report),
                        "sha256": hot_list.sha256,
                        "data_at": hot_list.data_at.isoformat(),
                    },
                )
            )
    except BaseException:
        shelf.remove(prepared.file_id)
        raise
    for file_id in old_files:
        shelf.remove(file_id)
    return hot_list


def kept_files(versions: Sequence[HotList]) -> set[str]:
    """The files that stay of a list's versions, which are given newest first.

    A list that comes by itself often comes unchanged: that must not push out what one may want
    to go back to.
    """
    newest: dict[str, str] = {}
    for one in versions:
        newest.setdefault(one.sha256, one.file_id)
    return set(list(newest.values())[:VERSIONS_KEPT])


def import_hot_list(
    uow: UnitOfWorkFactory,
    shelf: ListShelf,
    clock: Clock,
    rules: ListRules,
    who: str,
    unit: str,
    request: ImportRequest,
    may_designate: bool,
    progress: Callable[[Progress], None] | None = None,
) -> HotList:
    """Both parts, on the calling thread. Whether `who` may import is the caller's to check."""
    details = {"unit": unit, **request.details}
    with refusals_recorded(uow, IMPORTED, who, details=details):
        with uow() as work:
            designation = work.designations.get(request.name)
            if not may_designate:
                check_designated(designation, request.name)
        prepared = prepare(shelf, rules, request, designation, progress)
    return put_in_force(uow, shelf, clock, rules, who, unit, prepared, may_designate)


def check_designated(designation: Designation | None, name: str) -> None:
    """Raises HotListMalformed for a list that the administrator has not designated (HOT-1)."""
    if designation is None or designation.withdrawn:
        raise HotListMalformed(
            f"{name} is not a designated hot list.",
            "An administrator designates it in the console or with 'hot-list designate'.",
        )


def _barred_words(report: IntakeReport) -> str:
    """'3 by §430.10, 1 by §427.3'; '0' for none."""
    counts = [
        f"{count} by §{clause.section}" if clause.section else f"{count} by the console"
        for clause, count in report.barred_by
    ]
    return ", ".join(counts) or "0"


def _designated(
    work: UnitOfWork, clock: Clock, who: str, request: ImportRequest, may_designate: bool
) -> None:
    designation = work.designations.get(request.name)
    known = designation is not None and not designation.withdrawn
    if may_designate and (request.keep or not known):
        columns = request.columns if request.keep else None
        source = designation.source if designation is not None and known else None
        designation = Designation(request.name, who, clock.now(), request.category, columns, source)
        work.designations.save(designation)
        details = {**request.details, **designation.details}
        work.audit.append(
            AuditRecord("hot_list.designated", who, "done", request.name, details=details)
        )
    check_designated(designation, request.name)


def _not_shrunk(prepared: PreparedList, before: list[HotList], rules: ListRules) -> None:
    for old in before:
        if prepared.sealed.count < old.count * rules.shrink_limit:
            raise HotListMalformed(
                f"{prepared.source} has {prepared.sealed.count:,} entries, {old.name} in force "
                f"has {old.count:,}: too few to be whole.",
                "The list before stays in force. If the new one is right, withdraw the list's "
                "designation and import it anew.",
            )
