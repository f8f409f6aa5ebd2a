"""What the policies bar is refused by rule, with the clause, whatever the words say (REL-2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.domain.errors import PermissionRefused, ReleaseRefused, ResourceDamaged
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_request import AgencyKind, ReleaseState, Review
from alpr_console.releasing.words import release_words
from tests.fakes.releasing import AGENCIES, FILING, NO, Releasing
from tests.fakes.shift import session_of

Under = Callable[[str], Releasing]

ANSWER = {
    Bar.IMMIGRATION: replace(NO, immigration=True),
    Bar.REPRODUCTIVE: replace(NO, reproductive=True),
    Bar.SALE: replace(NO, sale=True),
}


def barring(bar: Bar) -> list[str]:
    return sorted(n for n, p in AGENCIES.items() if p.release.bar(bar) is not None)


@pytest.mark.requirement("REL-2")
def test_that_the_bars_bind_by_the_sections_that_say_so() -> None:
    assert {n: {b.value: c.section for b, c in p.release.bars} for n, p in AGENCIES.items()} == {
        "427": {"immigration": "427.9", "reproductive": "427.9", "sale": "427.6(a)"},
        "429": {"immigration": "429.2", "sale": "429.6"},
        "430": {
            "immigration": "430.10", "sale": "430.10(e)", "out_of_state": "430.10(f)",
            "no_mou": "430.10(a)",
        },
        "462": {"immigration": "462.7(d)", "sale": "462.5"},
        "470": {},
    }  # fmt: skip


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize(("number", "bar"), [(n, bar) for bar in ANSWER for n in barring(bar)])
def test_that_a_purpose_that_is_barred_refuses_with_its_clause(
    under: Under, number: str, bar: Bar
) -> None:
    case = under(number)
    case.with_agreement()
    request = case.reviewed(ANSWER[bar])
    clause = AGENCIES[number].release.bar(bar)
    assert clause is not None
    last = request.steps[-1]
    assert request.state is ReleaseState.REFUSED
    assert (last.bar, last.section) == (bar, clause.section)
    assert last.note == f"{clause.sense} §{clause.section}."
    (entry,) = case.bench.log("release.refused")
    assert entry.outcome == f"refused: {last.note}"
    assert entry.details["section"] == clause.section
    with pytest.raises(Exception, match="not possible"):
        case.desk.releases.approve(request.number, case.approval())
    with pytest.raises(ReleaseRefused, match="not approved"):
        case.bench.export(release=request.number)
    assert list(case.bench.medium.iterdir()) == []


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize("number", barring(Bar.IMMIGRATION))
@pytest.mark.parametrize(
    "asker",
    [
        {"agency": "I.C.E. San Diego"}, {"agency": "U.S. Border Patrol"},
        {"agency": "Homeland Security Investigations"}, {"agency": "DHS-CBP"},
        {"agency": "USCIS"}, {"agency": "Enforcement and Removal Operations (ERO)"},
        {"agency": "A field office", "kind": AgencyKind.IMMIGRATION},
    ],
    ids=str,
)  # fmt: skip
def test_that_an_agency_of_immigration_enforcement_is_refused_whatever_is_answered(
    under: Under, number: str, asker: dict[str, object]
) -> None:
    request = under(number).reviewed(NO, **asker)
    assert request.state is ReleaseState.REFUSED
    assert request.steps[-1].bar is Bar.IMMIGRATION


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize(
    ("number", "purpose"),
    [(n, "Civil immigration detainer") for n in barring(Bar.IMMIGRATION)]
    + [(n, "Prosecution of an abortion") for n in barring(Bar.REPRODUCTIVE)]
    + [(n, "Resale by a data broker") for n in barring(Bar.SALE)],
)
def test_that_words_make_the_question_unavoidable_and_no_more(
    under: Under, number: str, purpose: str
) -> None:
    case = under(number)
    case.with_agreement()
    request = case.entered(purpose=purpose)
    case.sit(case.chief)
    assert case.desk.releases.suspected(request.number) != ()
    with pytest.raises(ReleaseRefused, match=rf"own words suggest it.*§{number}"):
        case.desk.releases.review(request.number, NO)
    assert case.desk.releases.get(request.number).state is ReleaseState.RECEIVED
    explained = replace(NO, explanation="Named only as what the victim feared")
    reviewed = case.desk.releases.review(request.number, explained)
    assert reviewed.state is ReleaseState.REVIEWED
    entry = case.bench.log("release.reviewed")[-1]
    assert entry.details["explanation"] == explained.explanation


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize("number", barring(Bar.OUT_OF_STATE))
def test_that_out_of_state_needs_an_order_or_special_request_and_the_chief(
    under: Under, number: str
) -> None:
    case = under(number)
    clause = AGENCIES[number].release.bar(Bar.OUT_OF_STATE)
    assert clause is not None
    request = case.reviewed(state="nv")
    with pytest.raises(ReleaseRefused) as refusal:
        case.desk.releases.approve(request.number, case.approval())
    assert f"§{clause.section}." in refusal.value.what
    for met in (
        Review(False, False, False, court_order="CR-26-119"),
        Review(False, False, False, special_request="Letter of November 20"),
    ):
        number_ = case.reviewed(met, state="NV").number
        with pytest.raises(ReleaseRefused, match="Chief of Police"):
            case.desk.releases.approve(number_, case.approval(authority=""))
        done = case.desk.releases.approve(number_, case.approval())
        assert done.state is ReleaseState.APPROVED


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize("number", barring(Bar.NO_MOU))
def test_that_an_agency_without_a_memorandum_in_force_is_refused(under: Under, number: str) -> None:
    case = under(number)
    clause = AGENCIES[number].release.bar(Bar.NO_MOU)
    assert clause is not None
    request = case.reviewed()
    today = case.clock.now().date()
    releases = case.desk.releases

    def refused() -> None:
        with pytest.raises(ReleaseRefused) as refusal:
            releases.approve(request.number, case.approval())
        assert f"§{clause.section}." in refusal.value.what
        assert "register" in refusal.value.remedy

    refused()
    case.with_agreement("Another County Sheriff")
    refused()
    releases.enter_agreement(FILING.agency, "MOU 1", today - timedelta(9), today - timedelta(1))
    refused()
    ended = releases.enter_agreement(FILING.agency, "MOU 2", today, today + timedelta(9))
    releases.end_agreement(ended.agreement_id, "Not renewed")
    refused()
    releases.enter_agreement("SOME county  sheriff", "MOU 3", today, today)
    assert releases.approve(request.number, case.approval()).state is ReleaseState.APPROVED


@pytest.mark.requirement("REL-2")
def test_that_a_policy_without_bars_refuses_by_none(under: Under) -> None:
    (none,) = (n for n, p in AGENCIES.items() if not p.release.bars)
    case = under(none)
    request = case.reviewed(Review(True, True, True), state="NV")
    assert case.desk.releases.standing(request.number) == ()
    assert case.desk.releases.approve(request.number, case.approval()).state is (
        ReleaseState.APPROVED
    )


@pytest.mark.parametrize(
    ("agency", "purpose", "suspected"),
    [
        ("Office of the Sheriff", "Police report of a theft", False),
        ("Some Police", "A felony warrant, notice of service", False),
        ("Some Police", "Salesman robbed", False),
        ("Some Police", "Deported in 2019", True),
        ("Some Police", "ICE-detainer", True),
    ],
)
def test_that_words_are_taken_whole(agency: str, purpose: str, suspected: bool) -> None:
    filing = replace(FILING, agency=agency, purpose=purpose)
    assert bool(release_words().suspected(filing)) == suspected
    assert not release_words().enforces_immigration(filing)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"agency": " "}, "an agency and a number"),
        ({"number": ""}, "an agency and a number"),
        ({"days": -1}, "end before it begins"),
    ],
)
def test_that_a_memorandum_is_whole(under: Under, changed: dict[str, object], words: str) -> None:
    case = under("430")
    case.sit(case.chief)
    today = case.clock.now().date()
    values = {"agency": "Some Sheriff", "number": "MOU 1", "days": 9, **changed}
    with pytest.raises(ReleaseRefused, match=words):
        case.desk.releases.enter_agreement(
            str(values["agency"]), str(values["number"]), today,
            today + timedelta(days=int(str(values["days"]))),
        )  # fmt: skip
    assert case.desk.releases.agreements() == []


def test_that_memoranda_are_the_administrators_with_their_file_and_end_once(
    under: Under,
) -> None:
    case = under("430")
    today = case.clock.now().date()
    case.sit(session_of(Role.SUPERVISOR))
    with pytest.raises(PermissionRefused):
        case.desk.releases.enter_agreement("Some Sheriff", "MOU 1", today, today)
    case.sit(case.chief)
    made = case.desk.releases.enter_agreement("Some Sheriff", "MOU 1", today, today, case.letter)
    assert made.file is not None
    assert made.file.name == "request.pdf"
    with pytest.raises(ReleaseRefused, match="A reason is needed"):
        case.desk.releases.end_agreement(made.agreement_id, "")
    case.desk.releases.end_agreement(made.agreement_id, "Replaced")
    with pytest.raises(ReleaseRefused, match="ended already"):
        case.desk.releases.end_agreement(made.agreement_id, "Replaced")
    with pytest.raises(ReleaseRefused, match="no such memorandum"):
        case.desk.releases.end_agreement("gone", "Replaced")
    (kept,) = case.desk.releases.agreements()
    assert kept.ended is not None
    done = [one for one in case.bench.log("agreement.ended") if one.outcome == "done"]
    assert [one.details["agency"] for one in done] == ["Some Sheriff"]


@pytest.mark.parametrize("content", [b"[immigration", b"[immigration]\nwords = []\n"])
def test_that_a_damaged_list_of_words_stops_every_review(
    under: Under, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    case = under("427")
    number = case.entered().number
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "words.toml").write_bytes(content)
    monkeypatch.setenv("ALPR_CONSOLE_RESOURCES", str(tmp_path))
    release_words.cache_clear()
    case.sit(case.chief)
    with pytest.raises(ResourceDamaged, match=r"words\.toml is missing or damaged"):
        case.desk.releases.review(number, NO)
    assert case.desk.releases.all()[0].state is ReleaseState.RECEIVED
