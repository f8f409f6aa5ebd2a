"""Reads found by the number of their case: each record that ties a read to one leads to it."""

from __future__ import annotations

from dataclasses import replace

from alpr_console.adapters.storage.read_finder import _Query
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.domain.keeping import Hold, HoldKind
from alpr_console.domain.past_hit import PastHit
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import SearchTerms
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.domain.shift import Canvass
from alpr_console.matching.spellings import sought
from alpr_console.ports import UnitOfWorkFactory
from tests.adapters.test_read_finder import HOUR, STREET, a_read, found, put
from tests.adapters.test_read_finder import store as store
from tests.adapters.test_read_finder import uow as uow
from tests.fakes.example_course import example_alert
from tests.fakes.shift import START

CASE = "26-118204"


def put_case(uow: UnitOfWorkFactory, number: str = CASE) -> None:
    """Reads a to h belong to the case, each by another way; x, y and z do not."""
    names = "abcdefgh"
    put(uow, *(a_read(name, hours=n) for n, name in enumerate(names[:6])))
    put(uow, a_read("g", "8HLD002", 6), a_read("x", "8HLD002", 60), a_read("h", hours=7))
    put(uow, a_read("y"), a_read("z"))
    with uow() as work:
        canvass = Canvass("v1", number, "Shooting", "okafor", "4-Adam-12", "s1", START, "100.42")
        work.shifts.save_canvass(canvass)
        work.shifts.add_to_canvass(canvass, "a")
        for name, oca in (("b", number), ("y", "26-9")):
            work.alerts.save(alert_on(work.reads.get(name), f"alert-{name}", oca))
        # Told of by the alert that was raised first.
        work.repeats.add(AlertRepeat("alert-b", "c", START))
        match = alert_on(work.reads.get("d"), "", number).hit.match
        work.past_hits.add(PastHit("p1", "d", 0, START, START, match))
        work.alerts.save(alert_on(work.reads.get("f"), "alert-f", ""))
        held = Hold("h1", HoldKind.EVIDENCE, number, "Trial", "roe", START, ("e",), ("alert-f",))
        work.holds.add(held)
        span = {"plate": "8HLD002", "since": START - 9 * HOUR, "until": START}
        work.holds.add(replace(held, hold_id="h2", read_ids=(), alert_ids=(), **span))
        work.holds.add(replace(held, hold_id="h3", number="CV-1", read_ids=("z",), alert_ids=()))
        export = EvidenceExport("e1", "roe", START, number, "Trial", (), ("h",), "folder")
        work.exports.save(export)


def alert_on(read: PlateRead, name: str, oca: str) -> Alert:
    alert = replace(example_alert(), alert_id=name)
    match = replace(alert.hit.match, entry=replace(alert.hit.match.entry, oca=oca))
    return replace(alert, hit=replace(alert.hit, hit_id=f"hit-{name}", read=read, match=match))


def test_that_a_case_finds_what_was_canvassed_hit_held_or_exported_for_it(
    uow: UnitOfWorkFactory,
) -> None:
    put_case(uow)
    assert found(uow, SearchTerms(case=CASE)) == "abcdefgh"
    assert found(uow, SearchTerms(case="26-9")) == "y"
    assert found(uow, SearchTerms(case="26-1")) == ""


def test_that_a_case_is_narrowed_by_what_else_is_asked_and_spelled_in_any_case(
    uow: UnitOfWorkFactory,
) -> None:
    put_case(uow, "SO26-a7")
    assert found(uow, SearchTerms(case="so26-A7", plate="8HLD002")) == "g"
    assert found(uow, SearchTerms(case="so26-A7", plate="8*")) == "g"
    assert found(uow, SearchTerms(case="so26-A7", plate="7ABC123", camera="rear")) == ""


def test_that_a_case_is_looked_up_and_no_read_is_passed_over(store: Store) -> None:
    for terms in (SearchTerms(case=CASE), SearchTerms(case=CASE, plate="7ABC123", place=STREET)):
        query = _Query(sought(terms))
        values = {**query.values, "since": "2", "before": "3"}
        with store._engine.begin() as connection:
            raw = connection.connection.dbapi_connection
            plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query.sql}", values)]  # type: ignore[union-attr]
        assert query.at_once
        for table in ("reads", "held", "canvass_reads"):
            assert any(line.startswith(f"SEARCH {table} ") for line in plan), plan
            assert not any(line.startswith(f"SCAN {table}") for line in plan), plan
