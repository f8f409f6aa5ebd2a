"""The desk's acts on releases, agreements and breaches, for whoever is signed in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from alpr_console.domain.breach import BreachReport
from alpr_console.domain.errors import ReleaseRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_bars import Standing
from alpr_console.domain.release_request import (
    Agreement,
    Approval,
    Filing,
    ReleaseRequest,
    Review,
)
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.releasing.breach_sheet import breach_sheet
from alpr_console.releasing.words import release_words
from alpr_console.workflow import handle_releases, keep_agreements, report_breach

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class ReleaseDesk:
    """Each act raises PermissionRefused where the role does not cover it; on record."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock

    # Requests

    def all(self) -> list[ReleaseRequest]:
        """Newest first."""
        self._desk.demand(Permission.RECORD_RELEASES)
        with self._uow() as work:
            return work.releases.all()[::-1]

    def get(self, number: str) -> ReleaseRequest:
        """Raises ReleaseRefused."""
        self._desk.demand(Permission.RECORD_RELEASES)
        try:
            with self._uow() as work:
                return work.releases.get(number.strip().upper())
        except KeyError:
            raise ReleaseRefused(f"There is no release request {number}.", "Check it.") from None

    def file(self, number: str) -> bytes:
        """The written request as it came in."""
        kept = self.get(number).filing.file
        assert kept is not None
        with self._uow() as work:
            return work.releases.file(kept.sha256)

    def suspected(self, number: str) -> tuple[Bar, ...]:
        """Grounds that the request's own words suggest and this policy bars."""
        filing = self.get(number).filing
        bars = self._desk.policy.release
        return tuple(b for b in release_words().suspected(filing) if bars.bar(b) is not None)

    def standing(self, number: str) -> tuple[Standing, ...]:
        """Rules that stand against it as reviewed."""
        return handle_releases.standing_against(
            self._uow, self._clock, self._desk.policy, self.get(number)
        )

    def enter(self, filing: Filing, file: Path | None) -> ReleaseRequest:
        """See handle_releases.enter."""
        return handle_releases.enter(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, filing, file
        )

    def review(self, number: str, answers: Review) -> ReleaseRequest:
        """See handle_releases.review."""
        return handle_releases.review(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, number, answers
        )

    def approve(self, number: str, approval: Approval) -> ReleaseRequest:
        """See handle_releases.approve. Fulfilled by an evidence export that names it."""
        return handle_releases.approve(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, number, approval
        )

    def refuse(self, number: str, reason: str) -> ReleaseRequest:
        return handle_releases.refuse(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, number, reason
        )

    def withdraw(self, number: str, reason: str) -> ReleaseRequest:
        return handle_releases.withdraw(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, number, reason
        )

    # Agreements

    def agreements(self) -> list[Agreement]:
        """Newest first, those ended among them."""
        self._desk.demand(Permission.RECORD_RELEASES)
        with self._uow() as work:
            return work.agreements.all()[::-1]

    def enter_agreement(
        self, agency: str, number: str, begins: date, ends: date, file: Path | None = None
    ) -> Agreement:
        """`ends` is its last day."""
        return keep_agreements.enter_agreement(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, agency, number,
            (begins, ends), file,
        )  # fmt: skip

    def end_agreement(self, agreement_id: str, reason: str) -> Agreement:
        return keep_agreements.end_agreement(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, agreement_id, reason
        )

    # Breaches

    def reached_since(self, since: datetime) -> tuple[str, ...]:
        """What the log shows was reached since then, for the report."""
        self._desk.demand(Permission.REPORT_BREACH)
        with self._uow() as work:
            return report_breach.in_the_log(work, since, self._clock.now())

    def report_breach(
        self, noticed_at: datetime, since: datetime, suspected: str, reached: str
    ) -> BreachReport:
        """See report_breach.report."""
        return report_breach.report(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy,
            (noticed_at, since), suspected, reached,
        )  # fmt: skip

    def breaches(self) -> list[BreachReport]:
        """Newest first; whoever decides no releases sees those they reported."""
        self._desk.demand(Permission.REPORT_BREACH)
        user = self._desk.signed_in().user
        with self._uow() as work:
            reports = work.breaches.all()[::-1]
        if user.may(Permission.DECIDE_RELEASES):
            return reports
        return [one for one in reports if one.by == user.name]

    def breaches_waiting(self) -> list[BreachReport]:
        """Those that the administrator signed in has not acknowledged; none for anyone else."""
        user = self._desk.signed_in().user
        if not user.may(Permission.DECIDE_RELEASES):
            return []
        return [one for one in self.breaches() if one.waits_for(user.name)]

    def acknowledge_breach(self, report_id: str, note: str) -> BreachReport:
        return report_breach.acknowledge(
            self._uow, self._clock, self._desk.signed_in(), report_id, note
        )

    def breach_sheet(self, report_id: str) -> bytes:
        """The report as PDF, for whoever may see it. Raises ReleaseRefused."""
        for report in self.breaches():
            if report.report_id == report_id:
                return breach_sheet(report, self._desk.policy)
        raise ReleaseRefused("There is no such report.", "Check it.")
