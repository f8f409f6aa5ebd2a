"""The course of a release request: entered, reviewed, approved or refused (REL-1, REL-2)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import ReleaseRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy, Clause
from alpr_console.domain.policy_rules import Bar, Decider
from alpr_console.domain.release_bars import Standing, needs_authority, standing
from alpr_console.domain.release_request import (
    AgencyKind,
    Approval,
    Filing,
    KeptFile,
    ReleaseAct,
    ReleaseRequest,
    ReleaseStep,
    Review,
)
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.releasing.words import release_words
from alpr_console.workflow.on_record import refusals_recorded

ENTERED = "release.entered"
MAX_FILE = 20_000_000
"""Bytes of a scanned request; more would weigh on the store."""

QUESTIONS = {Bar.IMMIGRATION: "immigration", Bar.REPRODUCTIVE: "reproductive", Bar.SALE: "sale"}
"""Fields of a review that answer for a ground."""


def cited(what: str, clause: Clause) -> str:
    return f"{what} §{clause.section}." if clause.section else what


def kept_file(path: Path) -> tuple[KeptFile, bytes]:
    """A file that came with a request. Raises ReleaseRefused."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise ReleaseRefused(
                f"{path.name} is larger than {MAX_FILE // 1_000_000} MB.", "Scan it smaller."
            )
        content = path.read_bytes()
    except OSError as error:
        raise ReleaseRefused(
            f"{path.name} cannot be read ({error.strerror}).", "Choose another file."
        ) from error
    if not content:
        raise ReleaseRefused(f"{path.name} is empty.", "Choose another file.")
    return KeptFile(path.name, hashlib.sha256(content).hexdigest()), content


def enter(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    untrusted: Filing,
    file: Path | None,
) -> ReleaseRequest:
    """Put a written request on file.

    Raises PermissionRefused; ReleaseRefused where it does not name what the policy asks for.
    """
    filing, rules = _tidy(untrusted), policy.release
    details = {"agency": filing.agency, "section": rules.request.section}
    with refusals_recorded(uow, ENTERED, session.user.name, details=details):
        session.demand(Permission.RECORD_RELEASES)
        for name, value in (
            ("agency", filing.agency), ("person", filing.person), ("purpose", filing.purpose),
        ):  # fmt: skip
            if not value:
                raise ReleaseRefused(
                    cited(f"A request names its {name}.", rules.request), f"Enter the {name}."
                )
        if not (filing.need and filing.wanted):
            raise ReleaseRefused(
                "A request says what is wanted, and the need and right to know it.", "Enter both."
            )
        if len(filing.state) != 2 or not filing.state.isalpha():
            raise ReleaseRefused("The agency's state is missing.", "Enter two letters: CA.")
        if filing.received_on > clock.now().astimezone().date():
            raise ReleaseRefused("It cannot have been received in the future.", "Check the day.")
        if file is None:
            raise ReleaseRefused(
                cited("The written request is kept on file.", rules.kept),
                "Attach it: a scan or the mail.",
            )
        kept, content = kept_file(file)
        now = clock.now()
        with uow() as work:
            prefix = f"R-{now.astimezone().year}-"
            count = sum(one.number.startswith(prefix) for one in work.releases.all())
            request = ReleaseRequest(
                f"{prefix}{count + 1:04}", replace(filing, file=kept), session.user.name, now
            )
            work.releases.keep_file(kept, content)
            work.releases.save(request)
            _record(work, ENTERED, session, request, policy, {**details, "sha256": kept.sha256})
    return request


def review(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    number: str,
    answers: Review,
) -> ReleaseRequest:
    """Answer the questions. A rule that cannot be met refuses the request here and now; one of
    somebody who is no law enforcement agency or prosecutor goes to the records process.

    Raises PermissionRefused, IllegalTransition; ReleaseRefused where the request's words
    suggest a ground, the answer is no, and nothing explains it.
    """
    action, rules = "release.reviewed", policy.release
    with refusals_recorded(uow, action, session.user.name, number, _section(rules.review)):
        session.demand(Permission.DECIDE_RELEASES)
        with uow() as work:
            request = _get(work, number)
            words, filing = release_words(), request.filing
            unexplained = [
                bar
                for bar in words.suspected(filing)
                if rules.bar(bar) is not None
                and not getattr(answers, QUESTIONS[bar])
                and not (bar is Bar.IMMIGRATION and words.enforces_immigration(filing))
            ]
            if unexplained and not answers.explanation.strip():
                clause = rules.bar(unexplained[0])
                assert clause is not None
                raise ReleaseRefused(
                    cited(f"The request's own words suggest it: {clause.sense}", clause),
                    "Answer yes, or explain why it is not so.",
                )
            who, now = session.user.name, clock.now()
            step = ReleaseStep(
                ReleaseAct.REVIEW, who, now, answers.explanation.strip(), review=answers,
                section=rules.review.section,
            )  # fmt: skip
            request = request.step(step)
            _record(work, action, session, request, policy, {
                **_section(rules.review),
                **{name: "yes" if getattr(answers, name) else "no" for name in QUESTIONS.values()},
                "explanation": answers.explanation.strip(),
                "court_order": answers.court_order.strip(),
                "special_request": answers.special_request.strip(),
            })  # fmt: skip
            final = [one for one in _standing(work, clock, policy, request) if one.final]
            if final:
                request = request.step(
                    ReleaseStep(
                        ReleaseAct.REFUSE, who, now, final[0].words, bar=final[0].bar,
                        section=final[0].clause.section,
                    )
                )  # fmt: skip
                _record(
                    work, "release.refused", session, request, policy,
                    {**_section(final[0].clause), "bar": final[0].bar.value},
                    f"refused: {final[0].words}",
                )  # fmt: skip
            elif filing.kind is AgencyKind.OTHER:
                clause = rules.records_process
                request = request.step(
                    ReleaseStep(
                        ReleaseAct.TO_RECORDS, who, now, cited(clause.sense, clause),
                        section=clause.section,
                    )
                )  # fmt: skip
                _record(work, "release.to_records", session, request, policy, _section(clause))
            work.releases.save(request)
    return request


def approve(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    number: str,
    approval: Approval,
) -> ReleaseRequest:
    """Approve exactly these records.

    Raises PermissionRefused, IllegalTransition; ReleaseRefused with the clause where a rule
    stands against it, the approver entered the request, a law was not considered, the
    authority is not named, or a record is not in the store.
    """
    action, rules = "release.approved", policy.release
    with refusals_recorded(uow, action, session.user.name, number, _section(rules.review)):
        session.demand(Permission.DECIDE_RELEASES)
        with uow() as work:
            request = _get(work, number)
            if not request.allows(ReleaseAct.APPROVE):
                # Also of one not reviewed: the table says what is open.
                request.step(ReleaseStep(ReleaseAct.APPROVE, session.user.name, clock.now()))
            if request.entered_by == session.user.name:
                raise ReleaseRefused(
                    cited("Nobody approves a request that they entered.", rules.review),
                    "Another administrator decides.",
                )
            for one in _standing(work, clock, policy, request):
                raise ReleaseRefused(one.words, one.remedy)
            missing = [law for law in rules.consider if law not in approval.considered]
            if missing:
                raise ReleaseRefused(
                    cited(f"The {missing[0]} has to be considered first.", rules.review),
                    "Say that it was.",
                )
            named = approval.authority.strip() and approval.authority_title.strip()
            if not named and (
                rules.decider is Decider.CHIEF or needs_authority(rules, request.filing)
            ):
                clause = rules.bar(Bar.OUT_OF_STATE) if rules.decider is not Decider.CHIEF else None
                raise ReleaseRefused(
                    cited(f"{rules.decider_title} decides.", clause or rules.review),
                    "Enter on whose authority: name and title.",
                )
            plates = _plates(work, approval)
            request = request.step(
                ReleaseStep(
                    ReleaseAct.APPROVE, session.user.name, clock.now(), approval=approval,
                    section=rules.review.section,
                )
            )  # fmt: skip
            work.releases.save(request)
            _record(work, action, session, request, policy, {
                **_section(rules.review),
                "considered": "; ".join(approval.considered),
                "authority": f"{approval.authority_title} {approval.authority}".strip(),
                "records": str(len(approval.alert_ids) + len(approval.read_ids)),
                "plates": " ".join(plates),
            })  # fmt: skip
    return request


def refuse(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    number: str,
    reason: str,
) -> ReleaseRequest:
    """Raises PermissionRefused, IllegalTransition, ReleaseRefused without a reason."""
    return _ended(
        uow, clock, session, policy, number, reason,
        (ReleaseAct.REFUSE, "release.refused", Permission.DECIDE_RELEASES, policy.release.review),
    )  # fmt: skip


def withdraw(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    number: str,
    reason: str,
) -> ReleaseRequest:
    """The agency asks no more. Raises as `refuse` does."""
    return _ended(
        uow, clock, session, policy, number, reason,
        (
            ReleaseAct.WITHDRAW, "release.withdrawn", Permission.RECORD_RELEASES,
            policy.release.kept,
        ),
    )  # fmt: skip


def _ended(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    number: str,
    reason: str,
    how: tuple[ReleaseAct, str, Permission, Clause],
) -> ReleaseRequest:
    act, action, permission, clause = how
    words = " ".join(reason.split())
    details = {**_section(clause), "reason": words}
    with refusals_recorded(uow, action, session.user.name, number, details):
        session.demand(permission)
        if not words:
            raise ReleaseRefused("A reason is needed.", "Enter why.")
        with uow() as work:
            step = ReleaseStep(act, session.user.name, clock.now(), words, section=clause.section)
            request = _get(work, number).step(step)
            work.releases.save(request)
            _record(work, action, session, request, policy, details)
    return request


def standing_against(
    uow: UnitOfWorkFactory, clock: Clock, policy: AgencyPolicy, request: ReleaseRequest
) -> tuple[Standing, ...]:
    """Rules that stand against the request as it was reviewed; none before its review."""
    with uow() as work:
        return _standing(work, clock, policy, request)


def _standing(
    work: UnitOfWork, clock: Clock, policy: AgencyPolicy, request: ReleaseRequest
) -> tuple[Standing, ...]:
    if request.review is None:
        return ()
    return standing(
        policy.release,
        request.filing,
        request.review,
        work.agreements.all(),
        clock.now().astimezone().date(),
        release_words().enforces_immigration(request.filing),
    )


def _get(work: UnitOfWork, number: str) -> ReleaseRequest:
    try:
        return work.releases.get(number)
    except KeyError:
        raise ReleaseRefused(f"There is no release request {number}.", "Check it.") from None


def _plates(work: UnitOfWork, approval: Approval) -> list[str]:
    """Of the records that are released. Raises ReleaseRefused."""
    if not approval.alert_ids and not approval.read_ids:
        raise ReleaseRefused("No record is named.", "Choose what is released.")
    try:
        reads = [work.alerts.get(one).hit.read for one in approval.alert_ids]
        reads += [work.reads.get(one) for one in approval.read_ids]
    except KeyError as error:
        raise ReleaseRefused(
            f"There is no record {error.args[0]} in the store.", "It may have been purged."
        ) from None
    return list(dict.fromkeys(read.text for read in reads))


def _tidy(filing: Filing) -> Filing:
    def tidy(text: str) -> str:
        return " ".join(text.split())

    return replace(
        filing,
        agency=tidy(filing.agency),
        state=tidy(filing.state).upper(),
        person=tidy(filing.person),
        contact=tidy(filing.contact),
        purpose=tidy(filing.purpose),
        need=tidy(filing.need),
        wanted=tidy(filing.wanted),
    )


def _section(clause: Clause) -> dict[str, str]:
    return {"section": clause.section}


def _record(
    work: UnitOfWork,
    action: str,
    session: Session,
    request: ReleaseRequest,
    policy: AgencyPolicy,
    details: Mapping[str, str],
    outcome: str = "done",
) -> None:
    filing = request.filing
    work.audit.append(
        AuditRecord(
            action,
            session.user.name,
            outcome,
            request.number,
            filing.purpose,
            {
                **details,
                "agency": filing.agency,
                "person": filing.person,
                "policy_sha256": policy.sha256[:12],
            },
        )
    )
