"""What must be on record before a person may work with the data (ACC-3, TRN-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from alpr_console.domain.account import Acknowledgement, Training
from alpr_console.domain.operator import Permission, Role, User
from alpr_console.domain.policy import AgencyPolicy, Clause


class GateKind(Enum):
    PASSWORD = "password"
    FACTOR = "second factor"
    ACKNOWLEDGEMENT = "acknowledgement"
    TRAINING = "training"
    APPROVAL = "approval"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that is missing."""

    kind: GateKind
    missing: str
    """'ALPR training is not on record.'"""
    remedy: str
    clause: Clause

    @property
    def words(self) -> str:
        section = f" §{self.clause.section}." if self.clause.section else ""
        return f"{self.missing}{section} {self.remedy}"


OPEN_TO_ALL = frozenset(
    {
        Permission.MANAGE_USERS,
        Permission.RECORD_TRAINING,
        Permission.SIGN_POLICY,
        Permission.REPORT_BREACH,
    }
)
"""Acts that show no data, so that somebody can always record what is missing."""


def gates_of(
    user: User,
    policy: AgencyPolicy,
    trainings: Sequence[Training],
    acknowledgements: Sequence[Acknowledgement],
    approved: bool,
    has_factor: bool,
    device_opens: bool,
    now: datetime,
) -> tuple[Gate, ...]:
    """What is missing for `user`, what they can do themselves first."""
    people = policy.people
    found: list[Gate] = []
    if user.must_change:
        found.append(
            Gate(GateKind.PASSWORD, "The password is temporary.", "Set your own.",
                 people.credentials)
        )  # fmt: skip
    if people.second_factor is not None and not has_factor:
        found.append(
            Gate(GateKind.FACTOR, "No second factor is set up.", "Set one up.",
                 people.second_factor)
        )  # fmt: skip
    if not any(one.policy == policy.version_name for one in acknowledgements):
        found.append(
            Gate(GateKind.ACKNOWLEDGEMENT, "This version of the policy is not acknowledged.",
                 "Read and acknowledge it.", people.acknowledgement)
        )  # fmt: skip
    # An outside agency's auditor is no member of the department that the training is for.
    if user.role is not Role.AUDITOR:
        found += _training(policy, trainings, now)
    if people.approval is not None and not approved:
        found.append(
            Gate(GateKind.APPROVAL, "Access is not approved.", "Ask the administrator.",
                 people.approval)
        )  # fmt: skip
    if people.device is not None and not device_opens:
        found.append(
            Gate(GateKind.DEVICE, "This computer is not registered.",
                 "An administrator registers it, or permits it in writing.", people.device)
        )  # fmt: skip
    return tuple(found)


def _training(policy: AgencyPolicy, trainings: Sequence[Training], now: datetime) -> Sequence[Gate]:
    found = []
    for course in policy.people.courses:
        mine = [one for one in trainings if one.course == course.key]
        if any(one.expires_at > now for one in mine):
            continue
        state = "has expired" if mine else "is not on record"
        found.append(
            Gate(
                GateKind.TRAINING,
                f"{course.name} {state}.",
                "The trainer or administrator records it.",
                course.clause,
            )
        )
    return found
