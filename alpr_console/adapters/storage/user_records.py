"""Users' accounts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from alpr_console.adapters.storage.schema import users
from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.errors import SignInRefused
from alpr_console.domain.operator import Role, User


class SqlUsers:
    """The UserStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, user: User) -> None:
        """Raises SignInRefused when the name is taken, case-folded."""
        if self.by_name(user.name) is not None:
            raise SignInRefused(f"The name {user.name} is taken.", "Choose another name.")
        self._connection.execute(insert(users).values(_values(user)))

    def save(self, user: User) -> None:
        """Raises KeyError where there is no such account."""
        changed = self._connection.execute(
            update(users).where(users.c.user_id == user.user_id).values(_values(user))
        )
        if changed.rowcount != 1:
            raise KeyError(user.user_id)

    def get(self, user_id: str) -> User:
        """Raises KeyError."""
        row = self._connection.execute(
            select(users).where(users.c.user_id == user_id)
        ).one_or_none()
        if row is None:
            raise KeyError(user_id)
        return _user(row)

    def by_name(self, name: str) -> User | None:
        query = select(users).where(users.c.folded_name == name.casefold())
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _user(row)

    def all(self) -> list[User]:
        """By name, case-folded."""
        query = select(users).order_by(users.c.folded_name)
        return [_user(row) for row in self._connection.execute(query)]


def _values(user: User) -> dict[str, Any]:
    return {
        **asdict(user),
        "folded_name": user.name.casefold(),
        "role": user.role.value,
        "created_at": time_text(user.created_at),
    }


def _user(row: Row[Any]) -> User:
    return User(
        row.user_id,
        row.name,
        row.full_name,
        row.badge,
        Role(row.role),
        row.password_hash,
        time_from_text(row.created_at),
        row.disabled,
        row.position,
        row.organization,
        row.must_change,
    )
