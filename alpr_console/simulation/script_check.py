"""What a script may not say: a shift that could never come out as it promises."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import Outcome, Reply
from alpr_console.domain.hotlist import MatchKind
from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.simulation.plate_styles import STYLES
from alpr_console.simulation.scenario import (
    PassKind,
    Scenario,
    ScriptedActs,
    ScriptedList,
    VehiclePass,
)

COLUMNS = frozenset(
    ("LIC", "LIS", "LIY", "LIT", "VIN", "VYR", "VMA", "VMO", "VST", "VCO", "DOT", "OCA", "NIC",
     "ORI", "MIS", "CATEGORY")
)  # fmt: skip
_VEHICLE = ("VYR", "VMA", "VMO", "VST", "VCO")


def contradictions(scenario: Scenario) -> list[str]:
    """Sentences, each naming the pass or list; none for a script that can be played."""
    return [
        *_whole(scenario),
        *(words for listed in scenario.lists for words in _list(listed)),
        *(words for one in scenario.passes for words in _pass(scenario, one)),
    ]


def _whole(scenario: Scenario) -> Iterator[str]:
    keys = [p.key for p in scenario.passes]
    names = [listed.name for listed in scenario.lists]
    for repeated in sorted({k for k in keys if keys.count(k) > 1}):
        yield f"Two passes are called '{repeated}'."
    for repeated in sorted({n for n in names if names.count(n) > 1}):
        yield f"Two lists are called '{repeated}'."
    if not scenario.passes:
        yield "No vehicle passes."
    if not 1 <= scenario.fps <= 60:
        yield "fps is not between 1 and 60."
    if len(scenario.route) < 2:
        yield "The route needs two places or more."
    ordered = sorted(scenario.passes, key=lambda p: p.start)
    for index, one in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.start < one.end and other.lane == one.lane:
                yield f"'{one.key}' and '{other.key}' are in one lane at one time."


def _list(listed: ScriptedList) -> Iterator[str]:
    if not listed.rows:
        yield f"The list '{listed.name}' is empty."
    if listed.age_hours < 0:
        yield f"The list '{listed.name}' comes from the future."
    for row in listed.rows:
        for strange in sorted(set(row) - COLUMNS):
            yield f"The list '{listed.name}' has a column '{strange}'."
        if not row.get("LIC"):
            yield f"The list '{listed.name}' has a row without LIC."


def _pass(scenario: Scenario, one: VehiclePass) -> Iterator[str]:
    if one.start < 0 or one.duration < 2 or one.end > scenario.seconds:
        yield f"'{one.key}' does not lie within the shift, or is in view for less than 2 s."
    if one.lane not in (-1, 0, 1):
        yield f"'{one.key}': lane {one.lane} is none of -1, 0, 1."
    if one.state not in STATES:
        yield f"'{one.key}': {one.state} is no state."
    elif one.design is not None and not 0 <= one.design < len(STYLES[one.state]):
        yield f"'{one.key}': {one.state} has no design {one.design}."
    if not 2 <= len(one.plate) <= MAX_CHARACTERS or not set(one.plate) <= set(ALPHABET):
        yield f"'{one.key}': {one.plate} is no serial."
    if (one.hit is None) != (one.kind is PassKind.ORDINARY_READ):
        yield f"'{one.key}': only an ordinary read goes without a hit."
    if (one.hit is None) != (one.acts is None):
        yield f"'{one.key}': a hit and the officer's acts go together."
    if one.hit is None:
        if any(row.get("LIC") == one.plate for li in scenario.lists for row in li.rows):
            yield f"'{one.key}' is listed but expects no hit."
        return
    yield from _hit(scenario, one)


def _hit(scenario: Scenario, one: VehiclePass) -> Iterator[str]:
    hit, acts = one.hit, one.acts
    if hit is None or acts is None:
        return
    listed = next((li for li in scenario.lists if li.name == hit.list), None)
    rows = [row for row in listed.rows if row.get("LIC") == hit.lic] if listed else []
    if len(rows) != 1:
        yield f"'{one.key}': {hit.lic} does not stand once on a list '{hit.list}'."
        return
    row = rows[0]
    if row.get("CATEGORY") != hit.category.value:
        yield f"'{one.key}': the list gives another category."
    differing = tuple(i for i, (a, b) in enumerate(zip(one.plate, hit.lic, strict=False)) if a != b)
    if len(one.plate) != len(hit.lic) or differing != hit.differences:
        yield f"'{one.key}': {one.plate} and {hit.lic} differ at {list(differing)}."
    if (hit.match is MatchKind.APPROXIMATE) != bool(differing):
        yield f"'{one.key}': the match is not {hit.match.value}."
    if hit.state_conflict != (row.get("LIS", "") not in ("", one.state)):
        yield f"'{one.key}': state_conflict does not fit the list's state."
    if not _fits_kind(one):
        yield f"'{one.key}' is no {one.kind.value.replace('_', ' ')}."
    kinds = [ItemKind.CHARACTERS, ItemKind.STATE]
    if any(row.get(column) for column in _VEHICLE):
        kinds.append(ItemKind.VEHICLE)
    yield from _acts(one.key, acts, kinds)


def _fits_kind(one: VehiclePass) -> bool:
    hit = one.hit
    if hit is None:
        return one.kind is PassKind.ORDINARY_READ
    oddities = (hit.match is MatchKind.APPROXIMATE, hit.state_conflict, hit.stale)
    return {
        PassKind.ORDINARY_READ: False,
        PassKind.TRUE_HIT: oddities == (False, False, False),
        PassKind.MISREAD_HIT: oddities[0] and len(hit.differences) == 1,
        PassKind.WRONG_STATE_HIT: oddities == (False, True, False),
        PassKind.STALE_LIST_HIT: oddities == (False, False, True),
    }[one.kind]


def _acts(key: str, acts: ScriptedActs, kinds: list[ItemKind]) -> Iterator[str]:
    """The order of the duties: answers, confirmation or exigency, basis, outcome."""
    answered = [answer.kind for answer in acts.answers]
    different = [answer.verdict is Verdict.DIFFERENT for answer in acts.answers]
    if answered != kinds[: len(answered)] or any(different[:-1]):
        yield f"'{key}': the answers are out of turn."
    mismatched = any(different)
    if not mismatched and len(answered) < len(kinds):
        yield f"'{key}': the checklist is not answered to its end."
    if mismatched:
        if acts.confirmation or acts.exigency or acts.outcome.is_stop:
            yield f"'{key}': nothing but an outcome without a stop follows a difference."
        return
    if bool(acts.confirmation) == bool(acts.exigency):
        yield f"'{key}': either a confirmation or an exigency is needed."
    denied = acts.confirmation is not None and acts.confirmation.reply is not Reply.CONFIRMED
    if denied and acts.outcome is not Outcome.NOT_CONFIRMED:
        yield f"'{key}': a status that is not confirmed ends as not_confirmed."
    if acts.outcome.is_stop and not (acts.basis and acts.number):
        yield f"'{key}': a stop needs its lawful basis and a number."
