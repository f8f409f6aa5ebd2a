"""A version of an agency's profile as an administrator signed it off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.policy import AgencyPolicy


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    version_id: str
    key: str
    """Stem of the profile's file."""
    title: str
    version: str
    """Date of the policy's text, ISO, or 'undated'."""
    sha256: str
    text: str
    """The profile itself: what was signed off stays in force, whatever becomes of the file."""
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One value of a profile that another version says differently."""

    place: str
    """Dotted: 'retention.reads.after_days'."""
    before: str
    """'' where it was not there."""
    after: str
    """'' where it is gone."""


@dataclass(frozen=True, slots=True)
class PolicyWaiting:
    """A profile that differs from the one signed off and is not in force yet."""

    policy: AgencyPolicy
    text: str
    changes: tuple[PolicyChange, ...]
