"""The same scripted week comes out differently, and rightly, under each of the five policies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.profiles import NUMBERS
from tests.scenarios.week import PAGE, page, play


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    def one(number: str) -> Mapping[str, str]:
        folder: Path = tmp_path_factory.mktemp(number)
        return play(number, folder)

    return {number: one(number) for number in NUMBERS}


WAITING = ("A sheriff of another state asks", "A sheriff in the state asks, no memorandum on file")
"""Not refused at once: an order or a memorandum may still come before the decision."""


def refused(played: Mapping[str, Mapping[str, str]], step: str) -> dict[str, str]:
    """The clause by policy, where the step was refused, or cannot be approved as it stands."""
    return {
        number: outcomes[step].rpartition("§")[2].rstrip(".")
        for number, outcomes in played.items()
        if outcomes[step].startswith("refused")
        or (step in WAITING and "no approval" in outcomes[step])
    }


def test_that_each_week_is_another(played: Mapping[str, Mapping[str, str]]) -> None:
    assert len({tuple(outcomes.values()) for outcomes in played.values()}) == 5


@pytest.mark.parametrize(
    ("step", "clauses"),
    [
        ("A community service officer is given an account",
         {"429": "429.4.1(a)", "462": "462.3.1(a)"}),
        ("An officer with ALPR training alone looks at alerts", {"430": "430.11"}),
        ("The officer looks from a laptop that is not registered", {"430": "430.7(f)"}),
        ("A stop on exigent facts, status not confirmed", {"470": "470.4(l)"}),
        ("A search with a reason alone", {"430": "430.7(g)", "462": "462.6(e)"}),
        ("A supervisor approves a BOLO", {"462": "462.4(h)5"}),
        ("Federal immigration enforcement asks",
         {"427": "427.9", "429": "429.2", "430": "430.10", "462": "462.7(d)"}),
        ("A request against reproductive health care", {"427": "427.9"}),
        ("A sheriff of another state asks", {"430": "430.10(f)"}),
        ("A sheriff in the state asks, no memorandum on file", {"430": "430.10(a)"}),
    ],
)  # fmt: skip
def test_that_a_step_is_refused_where_the_policy_says_so_and_nowhere_else(
    played: Mapping[str, Mapping[str, str]], step: str, clauses: dict[str, str]
) -> None:
    assert refused(played, step) == clauses


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        (31, {"427": "0", "429": "0", "430": "25", "462": "25", "470": "25"}),
        (366, {"427": "0", "429": "0", "430": "0", "462": "0", "470": "25"}),
        (731, dict.fromkeys(NUMBERS, "0")),
    ],
)
def test_that_reads_are_kept_as_long_as_each_policy_says(
    played: Mapping[str, Mapping[str, str]], days: int, kept: dict[str, str]
) -> None:
    step = f"Kept after {days} days"
    assert {n: outcomes[step].split()[0] for n, outcomes in played.items()} == kept


def test_that_nothing_but_the_hit_is_on_the_disk_where_nothing_is_kept_locally(
    played: Mapping[str, Mapping[str, str]],
) -> None:
    step = "On the workstation's disk at the end of the shift"
    assert {n: outcomes[step] for n, outcomes in played.items()} == {
        "427": "26 reads", "429": "1 reads", "430": "26 reads", "462": "26 reads",
        "470": "26 reads",
    }  # fmt: skip


def test_that_the_table_in_the_docs_is_what_comes_out() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.scenarios.week"
