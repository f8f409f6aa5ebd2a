"""Putting a version of the policy profile in force, by an administrator's signature."""

from __future__ import annotations

from uuid import uuid4

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PolicyRefused
from alpr_console.domain.operator import Permission
from alpr_console.domain.policy_version import PolicyVersion, PolicyWaiting
from alpr_console.domain.session import Session
from alpr_console.ports import Clock, UnitOfWork, UnitOfWorkFactory
from alpr_console.workflow.on_record import refusals_recorded

SIGNED = "policy.signed"
LISTED_CHANGES = 40
"""The log names so many changed values; the version's whole text stands beside it."""


def sign_policy(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    waiting: PolicyWaiting | None,
    note: str,
) -> PolicyVersion:
    """Sign `waiting` off; it is in force from the next start on.

    Raises PermissionRefused; PolicyRefused where nothing waits, or without a note.
    """
    who, words = session.user.name, " ".join(note.split())
    with refusals_recorded(uow, SIGNED, who, details={"note": words}):
        session.demand(Permission.SIGN_POLICY)
        if waiting is None:
            raise PolicyRefused("No profile waits for a signature.", "Nothing needs doing.")
        if not words:
            raise PolicyRefused(
                "A note is needed.", "Say what changed and on whose word, in a few words."
            )
        with uow() as work:
            return put_in_force(work, clock, waiting, who, words)


def put_in_force(
    work: UnitOfWork, clock: Clock, waiting: PolicyWaiting, who: str, note: str
) -> PolicyVersion:
    """The version, with its audit entry, in the transaction of `work`."""
    policy = waiting.policy
    version = PolicyVersion(
        uuid4().hex,
        policy.key,
        policy.title,
        policy.version,
        policy.sha256,
        waiting.text,
        who,
        clock.now(),
        note,
    )
    work.policy_versions.add(version)
    listed = {
        f"change {number}: {change.place}": f"{change.before or '(none)'} → "
        f"{change.after or '(none)'}"
        for number, change in enumerate(waiting.changes[:LISTED_CHANGES], start=1)
    }
    work.audit.append(
        AuditRecord(
            action=SIGNED,
            who=who,
            outcome="done",
            subject=version.version_id,
            purpose=note,
            details={
                "profile": policy.key,
                "title": policy.title,
                "version": policy.version,
                "sha256": policy.sha256,
                "changes": str(len(waiting.changes)),
                **listed,
            },
        )
    )
    return version
