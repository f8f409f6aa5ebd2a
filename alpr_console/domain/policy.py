"""An agency's policy as data. Values come from resources/policies/*.toml, none from code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum

from alpr_console.domain.policy_rules import (
    Clause,
    OversightRules,
    PeopleRules,
    PublicationRules,
    QueryRules,
    ReleaseRules,
    RetentionRules,
    ShiftRules,
)

__all__ = ["AgencyPolicy", "Approver", "Barred", "Clause", "ListRules", "SpecificRules"]


class Approver(Enum):
    """Who may put a specific entry in force; never the person who entered it (HOT-5)."""

    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Barred:
    """Entries that the agency may not act on, known by where they come from."""

    words: tuple[str, ...]
    """Of a line's category or source-file column, or of the file's name; compared in small
    letters and digits alone ('Immigration Violator File' is 'immigrationviolatorfile')."""
    clause: Clause


@dataclass(frozen=True, slots=True)
class ListRules:
    """Hot lists: which, how new, how they are replaced."""

    designation: Clause
    """HOT-1."""
    replacement: Clause
    """HOT-2."""
    shrink_limit: float
    """A version with fewer entries than this share of the one before is refused, 0 to 1."""
    fault_limit: float
    """A file with a greater share of lines that cannot be matched is refused, 0 to 1."""
    barred: tuple[Barred, ...]
    """HOT-8."""
    past_reads: Clause | None
    """None where stored reads may not be matched with new entries."""
    past_reads_for: timedelta
    """How far back stored reads are matched; zero where they are not."""


@dataclass(frozen=True, slots=True)
class SpecificRules:
    """Specific entries (BOLO)."""

    contents: Clause
    """HOT-4: the entering member, the case number, and a synopsis."""
    approval: Clause
    """HOT-5."""
    approver: Approver
    """Of an entry's first coming into force."""
    update_approver: Approver
    """Of its renewal."""
    expiry: Clause
    """HOT-6."""
    term: timedelta
    """After approval, and of each renewal."""
    informational: Clause
    """HOT-7."""


@dataclass(frozen=True, slots=True)
class AgencyPolicy:
    """What one agency's policy asks of the console. Every duty carries its clause."""

    key: str
    """Stem of the profile's file."""
    agency: str
    title: str
    version: str
    """Date of the policy's text, ISO; 'undated' where the text carries none."""
    sha256: str
    """Of the profile file, hex: says under which version a record was made."""
    permitted_use: tuple[str, ...]
    prohibited_use: tuple[str, ...]
    use: Clause
    verification: Clause
    confirmation: Clause
    lawful_basis: Clause
    disposition: Clause
    list_freshness: Clause
    stale_after: timedelta
    """A hot list older than this is stale (HOT-3)."""
    exigency: Clause | None
    """None where the policy knows no exception to confirmation (HIT-4)."""
    person_effort: Clause | None
    """Set where a person-associated hit asks for the effort to confirm the person (HIT-7)."""
    notify: tuple[str, ...]
    """Who is told of the disposition of a stop, besides the record (HIT-8)."""
    notify_clause: Clause | None
    lists: ListRules
    specific: SpecificRules
    people: PeopleRules
    queries: QueryRules
    retention: RetentionRules
    oversight: OversightRules
    release: ReleaseRules
    publication: PublicationRules
    shift: ShiftRules = field(default_factory=ShiftRules)

    @property
    def version_name(self) -> str:
        """As records name the version they were made under: 'some-policy-100@ab12cd34ef56'."""
        return f"{self.key}@{self.sha256[:12]}"
