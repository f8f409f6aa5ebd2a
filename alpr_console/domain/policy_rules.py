"""An agency's rules on people, queries, keeping, oversight, release and publication, as data.

The part of `AgencyPolicy` that says who may do what, what is kept, and how it is proven. Each
rule carries its clause; where the text is silent the clause has no section and the console
asks by its own rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a duty stands in the agency's policy, and its sense in a few words."""

    section: str
    """As printed, without the § sign: '427.5(a)'. '' where the policy's text is silent and
    the console asks by its own rule; `sense` then says so."""
    sense: str


@dataclass(frozen=True, slots=True)
class Course:
    """One training that must be on record before access (TRN-1)."""

    key: str
    """Stable name: 'alpr', 'clets', 'post'."""
    name: str
    """As shown: 'ALPR training'."""
    clause: Clause
    valid_for: timedelta
    """After the day it was completed."""


@dataclass(frozen=True, slots=True)
class PeopleRules:
    """Who may sign in, and how (ACC, TRN-1, OPS-1)."""

    credentials: Clause
    """ACC-1."""
    access: Clause
    """ACC-2: behind the sign-in, each access on record."""
    administrator: Clause
    """ACC-8."""
    administrator_title: str
    """Position that oversees the operation: 'Support Bureau Captain'."""
    positions: Clause
    """ACC-4."""
    listed_positions: tuple[str, ...]
    """Only these can be given access; empty where the text lists none and the administrator
    names the position of each account in words of their own."""
    training: Clause
    """ACC-3, TRN-1."""
    courses: tuple[Course, ...]
    """All must be on record and in date; never empty."""
    approval: Clause | None
    """Set where the administrator approves each person's access (PS 430.6(d))."""
    acknowledgement: Clause
    """Of the policy's current version, once per person and version (TRN-1)."""
    device: Clause | None
    """Set where only registered devices, or ones with a recorded permission, open the store
    (ACC-6)."""
    privacy: Clause
    """ACC-7."""
    lock_after: timedelta
    """Without a key or touch."""
    lockout: Clause
    lockout_failures: int
    lockout_span: timedelta
    """So many failures within the span lock the account until an administrator releases it."""
    disuse: Clause
    disuse_after: timedelta
    """Accounts not signed in to for so long are disabled."""
    sign_in_anew: Clause
    sign_in_anew_after: timedelta
    """A session older than this goes on only after authenticating again."""
    second_factor: Clause | None
    """Set where a second factor is asked of everyone; else each person may set one up."""


@dataclass(frozen=True, slots=True)
class ShiftRules:
    """What a shift begins with, and what it may be used for besides (OPS-2, OPS-3)."""

    check: Clause = Clause(
        "", "The text is silent; the console asks for a check at the start of each shift."
    )
    report: Clause = Clause(
        "", "The text is silent; the console tells the administrator what failed at once."
    )
    canvass: Clause | None = None
    """None where the text does not name reading plates around a scene."""


class QueryNeed(Enum):
    """What a search of stored reads must state before anything is shown (QRY-1)."""

    REASON = "reason"
    NUMBER_OR_REASON = "number_or_reason"
    NUMBER_AND_REASON = "number_and_reason"
    REASON_AND_ANY_NUMBER = "reason_and_any_number"
    """The reason, and the number or the statement that there is none."""


@dataclass(frozen=True, slots=True)
class QueryRules:
    clause: Clause
    need: QueryNeed
    numbers: tuple[str, ...]
    """Kinds of number that count: 'Case number', 'Incident number'. Never empty."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How long one kind of record is kept (RET-1)."""

    clause: Clause
    after: timedelta
    """Purged once it is older than this, unless held."""
    not_before: timedelta
    """Never purged while it is younger; zero where the text sets no minimum."""


class LocalKeeping(Enum):
    """What this workstation may write to its own disk."""

    ALL = "all"
    HITS_ONLY = "hits_only"
    """Reads without a hit are never written to disk; they end with the session."""


@dataclass(frozen=True, slots=True)
class RetentionRules:
    reads: Limit
    """Reads without a hit."""
    hits: Limit
    """Alerts with their course, and the reads they tell of."""
    audit: Limit
    """The audit log, and what it vouches for besides: searches, judgements, releases."""
    local: Clause
    local_keeping: LocalKeeping
    holds: Clause
    """RET-2: evidence, discovery and litigation holds stop the purge."""
    evidence: Clause
    """RET-2: onto portable media, booked into evidence."""
    transfer: Clause
    """RET-3: from the vehicle to the department's storage."""
    leaves_after: timedelta
    """After its arrival at the department's storage a record leaves the vehicle."""
    outside: Clause | None
    """Set where a purge has to reach outside servers (LA)."""


@dataclass(frozen=True, slots=True)
class SampleRule:
    """AUD-2."""

    clause: Clause
    at_least: int
    """Inquiries drawn; all of them where there are fewer."""
    from_last: timedelta


@dataclass(frozen=True, slots=True)
class ReportRule:
    """One report that falls due again and again (AUD-3)."""

    key: str
    """'memorandum', 'system_audit', 'total_detection', 'outside_audit'."""
    name: str
    clause: Clause
    months: int
    to: str
    """Who receives it."""


@dataclass(frozen=True, slots=True)
class OversightRules:
    record: Clause
    """AUD-1."""
    audit: Clause
    audit_months: int
    """The system is audited at least once in so many months."""
    sample: SampleRule
    reports: tuple[ReportRule, ...]
    """With their due dates; empty where the text asks for none."""
    kept_reason: Clause | None
    kept_reason_after: timedelta
    """A report explains data kept longer than this; zero where it need not."""


class Bar(Enum):
    """Grounds on which a release is refused by rule (REL-2)."""

    IMMIGRATION = "immigration"
    """Federal immigration enforcement."""
    REPRODUCTIVE = "reproductive"
    """Against the exercise of reproductive health care rights."""
    SALE = "sale"
    OUT_OF_STATE = "out_of_state"
    """Unless by court order or special request, with the Chief's approval."""
    NO_MOU = "no_mou"
    """Agencies without a memorandum of understanding on file."""


class Decider(Enum):
    """Who decides a release, as a role of the console."""

    ADMINISTRATOR = "administrator"
    """The administrator, or the designee on record."""
    CHIEF = "chief"
    """The Chief of Police or designee: an administrator who states their authority."""


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    request: Clause
    """REL-1: agency, person, purpose, in writing."""
    review: Clause
    decider: Decider
    decider_title: str
    """'Support Bureau Captain or authorized designee'."""
    kept: Clause
    bars: tuple[tuple[Bar, Clause], ...]
    """REL-2."""
    records_process: Clause
    """Requests of others than law enforcement or prosecutors."""
    consider: tuple[str, ...]
    """Laws the decider states to have considered: 'California Values Act'."""
    breach: Clause
    """REL-3."""

    def bar(self, ground: Bar) -> Clause | None:
        return next((clause for known, clause in self.bars if known is ground), None)


@dataclass(frozen=True, slots=True)
class PublicationRules:
    """PUB-1: what the published policy says besides the profile's own rules."""

    clause: Clause
    monitoring: Clause
    """Civ. Code 1798.90.51(b)(2)(C)."""
    sharing: Clause
    """(D): purposes, process and restrictions of sale, sharing and transfer."""
    custodian: str
    """(E): title of the official custodian or owner of the system."""
    accuracy: Clause
    """(F): measures that keep the data accurate and correct its errors."""
    destruction: Clause
    """(G): how it is decided whether and when to destroy retained data."""
