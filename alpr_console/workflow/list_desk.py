"""The desk's acts on hot lists, for whoever is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.column_map import ColumnMap
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.list_source import ListSource
from alpr_console.domain.operator import Permission
from alpr_console.list_ports import ListShelf
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import designate_list, import_hot_list
from alpr_console.workflow.import_hot_list import ImportRequest, PreparedList
from alpr_console.workflow.on_record import refusals_recorded

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class ListDesk:
    """Each act raises PermissionRefused unless an administrator is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, shelf: ListShelf, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._shelf = shelf
        self._clock = clock

    def designations(self) -> list[Designation]:
        """Withdrawn ones among them, by name."""
        self._desk.demand(Permission.IMPORT_HOT_LISTS)
        with self._uow() as work:
            return work.designations.all()

    def designation(self, name: str) -> Designation | None:
        self._desk.demand(Permission.IMPORT_HOT_LISTS)
        with self._uow() as work:
            return work.designations.get(name)

    def designate(
        self,
        name: str,
        category: Category | None = None,
        columns: ColumnMap | None = None,
        source: ListSource | None = None,
    ) -> Designation:
        """Designate a list, or change how it comes (HOT-1)."""
        session = self._desk.signed_in()
        designation = Designation(
            " ".join(name.split()), session.user.name, self._clock.now(), category, columns, source
        )
        done = designate_list.designate(self._uow, session, designation)
        self._desk.lists_touched()
        return done

    def withdraw(self, name: str, reason: str) -> Designation:
        """From here on the list matches nothing; its versions stay as history."""
        session = self._desk.signed_in()
        withdrawn = designate_list.withdraw_designation(
            self._uow, self._clock, session, name, reason
        )
        self._desk.lists_touched()
        return withdrawn

    def versions(self, name: str) -> list[tuple[HotList, bool]]:
        """Newest first, each with whether one can go back to it."""
        self._desk.demand(Permission.IMPORT_HOT_LISTS)
        kept = self._shelf.kept()
        with self._uow() as work:
            return [(one, one.file_id in kept) for one in work.hot_lists.versions(name)]

    def go_back(self, name: str, version: int, reason: str) -> HotList:
        session = self._desk.signed_in()
        again = designate_list.go_back(
            self._uow, self._shelf, self._clock, session, name, version, reason
        )
        self._desk.lists_touched()
        return again

    def import_file(self, path: Path, name: str, category: Category | None = None) -> HotList:
        """Both parts of an import at once, on this thread; for small lists and tests.

        Raises HotListMalformed; the list before then stays.
        """
        request = import_hot_list.request_of(path, name, category)
        self.demand_import(request)
        session = self._desk.signed_in()
        hot_list = import_hot_list.import_hot_list(
            self._uow, self._shelf, self._clock, self._desk.policy.lists, session.user.name,
            self._desk.unit, request, may_designate=True,
        )  # fmt: skip
        self._desk.lists_touched()
        return hot_list

    def demand_import(self, request: ImportRequest) -> None:
        """Raises PermissionRefused, on record."""
        session = self._desk.signed_in()
        with refusals_recorded(
            self._uow, import_hot_list.IMPORTED, session.user.name, details=request.details
        ):
            session.demand(Permission.IMPORT_HOT_LISTS)

    def record_refusal(self, request: ImportRequest, error: ConsoleError) -> None:
        """Of an import that failed on its own thread, before anything reached the store."""
        session = self._desk.session
        who = session.user.name if session is not None else SYSTEM
        with self._uow() as work:
            work.audit.append(
                AuditRecord(
                    action=import_hot_list.IMPORTED,
                    who=who,
                    outcome=f"refused: {error.what}",
                    details=request.details,
                )
            )

    def put_in_force(self, prepared: PreparedList) -> HotList:
        """The short second part of an import that was prepared on another thread."""
        self.demand_import(prepared.request)
        session = self._desk.signed_in()
        hot_list = import_hot_list.put_in_force(
            self._uow, self._shelf, self._clock, self._desk.policy.lists, session.user.name,
            self._desk.unit, prepared, may_designate=True,
        )  # fmt: skip
        self._desk.lists_touched()
        return hot_list

    def put_pulled_in_force(self, prepared: PreparedList, who: str) -> HotList:
        """Of a list that came by itself, under its designation; nobody need be signed in."""
        hot_list = import_hot_list.put_in_force(
            self._uow, self._shelf, self._clock, self._desk.policy.lists, who,
            self._desk.unit, prepared, may_designate=False,
        )  # fmt: skip
        self._desk.lists_touched()
        return hot_list
