"""The tables of a profile on people, queries, keeping, oversight, release and publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, model_validator

from alpr_console.domain.policy_rules import (
    Bar,
    Clause,
    Course,
    Decider,
    Limit,
    LocalKeeping,
    OversightRules,
    PeopleRules,
    PublicationRules,
    QueryNeed,
    QueryRules,
    ReleaseRules,
    ReportRule,
    RetentionRules,
    SampleRule,
    ShiftRules,
)
from alpr_console.policy.tables import Days, Duty, Months, ProfileTable, Words

_Key = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,30}$")]
_None = Literal["none"]


def _optional(duty: Duty | _None) -> Clause | None:
    return None if duty == "none" else duty.clause


def _unique(keys: list[str], what: str) -> None:
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{what} '{twice[0]}' stands there twice")


class _Administrator(Duty):
    title: Words


class _Positions(Duty):
    listed: Annotated[list[Words], Field(min_length=1)] | Literal["as_named"]


class _Course(Duty):
    key: _Key
    name: Words
    valid_days: Days


class _Privacy(Duty):
    lock_after_minutes: Annotated[float, Field(ge=1, le=30)]


class _Lockout(Duty):
    failures: Annotated[int, Field(ge=1, le=5)]
    minutes: Annotated[float, Field(ge=15, le=24 * 60)]


class _Disuse(Duty):
    days: Annotated[int, Field(gt=0, le=90)]


class _Anew(Duty):
    hours: Annotated[float, Field(gt=0, le=12)]


class People(ProfileTable):
    credentials: Duty
    access: Duty
    administrator: _Administrator
    positions: _Positions
    training: Duty
    courses: Annotated[list[_Course], Field(min_length=1)]
    approval: Duty | _None
    acknowledgement: Duty
    device: Duty | _None
    privacy: _Privacy
    lockout: _Lockout
    disuse: _Disuse
    sign_in_anew: _Anew
    second_factor: Duty | _None

    @model_validator(mode="after")
    def _courses_once(self) -> People:
        _unique([course.key for course in self.courses], "course")
        return self

    @property
    def rules(self) -> PeopleRules:
        listed = self.positions.listed
        return PeopleRules(
            credentials=self.credentials.clause,
            access=self.access.clause,
            administrator=self.administrator.clause,
            administrator_title=self.administrator.title,
            positions=self.positions.clause,
            listed_positions=() if listed == "as_named" else tuple(listed),
            training=self.training.clause,
            courses=tuple(
                Course(one.key, one.name, one.clause, timedelta(days=one.valid_days))
                for one in self.courses
            ),
            approval=_optional(self.approval),
            acknowledgement=self.acknowledgement.clause,
            device=_optional(self.device),
            privacy=self.privacy.clause,
            lock_after=timedelta(minutes=self.privacy.lock_after_minutes),
            lockout=self.lockout.clause,
            lockout_failures=self.lockout.failures,
            lockout_span=timedelta(minutes=self.lockout.minutes),
            disuse=self.disuse.clause,
            disuse_after=timedelta(days=self.disuse.days),
            sign_in_anew=self.sign_in_anew.clause,
            sign_in_anew_after=timedelta(hours=self.sign_in_anew.hours),
            second_factor=_optional(self.second_factor),
        )


class Queries(Duty):
    need: Literal["reason", "number_or_reason", "number_and_reason", "reason_and_any_number"]
    numbers: Annotated[list[Words], Field(min_length=1)]

    @property
    def rules(self) -> QueryRules:
        return QueryRules(self.clause, QueryNeed(self.need), tuple(self.numbers))


class _Limit(Duty):
    after_days: Days
    not_before_days: Annotated[int, Field(ge=0, le=3660)] = 0

    @model_validator(mode="after")
    def _in_order(self) -> _Limit:
        if self.not_before_days > self.after_days:
            raise ValueError(
                f"purged after {self.after_days} days, but not before {self.not_before_days}: "
                "the two contradict each other"
            )
        return self

    @property
    def limit(self) -> Limit:
        return Limit(
            self.clause, timedelta(days=self.after_days), timedelta(days=self.not_before_days)
        )


class _AuditLimit(_Limit):
    after_days: Annotated[int, Field(ge=365, le=3660)]
    """Audit records are kept for a year at the least (AU-11)."""


class _Local(Duty):
    keeping: Literal["all", "hits_only"]


class _Transfer(Duty):
    leaves_after_days: Annotated[int, Field(ge=0, le=3660)]


class Retention(ProfileTable):
    reads: _Limit
    hits: _Limit
    audit: _AuditLimit
    local: _Local
    holds: Duty
    evidence: Duty
    transfer: _Transfer
    outside: Duty | _None

    @model_validator(mode="after")
    def _hits_outlast_reads(self) -> Retention:
        if self.hits.after_days < self.reads.after_days:
            raise ValueError(
                "a hit is purged before the reads around it: hits.after_days is the smaller"
            )
        return self

    @property
    def rules(self) -> RetentionRules:
        return RetentionRules(
            reads=self.reads.limit,
            hits=self.hits.limit,
            audit=self.audit.limit,
            local=self.local.clause,
            local_keeping=LocalKeeping(self.local.keeping),
            holds=self.holds.clause,
            evidence=self.evidence.clause,
            transfer=self.transfer.clause,
            leaves_after=timedelta(days=self.transfer.leaves_after_days),
            outside=_optional(self.outside),
        )


class _Audit(Duty):
    months: Months


class _Sample(Duty):
    at_least: Annotated[int, Field(ge=10, le=1000)]
    from_last_days: Days


class _Report(Duty):
    key: Literal["memorandum", "system_audit", "total_detection", "outside_audit"]
    name: Words
    months: Months
    to: Words


class _KeptReason(Duty):
    after_days: Days


class Oversight(ProfileTable):
    record: Duty
    audit: _Audit
    sample: _Sample
    reports: list[_Report] | _None
    kept_reason: _KeptReason | _None

    @model_validator(mode="after")
    def _reports_once(self) -> Oversight:
        if self.reports != "none":
            _unique([report.key for report in self.reports], "report")
        return self

    @property
    def rules(self) -> OversightRules:
        kept = None if self.kept_reason == "none" else self.kept_reason
        reports = [] if self.reports == "none" else self.reports
        return OversightRules(
            record=self.record.clause,
            audit=self.audit.clause,
            audit_months=self.audit.months,
            sample=SampleRule(
                self.sample.clause,
                self.sample.at_least,
                timedelta(days=self.sample.from_last_days),
            ),
            reports=tuple(
                ReportRule(one.key, one.name, one.clause, one.months, one.to) for one in reports
            ),
            kept_reason=kept.clause if kept else None,
            kept_reason_after=timedelta(days=kept.after_days if kept else 0),
        )


class _Review(Duty):
    decider: Literal["administrator", "chief"]
    title: Words
    consider: list[Words]


class _Bar(Duty):
    ground: Literal["immigration", "reproductive", "sale", "out_of_state", "no_mou"]


class Release(ProfileTable):
    request: Duty
    review: _Review
    kept: Duty
    bars: Annotated[list[_Bar], Field(min_length=1)] | _None
    records_process: Duty
    breach: Duty

    @model_validator(mode="after")
    def _bars_once(self) -> Release:
        if self.bars != "none":
            _unique([bar.ground for bar in self.bars], "ground")
        return self

    @property
    def rules(self) -> ReleaseRules:
        bars = [] if self.bars == "none" else self.bars
        return ReleaseRules(
            request=self.request.clause,
            review=self.review.clause,
            decider=Decider(self.review.decider),
            decider_title=self.review.title,
            kept=self.kept.clause,
            bars=tuple((Bar(one.ground), one.clause) for one in bars),
            records_process=self.records_process.clause,
            consider=tuple(self.review.consider),
            breach=self.breach.clause,
        )


class Publication(Duty):
    custodian: Words
    monitoring: Duty
    sharing: Duty
    accuracy: Duty
    destruction: Duty

    @property
    def rules(self) -> PublicationRules:
        return PublicationRules(
            clause=self.clause,
            monitoring=self.monitoring.clause,
            sharing=self.sharing.clause,
            custodian=self.custodian,
            accuracy=self.accuracy.clause,
            destruction=self.destruction.clause,
        )


class Shift(ProfileTable):
    """Missing from profiles that were signed off before there was one."""

    check: Duty
    report: Duty
    canvass: Duty | _None

    @property
    def rules(self) -> ShiftRules:
        return ShiftRules(self.check.clause, self.report.clause, _optional(self.canvass))
