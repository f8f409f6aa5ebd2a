"""A request of somebody else for records (REL-1): one transition table, every step on file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from alpr_console.domain.errors import IllegalTransition
from alpr_console.domain.policy_rules import Bar


class AgencyKind(Enum):
    LAW_ENFORCEMENT = "law_enforcement"
    PROSECUTOR = "prosecutor"
    IMMIGRATION = "immigration"
    """A federal agency of immigration enforcement."""
    OTHER = "other"
    """Anyone else: the records process decides."""

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]


_KIND_LABELS = {
    AgencyKind.LAW_ENFORCEMENT: "Law enforcement",
    AgencyKind.PROSECUTOR: "Prosecutor",
    AgencyKind.IMMIGRATION: "Federal immigration enforcement",
    AgencyKind.OTHER: "Other",
}


class ReleaseState(Enum):
    RECEIVED = "received"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REFUSED = "refused"
    RECORDS_PROCESS = "records_process"
    """Not from law enforcement or a prosecutor: handed to the records process."""
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class ReleaseAct(Enum):
    REVIEW = "review"
    APPROVE = "approve"
    REFUSE = "refuse"
    TO_RECORDS = "to_records"
    FULFILL = "fulfill"
    WITHDRAW = "withdraw"


S, A = ReleaseState, ReleaseAct

TRANSITIONS: dict[tuple[ReleaseState, ReleaseAct], ReleaseState] = {
    (S.RECEIVED, A.REVIEW): S.REVIEWED,
    (S.REVIEWED, A.REVIEW): S.REVIEWED,
    (S.REVIEWED, A.APPROVE): S.APPROVED,
    (S.REVIEWED, A.REFUSE): S.REFUSED,
    (S.REVIEWED, A.TO_RECORDS): S.RECORDS_PROCESS,
    (S.APPROVED, A.FULFILL): S.FULFILLED,
    (S.RECEIVED, A.WITHDRAW): S.WITHDRAWN,
    (S.REVIEWED, A.WITHDRAW): S.WITHDRAWN,
    (S.APPROVED, A.WITHDRAW): S.WITHDRAWN,
}
"""Nothing leads to FULFILLED but an approval, and nothing to that but a review."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    name: str
    sha256: str
    """Hex."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The written request as it came in."""

    agency: str
    kind: AgencyKind
    state: str
    """Of the agency, two letters."""
    person: str
    contact: str
    purpose: str
    need: str
    """Its need and right to know, in its words."""
    wanted: str
    received_on: date
    file: KeptFile | None = None
    """The request itself, scanned or as mailed."""


@dataclass(frozen=True, slots=True)
class Review:
    """What the reviewer answers, each question for itself; nothing rests on words alone."""

    immigration: bool
    """Is any of it for federal immigration enforcement?"""
    reproductive: bool
    """Is any of it against the exercise of reproductive health care rights?"""
    sale: bool
    """Is anything paid or given in return?"""
    explanation: str = ""
    """Why 'no', where the request's own words suggest otherwise."""
    court_order: str = ""
    """Number of the order."""
    special_request: str = ""
    """Reference of the special request."""


@dataclass(frozen=True, slots=True)
class Approval:
    """Exactly these records, and on what the decision rests."""

    alert_ids: tuple[str, ...]
    read_ids: tuple[str, ...]
    considered: tuple[str, ...]
    """Laws that were considered."""
    authority: str = ""
    """Name of the person on whose authority the release is approved."""
    authority_title: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseStep:
    act: ReleaseAct
    by: str
    at: datetime
    """UTC."""
    note: str = ""
    """Reason of a refusal or withdrawal; the export's id once it is fulfilled."""
    review: Review | None = None
    approval: Approval | None = None
    bar: Bar | None = None
    """The rule that refused it."""
    section: str = ""
    """Of the clause that the step rests on."""


@dataclass(frozen=True, slots=True)
class ReleaseRequest:
    number: str
    """'R-2026-0001'."""
    filing: Filing
    entered_by: str
    entered_at: datetime
    steps: tuple[ReleaseStep, ...] = ()

    @property
    def state(self) -> ReleaseState:
        state = S.RECEIVED
        for step in self.steps:
            state = _next(state, step.act)
        return state

    @property
    def review(self) -> Review | None:
        """The newest."""
        return next((s.review for s in reversed(self.steps) if s.review is not None), None)

    @property
    def approval(self) -> Approval | None:
        return next((s.approval for s in self.steps if s.approval is not None), None)

    def allows(self, act: ReleaseAct) -> bool:
        return (self.state, act) in TRANSITIONS

    def step(self, step: ReleaseStep) -> ReleaseRequest:
        """Raises IllegalTransition."""
        _next(self.state, step.act)
        return replace(self, steps=(*self.steps, step))


def _next(state: ReleaseState, act: ReleaseAct) -> ReleaseState:
    try:
        return TRANSITIONS[(state, act)]
    except KeyError:
        raise IllegalTransition(
            f"'{act.value.replace('_', ' ')}' is not possible while the request is "
            f"'{state.label.lower()}'.",
            "Take the step that is open.",
        ) from None


@dataclass(frozen=True, slots=True)
class AgreementEnd:
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A memorandum of understanding on file."""

    agreement_id: str
    agency: str
    number: str
    valid_from: date
    valid_until: date
    """The last day."""
    entered_by: str
    entered_at: datetime
    file: KeptFile | None = None
    ends: tuple[AgreementEnd, ...] = ()
    """One at the most."""

    @property
    def ended(self) -> AgreementEnd | None:
        return self.ends[0] if self.ends else None

    def end(self, end: AgreementEnd) -> Agreement:
        return replace(self, ends=(*self.ends, end))

    def covers(self, agency: str, on: date) -> bool:
        """Whether it is with this agency and in force on that day."""
        return (
            self.ended is None
            and folded(self.agency) == folded(agency)
            and self.valid_from <= on <= self.valid_until
        )


def folded(name: str) -> str:
    """An agency's name as it is compared: case, dots and spaces do not count."""
    return "".join(c for c in name.casefold() if c.isalnum())
