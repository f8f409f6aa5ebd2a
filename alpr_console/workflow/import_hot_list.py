"""Putting a hot-list file in force, whole and in one step (HOT-2)."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.matching.hot_list_file import parse, read_list
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded


def import_hot_list(
    uow: UnitOfWorkFactory,
    clock: Clock,
    who: str,
    unit: str,
    path: Path,
    name: str,
    category: Category | None,
) -> HotList:
    """The new version, in force in place of the list of the same name.

    `category` is for lines that name none. Raises HotListMalformed, naming the lines; the
    list before stays in force and the refusal is on record. Whether `who` may import is
    the caller's to check (the desk asks the session).
    """
    list_name = " ".join(name.split())
    details = {"unit": unit, "file": path.name, "name": list_name}
    with refusals_recorded(uow, "hot_list.imported", who, details=details):
        if not list_name:
            raise HotListMalformed("The hot list has no name.", "Name it, for example SVS.")
        file = read_list(path)
        entries = parse(file, category)
        with uow() as work:
            before = [h for h in work.hot_lists.in_force() if h.name == list_name]
            hot_list = HotList(
                list_id=uuid4().hex,
                name=list_name,
                version=max((h.version for h in before), default=0) + 1,
                sha256=file.sha256,
                count=len(entries),
                source=file.name,
                data_at=file.data_at,
                imported_at=clock.now(),
            )
            work.hot_lists.replace(hot_list, entries)
            work.audit.append(
                AuditRecord(
                    action="hot_list.imported",
                    who=who,
                    outcome="done",
                    subject=hot_list.list_id,
                    details={
                        **details,
                        "version": str(hot_list.version),
                        "entries": str(hot_list.count),
                        "sha256": hot_list.sha256,
                        "data_at": hot_list.data_at.isoformat(),
                    },
                )
            )
    return hot_list
