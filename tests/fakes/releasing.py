"""A request of another agency, and two administrators to handle it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from alpr_console import locations
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_request import (
    AgencyKind,
    Approval,
    Filing,
    ReleaseRequest,
    Review,
)
from alpr_console.domain.session import Session
from alpr_console.policy.profile import load_policy
from tests.fakes.exporting import Exporting, exporting
from tests.fakes.shift import StandingClock, person, session_of

AGENCIES = {
    path.stem.rsplit("-", 1)[1]: load_policy(path)
    for path in sorted((locations.resources_dir() / "policies").glob("*-*.toml"))
}

NO = Review(immigration=False, reproductive=False, sale=False)

FILING = Filing(
    agency="Some County Sheriff",
    kind=AgencyKind.LAW_ENFORCEMENT,
    state="CA",
    person="Det. A. Roe",
    contact="roe@sheriff.example",
    purpose="Homicide 26-0007, movements of a suspect's vehicle",
    need="Assigned investigator",
    wanted="Reads of 6XYZ987 on November 22",
    received_on=date(2026, 11, 20),
)


class Releasing:
    """What the custodian entered is handled by `chief`, an administrator."""

    def __init__(self, store: Store, folder: Path, policy: AgencyPolicy) -> None:
        self.clock = StandingClock()
        store.clock = self.clock
        self.bench: Exporting = exporting(store, self.clock, folder, policy, Role.CUSTODIAN)
        self.desk = self.bench.desk
        self.policy = policy
        self.letter = folder / "request.pdf"
        self.letter.write_bytes(b"%PDF-1.7 a letter")
        self.custodian = session_of(Role.CUSTODIAN)
        self.chief = replace(
            session_of(Role.ADMINISTRATOR), user=person(Role.ADMINISTRATOR, "chief")
        )

    def sit(self, session: Session) -> None:
        self.desk.session = session

    def entered(self, **changed: object) -> ReleaseRequest:
        self.sit(self.custodian)
        filing = replace(FILING, **changed)  # type: ignore[arg-type]
        return self.desk.releases.enter(filing, self.letter)

    def reviewed(self, answers: Review = NO, **changed: object) -> ReleaseRequest:
        number = self.entered(**changed).number
        self.sit(self.chief)
        return self.desk.releases.review(number, answers)

    def with_agreement(self, agency: str = FILING.agency) -> None:
        """Where the policy asks for one."""
        self.sit(self.chief)
        if self.policy.release.bar(Bar.NO_MOU) is not None:
            today = self.clock.now().date()
            self.desk.releases.enter_agreement(
                agency, "MOU 12", today - timedelta(days=9), today + timedelta(days=300)
            )

    def approval(self, **changed: object) -> Approval:
        whole = Approval(
            (), ("read-alone",), self.policy.release.consider, "J. Doe", "Chief of Police"
        )
        return replace(whole, **changed)  # type: ignore[arg-type]

    def approved(self, **changed: object) -> ReleaseRequest:
        self.with_agreement()
        number = self.reviewed(**changed).number  # type: ignore[arg-type]
        return self.desk.releases.approve(number, self.approval())
