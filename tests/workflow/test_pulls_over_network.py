"""The thread that fetches lists, with a real server that goes away and comes back."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.list_sources.incoming import Limits
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher
from alpr_console.domain.designation import Designation
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.list_source import ListSource, source_from
from alpr_console.list_pulls import ListPullThread
from alpr_console.workflow.pull_lists import PULLED, ListPuller
from tests.adapters.tls_server import TlsServer, tls
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import START, StandingClock

__all__ = ["tls"]

T = TypeVar("T")
QUICK = Limits(wait=lambda seconds: None, disk_reserve=0)


def taken_in(store: MemoryStore, designation: Designation, path: Path, at: datetime) -> HotList:
    """In place of the importer, which has tests of its own."""
    with store.unit_of_work() as work:
        versions = work.hot_lists.versions(designation.name)
        hot_list = HotList(
            f"list-{len(versions)}", designation.name, len(versions) + 1, "ab" * 32,
            len(path.read_bytes().splitlines()) - 1, path.name, at, store.clock.now(),
        )  # fmt: skip
        work.hot_lists.put_in_force(hot_list)
    return hot_list


def designated(store: MemoryStore, source: ListSource) -> None:
    with store.unit_of_work() as work:
        work.designations.save(
            Designation("SVS", "admin", store.clock.now() - timedelta(days=1), source=source)
        )


def in_force(store: MemoryStore) -> list[HotList]:
    with store.unit_of_work() as work:
        return work.hot_lists.in_force()


@pytest.mark.requirement("HOT-2")
def test_that_a_server_that_went_away_is_found_again(tls: TlsServer, tmp_path: Path) -> None:
    clock = StandingClock(datetime.now(UTC))
    store = MemoryStore("car", clock)
    designated(store, source_from("https", tls.address(), "", tls.pin, "6h"))
    puller = ListPuller(
        store.unit_of_work, clock, open_fetcher(QUICK), SessionKeyStore(),
        lambda *of: taken_in(store, *of), tmp_path / "in", spread=lambda: 1.0,
    )  # fmt: skip
    puller.pull_due()
    tls.stop()
    clock.go_on(hours=6)
    for minutes in (5, 10, 20):
        assert puller.pull_due() == clock.now() + timedelta(minutes=minutes)
        clock.go_on(minutes=minutes)
    assert [one.version for one in in_force(store)] == [1]
    assert "cannot be reached" in puller.words()["SVS"]
    assert tls.served.modified is not None
    tls.served.modified += timedelta(hours=6)
    tls.start()
    assert puller.pull_due() == clock.now() + timedelta(hours=6)
    assert [(one.version, one.data_at) for one in in_force(store)] == [(2, tls.served.modified)]
    with store.unit_of_work() as work:
        outcomes = [e.record.outcome[:7] for e in work.audit.entries() if e.record.action == PULLED]
    assert outcomes == ["done", "refused", "done"]


class OwnerThread:
    """Runs acts on another thread than the caller's, as the console does."""

    def __init__(self) -> None:
        self.acts = 0

    def __call__(self, act: Callable[[], T], /) -> T:
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(act())
            except Exception as error:
                done.set_exception(error)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join(20)
        self.acts += 1
        return done.result(20)


class Running:
    """The pull thread over a folder, with the machine's own clock."""

    def __init__(self, folder: Path, wait: Callable[[float], object] | None = None) -> None:
        self.path = folder / "share" / "svs.csv"
        self.path.parent.mkdir()
        self.clock, self.stopping = SystemClock(), threading.Event()
        self.store = MemoryStore("car", self.clock)
        self.owner = OwnerThread()
        self.came: list[HotList] = []
        self.mistake: Exception | None = None
        limits = replace(QUICK, wait=wait or (lambda seconds: None), stopped=self.stopping.is_set)
        self.puller = ListPuller(
            self.store.unit_of_work, self.clock, open_fetcher(limits), SessionKeyStore(),
            self.take_in, folder / "in", self.owner,
        )  # fmt: skip
        self.thread = ListPullThread(self.puller, self.clock, self.stopping, look_s=30.0)

    def take_in(self, designation: Designation, path: Path, at: datetime) -> HotList:
        if self.mistake is not None:
            raise self.mistake
        self.came.append(taken_in(self.store, designation, path, at))
        return self.came[-1]

    def put(self, lines: int, at: datetime = START) -> None:
        self.path.write_text("LIC\n" + "7ABC123\n" * lines)
        os.utime(self.path, (at.timestamp(), at.timestamp()))

    def until(self, came: Callable[[], bool]) -> None:
        limit = time.monotonic() + 20
        while not came():
            assert time.monotonic() < limit, self.puller.words()
            time.sleep(0.01)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path)
    yield running
    running.thread.stop()
    running.thread.join(20)


def test_that_the_thread_fetches_at_its_start_and_when_told_of_a_change(
    running: Running,
) -> None:
    running.put(1)
    running.thread.start()
    running.until(lambda: running.owner.acts > 0)
    assert running.puller.words() == {}
    designated(running.store, source_from("folder", str(running.path)))
    running.thread.look_now()
    running.until(lambda: len(running.came) == 1)
    assert in_force(running.store) == running.came


def test_that_a_person_need_not_wait_until_a_list_is_due(running: Running) -> None:
    running.put(1)
    designated(running.store, source_from("folder", str(running.path)))
    running.thread.start()
    running.until(lambda: len(running.came) == 1)
    running.put(2, START + timedelta(hours=1))
    running.thread.pull_now("SVS", "admin")
    running.until(lambda: len(running.came) == 2)
    assert running.came[-1].count == 2


def test_that_the_thread_outlives_a_mistake_and_a_list_it_does_not_know(
    running: Running,
) -> None:
    running.put(1)
    designated(running.store, source_from("folder", str(running.path)))
    running.mistake = ZeroDivisionError()
    running.thread.start()
    running.until(lambda: "Fault in the program" in running.puller.words().get("SVS", ""))
    running.mistake = None
    running.thread.pull_now("SFR", "admin")
    running.thread.pull_now("SVS", "admin")
    running.until(lambda: len(running.came) == 1)


def test_that_the_thread_ends_in_the_middle_of_a_transfer(tmp_path: Path) -> None:
    begun = threading.Event()
    running: Running

    def wait(seconds: float) -> object:
        begun.set()
        return running.stopping.wait(60)

    running = Running(tmp_path, wait)
    running.put(1)
    designated(running.store, source_from("folder", str(running.path)))
    running.thread.start()
    assert begun.wait(20)
    running.thread.stop()
    running.thread.join(20)
    assert "list-pull" not in {thread.name for thread in threading.enumerate()}
    assert running.came == []
