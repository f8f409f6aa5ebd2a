"""Release requests: written, reviewed, decided by another, released as approved (REL-1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from alpr_console.domain.errors import (
    EvidenceRefused,
    IllegalTransition,
    PermissionRefused,
    ReleaseRefused,
)
from alpr_console.domain.operator import Role
from alpr_console.domain.policy_rules import Decider
from alpr_console.domain.release_request import (
    TRANSITIONS,
    AgencyKind,
    ReleaseAct,
    ReleaseRequest,
    ReleaseState,
    ReleaseStep,
)
from tests.fakes.exporting import verified
from tests.fakes.releasing import AGENCIES, FILING, NO, Releasing
from tests.fakes.shift import START, session_of

Under = Callable[[str], Releasing]


@pytest.mark.requirement("REL-1")
def test_that_a_written_request_and_its_review_bind_by_the_sections_that_say_so() -> None:
    sections = {
        n: (p.release.request.section, p.release.review.section, p.release.kept.section)
        for n, p in AGENCIES.items()
    }
    assert sections == {
        "427": ("427.9", "427.9", "427.9"),
        "429": ("429.8(a)", "429.8(b)", ""),
        "430": ("430.10(a)", "430.10(b)", "430.10(c)"),
        "462": ("462.7(a)", "462.7(b)", "462.7(c)"),
        "470": ("470.7(a)", "470.7(b)", "470.7(c)"),
    }
    assert {n for n, p in AGENCIES.items() if p.release.decider is Decider.CHIEF} == {"430"}
    assert {n: p.release.consider for n, p in AGENCIES.items()} == {
        "427": ("California Values Act", "California Reproductive Privacy Act"),
        "429": ("California Values Act",),
        "430": ("California Values Act",),
        "462": ("California Values Act",),
        "470": (),
    }


@pytest.mark.requirement("REL-1")
@pytest.mark.parametrize("number", sorted(AGENCIES))
@pytest.mark.parametrize("missing", ["agency", "person", "purpose"])
def test_that_a_request_names_agency_person_and_purpose(
    under: Under, number: str, missing: str
) -> None:
    case = under(number)
    section = AGENCIES[number].release.request.section
    with pytest.raises(ReleaseRefused) as refusal:
        case.entered(**{missing: "  "})
    assert refusal.value.what == f"A request names its {missing}. §{section}."
    (entry,) = case.bench.log("release.entered")
    assert entry.outcome == f"refused: {refusal.value.what}"
    assert case.desk.releases.all() == []


@pytest.mark.requirement("REL-1")
@pytest.mark.parametrize("number", sorted(AGENCIES))
def test_that_the_request_is_in_writing_and_kept_on_file(under: Under, number: str) -> None:
    case = under(number)
    case.sit(case.custodian)
    with pytest.raises(ReleaseRefused, match="written request is kept on file"):
        case.desk.releases.enter(FILING, None)
    request = case.entered()
    assert request.number == "R-2026-0001"
    assert case.desk.releases.file(request.number) == b"%PDF-1.7 a letter"
    kept = request.filing.file
    assert kept is not None
    assert kept.sha256 == hashlib.sha256(b"%PDF-1.7 a letter").hexdigest()
    assert b"%PDF-1.7 a letter" not in (case.letter.parent / "store.db").read_bytes()
    assert case.desk.releases.get(request.number) == request
    assert case.bench.log("release.entered")[-1].details["sha256"] == kept.sha256


@pytest.mark.requirement("REL-1")
@pytest.mark.parametrize("number", sorted(AGENCIES))
def test_that_nothing_is_released_before_review_and_approval(under: Under, number: str) -> None:
    case = under(number)
    case.with_agreement()
    request = case.entered()
    case.sit(case.chief)
    with pytest.raises(ReleaseRefused, match="is received, not approved"):
        case.bench.export(release=request.number)
    with pytest.raises(IllegalTransition):
        case.desk.releases.approve(request.number, case.approval())
    case.desk.releases.review(request.number, NO)
    with pytest.raises(ReleaseRefused, match="is reviewed, not approved"):
        case.bench.export(release=request.number)
    assert list(case.bench.medium.iterdir()) == []
    case.desk.releases.approve(request.number, case.approval())
    done = case.bench.export(release=request.number, alert_ids=("alert-1",))
    # Only what the approval names, whatever was asked for besides.
    manifest = json.loads((done.folder / "manifest.json").read_text("utf-8"))
    assert [p.name for p in (done.folder / "records").iterdir()] == ["read-read-alone.json"]
    assert manifest["release"] == manifest["case_number"] == request.number
    assert manifest["purpose"] == FILING.purpose
    assert manifest["request"]["Released to"] == "Some County Sheriff, Det. A. Roe"
    assert verified([done.folder])[0] == 0
    fulfilled = case.desk.releases.get(request.number)
    assert fulfilled.state is ReleaseState.FULFILLED
    assert fulfilled.steps[-1].note == done.export.export_id
    (entry,) = case.bench.log("release.fulfilled")
    assert entry.details["section"] == AGENCIES[number].release.kept.section
    with pytest.raises(ReleaseRefused, match="is fulfilled, not approved"):
        case.bench.export(release=request.number)


@pytest.mark.requirement("REL-1")
@pytest.mark.parametrize("number", sorted(AGENCIES))
def test_that_only_the_designee_decides_and_never_on_their_own_request(
    under: Under, number: str
) -> None:
    case = under(number)
    case.with_agreement()
    request = case.entered()
    for role in (r for r in Role if r is not Role.ADMINISTRATOR):
        case.sit(session_of(role))
        with pytest.raises(PermissionRefused):
            case.desk.releases.review(request.number, NO)
        with pytest.raises(PermissionRefused):
            case.desk.releases.approve(request.number, case.approval())
        with pytest.raises(PermissionRefused):
            case.desk.releases.refuse(request.number, "no")
    case.sit(case.chief)
    own = case.desk.releases.enter(FILING, case.letter).number
    case.desk.releases.review(own, NO)
    section = AGENCIES[number].release.review.section
    with pytest.raises(ReleaseRefused, match="Nobody approves a request that they entered") as no:
        case.desk.releases.approve(own, case.approval())
    assert f"§{section}." in no.value.what


@pytest.mark.requirement("REL-1")
@pytest.mark.parametrize("number", sorted(n for n, p in AGENCIES.items() if p.release.consider))
def test_that_each_law_named_is_stated_as_considered(under: Under, number: str) -> None:
    case = under(number)
    case.with_agreement()
    request = case.reviewed()
    for law in AGENCIES[number].release.consider:
        others = tuple(x for x in AGENCIES[number].release.consider if x != law)
        with pytest.raises(ReleaseRefused, match=law) as refusal:
            case.desk.releases.approve(request.number, case.approval(considered=others))
        assert AGENCIES[number].release.review.section in refusal.value.what
    assert case.desk.releases.get(request.number).state is ReleaseState.REVIEWED


@pytest.mark.requirement("REL-1")
def test_that_the_chiefs_decision_names_the_chief_or_designee(under: Under) -> None:
    case = under("430")
    case.with_agreement()
    request = case.reviewed()
    for nobody in ({"authority": " "}, {"authority_title": ""}):
        with pytest.raises(ReleaseRefused, match=r"Chief of Police .* decides\. §430\.10\(b\)"):
            case.desk.releases.approve(request.number, case.approval(**nobody))
    case.desk.releases.approve(request.number, case.approval())
    entry = case.bench.log("release.approved")[-1]
    assert entry.details["authority"] == "Chief of Police J. Doe"


def test_that_an_approval_says_what_is_released_on_record(under: Under) -> None:
    case = under("462")
    case.approved()
    (entry,) = case.bench.log("release.approved")
    assert entry.details["plates"] == "6XYZ987"
    assert entry.purpose == FILING.purpose
    assert entry.details["agency"] == FILING.agency
    assert entry.details["considered"] == "California Values Act"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"alert_ids": (), "read_ids": ()}, "No record is named"),
        ({"read_ids": ("gone",)}, "no record gone"),
    ],
)
def test_that_an_approval_of_nothing_is_refused(
    under: Under, changed: dict[str, tuple[str, ...]], words: str
) -> None:
    case = under("462")
    request = case.reviewed()
    with pytest.raises(ReleaseRefused, match=words):
        case.desk.releases.approve(request.number, case.approval(**changed))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"need": ""}, "need and right to know"),
        ({"wanted": " "}, "need and right to know"),
        ({"state": "California"}, "state is missing"),
        ({"received_on": date(2027, 1, 1)}, "in the future"),
    ],
)
def test_that_an_incomplete_request_is_refused(
    under: Under, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(ReleaseRefused, match=words):
        under("427").entered(**changed)


def test_that_a_file_that_cannot_be_kept_is_refused(under: Under) -> None:
    case = under("427")
    case.sit(case.custodian)
    for content, words in ((b"", "is empty"), (bytes(20_000_001), "larger than 20 MB")):
        case.letter.write_bytes(content)
        with pytest.raises(ReleaseRefused, match=words):
            case.desk.releases.enter(FILING, case.letter)
    with pytest.raises(ReleaseRefused, match="cannot be read"):
        case.desk.releases.enter(FILING, case.letter.with_name("gone.pdf"))


def test_that_a_request_is_refused_or_withdrawn_with_a_reason(under: Under) -> None:
    case = under("427")
    request = case.reviewed()
    with pytest.raises(ReleaseRefused, match="A reason is needed"):
        case.desk.releases.refuse(request.number, " ")
    refused = case.desk.releases.refuse(request.number, "No case number")
    assert refused.state is ReleaseState.REFUSED
    other = case.entered()
    withdrawn = case.desk.releases.withdraw(other.number, "Suspect in custody")
    assert withdrawn.state is ReleaseState.WITHDRAWN
    assert [r.number for r in case.desk.releases.all()] == ["R-2026-0002", "R-2026-0001"]


def test_that_every_step_that_the_table_lacks_is_refused() -> None:
    paths: dict[ReleaseState, tuple[ReleaseAct, ...]] = {ReleaseState.RECEIVED: ()}
    while len(paths) < len(ReleaseState):
        for (state, act), to in TRANSITIONS.items():
            if state in paths:
                paths.setdefault(to, (*paths[state], act))
    for state, acts in paths.items():
        request = ReleaseRequest("R-1", FILING, "jroe", START)
        for act in acts:
            request = request.step(ReleaseStep(act, "jroe", START))
        assert request.state is state
        for act in ReleaseAct:
            if (state, act) in TRANSITIONS:
                continue
            with pytest.raises(IllegalTransition):
                request.step(ReleaseStep(act, "jroe", START))
    # The only way to the records leads through an approval.
    assert [k for k, to in TRANSITIONS.items() if to is ReleaseState.FULFILLED] == [
        (ReleaseState.APPROVED, ReleaseAct.FULFILL)
    ]


@pytest.mark.requirement("REL-2")
@pytest.mark.parametrize("number", sorted(AGENCIES))
def test_that_others_than_law_enforcement_go_to_the_records_process(
    under: Under, number: str
) -> None:
    case = under(number)
    request = case.reviewed(agency="A newspaper", kind=AgencyKind.OTHER)
    clause = AGENCIES[number].release.records_process
    assert clause.section.startswith(f"{number}.")
    assert request.state is ReleaseState.RECORDS_PROCESS
    assert "1798.90.55" in request.steps[-1].note
    assert f"§{clause.section}." in request.steps[-1].note
    with pytest.raises(IllegalTransition):
        case.desk.releases.approve(request.number, case.approval())
    with pytest.raises(ReleaseRefused):
        case.bench.export(release=request.number)
    assert case.bench.log("release.to_records")[0].details["section"] == clause.section


def test_that_an_approval_of_records_gone_since_fails_the_export(under: Under) -> None:
    case = under("427")
    request = case.reviewed()
    with pytest.raises(ReleaseRefused):
        case.desk.releases.approve(request.number, replace(case.approval(), alert_ids=("x",)))
    with pytest.raises((EvidenceRefused, ReleaseRefused)):
        case.bench.export(release="R-1999-0001")
