"""Signed-off policy profiles in memory."""

from __future__ import annotations

from alpr_console.domain.policy_version import PolicyVersion


class MemoryPolicyVersions:
    def __init__(self, kept: list[PolicyVersion]) -> None:
        self._kept = kept

    def add(self, version: PolicyVersion) -> None:
        self._kept.append(version)

    def newest(self) -> PolicyVersion | None:
        return self._kept[-1] if self._kept else None

    def all(self) -> list[PolicyVersion]:
        return self._kept[::-1]
