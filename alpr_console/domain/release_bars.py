"""Which rules of the policy stand against a release (REL-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from alpr_console.domain.policy_rules import Bar, Clause, ReleaseRules
from alpr_console.domain.release_request import AgencyKind, Agreement, Filing, Review

HOME_STATE = "CA"
"""The law that these duties come from is California's; 'out of state' is said of it."""

_FINAL = frozenset({Bar.IMMIGRATION, Bar.REPRODUCTIVE, Bar.SALE})


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule that the request runs into."""

    bar: Bar
    clause: Clause

    @property
    def final(self) -> bool:
        """Refused at once; else it can be met (an order, an agreement) before the decision."""
        return self.bar in _FINAL

    @property
    def words(self) -> str:
        section = f" §{self.clause.section}." if self.clause.section else ""
        return f"{self.clause.sense}{section}"

    @property
    def remedy(self) -> str:
        return _REMEDIES.get(self.bar, "This release is refused by rule.")


_REMEDIES = {
    Bar.OUT_OF_STATE: "Record the court order or the special request in the review.",
    Bar.NO_MOU: "Enter the memorandum in the register first.",
}


def standing(
    rules: ReleaseRules,
    filing: Filing,
    review: Review,
    agreements: Iterable[Agreement],
    on: date,
    enforces_immigration: bool,
) -> tuple[Standing, ...]:
    """The rules of this agency that stand against the request as reviewed, on that day."""
    outside = filing.state != HOME_STATE
    holds = {
        Bar.IMMIGRATION: review.immigration or enforces_immigration,
        Bar.REPRODUCTIVE: review.reproductive,
        Bar.SALE: review.sale,
        Bar.OUT_OF_STATE: outside and not (review.court_order or review.special_request),
        # Memoranda are made with the state's own agencies; others come by order or request.
        Bar.NO_MOU: not outside
        and filing.kind is not AgencyKind.OTHER
        and not any(one.covers(filing.agency, on) for one in agreements),
    }
    return tuple(Standing(bar, clause) for bar, clause in rules.bars if holds[bar])


def needs_authority(rules: ReleaseRules, filing: Filing) -> bool:
    """Whether the Chief's approval is asked for because the agency is in another state."""
    return filing.state != HOME_STATE and rules.bar(Bar.OUT_OF_STATE) is not None
