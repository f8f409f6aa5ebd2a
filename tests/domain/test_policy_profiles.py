"""Agencies as data: every shipped profile, and profiles that must be refused."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.domain.errors import PolicyInvalid
from alpr_console.domain.hotlist import Category
from alpr_console.domain.policy import AgencyPolicy, Approver, Clause
from alpr_console.intake.barring import Barring
from alpr_console.policy.profile import load_policy

PROFILES = sorted((locations.resources_dir() / "policies").glob("*.toml"))
AGENCIES = [path for path in PROFILES if path.stem != "template"]
TEMPLATE = locations.resources_dir() / "policies" / "template.toml"


def clauses(policy: AgencyPolicy) -> list[Clause]:
    of_rules = [
        value
        for rules in (policy, policy.lists, policy.specific)
        for name in rules.__slots__
        if isinstance(value := getattr(rules, name), Clause)
    ]
    return of_rules + [barred.clause for barred in policy.lists.barred]


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


BY_NUMBER = {path.stem.rsplit("-", 1)[1]: load_policy(path) for path in AGENCIES}


@pytest.mark.requirement("HOT-1")
def test_that_a_designation_is_asked_for_with_the_section_that_asks_for_it() -> None:
    assert {n: p.lists.designation.section for n, p in BY_NUMBER.items()} == {
        "427": "427.5(g)", "429": "429.5(f)", "430": "", "462": "462.4(h)", "470": "",
    }  # fmt: skip


@pytest.mark.requirement("HOT-2")
def test_that_a_list_is_replaced_by_the_section_that_says_so_and_within_limits() -> None:
    assert {n: p.lists.replacement.section for n, p in BY_NUMBER.items()} == {
        "427": "427.5.1(a)", "429": "429.5(f)4", "430": "", "462": "462.4(h)4", "470": "",
    }  # fmt: skip
    for policy in map(load_policy, PROFILES):
        assert (policy.lists.shrink_limit, policy.lists.fault_limit) == (0.5, 0.02)


@pytest.mark.requirement("HOT-4")
@pytest.mark.requirement("HOT-5")
@pytest.mark.parametrize(
    ("number", "contents", "approval", "first", "update"),
    [
        ("427", "427.5.1(b)", "427.5.1(a)", Approver.SUPERVISOR, Approver.SUPERVISOR),
        ("429", "429.5(f)5(a)", "429.5(f)5", Approver.SUPERVISOR, Approver.SUPERVISOR),
        ("430", "", "", Approver.SUPERVISOR, Approver.SUPERVISOR),
        ("462", "462.4(h)5", "462.4(h)5", Approver.ADMINISTRATOR, Approver.SUPERVISOR),
        ("470", "", "", Approver.SUPERVISOR, Approver.SUPERVISOR),
    ],
)
def test_that_specific_entries_are_approved_by_whom_the_policy_names(
    number: str, contents: str, approval: str, first: Approver, update: Approver
) -> None:
    rules = BY_NUMBER[number].specific
    assert (rules.contents.section, rules.approval.section) == (contents, approval)
    assert (rules.approver, rules.update_approver) == (first, update)


@pytest.mark.requirement("HOT-6")
@pytest.mark.requirement("HOT-7")
def test_that_specific_entries_expire_in_thirty_days_and_are_informational() -> None:
    assert {p.specific.term for p in map(load_policy, PROFILES)} == {timedelta(days=30)}
    assert {n: p.specific.expiry.section for n, p in BY_NUMBER.items()} == {
        "427": "", "429": "429.5(f)5", "430": "", "462": "", "470": "",
    }  # fmt: skip
    assert {n: p.specific.informational.section for n, p in BY_NUMBER.items()} == {
        "427": "", "429": "429.5(f)5", "430": "", "462": "462.4(h)5", "470": "",
    }  # fmt: skip


@pytest.mark.requirement("OPS-4")
def test_that_stored_reads_are_matched_for_thirty_days_where_the_policy_permits_it() -> None:
    assert {n: p.lists.past_reads and p.lists.past_reads.section for n, p in BY_NUMBER.items()} == {
        "427": "427.5(c)", "429": "429.5(c)", "430": "430.6(c)", "462": "462.4(c)",
        "470": "470.4(i)",
    }  # fmt: skip
    assert {p.lists.past_reads_for for p in map(load_policy, PROFILES)} == {timedelta(days=30)}


@pytest.mark.requirement("HOT-8")
def test_that_federal_immigration_is_barred_by_the_section_that_says_so() -> None:
    sections = {n: [b.clause.section for b in p.lists.barred] for n, p in BY_NUMBER.items()}
    assert sections == {
        "427": ["427.3"], "429": ["429.2"], "430": ["430.10"], "462": ["462.2"], "470": [""],
    }  # fmt: skip


@pytest.mark.requirement("HOT-8")
@pytest.mark.parametrize(
    ("name", "is_barred"),
    [
        ("Immigration Violator File", True),
        ("IMMIGRATION_VIOLATION", True),
        ("IVF", True),
        ("ncic-ivf-20261122.csv", True),
        ("Deported Felon", True),
        ("Previously deported felons", True),
        ("ICE", True),
        ("ICE detainer", True),
        ("ICE Administrative Warrant", True),
        ("Final order of removal", True),
        ("Alien absconder", True),
        ("NSEERS", True),
        ("Absconder", False),
        ("Parole absconder", False),
        ("Police warrant", False),
        ("Justice warrant", False),
        ("Felony warrant", False),
        ("Service notice", False),
        ("Office of the sheriff", False),
        ("Stolen license", False),
        ("Foreign fugitive", False),
        ("Officer safety", False),
        ("Administrative", False),
        ("Protection order", False),
        *((category.value, False) for category in Category),
        *((category.label, False) for category in Category),
    ],
)
def test_that_federal_immigration_is_barred_by_whatever_name_and_nothing_else(
    name: str, is_barred: bool
) -> None:
    for policy in map(load_policy, PROFILES):
        found = Barring(policy.lists.barred).clause_of(name)
        assert (found is not None) == is_barred, policy.key


def test_that_what_a_profile_leaves_out_of_force_is_left_out(tmp_path: Path) -> None:
    text = TEMPLATE.read_text()
    past = text[text.index("[lists.past_reads]") : text.index("# Specific entries")]
    barred = text[text.index("[[lists.barred]]") : text.index("[lists.past_reads]")]
    path = tmp_path / "ours.toml"
    none = '[lists]\npast_reads = "none"\nbarred = "none"\n'
    path.write_text(text.replace(past, none).replace(barred, ""))
    lists = load_policy(path).lists
    assert lists.past_reads is None
    assert lists.past_reads_for == timedelta(0)
    assert lists.barred == ()


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
        ("shrink_limit = 0.5", "shrink_limit = 1.5", "less than or equal to 1", "shrink_limit"),
        ("term_days = 30", "term_days = 0", "greater than 0", "term_days"),
        ('approver = "supervisor"', 'approver = "nobody"', "'supervisor' or 'administrator'",
         'approver ='),
        ("days = 30", "days = 999", "less than or equal to 366", "days ="),
        ('    "ivf"', '    "I.V.F."', "pattern", "words ="),
        ("[specific.contents]", "[specific.content]", "'specific.content' is not a key",
         "[specific.content]"),
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
