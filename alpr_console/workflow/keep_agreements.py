"""The register of memoranda of understanding."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import ReleaseRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_request import Agreement, AgreementEnd
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow.handle_releases import kept_file
from alpr_console.workflow.on_record import refusals_recorded


def enter_agreement(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    agency: str,
    number: str,
    term: tuple[date, date],
    file: Path | None,
) -> Agreement:
    """`term` is its first and its last day. Raises PermissionRefused, ReleaseRefused."""
    agency, number = " ".join(agency.split()), " ".join(number.split())
    details = {"agency": agency, "number": number, "section": _section(policy)}
    action = "agreement.entered"
    with refusals_recorded(uow, action, session.user.name, details=details):
        session.demand(Permission.DECIDE_RELEASES)
        if not agency or not number:
            raise ReleaseRefused("A memorandum has an agency and a number.", "Enter both.")
        if term[1] < term[0]:
            raise ReleaseRefused("It would end before it begins.", "Check the days.")
        kept, content = kept_file(file) if file is not None else (None, b"")
        agreement = Agreement(
            uuid4().hex, agency, number, *term, session.user.name, clock.now(), kept
        )
        with uow() as work:
            if kept is not None:
                work.releases.keep_file(kept, content)
            work.agreements.save(agreement)
            details |= {"from": term[0].isoformat(), "until": term[1].isoformat()}
            work.audit.append(
                AuditRecord(action, session.user.name, "done", agreement.agreement_id, "", details)
            )
    return agreement


def end_agreement(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    agreement_id: str,
    reason: str,
) -> Agreement:
    """From here on it covers nothing. Raises PermissionRefused, ReleaseRefused."""
    words, action = " ".join(reason.split()), "agreement.ended"
    details = {"reason": words, "section": _section(policy)}
    with refusals_recorded(uow, action, session.user.name, agreement_id, details):
        session.demand(Permission.DECIDE_RELEASES)
        if not words:
            raise ReleaseRefused("A reason is needed.", "Enter why it ends.")
        with uow() as work:
            try:
                before = work.agreements.get(agreement_id)
            except KeyError:
                raise ReleaseRefused("There is no such memorandum.", "Check it.") from None
            if before.ended is not None:
                raise ReleaseRefused("It has ended already.", "Look at the register.")
            ended = before.end(AgreementEnd(session.user.name, clock.now(), words))
            work.agreements.save(ended)
            details["agency"] = ended.agency
            work.audit.append(
                AuditRecord(action, session.user.name, "done", agreement_id, "", details)
            )
    return ended


def _section(policy: AgencyPolicy) -> str:
    clause = policy.release.bar(Bar.NO_MOU)
    return "" if clause is None else clause.section
