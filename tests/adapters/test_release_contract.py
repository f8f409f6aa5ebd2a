"""What every store must do with exports, requests, memoranda and breach reports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.breach import Acknowledgement, BreachReport
from alpr_console.domain.evidence import EvidenceExport, ExportState, ExportStep
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_request import (
    Agreement,
    AgreementEnd,
    Approval,
    KeptFile,
    ReleaseAct,
    ReleaseRequest,
    ReleaseStep,
    Review,
)
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.memory_store import MemoryStore
from tests.fakes.releasing import FILING
from tests.fakes.shift import START

REQUEST = ReleaseRequest(
    "R-1", replace(FILING, file=KeptFile("letter.pdf", "ab" * 32)), "jroe", START
)
COURSE = (
    ReleaseStep(ReleaseAct.REVIEW, "c", START, review=Review(False, False, True, "x", "o", "s")),
    ReleaseStep(ReleaseAct.APPROVE, "c", START, approval=Approval(("a",), ("r",), ("Law",), "n")),
    ReleaseStep(ReleaseAct.WITHDRAW, "c", START, "gone", bar=Bar.SALE, section="1.2"),
)
EXPORT = EvidenceExport("e-1", "jroe", START, "26-1", "why", ("a", "b"), ("r",), "folder", "R-1")
AGREEMENT = Agreement("m-1", "Some", "12", date(2026, 1, 1), date(2026, 12, 31), "c", START)
BREACH = BreachReport("b-1", "jroe", START, START, START, "what", "reached", ("one", "two"))


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", SystemClock()).unit_of_work
        return
    path = tmp_path / "store.db"
    with closing(Store.open(path, bytes(32), "4-Adam-12", SystemClock())) as store:
        yield store.unit_of_work


def test_that_records_are_loaded_as_they_were_saved_at_every_step(uow: UnitOfWorkFactory) -> None:
    request, export = REQUEST, EXPORT
    for step in (None, *COURSE):
        request = request if step is None else request.step(step)
        with uow() as work:
            work.releases.save(request)
        with uow() as work:
            assert work.releases.get("R-1") == request
            assert work.releases.all() == [request]
    for to in (None, ExportState.SEALED, ExportState.DONE):
        export = export if to is None else export.step(ExportStep(to, START, "note"))
        with uow() as work:
            work.exports.save(export)
            assert work.exports.get("e-1") == export
    ended = AGREEMENT.end(AgreementEnd("c", START, "over"))
    known = BREACH.acknowledge(Acknowledgement("c", START, "seen"))
    with uow() as work:
        work.agreements.save(AGREEMENT)
        work.breaches.save(BREACH)
        assert work.agreements.get("m-1") == AGREEMENT
        assert work.breaches.get("b-1") == BREACH
        work.agreements.save(ended)
        work.breaches.save(known)
    with uow() as work:
        assert work.agreements.all() == [ended]
        assert work.breaches.all() == [known]
        assert work.exports.all() == [export]


def test_that_what_is_on_record_is_neither_changed_nor_shortened(uow: UnitOfWorkFactory) -> None:
    gone_on = REQUEST.step(COURSE[0])
    with uow() as work:
        work.releases.save(gone_on)
    for other in (REQUEST, replace(gone_on, entered_by="somebody")):
        with pytest.raises(ValueError, match="would be changed"), uow() as work:
            work.releases.save(other)
    with uow() as work:
        assert work.releases.all() == [gone_on]


def test_that_records_come_oldest_first(uow: UnitOfWorkFactory) -> None:
    for name in ("z", "a", "m"):
        with uow() as work:
            work.exports.save(replace(EXPORT, export_id=name))
    with uow() as work:
        assert [one.export_id for one in work.exports.all()] == ["z", "a", "m"]


def test_that_what_is_not_there_is_said(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        for store in (work.exports, work.releases, work.agreements, work.breaches):
            with pytest.raises(KeyError):
                store.get("gone")
        with pytest.raises(KeyError):
            work.releases.file("gone")


def test_that_a_file_is_kept_once(uow: UnitOfWorkFactory) -> None:
    file = KeptFile("letter.pdf", "ab" * 32)
    with uow() as work:
        work.releases.keep_file(file, b"content")
        work.releases.keep_file(replace(file, name="again.pdf"), b"content")
        assert work.releases.file(file.sha256) == b"content"


def test_that_the_log_is_tallied_by_act_and_person(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        for who in ("b", "a", "b"):
            work.audit.append(AuditRecord("x.done", who, "done"))
        work.audit.append(AuditRecord("w.done", "a", "done"))
    long_ago, ever = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    with uow() as work:
        assert work.audit.tally(long_ago, ever) == [
            ("w.done", "a", 1), ("x.done", "a", 1), ("x.done", "b", 2),
        ]  # fmt: skip
        assert work.audit.tally(long_ago, long_ago) == []
