"""The usage and privacy policy as one HTML page for the department's website (PUB-1).

Civil Code 1798.90.51(b)(2) lists what such a policy must say; the page has one section for
each of its items (A) to (G), filled from the active profile. One file: no script, no picture,
nothing loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from alpr_console.domain.policy import AgencyPolicy, Clause
from alpr_console.domain.policy_rules import Limit
from alpr_console.policy.summary import BARS, days

ITEMS = ("A", "B", "C", "D", "E", "F", "G")
"""Of Civil Code 1798.90.51(b)(2), in their order."""

_STYLE = """
body { font: 17px/1.55 system-ui, sans-serif; color: #1b1b19; background: #fdfcfa;
  max-width: 46rem; margin: 2rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin-bottom: .25rem; }
h2 { font-size: 1.2rem; margin-top: 2rem; border-top: 1px solid #c9c6bf; padding-top: 1rem; }
.law, footer { color: #5c5a55; font-size: .9rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0;
  border-bottom: 1px solid #c9c6bf; }
@media print { body { margin: 0; max-width: none; } }
"""


@dataclass(frozen=True, slots=True)
class Official:
    """Who oversees the operation now (ACC-8)."""

    title: str
    name: str
    """'' where no designee is on record."""


def policy_page(policy: AgencyPolicy, official: Official, published: date) -> str:
    """The page, UTF-8 text. Equal values give equal pages."""
    body = "".join(
        (
            f"<h1>{escape(policy.agency)}: license plate reader usage and privacy policy</h1>",
            f'<p class="law">{escape(policy.title)} · version {escape(policy.version)} · '
            f"published {published.isoformat()}. "
            "Civil Code sections 1798.90.5 to 1798.90.55.</p>",
            *(
                f'<h2 id="item-{item.lower()}">{escape(title)}</h2>'
                f'<p class="law">Civil Code 1798.90.51(b)(2)({item})</p>{content}'
                for item, title, content in _items(policy, official)
            ),
            "<footer><p>Made by the agency's license plate reader console from the policy in "
            f"force. Profile {escape(policy.key)}, SHA-256 {policy.sha256}.</p></footer>",
        )
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(policy.agency)}: license plate reader policy</title>\n"
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _items(policy: AgencyPolicy, official: Official) -> Sequence[tuple[str, str, str]]:
    people, kept, shown = policy.people, policy.retention, policy.publication
    return (
        ("A", "What the readers may be used for", _uses(policy)),
        ("B", "Who may use them, and their training", _users(policy)),
        (
            "C",
            "How the system is monitored",
            _list(
                _cited(clause)
                for clause in (
                    shown.monitoring, people.access, people.credentials, policy.oversight.audit,
                    policy.oversight.sample.clause,
                )
            ),
        ),
        ("D", "Sale, sharing and transfer", _sharing(policy)),
        (
            "E",
            "Who is responsible",
            f"<p>Official custodian: {escape(shown.custodian)}. "
            f"Overseen by: {escape(official.title)}"
            + (f", now {escape(official.name)}" if official.name else "")
            + f".</p><p>{_cited(people.administrator)}</p>",
        ),
        (
            "F",
            "How data are kept accurate",
            _list(
                _cited(clause)
                for clause in (shown.accuracy, policy.verification, policy.confirmation,
                               policy.list_freshness)
            ),
        ),
        (
            "G",
            "How long data are kept",
            _table(
                ("Data", "Kept", "Rule"),
                (
                    ("Reads without a hit", _kept(kept.reads), _cited(kept.reads.clause)),
                    ("Hits", _kept(kept.hits), _cited(kept.hits.clause)),
                    ("On the vehicle's computer", "", _cited(kept.local)),
                ),
            )
            + _list(_cited(clause) for clause in (shown.destruction, kept.holds)),
        ),
    )  # fmt: skip


def _uses(policy: AgencyPolicy) -> str:
    return (
        f"<p>{_cited(policy.use)}</p><p>Permitted:</p>{_list(map(escape, policy.permitted_use))}"
        f"<p>Prohibited:</p>{_list(map(escape, policy.prohibited_use))}"
    )


def _users(policy: AgencyPolicy) -> str:
    people = policy.people
    positions = "".join(f"<p>{_cited(people.positions)}</p>") + (
        _list(map(escape, people.listed_positions)) if people.listed_positions else ""
    )
    courses = _table(
        ("Training", "Renewed after", "Rule"),
        (
            (escape(course.name), days(course.valid_for), _cited(course.clause))
            for course in people.courses
        ),
    )
    return f"{positions}<p>{_cited(people.training)}</p>{courses}"


def _sharing(policy: AgencyPolicy) -> str:
    release = policy.release
    clauses = (
        policy.publication.sharing, release.request, release.review, release.records_process,
    )  # fmt: skip
    refused = (
        "<p>Refused by rule:</p>"
        + _list(f"{escape(BARS[ground])}: {_cited(clause)}" for ground, clause in release.bars)
        if release.bars
        else ""
    )
    return _list(_cited(clause) for clause in clauses) + refused


def _kept(limit: Limit) -> str:
    least = f"at least {days(limit.not_before)}, then " if limit.not_before else ""
    return f"{least}purged after {days(limit.after)} unless held as evidence"


def _cited(clause: Clause) -> str:
    section = f" (§{escape(clause.section)})" if clause.section else ""
    # Readers of the website look for what holds, not for what the policy's text leaves out.
    sense = clause.sense.removeprefix("The text is silent; ")
    sense = sense[0].upper() + sense[1:]
    return f"{escape(sense)}{section}"


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
