"""Every duty that the program says it carries out has a test, and the page says the truth."""

from __future__ import annotations

from tests.trace.marks import marked_tests
from tests.trace.page import PAGE, SCREENS, page, requirements

ROWS = requirements()


def test_that_every_duty_that_is_done_has_a_test() -> None:
    proven = {one.requirement for one in marked_tests()}
    assert [row.id for row in ROWS if row.done and row.id not in proven] == []


def test_that_no_mark_names_a_duty_that_is_not_there_or_not_done() -> None:
    done = {row.id for row in ROWS if row.done}
    assert sorted({one.requirement for one in marked_tests()} - done) == []


def test_that_each_screen_named_is_one_that_is_compared() -> None:
    missing = [
        name for row in ROWS for name in row.screens if not (SCREENS / f"day-{name}.png").is_file()
    ]
    assert missing == []


def test_that_the_page_in_the_docs_is_the_one_that_the_marks_make() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.trace"
