"""An agency's rules on people, keeping, oversight and release, each under its own section."""

from __future__ import annotations

from datetime import timedelta

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
)

PEOPLE = PeopleRules(
    credentials=Clause("100.20", "credentials"),
    access=Clause("100.21", "access"),
    administrator=Clause("100.22", "administrator"),
    administrator_title="Test Captain",
    positions=Clause("100.23", "positions"),
    listed_positions=("Officer", "Dispatcher"),
    training=Clause("100.24", "training"),
    courses=(Course("alpr", "ALPR training", Clause("100.25", "course"), timedelta(days=365)),),
    approval=None,
    acknowledgement=Clause("100.27", "acknowledgement"),
    device=None,
    privacy=Clause("100.29", "privacy"),
    lock_after=timedelta(days=60),
    lockout=Clause("100.30", "lockout"),
    lockout_failures=5,
    lockout_span=timedelta(minutes=15),
    disuse=Clause("100.31", "disuse"),
    disuse_after=timedelta(days=90),
    sign_in_anew=Clause("100.32", "sign in anew"),
    sign_in_anew_after=timedelta(hours=12),
    second_factor=None,
)

QUERIES = QueryRules(
    Clause("100.33", "queries"), QueryNeed.NUMBER_AND_REASON, ("Case number", "Incident number")
)

RETENTION = RetentionRules(
    reads=Limit(Clause("100.34", "reads"), timedelta(days=30), timedelta(0)),
    hits=Limit(Clause("100.35", "hits"), timedelta(days=365), timedelta(0)),
    audit=Limit(Clause("100.36", "audit"), timedelta(days=1095), timedelta(0)),
    local=Clause("100.37", "local"),
    local_keeping=LocalKeeping.ALL,
    holds=Clause("100.38", "holds"),
    evidence=Clause("100.39", "evidence"),
    transfer=Clause("100.40", "transfer"),
    leaves_after=timedelta(days=7),
    outside=Clause("100.41", "outside"),
)

OVERSIGHT = OversightRules(
    record=Clause("100.42", "record"),
    audit=Clause("100.43", "audit"),
    audit_months=6,
    sample=SampleRule(Clause("100.44", "sample"), 10, timedelta(days=183)),
    reports=(
        ReportRule("memorandum", "Memorandum", Clause("100.45", "memorandum"), 6, "Chief"),
        ReportRule("system_audit", "System Audit Report", Clause("100.46", "system"), 3, "Chief"),
        ReportRule("total_detection", "Total Detection Report", Clause("100.47", "total"), 3,
                   "Chief"),
    ),
    kept_reason=Clause("100.48", "kept reason"),
    kept_reason_after=timedelta(days=730),
)  # fmt: skip

RELEASE = ReleaseRules(
    request=Clause("100.49", "request"),
    review=Clause("100.50", "review"),
    decider=Decider.ADMINISTRATOR,
    decider_title="Test Captain or designee",
    kept=Clause("100.51", "kept"),
    bars=tuple((ground, Clause("100.52", ground.value)) for ground in Bar),
    records_process=Clause("100.53", "records process"),
    consider=("California Values Act",),
    breach=Clause("100.54", "breach"),
)

PUBLICATION = PublicationRules(
    clause=Clause("100.55", "publication"),
    monitoring=Clause("100.56", "monitoring"),
    sharing=Clause("100.57", "sharing"),
    custodian="Test Captain",
    accuracy=Clause("100.58", "accuracy"),
    destruction=Clause("100.59", "destruction"),
)
