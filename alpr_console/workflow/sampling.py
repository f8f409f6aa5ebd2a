"""Audit samples: drawn at random so that anybody can draw them again, and judged (AUD-2)."""

from __future__ import annotations

import secrets
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import OversightRefused
from alpr_console.domain.inquiry import Inquiry
from alpr_console.domain.operator import Permission
from alpr_console.domain.oversight import (
    Finding,
    Judgement,
    Sample,
    digest_of_population,
    draw,
)
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded


def draw_sample(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, session: Session
) -> Sample:
    """At least as many inquiries as the policy says, out of its span; all where there are fewer.

    Seed, span and population are on record before the draw is made from them. Raises
    PermissionRefused; OversightRefused where nobody has looked at anything.
    """
    rule, who, now = policy.oversight.sample, session.user.name, clock.now()
    since = now - rule.from_last
    with refusals_recorded(uow, "sample.drawn", who):
        session.demand(Permission.JUDGE_INQUIRIES)
        seed = secrets.token_hex(32)
        with uow() as work:
            ids = [inquiry.inquiry_id for inquiry in work.inquiries.between(since, now)]
            if not ids:
                raise OversightRefused(
                    f"There is no inquiry since {since:%Y-%m-%d}.", "Nothing can be drawn."
                )
            sample = Sample(
                uuid4().hex, who, now, since, now, seed, len(ids), digest_of_population(ids),
                draw(seed, ids, rule.at_least),
            )  # fmt: skip
            details = {
                "seed": seed,
                "since": since.isoformat(),
                "until": now.isoformat(),
                "population": str(len(ids)),
                "population_sha256": sample.population_sha256,
                "section": rule.clause.section,
            }
            work.audit.append(
                AuditRecord("sample.seeded", who, "done", sample.sample_id, "Audit", details)
            )
            work.oversight.add_sample(sample)
            work.audit.append(
                AuditRecord("sample.drawn", who, "done", sample.sample_id, "Audit",
                            {"drawn": str(len(sample.drawn))})
            )  # fmt: skip
    return sample


def repeat_sample(work: UnitOfWork, sample: Sample) -> bool:
    """Whether the draw comes out again from what is on record."""
    ids = [one.inquiry_id for one in work.inquiries.between(sample.since, sample.until)]
    return (
        digest_of_population(ids) == sample.population_sha256
        and draw(sample.seed, ids, len(sample.drawn)) == sample.drawn
    )


def judge(
    uow: UnitOfWorkFactory,
    clock: Clock,
    policy: AgencyPolicy,
    session: Session,
    sample_id: str,
    inquiry_id: str,
    finding: Finding,
    reason: str = "",
    data_errors: str = "",
) -> Judgement:
    """Say whether an inquiry meets the policy. Raises PermissionRefused, OversightRefused.

    Nobody judges their own; a finding against needs its reason, and so does a later one that
    takes the place of an earlier.
    """
    who, words = session.user.name, " ".join(reason.split())
    errors, clause = " ".join(data_errors.split()), policy.oversight.sample.clause
    details = {"finding": finding.value, "section": clause.section}
    with refusals_recorded(uow, "inquiry.judged", who, inquiry_id, details):
        session.demand(Permission.JUDGE_INQUIRIES)
        with uow() as work:
            sample = work.oversight.sample(sample_id)
            if inquiry_id not in sample.drawn:
                raise OversightRefused("This inquiry was not drawn.", "Judge those of the sample.")
            inquiry = work.inquiries.get(inquiry_id)
            if inquiry.who == who:
                raise OversightRefused(
                    "Nobody judges their own inquiry.", "Another administrator judges it."
                )
            before = {one.inquiry_id for one in work.oversight.judgements(sample_id)}
            if not words and (finding is not Finding.MEETS or inquiry_id in before):
                raise OversightRefused("A reason is needed.", "Say why, in a few words.")
            judgement = Judgement(sample_id, inquiry_id, finding, words, errors, who, clock.now())
            work.oversight.add_judgement(judgement)
            work.audit.append(
                AuditRecord(
                    "inquiry.judged", who, "done", inquiry_id, "Audit",
                    {**details, "sample": sample_id, "reason": words, "data_errors": errors,
                     "of": inquiry.who},
                )
            )  # fmt: skip
    return judgement


def standing(work: UnitOfWork, sample: Sample) -> list[tuple[Inquiry, Judgement | None]]:
    """Each drawn inquiry with what was found last, in the order of the draw."""
    newest = {one.inquiry_id: one for one in work.oversight.judgements(sample.sample_id)}
    return [(work.inquiries.get(one), newest.get(one)) for one in sample.drawn]
