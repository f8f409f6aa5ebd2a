"""The walk of a search as its screen drives it, slice by slice, over a real desk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.operator import Role
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.search_entered import SearchEntered
from alpr_console.workflow.search_reads import PAGE
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, StandingClock, policy, read_of, session_of
from ui.search.presenter import SearchModel, SearchPresenter

GROUNDS = Grounds("Vehicle of a witness", "Case number", "26-114")
PART = SearchEntered(plate="*ABC*")


class Walk:
    """Asks are answered when the test says so."""

    def __init__(self) -> None:
        clock = StandingClock()
        self.store = MemoryStore("4-Adam-12", clock)
        self.desk = Desk(self.store.unit_of_work, MemoryShelf(), clock, policy(), "4-Adam-12")
        self.desk.session = session_of(Role.OPERATOR)
        self.asked: deque[tuple[Callable[[Desk], Any], Callable[[Any], None], Any]] = deque()
        self.model = SearchModel()
        self.presenter = SearchPresenter(self._ask, self._show)

    def _ask(
        self,
        act: Callable[[Desk], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[ConsoleError], None],
    ) -> None:
        self.asked.append((act, on_done, on_error))

    def _show(self, model: SearchModel) -> None:
        self.model = model

    def answer(self, times: int = 1) -> None:
        for _ in range(times):
            act, on_done, on_error = self.asked.popleft()
            try:
                result = act(self.desk)
            except ConsoleError as error:
                on_error(error)
            else:
                on_done(result)

    def answer_all(self) -> None:
        while self.asked:
            self.answer()

    def keep(self, days: int) -> None:
        self.desk.keep_read(replace(read_of("7ABC123"), at=START - timedelta(days=days)))

    @property
    def outcomes(self) -> list[str]:
        entries = self.store.contents.audit
        return [e.record.outcome for e in entries if e.record.action == "reads.searched"]


@pytest.fixture
def walk() -> Walk:
    walk = Walk()
    walk.desk.keep_read(replace(read_of("9NOT111"), at=START - timedelta(days=400)))
    walk.desk.keep_read(read_of("9NOT111"))
    return walk


def test_that_the_form_says_how_far_back_it_has_been_looked(walk: Walk) -> None:
    walk.presenter.search(PART, GROUNDS)
    walk.answer(2)
    assert walk.model.looking
    assert walk.model.asking
    assert walk.model.count_line.startswith("Looked back to 2026-11-22 ")
    walk.answer_all()
    assert (walk.model.asking, walk.model.looking) == (False, False)
    assert walk.model.count_line == "No read found"


def test_that_a_search_stopped_before_its_page_says_that_nothing_was_shown(walk: Walk) -> None:
    walk.presenter.search(PART, GROUNDS)
    walk.answer(2)
    walk.presenter.stop()
    walk.answer_all()
    assert walk.model.asking
    assert not walk.model.looking
    assert walk.model.count_line == "Stopped. Nothing was shown."
    assert walk.outcomes == ["given up"]


def test_that_a_further_page_stopped_leaves_what_was_shown(walk: Walk) -> None:
    for _ in range(PAGE + 1):
        walk.keep(days=0)
    walk.keep(days=390)
    walk.presenter.search(PART, GROUNDS)
    walk.answer_all()
    assert walk.model.more
    walk.presenter.more()
    walk.answer()
    walk.presenter.stop()
    walk.answer_all()
    assert (len(walk.model.rows), walk.model.more) == (PAGE, False)
    assert walk.model.count_line == f"{PAGE} reads"
    assert walk.model.result == "Stopped. No more is shown."
    assert walk.outcomes == ["done"]


@pytest.mark.requirement("ACC-7")
def test_that_what_comes_late_is_not_shown_to_whoever_sits_there_then(walk: Walk) -> None:
    walk.keep(days=0)
    walk.presenter.search(PART, GROUNDS)
    walk.answer()
    walk.presenter.forget()
    walk.answer_all()
    assert walk.model == SearchModel()


def test_that_a_search_that_is_under_way_is_not_begun_twice(walk: Walk) -> None:
    walk.presenter.search(PART, GROUNDS)
    walk.presenter.search(PART, GROUNDS)
    assert len(walk.asked) == 1
