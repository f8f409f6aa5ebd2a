"""The desk's searches of stored reads, for whoever is signed in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING
from uuid import uuid4

from alpr_console.domain.errors import PermissionRefused, SearchRefused
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind
from alpr_console.domain.operator import Permission
from alpr_console.domain.read_search import SearchTerms, check_terms
from alpr_console.domain.session import Session
from alpr_console.matching.spellings import sought
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import search_reads
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.search_entered import SearchEntered, terms_entered
from alpr_console.workflow.search_grounds import demand_grounds
from alpr_console.workflow.search_reads import OpenedRead, Page, ReadSearch

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk

SLICE_S = 0.03
"""How long one step of a search may hold the console thread, about."""


class SearchDesk:
    """Each act raises PermissionRefused unless whoever may search is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    def begin(
        self, untrusted_terms: SearchTerms | SearchEntered, untrusted_grounds: Grounds
    ) -> ReadSearch:
        """A search that has looked at nothing yet.

        Raises DutyMissing without the reason or number that the profile asks for, SearchRefused
        for terms that ask for nothing or too much; either is on record.
        """
        session, policy = self._desk.signed_in(), self._desk.policy
        asked = {f"asked_{name}": value for name, value in untrusted_terms.words().items()}
        given = {name: str(value) for name, value in asdict(untrusted_grounds).items() if value}
        details = {**asked, **given, "section": policy.queries.clause.section}
        with refusals_recorded(self._uow, search_reads.SEARCHED, session.user.name, "", details):
            session.demand(Permission.SEARCH_READS)
            grounds = demand_grounds(policy.queries, untrusted_grounds)
            terms = untrusted_terms
            if isinstance(terms, SearchEntered):
                terms = terms_entered(terms)
            check_terms(terms)
        inquiry = Inquiry(
            uuid4().hex,
            InquiryKind.SEARCH,
            session.user.name,
            session.user.full_name,
            session.user.organization or policy.agency,
            session.unit,
            self._clock.now(),
            terms.words(),
            grounds,
            policy.queries.clause.section,
            policy.version_name,
        )
        return ReadSearch(inquiry, sought(terms), session.session_id)

    def go_on(self, search: ReadSearch) -> Page | None:
        """A slice of a search; its next page once there is one, on record.

        Raises SearchRefused behind the last page.
        """
        self._demand(search, search_reads.SEARCHED)
        if not search.more:
            raise SearchRefused("This search has no further page.", "Search again.")
        if not search.page_found:
            search.step(self._uow, SLICE_S)
        return search.show(self._uow, self._clock) if search.page_found else None

    def page(self, search: ReadSearch) -> Page:
        """The next page, however long it takes; for commands."""
        while True:
            page = self.go_on(search)
            if page is not None:
                return page

    def give_up(self, search: ReadSearch) -> None:
        """End a search before its next page."""
        self._demand(search, search_reads.SEARCHED)
        search.give_up(self._uow)

    def open(self, search: ReadSearch, read_id: str) -> OpenedRead:
        """See search_reads.open_read."""
        session = self._demand(search, search_reads.OPENED)
        with refusals_recorded(self._uow, search_reads.OPENED, session.user.name, read_id):
            return search_reads.open_read(self._uow, self._clock, search, read_id)

    def _demand(self, search: ReadSearch, action: str) -> Session:
        session, subject = self._desk.signed_in(), search.inquiry.inquiry_id
        asked = {f"asked_{name}": value for name, value in search.inquiry.terms.items()}
        with refusals_recorded(self._uow, action, session.user.name, subject, asked):
            session.demand(Permission.SEARCH_READS)
            if session.session_id != search.session_id:
                raise PermissionRefused("The search was another session's.", "Search again.")
        return session
