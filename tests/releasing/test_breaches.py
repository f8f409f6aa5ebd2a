"""A suspected breach is told to the administrator at once, with what was reached (REL-3)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pypdf
import pytest

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import PermissionRefused, ReleaseRefused
from alpr_console.domain.operator import Role
from tests.fakes.releasing import AGENCIES, Releasing
from tests.fakes.shift import person, session_of

Under = Callable[[str], Releasing]


def reported(case: Releasing, role: Role = Role.OPERATOR) -> str:
    now = case.clock.now()
    case.sit(session_of(role))
    report = case.desk.releases.report_breach(
        now - timedelta(minutes=5), now - timedelta(days=2), "Laptop left open", "Past reads"
    )
    return report.report_id


@pytest.mark.requirement("REL-3")
def test_that_breaches_are_reported_by_the_sections_that_say_so() -> None:
    assert {n: p.release.breach.section for n, p in AGENCIES.items()} == {
        "427": "427.7", "429": "429.7", "430": "430.7(h)", "462": "462.6", "470": "470.6(o)",
    }  # fmt: skip


@pytest.mark.requirement("REL-3")
@pytest.mark.parametrize("number", sorted(AGENCIES))
@pytest.mark.parametrize("role", list(Role))
def test_that_anyone_reports_and_each_administrator_is_told_until_they_know(
    under: Under, number: str, role: Role
) -> None:
    case = under(number)
    report_id = reported(case, role)
    section = AGENCIES[number].release.breach.section
    (entry,) = case.bench.log("breach.reported")
    assert entry.outcome == "done"
    assert entry.details["section"] == section
    assert entry.details["reached"] == "Past reads"
    other = replace(session_of(Role.ADMINISTRATOR), user=person(Role.ADMINISTRATOR, "other"))
    for administrator in (case.chief, other):
        case.sit(administrator)
        (waiting,) = case.desk.releases.breaches_waiting()
        assert waiting.report_id == report_id
        with pytest.raises(ReleaseRefused, match="A note is needed"):
            case.desk.releases.acknowledge_breach(report_id, " ")
        case.desk.releases.acknowledge_breach(report_id, "Passwords changed")
        assert case.desk.releases.breaches_waiting() == []
    assert len(case.bench.log("breach.acknowledged")) == 4
    pages = pypdf.PdfReader(io.BytesIO(case.desk.releases.breach_sheet(report_id))).pages
    paper = " ".join("".join(p.extract_text() for p in pages).split())
    assert f"(§{section})" in paper
    assert "Laptop left open" in paper
    assert "Passwords changed" in paper


@pytest.mark.requirement("REL-3")
@pytest.mark.parametrize("number", sorted(AGENCIES))
def test_that_the_report_says_what_the_log_shows_was_reached(under: Under, number: str) -> None:
    case = under(number)
    with case.bench.store.unit_of_work() as work:
        work.audit.append(AuditRecord("reads.searched", "long_ago", "done"))
    case.clock.go_on(days=10)
    with case.bench.store.unit_of_work() as work:
        for _ in range(3):
            work.audit.append(AuditRecord("reads.searched", "pdoe", "done"))
        work.audit.append(AuditRecord("sign_in.succeeded", "pdoe", "done"))
        work.audit.append(AuditRecord("hot_list.imported", "pdoe", "done"))
    case.sit(session_of(Role.OPERATOR))
    proposed = case.desk.releases.reached_since(case.clock.now() - timedelta(days=2))
    assert proposed == ("Signed in: pdoe, 1×", "Searched stored reads: pdoe, 3×")
    report_id = reported(case)
    (report,) = case.desk.releases.breaches()
    assert report.report_id == report_id
    assert report.in_the_log == proposed
    assert "pdoe, 3×" in case.bench.log("breach.reported")[0].details["in_the_log"]


@pytest.mark.parametrize("missing", ["suspected", "reached"])
def test_that_a_report_is_whole(under: Under, missing: str) -> None:
    case = under("430")
    now = case.clock.now()
    values = {"suspected": "x", "reached": "y", missing: " "}
    with pytest.raises(ReleaseRefused, match="Enter both"):
        case.desk.releases.report_breach(now, now, **values)
    with pytest.raises(ReleaseRefused, match="not in their order"):
        case.desk.releases.report_breach(now, now + timedelta(1), "x", "y")
    assert case.desk.releases.breaches() == []


def test_that_others_see_their_own_reports_alone(under: Under) -> None:
    case = under("430")
    report_id = reported(case, Role.OPERATOR)
    case.sit(session_of(Role.TRAINER))
    assert case.desk.releases.breaches() == []
    assert case.desk.releases.breaches_waiting() == []
    with pytest.raises(ReleaseRefused, match="no such report"):
        case.desk.releases.breach_sheet(report_id)
    with pytest.raises(PermissionRefused):
        case.desk.releases.acknowledge_breach(report_id, "seen")
    case.sit(case.chief)
    with pytest.raises(ReleaseRefused, match="no such report"):
        case.desk.releases.acknowledge_breach("gone", "seen")
