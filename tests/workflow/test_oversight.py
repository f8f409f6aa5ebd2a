"""Samples, judgements and reports, under each of the five policies (AUD-2, AUD-3)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import AuditBroken, OversightRefused, PermissionRefused
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind
from alpr_console.domain.keeping import HoldKind
from alpr_console.domain.operator import Role
from alpr_console.domain.oversight import Finding, ReportMade, Standing, draw
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.due_reports import period_of
from alpr_console.workflow.holds import NewHold
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of, session_of

every_profile = pytest.mark.parametrize("number", NUMBERS)
REPORTS = {
    "427": {"audit": 12}, "429": {"audit": 12}, "470": {"audit": 12},
    "462": {"memorandum": 6, "outside_audit": 12},
    "430": {"system_audit": 3, "total_detection": 3},
}  # fmt: skip
SECTIONS = {"427": {"427.8"}, "429": {"429.7(e)"}, "470": {"470.6(o)"},
            "462": {"462.6", "462.6(g)"}, "430": {"430.4(h)"}}  # fmt: skip


class Office:
    """An administrator at a console that has been searched."""

    def __init__(self, number: str, store: Store, shelf: FolderShelf, clock: StandingClock) -> None:
        self.policy = BY_NUMBER[number]
        self.store, self.clock = store, clock
        self.desk = Desk(store.unit_of_work, shelf, clock, self.policy, "4-Adam-12")
        self.desk.create_administrator("chief", "Dana Chief", "1", "a long enough word")
        self.desk.session = session_of(Role.ADMINISTRATOR)

    def inquiries(self, count: int, who: str = "reyes", at: datetime = START) -> list[str]:
        made = [
            Inquiry(
                f"{who}-{at:%Y%m%d}-{n}", InquiryKind.SEARCH, who, who.capitalize(), "Test agency",
                "4-Adam-12", at, {"Plate": "7ABC*"}, Grounds("Stolen vehicle"), "100.33", "p@1",
            )
            for n in range(count)
        ]  # fmt: skip
        with self.store.unit_of_work() as work:
            for inquiry in made:
                work.inquiries.add(inquiry)
        return [one.inquiry_id for one in made]

    def hit(self, text: str) -> str:
        read = read_of(text)
        return self.desk.raise_alert(read, match_of(read, listed(text))).alert_id


@pytest.fixture
def office(store: Store, shelf: FolderShelf, clock: StandingClock) -> Callable[[str], Office]:
    clock.go_on(hours=1)
    return lambda number: Office(number, store, shelf, clock)


def text_of(report: ReportMade) -> str:
    pages = PdfReader(BytesIO(report.pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def table_of(report: ReportMade) -> dict[tuple[str, str], str]:
    rows = csv.reader(StringIO(report.csv.decode("utf-8-sig")))
    return {(section, what): value for section, what, value in rows}


@pytest.mark.requirement("AUD-2")
@every_profile
def test_that_ten_are_drawn_out_of_the_last_six_months_and_can_be_drawn_again(
    number: str, office: Callable[[str], Office]
) -> None:
    here = office(number)
    assert (here.policy.oversight.sample.clause.section != "") == (number in ("427", "462"))
    here.inquiries(30)
    old = here.inquiries(5, at=START - timedelta(days=184))
    sample = here.desk.oversight.draw()
    assert len(set(sample.drawn)) == 10
    assert sample.population == 30
    assert not set(sample.drawn) & set(old)
    assert here.desk.oversight.repeats(sample.sample_id)
    with here.store.unit_of_work() as work:
        seeded, drawn = list(work.audit.entries())[-2:]
        assert (seeded.record.action, drawn.record.action) == ("sample.seeded", "sample.drawn")
        assert seeded.record.details["seed"] == sample.seed
        ids = [one.inquiry_id for one in work.inquiries.between(sample.since, sample.until)]
    assert draw(sample.seed, reversed(ids), 10) == sample.drawn


@pytest.mark.requirement("AUD-2")
def test_that_fewer_than_ten_are_all_drawn_and_none_is_said(
    office: Callable[[str], Office],
) -> None:
    here = office("427")
    with pytest.raises(OversightRefused, match="no inquiry"):
        here.desk.oversight.draw()
    ids = here.inquiries(4)
    assert set(here.desk.oversight.draw().drawn) == set(ids)


@pytest.mark.requirement("AUD-2")
def test_that_every_inquiry_has_the_same_chance() -> None:
    ids = [f"inquiry-{n}" for n in range(40)]
    drawn: Counter[str] = Counter()
    for seed in range(2000):
        drawn.update(draw(f"{seed:064x}", ids, 10))
    expected = 2000 * 10 / 40
    chi_square = sum((drawn[one] - expected) ** 2 / expected for one in ids)
    # 39 degrees of freedom: 99.9 % of fair draws stay below 72; the seeds are fixed.
    assert chi_square < 72
    assert min(drawn.values()) > 0.8 * expected


@pytest.mark.requirement("AUD-2")
@every_profile
def test_that_each_inquiry_is_judged_by_another_with_a_reason_against_it(
    number: str, office: Callable[[str], Office]
) -> None:
    here = office(number)
    here.inquiries(3)
    own = here.inquiries(1, who="administrator")[0]
    sample = here.desk.oversight.draw()
    judge = here.desk.oversight.judge
    first, second, *_ = [one for one in sample.drawn if one != own]
    judge(sample.sample_id, first, Finding.MEETS)
    with pytest.raises(OversightRefused, match="reason"):
        judge(sample.sample_id, second, Finding.FAILS)
    judge(sample.sample_id, second, Finding.FAILS, "No case behind it", "Plate entered twice")
    with pytest.raises(OversightRefused, match="their own"):
        judge(sample.sample_id, own, Finding.MEETS)
    with pytest.raises(OversightRefused, match="not drawn"):
        judge(sample.sample_id, "other", Finding.MEETS)
    with pytest.raises(OversightRefused, match="reason"):
        judge(sample.sample_id, second, Finding.MEETS)
    judge(sample.sample_id, second, Finding.MEETS, "The case was found")
    found = {i.inquiry_id: j for i, j in here.desk.oversight.judged(sample.sample_id)}
    assert found[second] is not None
    assert found[second].finding is Finding.MEETS  # type: ignore[union-attr]
    assert found[own] is None
    with here.store.unit_of_work() as work:
        assert len(work.oversight.judgements(sample.sample_id)) == 3
        done = [e.record for e in work.audit.entries()
                if e.record.action == "inquiry.judged" and e.record.outcome == "done"]  # fmt: skip
    assert {r.details["section"] for r in done} == {here.policy.oversight.sample.clause.section}


@pytest.mark.requirement("AUD-3")
@every_profile
def test_that_each_policy_has_its_own_reports_cadence_and_due_dates(
    number: str, office: Callable[[str], Office]
) -> None:
    here = office(number)
    due = here.desk.oversight.due()
    assert {one.key for one in due} == set(REPORTS[number])
    assert {one.section for one in due} == SECTIONS[number]
    for one in due:
        since, until = period_of(here.clock.now(), REPORTS[number][one.key])
        assert one.since == since
        slack = timedelta(0) if one.key == "audit" else timedelta(days=30)
        assert one.due == until + slack
        here.clock.at = one.due - timedelta(days=14)
        assert standing_of(here, one.key) is Standing.SOON
        here.clock.at = one.due
        assert standing_of(here, one.key) is Standing.OVERDUE
        statement = "Outside agency, Sgt. Roe: no findings" if "outside" in one.key else ""
        report = here.desk.oversight.make(one.key, one.since, statement)
        after = {d.key: d for d in here.desk.oversight.due()}[one.key]
        assert (after.since, after.last) == (until, report.at)
        here.clock.at = START + timedelta(hours=1)


def standing_of(here: Office, key: str) -> Standing:
    return {one.key: one.standing for one in here.desk.oversight.due()}[key]


@pytest.mark.requirement("AUD-3")
@every_profile
def test_that_a_report_is_made_signed_for_and_on_record_with_its_sums(
    number: str, office: Callable[[str], Office], tmp_path: Path
) -> None:
    here = office(number)
    here.inquiries(12)
    sample = here.desk.oversight.draw()
    here.desk.oversight.judge(
        sample.sample_id, sample.drawn[0], Finding.FAILS, "No case behind it", "Wrong state noted"
    )
    here.hit("7ABC123")
    here.desk.keep_read(read_of("8XYZ441"))
    for key in REPORTS[number]:
        since = period_of(here.clock.now(), REPORTS[number][key])[0]
        if key == "outside_audit":
            with pytest.raises(OversightRefused, match="result"):
                here.desk.oversight.make(key, since)
        here.clock.go_on(minutes=1)
        report = here.desk.oversight.make(key, since, "Outside PD, Sgt. Roe: no findings")
        text, table = text_of(report), table_of(report)
        assert here.policy.agency in text
        assert report.to in text
        assert here.policy.title in text
        if key in ("audit", "system_audit"):
            assert "Whole: " in text
            assert table["Inquiries by person", "reyes"] == "12"
            assert table["Acts on record", "alert.raised"] == "1"
        if key in ("audit", "memorandum", "system_audit"):
            assert "No case behind it" in text
            assert "Wrong state noted" in text
        if key == "total_detection":
            assert table["Total", "Detections"] == "2"
            assert table["Total", "Hits"] == "1"
            assert table["Alerts by outcome", "open"] == "1"
        pdf, _ = here.desk.oversight.save(report, tmp_path)
        assert pdf.read_bytes() == report.pdf
        with pytest.raises(OversightRefused, match="there already"):
            here.desk.oversight.save(report, tmp_path)
        with here.store.unit_of_work() as work:
            made = [e.record for e in work.audit.entries() if e.record.action == "report.made"]
        assert made[-1].details["pdf_sha256"] == report.pdf_sha256


@pytest.mark.requirement("AUD-3")
@every_profile
def test_that_data_kept_over_two_years_are_explained_where_the_policy_asks(
    number: str, office: Callable[[str], Office]
) -> None:
    here = office(number)
    read = read_of("8XYZ441")
    here.desk.keep_read(read)
    here.desk.keeping.place_hold(
        NewHold(HoldKind.LITIGATION, "CV-26-7", "Civil suit pending", read_ids=[read.read_id])
    )
    here.clock.go_on(days=731)
    key = next(iter(REPORTS[number]))
    since = period_of(here.clock.now(), REPORTS[number][key])[0]
    report = here.desk.oversight.make(key, since)
    explained = "CV-26-7" in text_of(report)
    assert explained == (here.policy.oversight.kept_reason is not None) == (number == "430")


def test_that_only_an_administrator_draws_judges_and_reports(
    office: Callable[[str], Office],
) -> None:
    here = office("430")
    here.inquiries(3)
    for role in Role:
        here.desk.session = session_of(role)
        if role is Role.ADMINISTRATOR:
            continue
        for act in (
            here.desk.oversight.draw, here.desk.oversight.due, here.desk.oversight.samples,
            lambda: here.desk.oversight.make("system_audit", START),
        ):  # fmt: skip
            with pytest.raises(PermissionRefused):
                act()


def test_that_a_draw_from_other_inquiries_does_not_come_out_again(
    office: Callable[[str], Office],
) -> None:
    here = office("427")
    here.inquiries(12)
    sample = here.desk.oversight.draw()
    here.inquiries(1, who="late", at=START + timedelta(minutes=5))
    assert not here.desk.oversight.repeats(sample.sample_id)


@pytest.mark.parametrize(
    ("at", "months", "start", "end"),
    [
        (datetime(2026, 11, 25, tzinfo=UTC), 3, "2026-10-01", "2027-01-01"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), 6, "2026-07-01", "2027-01-01"),
        (datetime(2027, 1, 1, tzinfo=UTC), 12, "2027-01-01", "2028-01-01"),
        (datetime(2028, 2, 29, tzinfo=UTC), 1, "2028-02-01", "2028-03-01"),
    ],
)
def test_that_periods_follow_the_calendar(at: datetime, months: int, start: str, end: str) -> None:
    assert [one.date().isoformat() for one in period_of(at, months)] == [start, end]


@pytest.mark.requirement("AUD-3")
def test_that_a_report_made_while_plates_are_read_tells_of_the_last_check(
    office: Callable[[str], Office],
) -> None:
    here = office("430")
    since = here.desk.oversight.due()[0].since
    made = here.desk.oversight.make("system_audit", since, walk=False)
    assert "Not checked in this period" in text_of(made)
    here.clock.go_on(minutes=1)
    here.desk.log.verify()
    here.clock.go_on(minutes=1)
    made = here.desk.oversight.make("system_audit", since, walk=False)
    assert "Last checked 2026-11-22 19:01 UTC by administrator: whole" in text_of(made)


@pytest.mark.requirement("AUD-3")
def test_that_a_record_that_is_not_whole_is_said_so_in_the_report(
    office: Callable[[str], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = office("430")
    since = here.desk.oversight.due()[0].since

    def broken(_uow: object) -> None:
        raise AuditBroken("Audit entry 3 was changed.", "Tell the administrator.")

    monkeypatch.setattr("alpr_console.workflow.make_report.verify_audit", broken)
    monkeypatch.setattr("alpr_console.workflow.log_desk.verify_audit", broken)
    assert "NOT WHOLE: Audit entry 3 was changed" in text_of(
        here.desk.oversight.make("system_audit", since)
    )
    with pytest.raises(AuditBroken):
        here.desk.log.verify()
    here.clock.go_on(minutes=1)
    made = here.desk.oversight.make("system_audit", since, walk=False)
    assert "NOT WHOLE: fault: Audit entry 3 was changed" in text_of(made)


@pytest.mark.requirement("AUD-3")
@every_profile
def test_that_a_report_of_part_of_its_period_leaves_the_whole_one_due(
    number: str, office: Callable[[str], Office]
) -> None:
    here = office(number)
    for one in here.desk.oversight.due():
        here.desk.oversight.make(one.key, one.since, "Outside PD, Sgt. Roe: no findings")
        after = {due.key: due for due in here.desk.oversight.due()}[one.key]
        # An audit is what takes place within its period; any other tells of all of it.
        audits = one.key in ("audit", "outside_audit")
        assert (after.since > one.since) == audits
        assert (after.due > one.due) == audits
