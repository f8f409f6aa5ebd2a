"""Killed at any moment: what was acknowledged is on record, and the log is whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import ALERT_DIGEST, digest_of
from alpr_console.audit.verify import verify_audit
from tests.faults.shift_worker import KEY

Ack = dict[str, object]
KILLS = 50


class Workers:
    """Starts consoles on a store and kills them."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.shift_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def kill_after(self, path: Path, count: int, seconds: float) -> list[Ack]:
        """Kill a console some seconds after its `count`-th acknowledgement, or its start.

        Returns all that it had acknowledged by then.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{path}\n")
        self._process.stdin.flush()
        word, pid = self._process.stdout.readline().split()
        assert word == "pid"
        acks = [json.loads(self._process.stdout.readline()) for _ in range(count)]
        time.sleep(seconds)
        os.kill(int(pid), signal.SIGKILL)
        while not (line := self._process.stdout.readline()).startswith("ended"):
            acks.append(json.loads(line))
        assert line == f"ended {-signal.SIGKILL}\n", "the console failed by itself"
        return acks

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    started = Workers()
    yield started
    started.close()


def assert_on_record(path: Path, acks: list[Ack]) -> int:
    """Every acknowledged act is there and the log is whole; the number of its entries."""
    with closing(Store.open(path, KEY, "4-Adam-12", SystemClock())) as store:
        assert store.audit_fault == ""
        entries = verify_audit(store.unit_of_work).entries
        with store.unit_of_work() as work:
            logged: dict[str, list[str]] = {}
            for entry in work.audit.entries():
                digest = entry.record.details.get(ALERT_DIGEST)
                if digest is not None:
                    logged.setdefault(entry.record.subject, []).append(digest)
            for ack in acks:
                alert = work.alerts.get(str(ack["alert"]))
                steps = logged[alert.alert_id]
                assert ack["digest"] in steps
                assert digest_of(alert) == steps[-1]
                # No course here takes an answer back, so that what was answered stays.
                answers = [answer.verdict.value for answer in alert.answers]
                said = ack["answers"]
                assert isinstance(said, list)
                assert answers[: len(said)] == said
                if ack["outcome"]:
                    assert alert.disposition is not None
                    assert alert.disposition.outcome.value == ack["outcome"]
    return entries


@pytest.mark.requirement("AUD-1")
def test_that_a_killed_console_loses_nothing_that_it_acknowledged(
    workers: Workers, tmp_path: Path
) -> None:
    path = tmp_path / "store.db"
    chance = random.Random()
    acks: list[Ack] = []
    entries = 0
    for _ in range(KILLS):
        latest = workers.kill_after(path, chance.randrange(12), chance.uniform(0.0, 0.06))
        before, entries = entries, assert_on_record(path, latest)
        assert entries >= before + len(latest)
        acks += latest
    assert_on_record(path, acks)
    assert len(acks) >= KILLS


def test_that_a_console_killed_while_it_makes_its_store_starts_again(
    workers: Workers, tmp_path: Path
) -> None:
    chance = random.Random()
    for number in range(10):
        path = tmp_path / str(number) / "store.db"
        assert_on_record(path, workers.kill_after(path, 0, chance.uniform(0.0, 0.15)))
