"""Inquiries: looks of a person at stored reads, each with its grounds and what it returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class InquiryKind(Enum):
    SEARCH = "search"
    """A search of stored reads; each page of it is one look."""
    READ = "read"
    """One read opened with its pictures."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why stored reads are looked at (QRY-1), as the profile asks for it."""

    reason: str = ""
    number_kind: str = ""
    """One of the profile's: 'Case number'. '' where no number is given."""
    number: str = ""
    no_number: bool = False
    """The statement that there is no number."""

    @property
    def words(self) -> str:
        """In one line: 'Case number 26-114 · Stolen vehicle seen on video'."""
        number = f"{self.number_kind} {self.number}" if self.number else ""
        if self.no_number:
            number = "No number"
        return " · ".join(part for part in (number, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Returned:
    """What one look at an inquiry's results showed."""

    page: int
    """1 for the first."""
    at: datetime
    reads: tuple[tuple[str, str], ...]
    """Id and plate of each read shown, in the order shown."""

    @property
    def plates(self) -> tuple[str, ...]:
        return tuple(plate for _, plate in self.reads)


@dataclass(frozen=True, slots=True)
class Inquiry:
    inquiry_id: str
    """UUID4 as hex."""
    kind: InquiryKind
    who: str
    """User name."""
    full_name: str
    organization: str
    unit: str
    at: datetime
    """UTC."""
    terms: dict[str, str]
    """What was asked for, in words of the screen: {'Plate': '7ABC*', 'Camera': 'front'}."""
    grounds: Grounds
    section: str
    """The clause that asked for the grounds; '' where the policy's text is silent."""
    policy: str
    """Version of the profile (`AgencyPolicy.version_name`) that it was made under."""
    within: str = ""
    """Of a read opened: the search that it was found by."""
    returned: tuple[Returned, ...] = ()
    """Oldest first. Empty where the search was given up before anything was shown."""

    @property
    def count(self) -> int:
        """Reads shown, all looks together."""
        return sum(len(one.reads) for one in self.returned)
