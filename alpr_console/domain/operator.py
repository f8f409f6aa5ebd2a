"""The people who use the console."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(Enum):
    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    TRAINER = "trainer"
    AUDITOR = "auditor"
    """An outside agency's too: looks at the log and takes an export away, changes nothing."""
    CUSTODIAN = "custodian"
    """Custodian of records."""

    @property
    def label(self) -> str:
        return "Custodian of records" if self is Role.CUSTODIAN else self.value.capitalize()


class Permission(Enum):
    HANDLE_ALERTS = "handle_alerts"
    REVIEW_SHIFTS = "review_shifts"
    IMPORT_HOT_LISTS = "import_hot_lists"
    MANAGE_USERS = "manage_users"
    ENTER_SPECIFIC = "enter_specific_entries"
    APPROVE_SPECIFIC = "approve_specific_entries"
    IGNORE_PLATES = "ignore_plates"
    SET_THRESHOLDS = "set_thresholds"
    SEARCH_READS = "search_stored_reads"
    RECORD_TRAINING = "record_training"
    SIGN_POLICY = "sign_policies"
    """Put a profile's version in force, publish it, name the designee, register devices."""
    HOLD_RECORDS = "hold_records"
    PURGE_RECORDS = "purge_records"
    EXPORT_EVIDENCE = "export_evidence"
    TRANSFER_RECORDS = "set_up_the_transfer"
    SET_UP_SWITCH = "set_up_the_message_switch"
    READ_AUDIT = "read_the_audit_log"
    EXPORT_AUDIT = "export_the_audit_log"
    JUDGE_INQUIRIES = "judge_inquiries"
    """Draw audit samples, judge them, make the reports that fall due."""
    RECORD_RELEASES = "record_release_requests"
    DECIDE_RELEASES = "decide_releases"
    REPORT_BREACH = "report_breaches"
    ANSWER_FAULTS = "answer_equipment_faults"
    """Say that one knows of what failed in a check (OPS-2)."""


_EVERYONE = frozenset({Permission.REPORT_BREACH})

_GRANTS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: _EVERYONE
    | {Permission.HANDLE_ALERTS, Permission.ENTER_SPECIFIC, Permission.SEARCH_READS},
    Role.SUPERVISOR: _EVERYONE
    | {
        Permission.HANDLE_ALERTS,
        Permission.REVIEW_SHIFTS,
        Permission.ENTER_SPECIFIC,
        Permission.APPROVE_SPECIFIC,
        Permission.IGNORE_PLATES,
        Permission.SEARCH_READS,
        Permission.HOLD_RECORDS,
        Permission.RECORD_RELEASES,
    },
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.TRAINER: _EVERYONE | {Permission.RECORD_TRAINING},
    Role.AUDITOR: _EVERYONE | {Permission.READ_AUDIT, Permission.EXPORT_AUDIT},
    Role.CUSTODIAN: _EVERYONE
    | {
        Permission.HOLD_RECORDS,
        Permission.PURGE_RECORDS,
        Permission.EXPORT_EVIDENCE,
        Permission.RECORD_RELEASES,
    },
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
    position: str = ""
    """One of the profile's where it lists them: 'Police Officer' (ACC-4)."""
    organization: str = ""
    """Who they work for; an outside auditor's own agency."""
    must_change: bool = False
    """The password is temporary."""

    def may(self, permission: Permission) -> bool:
        return permission in _GRANTS[self.role]
