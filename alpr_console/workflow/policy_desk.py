"""The desk's acts on the policy profile: what is in force, what waits, signing, publishing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alpr_console.domain.operator import Permission, User
from alpr_console.domain.policy_version import PolicyVersion, PolicyWaiting
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.publication.policy_page import Official, policy_page
from alpr_console.workflow import publish_policy, sign_policy
from alpr_console.workflow.publish_policy import PublishedPage

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class PolicyDesk:
    """Each act raises PermissionRefused unless an administrator is signed in."""

    def __init__(
        self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock, waiting: PolicyWaiting | None
    ) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._waiting = waiting

    def waiting(self) -> PolicyWaiting | None:
        """The profile that was chosen at the start and is not signed off."""
        self._desk.demand(Permission.SIGN_POLICY)
        return self._waiting

    def history(self) -> list[PolicyVersion]:
        """Newest first."""
        self._desk.demand(Permission.SIGN_POLICY)
        with self._uow() as work:
            return work.policy_versions.all()

    def page(self) -> str:
        """The policy as it would be published today, HTML."""
        self._desk.demand(Permission.SIGN_POLICY)
        return policy_page(self._desk.policy, self._official(), self._clock.now().date())

    def publish(self, target: Path) -> PublishedPage:
        """Write the policy for the department's website (PUB-1). See publish_policy.publish."""
        return publish_policy.publish(
            self._uow, self._clock, self._desk.signed_in(), self._desk.policy, self._official(),
            target,
        )  # fmt: skip

    def sign(self, note: str) -> PolicyVersion:
        """See sign_policy.sign_policy."""
        version = sign_policy.sign_policy(
            self._uow, self._clock, self._desk.signed_in(), self._waiting, note
        )
        self._waiting = None
        return version

    def _official(self) -> Official:
        designee = self._desk.people.designee()
        title = self._desk.policy.people.administrator_title
        return Official(title, designee.name if designee is not None else "")

    def sign_first(self, administrator: User) -> None:
        """With the first account the profile it was made under is signed off as well."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        with self._uow() as work:
            if work.policy_versions.newest() is None:
                sign_policy.put_in_force(
                    work, self._clock, waiting, administrator.name, "First start"
                )
