"""Policy profiles as they were signed off."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from alpr_console.adapters.storage.schema_policies import policy_versions
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.policy_version import PolicyVersion

_NEWEST_FIRST = select(policy_versions).order_by(policy_versions.c.number.desc())


class SqlPolicyVersions:
    """The PolicyVersionStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, version: PolicyVersion) -> None:
        self._connection.execute(
            insert(policy_versions).values(**{**asdict(version), "at": time_text(version.at)})
        )

    def newest(self) -> PolicyVersion | None:
        row = self._connection.execute(_NEWEST_FIRST.limit(1)).one_or_none()
        return None if row is None else _version(row)

    def all(self) -> list[PolicyVersion]:
        return [_version(row) for row in self._connection.execute(_NEWEST_FIRST)]


def _version(row: Row[Any]) -> PolicyVersion:
    return PolicyVersion(
        row.version_id,
        row.key,
        row.title,
        row.version,
        row.sha256,
        row.text,
        row.by,
        time_from_text(row.at),
        row.note,
    )
