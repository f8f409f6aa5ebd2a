"""Which lists are matched at all (HOT-1), and which version of them (HOT-2)."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.operator import Permission
from alpr_console.domain.session import Session
from alpr_console.list_ports import ListShelf
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.import_hot_list import kept_files
from alpr_console.workflow.on_record import refusals_recorded


def designate(uow: UnitOfWorkFactory, session: Session, designation: Designation) -> Designation:
    """Put a designation, or a change of it, on record. Raises PermissionRefused."""
    details = designation.details
    who = session.user.name
    with refusals_recorded(uow, "hot_list.designated", who, designation.name, details):
        session.demand(Permission.IMPORT_HOT_LISTS)
        if not designation.name:
            raise HotListMalformed("The hot list has no name.", "Name it, for example SVS.")
        with uow() as work:
            work.designations.save(designation)
            work.audit.append(
                AuditRecord("hot_list.designated", who, "done", designation.name, details=details)
            )
    return designation


def withdraw_designation(
    uow: UnitOfWorkFactory, clock: Clock, session: Session, name: str, reason: str
) -> Designation:
    """The list matches no more from here on. Raises PermissionRefused, HotListMalformed."""
    who, reason = session.user.name, " ".join(reason.split())
    with refusals_recorded(uow, "hot_list.withdrawn", who, name, {"reason": reason}):
        session.demand(Permission.IMPORT_HOT_LISTS)
        if not reason:
            raise HotListMalformed(f"{name} is withdrawn for no reason.", "Say why.")
        with uow() as work:
            before = work.designations.get(name)
            if before is None or before.withdrawn:
                raise HotListMalformed(f"{name} is not a designated hot list.", "Choose another.")
            after = replace(before, by=who, at=clock.now(), withdrawn=True)
            work.designations.save(after)
            work.hot_lists.take_out_of_force(name)
            work.audit.append(
                AuditRecord("hot_list.withdrawn", who, "done", name, details={"reason": reason})
            )
    return after


def go_back(
    uow: UnitOfWorkFactory,
    shelf: ListShelf,
    clock: Clock,
    session: Session,
    name: str,
    version: int,
    reason: str,
) -> HotList:
    """Put an earlier version in force again, as a new one with the old one's data and age.

    Raises PermissionRefused; HotListMalformed where its file is no longer kept;
    HotListDamaged where it does not open. The list in force stays then.
    """
    who, reason = session.user.name, " ".join(reason.split())
    details = {"version": str(version), "reason": reason}
    with refusals_recorded(uow, "hot_list.gone_back", who, name, details):
        session.demand(Permission.IMPORT_HOT_LISTS)
        if not reason:
            raise HotListMalformed("Going back needs a reason.", "Say why.")
        with uow() as work:
            designation = work.designations.get(name)
            if designation is None or designation.withdrawn:
                raise HotListMalformed(f"{name} is not a designated hot list.", "Designate it.")
            versions = work.hot_lists.versions(name)
            old = next((one for one in versions if one.version == version), None)
            if old is None or old.file_id not in shelf.kept():
                raise HotListMalformed(
                    f"Version {version} of {name} is no longer kept.", "Import its file again."
                )
            shelf.open(old.file_id)
            again = replace(
                old,
                list_id=uuid4().hex,
                version=versions[0].version + 1,
                source=f"version {version}",
                imported_at=clock.now(),
            )
            work.hot_lists.put_in_force(again)
            details = {**details, "as_version": str(again.version), "sha256": again.sha256}
            work.audit.append(
                AuditRecord("hot_list.gone_back", who, "done", again.list_id, details=details)
            )
    return again


def clear_shelf(uow: UnitOfWorkFactory, shelf: ListShelf) -> int:
    """Remove what a process that died left: files of imports that did not come into force, and
    of versions too old to go back to; how many.

    Only while no import is under way: at the start of the process that holds the store.
    """
    with uow() as work:
        named = {
            file_id
            for designation in work.designations.all()
            for file_id in kept_files(work.hot_lists.versions(designation.name))
        }
        named |= {one.file_id for one in work.hot_lists.in_force()}
    extra = shelf.kept() - named
    for file_id in extra:
        shelf.remove(file_id)
    return len(extra)
