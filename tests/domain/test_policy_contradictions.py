"""Profiles that a person got wrong: refused with the file, the line and the reason."""

from __future__ import annotations

import re

import pytest

from alpr_console import locations
from alpr_console.domain.errors import PolicyInvalid
from alpr_console.policy.profile import policy_of

TEXT = (locations.resources_dir() / "policies" / "template.toml").read_text(encoding="utf-8")


def line_of(text: str, what: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if what in line)


def refused(text: str) -> str:
    with pytest.raises(PolicyInvalid) as refusal:
        policy_of(text, "own")
    return refusal.value.what


@pytest.mark.parametrize(
    ("before", "after", "marker", "reason"),
    [
        ("not_before_days = 0", "not_before_days = 90", "[retention.reads]",
         "purged after 30 days, but not before 90: the two contradict each other"),
        ("after_days = 365", "after_days = 20", "[retention.reads]",
         "a hit is purged before the reads around it"),
        ("days = 30 # no read older", "days = 60 # no read older", "[lists.past_reads]",
         "looks back 60 days, but reads are purged after 30"),
        ('ground = "sale"', 'ground = "immigration"', "[release.request]",
         "ground 'immigration' stands there twice"),
        ("after_days = 1095", "after_days = 100", "after_days = 100",
         "greater than or equal to 365"),
        ("at_least = 10", "at_least = 3", "at_least = 3", "greater than or equal to 10"),
        ("failures = 5", "failures = 50", "failures = 50", "less than or equal to 5"),
        ("days = 90\n", "days = 120\n", "days = 120", "less than or equal to 90"),
        ("hours = 12", "hours = 24", "hours = 24", "less than or equal to 12"),
        ('need = "number_and_reason"', 'need = "nothing"', "need =", "'reason'"),
        ('decider = "administrator"', 'decider = "anyone"', "decider =", "'administrator'"),
        ('keeping = "all"', 'keeping = "some"', "keeping =", "'hits_only'"),
    ],
)  # fmt: skip
def test_that_a_contradiction_is_refused_with_file_line_and_reason(
    before: str, after: str, marker: str, reason: str
) -> None:
    assert before in TEXT
    text = TEXT.replace(before, after, 1)
    said = refused(text)
    assert reason in said
    found = re.search(r"own\.toml, line (\d+): ", said)
    assert found is not None
    assert text.splitlines()[int(found[1]) - 1].startswith(marker)


@pytest.mark.parametrize(
    "table",
    ["people.credentials", "people.lockout", "queries", "retention.reads", "retention.holds",
     "oversight.sample", "release.review", "publication.accuracy"],
)  # fmt: skip
def test_that_a_missing_duty_is_refused_by_its_name(table: str) -> None:
    lines = TEXT.splitlines()
    start = lines.index(f"[{table}]")
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("[")), len(lines))
    said = refused("\n".join(lines[:start] + lines[end:]))
    assert f"'{table}' is missing" in said or f"'{table}." in said


def test_that_an_unknown_key_in_a_new_table_is_refused_with_its_line() -> None:
    text = TEXT.replace("failures = 5", "failures = 5\nforgiving = true")
    assert refused(text).startswith(f"own.toml, line {line_of(text, 'forgiving')}: ")
