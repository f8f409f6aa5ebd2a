"""A search of stored reads on the console's own thread, beside its work."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from alpr_console.domain.events import AlertRaised
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.read_search import SearchTerms
from tests.fakes.car import Car, hit, miss
from tests.fakes.shift import START

GROUNDS = Grounds("Vehicle of a witness", "Case number", "26-114")


def test_that_reads_and_alerts_go_on_between_the_slices_of_a_search(car: Car) -> None:
    old = miss("8OLD888")
    car.emit(replace(old, read=replace(old.read, at=START - timedelta(days=400))))
    car.emit(miss("8NEW888"))
    terms = SearchTerms(plate="*8OLD*")
    search = car.act(lambda desk: desk.search.begin(terms, GROUNDS))
    assert car.act(lambda desk: desk.search.go_on(search)) is None
    car.emit(hit())
    assert len(car.of(AlertRaised)) == 1
    while (page := car.act(lambda desk: desk.search.go_on(search))) is None:
        pass
    assert [read.plate for read in page.reads] == ["8OLD888"]
    assert car.actions[-2:] == ["alert.raised", "reads.searched"]
