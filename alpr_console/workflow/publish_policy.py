"""Writing the usage and privacy policy for the department's website (PUB-1)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PolicyRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.publication.policy_page import Official, policy_page
from alpr_console.workflow.on_record import refusals_recorded
from alpr_console.workflow.write_whole import write_whole

PUBLISHED = "policy.published"


@dataclass(frozen=True, slots=True)
class PublishedPage:
    path: Path
    sha256: str
    """Of the file, hex: what is on the website can be held against it."""


def publish(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    policy: AgencyPolicy,
    official: Official,
    target: Path,
) -> PublishedPage:
    """Write the page of the policy in force to `target`, whole or not at all.

    Raises PermissionRefused; PolicyRefused where the file cannot be written.
    """
    who = session.user.name
    with refusals_recorded(uow, PUBLISHED, who, details={"file": target.name}):
        session.demand(Permission.SIGN_POLICY)
        if target.suffix.lower() not in (".html", ".htm"):
            raise PolicyRefused("The page is an HTML file.", "Give it a name that ends in .html.")
        content = policy_page(policy, official, clock.now().date()).encode("utf-8")
        page = PublishedPage(target, hashlib.sha256(content).hexdigest())
        with uow() as work:
            work.audit.append(
                AuditRecord(
                    action=PUBLISHED,
                    who=who,
                    outcome="done",
                    subject=policy.key,
                    purpose="For the department's website",
                    details={
                        "file": target.name,
                        "sha256": page.sha256,
                        "section": policy.publication.clause.section,
                    },
                )
            )
            _write(target, content)
    return page


def _write(target: Path, content: bytes) -> None:
    try:
        write_whole(target, content)
    except OSError as error:
        raise PolicyRefused(
            f"{target.name} cannot be written ({error.strerror}).",
            "Choose another folder, or free space on the disk.",
        ) from error
