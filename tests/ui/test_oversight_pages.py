"""Samples and reports on the screen, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from alpr_console.domain.figures import Figure
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind, Returned
from alpr_console.domain.oversight import Finding
from tests.fakes.people import colleague
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.shift import START
from tests.ui import cast
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.strings_oversight import NOT_JUDGED
from ui.widgets.bar_chart import BarChart
from ui.widgets.choice import Choice
from ui.widgets.rows_table import RowsTable

OfNumber = Callable[[str], Driver]


@pytest.fixture
def at(qtbot: QtBot) -> OfNumber:
    """The administrator at the oversight pages, under the oversight rules of one policy."""

    def build(number: str, size: tuple[int, int] = (1280, 800)) -> Driver:
        driver = Driver(qtbot, size, oversight=BY_NUMBER[number].oversight)
        driver.sign_in("rivera")
        cast.put_lists(driver.console)
        for text in ("8XYZ441", "8XYZ442", "7ABC128", "6TRJ244"):
            driver.see(text)
        inquiries(driver, "okafor", 9)
        inquiries(driver, "rivera", 1)
        driver.clock.go_on(minutes=1)
        driver.key("F4")
        driver.key("F11")
        return driver

    return build


def inquiries(driver: Driver, who: str, count: int) -> None:
    with driver.console.store.unit_of_work() as work:
        for n in range(count):
            work.inquiries.add(
                Inquiry(
                    f"{who}-{n}", InquiryKind.SEARCH, who, who.capitalize(), "Test Police",
                    "4-Adam-12", START - timedelta(days=1), {"Plate": "7ABC*"},
                    Grounds("Stolen vehicle", "Case number", f"26-{n}"), "100.33", "p@1",
                    returned=(Returned(1, START, (("read-1", "7ABC123"), ("read-2", "7ABC9"))),),
                )
            )  # fmt: skip


def rows(page: Driver, name: str) -> list[tuple[str, ...]]:
    (table,) = page.window.findChildren(RowsTable, name)
    return [row.cells for row in table.rows.rows]


def chosen(page: Driver, name: str) -> str:
    (table,) = page.window.findChildren(RowsTable, name)
    row = table.chosen
    assert row is not None
    return str(row.key)


def chart(page: Driver) -> BarChart:
    (found,) = page.window.findChildren(BarChart)
    return found


def counted(page: Driver) -> None:
    """The figures are open and counted to their end."""
    page.press("report_figures")
    ended = re.compile(r"\d+ days counted\.|None in this period\.")
    page.wait_for(lambda: bool(ended.fullmatch(page.words("figures_note"))))


def choose_figure(page: Driver, figure: Figure) -> None:
    (which,) = page.window.findChildren(Choice, "figures_which")
    place = [which.itemData(n) for n in range(which.count())].index(figure)
    which.setCurrentIndex(place)
    which.activated.emit(place)
    page.settle()


@pytest.mark.requirement("AUD-2")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_a_sample_is_drawn_and_judged_to_its_end_by_keyboard(
    number: str, at: OfNumber
) -> None:
    page = at(number)
    rule = page.console.policy.oversight.sample
    page.press("page_samples")
    shown = page.all_words().splitlines()
    section = f" · §{rule.clause.section}" if rule.clause.section else ""
    assert {f"Samples{section}", rule.clause.sense} <= set(shown)
    page.key("B")
    assert page.words("sample_note_words") == "10 of 10 inquiries drawn. The seed is on record."
    assert rows(page, "samples")[0][1:] == ("10", "0 of 10")
    facts = page.words("inquiry_facts")
    for said in ("Plate 7ABC*", "Case number 26-", "Stolen vehicle", "§100.33", "7ABC123, 7ABC9"):
        assert said in facts
    page.key("R")
    assert page.words("sample_note_words") == "The same inquiries come out again."
    judge_the_rest(page)
    assert rows(page, "samples")[0][2] == "9 of 10"
    page.sign_out()
    colleague_signs_in(page)
    page.key("F4")
    page.key("F11")
    page.press("page_samples")
    assert chosen(page, "inquiries") == "rivera-0"
    page.key("U")
    assert "A reason is needed" in page.words("sample_note_words")
    page.write("judge_reason", "The case is sealed")
    page.write("judge_errors", "Plate entered twice, corrected")
    page.press("judge_unclear")
    assert rows(page, "samples")[0][2] == "10 of 10"
    assert "All 10 judged" in page.words("sample_facts")
    assert "1 cannot be told" in page.words("sample_facts")
    (sample,) = page.console.desk.oversight.samples()
    found = {i.inquiry_id: j for i, j in page.console.desk.oversight.judged(sample.sample_id)}
    last = found["rivera-0"]
    assert last is not None
    assert (last.finding, last.by) == (Finding.UNCLEAR, "chen")
    assert last.data_errors == "Plate entered twice, corrected"


def judge_the_rest(page: Driver) -> None:
    """One's own is refused in place; the others one after the other, as they come."""
    (table,) = page.window.findChildren(RowsTable, "inquiries")
    table.choose("rivera-0")
    page.settle()
    page.key("Y")
    assert "Nobody judges their own" in page.words("sample_note_words")
    for _ in range(9):
        if chosen(page, "inquiries") == "rivera-0":
            others = [row.key for row in table.rows.rows if row.cells[3] == NOT_JUDGED]
            table.choose(next(key for key in others if key != "rivera-0"))
            page.settle()
        here = chosen(page, "inquiries")
        page.key("Y")
        assert page.words("sample_note_words") == "Recorded: meets the policy."
        assert chosen(page, "inquiries") != here


def colleague_signs_in(page: Driver) -> None:
    desk = page.console.desk
    page.sign_in("rivera")
    colleague(desk, "chen", "L. Chen", desk.signed_in().user.role, cast.PASSWORD, "5120")
    page.sign_out()
    page.sign_in("chen")


@pytest.mark.requirement("AUD-2")
def test_that_a_draw_that_no_longer_comes_out_is_said(at: OfNumber) -> None:
    page = at("427")
    page.press("page_samples")
    page.key("B")
    inquiries(page, "late", 1)
    page.key("R")
    assert page.words("sample_note_words").startswith("Other inquiries come out now")


@pytest.mark.requirement("AUD-3")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_what_is_due_stands_with_its_clause_and_is_made_and_saved(
    number: str, at: OfNumber, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at(number)
    due = page.console.desk.oversight.due()
    page.press("page_reports")
    assert [cells[0] for cells in rows(page, "reports")] == [one.name for one in due]
    (table,) = page.window.findChildren(RowsTable, "reports")
    for one in due:
        table.choose(f"due {one.key}")
        page.settle()
        assert f"§{one.section}" in page.words("report_facts")
        assert one.to in page.words("report_facts")
        assert page.visible("report_statement") == (one.key == "outside_audit")
        if one.key == "outside_audit":
            page.press("report_make")
            assert "Agency, person and result are needed" in page.words("report_note_words")
            page.write("report_statement", "Outside PD, Sgt. Roe: no findings")
        page.clock.go_on(seconds=1)
        page.press("report_make")
        assert "made and on record" in page.words("report_note_words")
    made = page.console.desk.oversight.reports()
    assert sorted(one.key for one in made) == sorted(one.key for one in due)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    page.press("report_save")
    assert "Saved: " in page.words("report_note_words")
    (pdf,) = tmp_path.glob("*.pdf")
    assert pdf.read_bytes() == made[0].pdf
    page.press("report_save")
    assert "is there already" in page.words("report_note_words")


@pytest.mark.requirement("AUD-3")
def test_that_figures_open_and_each_bar_leads_to_its_records(at: OfNumber) -> None:
    page = at("430")
    page.press("page_reports")
    (table,) = page.window.findChildren(RowsTable, "reports")
    table.choose("due total_detection")
    page.settle()
    counted(page)
    assert chart(page).counts == (("2026-11-22", 4),)
    chart(page).setFocus()
    page.key("Return")
    assert page.words("figures_note") == "2026-11-22: 4 of 4 records."
    assert [cells[2] for cells in rows(page, "figure_records")] == ["front"] * 4
    assert "8XYZ441" not in str(rows(page, "figure_records"))
    for figure, bars in (
        (Figure.CAMERA, (("front", 4),)),
        (Figure.LIST, (("SVS", 1), ("Wanted persons", 1))),
        (Figure.CATEGORY, (("Stolen vehicle", 1), ("Wanted person", 1))),
        (Figure.OUTCOME, (("Open", 2),)),
    ):
        choose_figure(page, figure)
        assert chart(page).counts == bars
        assert not page.visible("figure_records")
        for place, (name, count) in enumerate(bars):
            press_bar(page, place)
            assert page.words("figures_note") == f"{name}: {count} of {count} records."
            assert len(rows(page, "figure_records")) == count
    seen = acts_on_record(page, "figures.seen")
    assert len(seen) == 7


def press_bar(page: Driver, place: int) -> None:
    """Touch the row of the bar, by its name's end."""
    plot = chart(page).widget()
    count = len(chart(page).counts)
    view = plot.viewport()  # type: ignore[attr-defined]
    where = QPoint(view.width() // 3, round((place + 0.5) * view.height() / count))
    page.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=where)
    page.settle()


@pytest.mark.requirement("AUD-3")
def test_that_more_records_than_a_page_come_page_by_page(at: OfNumber) -> None:
    page = at("427")
    inquiries(page, "reyes", 130)
    page.press("page_reports")
    counted(page)
    assert chart(page).counts == (("reyes", 130), ("okafor", 9), ("rivera", 1))
    press_bar(page, 0)
    assert page.words("figures_note") == "reyes: 100 of 130 records."
    page.press("figures_more")
    assert page.words("figures_note") == "reyes: 130 of 130 records."
    assert not page.visible("figures_more")


def test_that_on_a_low_screen_open_figures_take_the_page_and_give_it_back(at: OfNumber) -> None:
    page = at("427", (1024, 600))
    page.press("page_reports")
    counted(page)
    assert not page.visible("reports")
    page.key("Backspace")
    assert page.visible("reports")
    assert chart(page).counts == ()


@pytest.mark.requirement("AUD-3")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_administrators_are_told_at_sign_in_and_nobody_else(number: str, at: OfNumber) -> None:
    page = at(number)
    soonest = page.console.desk.oversight.due()[0]
    page.sign_out()
    for early, said in (
        (timedelta(days=14, seconds=1), ""),
        (timedelta(days=14), "Report due soon"),
        (timedelta(0), "Report overdue"),
    ):
        page.clock.at = soonest.due - early
        page.sign_in("rivera")
        assert chip(page) == said
        page.sign_out()
        assert chip(page) == ""
        page.sign_in("okafor")
        assert chip(page) == ""
        page.sign_out()
    page.sign_in("rivera")
    page.key("F4")
    page.key("F11")
    page.press("page_reports")
    for one in page.console.desk.oversight.waiting():
        (table,) = page.window.findChildren(RowsTable, "reports")
        table.choose(f"due {one.key}")
        page.settle()
        if page.visible("report_statement"):
            page.write("report_statement", "Outside PD: no findings")
        page.press("report_make")
    assert chip(page) == ""


def chip(page: Driver) -> str:
    shown = page.window.status.chips(page.clock.now())
    return next((one.words for one in shown if one.key == "reports"), "")


def test_that_nothing_stays_for_the_next_person(at: OfNumber) -> None:
    page = at("427")
    page.press("page_samples")
    page.key("B")
    page.write("judge_reason", "No case")
    page.press("page_reports")
    counted(page)
    page.sign_out()
    for name in ("samples", "inquiries", "reports", "figure_records"):
        assert rows(page, name) == []
    assert chart(page).counts == ()
