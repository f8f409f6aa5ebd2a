"""Agencies as data: every shipped profile, and profiles that must be refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.domain.errors import PolicyInvalid
from alpr_console.domain.policy import AgencyPolicy, Clause
from alpr_console.policy.profile import load_policy

PROFILES = sorted((locations.resources_dir() / "policies").glob("*.toml"))
AGENCIES = [path for path in PROFILES if path.stem != "template"]
TEMPLATE = locations.resources_dir() / "policies" / "template.toml"


def clauses(policy: AgencyPolicy) -> list[Clause]:
    return [
        value for name in policy.__slots__ if isinstance(value := getattr(policy, name), Clause)
    ]


def test_that_the_five_agencies_and_a_template_are_shipped() -> None:
    numbers = sorted(int(path.stem.rsplit("-", 1)[1]) for path in AGENCIES)
    assert numbers == [427, 429, 430, 462, 470]
    assert len(PROFILES) == 6


@pytest.mark.parametrize("path", AGENCIES, ids=lambda path: path.stem)
def test_that_each_profile_cites_its_own_policy_or_says_that_it_is_silent(path: Path) -> None:
    policy = load_policy(path)
    number = path.stem.rsplit("-", 1)[1]
    assert f"Policy {number}," in policy.title
    assert policy.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert policy.stale_after <= timedelta(hours=24)
    for clause in clauses(policy):
        assert clause.section.startswith(f"{number}.") or (
            clause.section == "" and clause.sense.startswith("The text is silent")
        )
    for use in (*policy.permitted_use, *policy.prohibited_use):
        assert f" §{number}." in use
        assert len(use) <= 110
    assert len(policy.prohibited_use) >= 4


@pytest.mark.requirement("HIT-4")
def test_that_exigency_and_person_effort_bind_where_the_requirements_say() -> None:
    loaded = {path.stem.rsplit("-", 1)[1]: load_policy(path) for path in AGENCIES}
    assert {n for n, p in loaded.items() if p.exigency} == {"427", "429", "462", "430"}
    assert {n for n, p in loaded.items() if p.person_effort} == {"429", "462"}
    assert {n for n, p in loaded.items() if p.notify} == {"429", "462"}
    assert loaded["429"].exigency == Clause(
        "429.5(f)1", "Confirmation is required absent exigent circumstances."
    )


def test_that_the_template_loads_and_cites_nothing() -> None:
    assert {clause.section for clause in clauses(load_policy(TEMPLATE))} == {""}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = TEMPLATE.read_text()
    assert text.count(old) >= 1
    path = tmp_path / "ours.toml"
    path.write_text(text.replace(old, new, 1))
    return path


@pytest.mark.parametrize(
    ("old", "new", "words", "at"),
    [
        ("stale_after_hours", "stale_after_days", "'duties.list_freshness.stale_after_days' is not",
         "stale_after_days"),
        ("stale_after_hours = 24", "", "'duties.list_freshness.stale_after_hours' is missing",
         "[duties.list_freshness]"),
        ("stale_after_hours = 24", "stale_after_hours = -1", "greater than 0", "stale_after_hours"),
        ("[duties.exigency]\nsilent = true", "[duties.exigency]\n", "either a section or silent",
         "[duties.exigency]"),
        ("[duties.verification]\nsilent = true", "[duties.verification]\nsilent = true\n"
         'section = "5.1"', "either a section or silent", "[duties.verification]"),
        ("[duties.disposition]", "[duties.dispositions]", "'duties.disposition' is missing", ""),
        ("[duties.exigency]", "[duties.exigence]", "'duties.exigence' is not a key",
         "[duties.exigence]"),
        ('version = "undated"', 'version = "last spring"', "pattern", "version ="),
        ("[agency]\nname", "[agency]\nnickname", "'agency.nickname' is not a key", "nickname"),
        ("[[use.prohibited]]\nsilent = true", '[[use.prohibited]]\nsection = "four"', "pattern",
         'section = "four"'),
        ('who = ["Communications Dispatcher"]', "who = []", "at least 1 item", "who ="),
    ],
)  # fmt: skip
def test_that_a_profile_with_a_mistake_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, words: str, at: str
) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(PolicyInvalid) as refusal:
        load_policy(path)
    assert words in refusal.value.what
    if at:
        lines = path.read_text().splitlines()
        number = next(n for n, line in enumerate(lines, 1) if line.startswith(at))
        assert f"ours.toml, line {number}: " in refusal.value.what


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "'agency' is missing"),
        (b"[agency\n", "line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[duties]\nexigency = 'maybe'\n", "line 2: 'duties.exigency' must be a table"),
    ],
)
def test_that_a_file_that_is_no_profile_is_refused(
    tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "ours.toml"
    path.write_bytes(content)
    with pytest.raises(PolicyInvalid, match=r"ours\.toml") as refusal:
        load_policy(path)
    assert words in str(refusal.value)


def test_that_a_missing_profile_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(PolicyInvalid, match="cannot be read"):
        load_policy(tmp_path / "gone.toml")
