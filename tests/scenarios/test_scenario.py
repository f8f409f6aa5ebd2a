"""The scripted shift, and scripts that contradict themselves."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.domain.checklist import ItemKind, Verdict, checklist_for
from alpr_console.domain.errors import ScenarioFailed
from alpr_console.domain.hotlist import Hit, HotList, MatchKind
from alpr_console.domain.outcomes import POSSIBLE_FROM
from alpr_console.intake.in_memory import read_entries
from alpr_console.locations import resources_dir
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.policy.profile import load_policy
from alpr_console.simulation.scenario import PassKind, Scenario, VehiclePass, load_scenario
from alpr_console.workflow import confirm_status, raise_alert, record_disposition, verify_alert
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import LIST_RULES, START, StandingClock, read_of, session_of

SHIFT = resources_dir() / "scenarios" / "shift.toml"


@pytest.fixture(scope="module")
def shift() -> Scenario:
    return load_scenario(SHIFT)


@pytest.fixture
def index(shift: Scenario, tmp_path: Path) -> HotListIndex:
    sheets = []
    for listed in shift.lists:
        path = listed.write(tmp_path, START)
        _, _, entries = read_entries(path, LIST_RULES)
        modified = START - timedelta(hours=listed.age_hours)
        assert path.stat().st_mtime == pytest.approx(modified.timestamp())
        sheets.append((HotList(listed.name, listed.name, 1, "", len(entries), path.name,
                               modified, START), packed(entries)))  # fmt: skip
    return HotListIndex(sheets)


def test_that_the_shift_holds_every_kind_of_pass_and_two_hits_at_once(shift: Scenario) -> None:
    assert {p.kind for p in shift.passes} == set(PassKind)
    assert 60 <= shift.seconds <= 75
    hits = shift.hits
    assert any(b.start < a.end for a, b in itertools.pairwise(hits))


@pytest.mark.parametrize("key", [p.key for p in load_scenario(SHIFT).passes])
def test_that_a_plate_read_as_drawn_matches_as_the_script_says(
    shift: Scenario, index: HotListIndex, key: str
) -> None:
    one = next(p for p in shift.passes if p.key == key)
    matches = index.match(read_of(one.plate, one.state).reading)
    if one.hit is None:
        assert matches == ()
        return
    match = matches[0]
    assert len(matches) == 1
    assert match.hot_list.name == one.hit.list
    assert match.entry.lic == one.hit.lic
    assert match.entry.category is one.hit.category
    assert match.kind is one.hit.match
    assert match.differences == one.hit.differences
    assert match.state_conflict is one.hit.state_conflict


@pytest.mark.parametrize("key", [p.key for p in load_scenario(SHIFT).hits])
def test_that_the_scripted_acts_lead_a_real_alert_to_its_outcome(
    shift: Scenario, index: HotListIndex, key: str
) -> None:
    one = next(p for p in shift.hits if p.key == key)
    hit, acts = one.hit, one.acts
    assert hit is not None
    assert acts is not None
    clock, session = StandingClock(), session_of()
    uow = MemoryStore("4-Adam-12", clock).unit_of_work
    policy = load_policy(resources_dir() / "policies" / f"{shift.policy}.toml")
    read = read_of(one.plate, one.state)
    match = index.match(read.reading)[0]
    raise_alert.keep_read(uow, read)
    alert = raise_alert.raise_alert(uow, clock, "4-Adam-12", read, match, policy.stale_after)
    assert alert.hit.freshness.stale is hit.stale
    ident = alert.alert_id
    for answer in acts.answers:
        item = next(i for i in alert.items if i.kind is answer.kind)
        alert = verify_alert.answer_item(
            uow, clock, session, ident, answer.kind, answer.verdict, answer.reason
        )
        # What the checklist must catch is what differs, and nothing else is called different.
        assert item.conflict is (answer.verdict is Verdict.DIFFERENT)
    if acts.confirmation is not None:
        asked = acts.confirmation
        confirm_status.request_confirmation(uow, clock, session, ident, asked.way, asked.urgency)
        alert = confirm_status.record_reply(
            uow, clock, session, ident, asked.reply, asked.from_whom, asked.note
        )
    if acts.basis:
        alert = record_disposition.state_basis(
            uow, clock, session, policy, ident, acts.basis, acts.person_effort
        )
    assert alert.state in POSSIBLE_FROM[acts.outcome]
    alert = record_disposition.record_disposition(
        uow, clock, session, policy, ident, acts.outcome, acts.number, acts.note
    )
    assert not alert.is_open


def test_that_no_pass_is_listed_by_chance(shift: Scenario, index: HotListIndex) -> None:
    """No read off by one look-alike may raise an alert that the script does not know."""
    for one in shift.passes:
        for place in range(len(one.plate)):
            for char in "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ":
                text = one.plate[:place] + char + one.plate[place + 1 :]
                for match in index.match(read_of(text, one.state).reading):
                    assert one.hit is not None
                    assert match.entry.lic == one.hit.lic


CHANGES: list[tuple[str, str, str]] = [
    ('match = "approximate"', 'match = "exact"', "'misread': the match is not exact"),
    ("differences = [4]", "differences = [3]", "6MRT842 and 6MRT342 differ at \\[4\\]"),
    ('lic = "7MPX294"', 'lic = "7MPX295"', "does not stand once on a list 'Stolen vehicles'"),
    ("state_conflict = true", "state_conflict = false", "state_conflict does not fit"),
    ('plate = "9LPT634"', 'plate = "7MPX294"', "'ordinary' is listed but expects no hit"),
    ('state = "NM"', 'state = "ZZ"', "'other-state': ZZ is no state"),
    ('number = "26-118204"', 'number = ""', "'stolen': a stop needs its lawful basis and a number"),
    ('reply = "not_confirmed"', 'reply = "maybe"', "reply: input should be"),
    ("start = 25.5", "start = 65.0", "'other-state' does not lie within the shift"),
    ("lane = -1\ncourse", "lane = 1\ncourse", "in one lane at one time"),
    ("seed = 7", "seed = 7\nsede = 8", "sede: unexpected keyword argument"),
    ("seed = 7", "seed = ", "line 4"),
    ('LIC = "5PRJ763"', 'LIK = "5PRJ763"', "has a column 'LIK'"),
    ('outcome = "misread"', 'outcome = "arrest"', "nothing but an outcome without a stop"),
]


@pytest.mark.parametrize(("old", "new", "words"), CHANGES)
def test_that_a_script_that_cannot_come_out_is_refused_with_the_reason(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = SHIFT.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "changed.toml"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioFailed, match=words) as refusal:
        load_scenario(changed)
    assert "changed.toml" in str(refusal.value)


def test_that_a_script_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ScenarioFailed, match=r"absent\.toml cannot be read"):
        load_scenario(tmp_path / "absent.toml")


def test_that_the_misread_is_caught_by_the_characters(shift: Scenario, index: HotListIndex) -> None:
    one: VehiclePass = next(p for p in shift.passes if p.kind is PassKind.MISREAD_HIT)
    read = read_of(one.plate, one.state)
    match = index.match(read.reading)[0]
    assert match.kind is MatchKind.APPROXIMATE
    limit = timedelta(hours=24)
    hit = Hit("h", read, match, match.hot_list.freshness(START, limit), START)
    first = checklist_for(hit)[0]
    assert first.kind is ItemKind.CHARACTERS
    assert first.conflict
