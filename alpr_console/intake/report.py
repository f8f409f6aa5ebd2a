"""What an import found: counts, and the lines that were left out, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from alpr_console.domain.errors import HotListMalformed
from alpr_console.domain.hotlist import Category
from alpr_console.domain.policy import Clause

PROBLEMS_KEPT = 1000
"""How many lines a report names; all are counted."""

LONGEST_EXCERPT = 40
"""Characters of what is wrong that a report repeats."""


class Reason(Enum):
    """Why a line makes no entry. The value is the word in a report's JSON."""

    NO_PLATE = "no_plate"
    """Lists hold vehicles without plates: counted, and no fault of the file."""
    NOT_A_PLATE = "not_a_plate"
    NOT_A_STATE = "not_a_state"
    UNKNOWN_CATEGORY = "unknown_category"

    @property
    def is_fault(self) -> bool:
        return self is not Reason.NO_PLATE

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Reason.NO_PLATE: "no plate",
    Reason.NOT_A_PLATE: "not a plate (1 to 10 letters and digits)",
    Reason.NOT_A_STATE: "not a state (two letters)",
    Reason.UNKNOWN_CATEGORY: "not a category the console knows",
}


@dataclass(frozen=True, slots=True)
class LineProblem:
    line: int
    """Of the file, from 1."""
    reason: Reason
    text: str
    """What stands there, at most LONGEST_EXCERPT characters."""

    @property
    def words(self) -> str:
        said = f"'{self.text}' is {self.reason.words}" if self.text else self.reason.words
        return f"line {self.line}: {said}"


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    """Bytes."""
    size: int
    """Bytes in all."""
    lines: int
    """Lines looked at, blank ones not counted."""


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """Nothing in it comes from a barred line but the count."""

    sha256: str
    """Hex, of the very bytes parsed."""
    encoding: str
    lines: int
    """Lines with anything in them, after the heading: entries, left out and barred."""
    entries: int
    """Given to the writer; a line that repeats another is among them."""
    by_reason: Mapping[Reason, int]
    """Lines left out, each counted for the first reason."""
    problems: tuple[LineProblem, ...]
    """The first PROBLEMS_KEPT lines left out, in the order of the file."""
    barred_by: tuple[tuple[Clause, int], ...]
    """Lines that the policy bars, for each of its clauses that bars any."""
    categories: Mapping[Category, int]
    """Entries of each."""
    states: Mapping[str, int]
    """Entries of each LIS; '' where the line names none."""
    duplicates: int | None = None
    """Lines that say the same as one before; None where the writer counts them."""
    duplicate_lines: tuple[tuple[int, int], ...] = ()
    """The first of them: line, and the line that it repeats."""

    @property
    def left_out(self) -> int:
        return sum(self.by_reason.values())

    @property
    def faults(self) -> int:
        """Left out for what is wrong with the line, not for having no plate."""
        return sum(n for reason, n in self.by_reason.items() if reason.is_fault)

    @property
    def barred(self) -> int:
        return sum(n for _, n in self.barred_by)

    @property
    def words(self) -> str:
        """One line for the screen: '1,204 entries; 12 without a plate, 3 barred (§427.3)'."""
        parts = [f"{n:,} {_short(reason)}" for reason, n in self.by_reason.items() if n]
        parts += [f"{n:,} barred{_cited(clause)}" for clause, n in self.barred_by]
        if self.duplicates:
            parts.append(f"{self.duplicates:,} repeated")
        entries = "1 entry" if self.entries == 1 else f"{self.entries:,} entries"
        return f"{entries}; {', '.join(parts)}" if parts else entries

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "sha256": self.sha256,
            "encoding": self.encoding,
            "lines": self.lines,
            "entries": self.entries,
            "left_out": self.left_out,
            "by_reason": {reason.value: n for reason, n in self.by_reason.items()},
            "problems": [
                {"line": p.line, "reason": p.reason.value, "text": p.text} for p in self.problems
            ],
            "barred": self.barred,
            "barred_by": [
                {"section": clause.section, "sense": clause.sense, "lines": n}
                for clause, n in self.barred_by
            ],
            "categories": {category.value: n for category, n in self.categories.items()},
            "states": dict(self.states),
            "duplicates": self.duplicates,
            "duplicate_lines": [list(pair) for pair in self.duplicate_lines],
        }


class FileRefused(HotListMalformed):
    """A file that was read to its end and still cannot come into force."""

    def __init__(self, report: IntakeReport, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.report = report


def _short(reason: Reason) -> str:
    return "without a plate" if reason is Reason.NO_PLATE else reason.words.partition(" (")[0]


def _cited(clause: Clause) -> str:
    return f" (§{clause.section})" if clause.section else ""
