"""The people who use the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Permission(Enum):
    HANDLE_ALERTS = "handle_alerts"
    REVIEW_SHIFTS = "review_shifts"
    IMPORT_HOT_LISTS = "import_hot_lists"
    MANAGE_USERS = "manage_users"
    ENTER_SPECIFIC = "enter_specific_entries"
    APPROVE_SPECIFIC = "approve_specific_entries"
    IGNORE_PLATES = "ignore_plates"
    SET_THRESHOLDS = "set_thresholds"


_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: frozenset({Permission.HANDLE_ALERTS, Permission.ENTER_SPECIFIC}),
    Role.SUPERVISOR: frozenset(
        {
            Permission.HANDLE_ALERTS,
            Permission.REVIEW_SHIFTS,
            Permission.ENTER_SPECIFIC,
            Permission.APPROVE_SPECIFIC,
            Permission.IGNORE_PLATES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class User:
    """One person's account. Shared accounts cannot exist: names are unique, case-folded."""

    user_id: str
    name: str
    """Sign-in name."""
    full_name: str
    badge: str
    role: Role
    password_hash: str
    """argon2id, encoded form."""
    created_at: datetime
    disabled: bool = False

    def may(self, permission: Permission) -> bool:
        return permission in _GRANTS[self.role]
