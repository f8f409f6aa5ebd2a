"""What the product needs of storage for versions of the policy profile."""

from __future__ import annotations

from typing import Protocol

from alpr_console.domain.policy_version import PolicyVersion


class PolicyVersionStore(Protocol):
    """Profiles as they were signed off. Only ever added to."""

    def add(self, version: PolicyVersion) -> None:
        """The newest is the one in force."""
        ...

    def newest(self) -> PolicyVersion | None:
        """None where no profile was ever signed off."""
        ...

    def all(self) -> list[PolicyVersion]:
        """Newest first."""
        ...
