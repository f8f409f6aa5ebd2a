"""An agency's policy as data. Values come from resources/policies/*.toml, none from code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a duty stands in the agency's policy, and its sense in a few words."""

    section: str
    """As printed, without the § sign: '427.5(a)'. '' where the policy's text is silent and
    the console asks by its own rule; `sense` then says so."""
    sense: str


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
