"""Why stored reads are looked at, as the profile asks for it before anything is shown (QRY-1)."""

from __future__ import annotations

from alpr_console.domain.errors import DutyMissing
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.policy_rules import QueryNeed, QueryRules
from alpr_console.workflow.words import demand_number, demand_words

REASON = "Reason for the search"

_REASON_ASKED = frozenset(
    {QueryNeed.REASON, QueryNeed.NUMBER_AND_REASON, QueryNeed.REASON_AND_ANY_NUMBER}
)


def number_asked(rules: QueryRules) -> str:
    """'Case number or incident number'."""
    return " or ".join(rules.numbers).capitalize()


def demand_grounds(rules: QueryRules, untrusted: Grounds) -> Grounds:
    """The grounds as they go on record. Raises DutyMissing with the clause."""
    section = rules.clause.section
    number_given = bool(untrusted.number.strip())
    reason_given = bool(untrusted.reason.strip())
    if number_given and untrusted.no_number:
        raise DutyMissing(
            "A number, and the statement that there is none.", "Leave one of them out.", section
        )
    if rules.need is QueryNeed.NUMBER_OR_REASON and not (number_given or reason_given):
        raise DutyMissing(
            f"{number_asked(rules)}, or the reason, needed.", "Enter one of them.", section
        )
    if rules.need is QueryNeed.NUMBER_AND_REASON and not number_given:
        raise DutyMissing(
            f"{number_asked(rules)} needed.", "Enter the number beside the reason.", section
        )
    if rules.need is QueryNeed.REASON_AND_ANY_NUMBER and not (number_given or untrusted.no_number):
        raise DutyMissing(
            f"{number_asked(rules)} needed where there is one.",
            "Enter it, or state that there is none.",
            section,
        )
    reason = ""
    if reason_given or rules.need in _REASON_ASKED:
        reason = demand_words(untrusted.reason, REASON, section)
    kind = number = ""
    if number_given:
        kind = _number_kind(rules, untrusted.number_kind)
        number = demand_number(untrusted.number, kind, "Enter it as it was issued.", section)
    return Grounds(reason, kind, number, untrusted.no_number)


def _number_kind(rules: QueryRules, untrusted_kind: str) -> str:
    """As the profile writes it; the only one there is where none is said."""
    said = " ".join(untrusted_kind.split()).casefold()
    if not said and len(rules.numbers) == 1:
        return rules.numbers[0]
    for kind in rules.numbers:
        if kind.casefold() == said:
            return kind
    raise DutyMissing(
        f"What the number is ({number_asked(rules).lower()}) needed.",
        "Say which of them it is.",
        rules.clause.section,
    )
