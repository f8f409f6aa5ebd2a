"""What every store must do with holds and purges: the encrypted one, and the fake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.audit.digest import digest_of_ids
from alpr_console.domain.keeping import Hold, HoldEnd, HoldKind, Purge, PurgeKind
from alpr_console.domain.read import PlateRead
from alpr_console.ports import UnitOfWorkFactory
from tests.fakes.example_course import NOON, example_alert, example_course, example_read
from tests.fakes.memory_store import MemoryStore
from tests.fakes.shift import StandingClock

HOUR = timedelta(hours=1)


@pytest.fixture(params=["encrypted", "memory"])
def uow(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[UnitOfWorkFactory]:
    clock = StandingClock()
    if request.param == "memory":
        yield MemoryStore("4-Adam-12", clock).unit_of_work
        return
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        yield store.unit_of_work


def a_hold(number: str = "26-1", **fields: object) -> Hold:
    made = Hold(f"h{number}", HoldKind.EVIDENCE, number, "Trial", "pdoe", NOON)
    return replace(made, **fields)  # type: ignore[arg-type]


def keep(uow: UnitOfWorkFactory, *reads: PlateRead) -> None:
    with uow() as work:
        for read in reads:
            work.reads.save(read)


def test_that_a_hold_comes_back_as_it_was_placed_and_ends_once(uow: UnitOfWorkFactory) -> None:
    chosen = a_hold(read_ids=("r2", "r1"), alert_ids=("a1",))
    plate = a_hold("D-7", at=NOON + HOUR, plate="8ABC123", since=NOON, kind=HoldKind.DISCOVERY)
    end = HoldEnd("jroe", NOON + HOUR, "Settled")
    with uow() as work:
        work.holds.add(chosen)
        work.holds.add(plate)
        work.holds.end(chosen.hold_id, end)
    with uow() as work:
        assert work.holds.all() == [plate, replace(chosen, end=end)]
        with pytest.raises(ValueError, match="ended"):
            work.holds.end(chosen.hold_id, end)
        with pytest.raises(KeyError):
            work.holds.get("nothing")


def test_that_reads_go_oldest_first_as_far_as_the_limit_and_not_the_cutoff_itself(
    uow: UnitOfWorkFactory,
) -> None:
    keep(uow, *(example_read(f"r{n}", at=NOON + n * HOUR) for n in (2, 0, 3, 1)))
    cutoff = NOON + 3 * HOUR
    with uow() as work:
        assert work.purges.due(PurgeKind.READS, cutoff, cutoff) == (3, 0)
        taken = work.purges.take(PurgeKind.READS, cutoff, cutoff, 2)
        assert taken == (["r0", "r1"], NOON, NOON + HOUR)
    with uow() as work:
        assert work.purges.take(PurgeKind.READS, cutoff, cutoff, 9) == (
            ["r2"], NOON + 2 * HOUR, NOON + 2 * HOUR,
        )  # fmt: skip
        assert work.purges.take(PurgeKind.READS, cutoff, cutoff, 9) is None
        assert [read.read_id for read in work.reads.latest(9)] == ["r3"]


def test_that_every_revision_of_a_read_goes_as_one(uow: UnitOfWorkFactory) -> None:
    read = example_read("r1")
    keep(uow, read, replace(read, revision=1, camera="corrected"))
    with uow() as work:
        assert work.purges.due(PurgeKind.READS, NOON + HOUR, NOON + HOUR) == (1, 0)
        taken = work.purges.take(PurgeKind.READS, NOON + HOUR, NOON + HOUR, 9)
        assert taken is not None
        assert taken[0] == ["r1"]
        assert work.reads.count() == 0


def test_that_an_alert_goes_with_its_read_once_it_is_closed(uow: UnitOfWorkFactory) -> None:
    course, waiting = example_course("1"), example_alert("2")
    with uow() as work:
        for alert in (*course, waiting):
            work.alerts.save(alert)
    cutoff = NOON + HOUR
    with uow() as work:
        assert work.purges.take(PurgeKind.READS, cutoff, cutoff, 9) is None
        taken = work.purges.take(PurgeKind.HITS, cutoff, cutoff, 9)
        assert taken is not None
        assert taken[0] == ["alert-1"]
    with uow() as work:
        assert work.alerts.open() == [waiting]
        assert [read.read_id for read in work.reads.latest(9)] == ["read-2"]


@pytest.mark.parametrize(
    ("fields", "held"),
    [
        ({"read_ids": ("r1",)}, {"r1"}),
        ({"plate": "8ABC123"}, {"r0", "r1", "r2"}),
        ({"plate": "8ABC123", "since": NOON + HOUR}, {"r1", "r2"}),
        ({"plate": "8ABC123", "since": NOON, "until": NOON + HOUR}, {"r0", "r1"}),
        ({"plate": "7XYZ987"}, set()),
    ],
)
def test_that_what_a_hold_covers_stays_until_it_ends(
    uow: UnitOfWorkFactory, fields: dict[str, object], held: set[str]
) -> None:
    keep(uow, *(example_read(f"r{n}", at=NOON + n * HOUR) for n in range(3)))
    hold, cutoff = a_hold(**fields), NOON + 9 * HOUR
    with uow() as work:
        work.holds.add(hold)
    with uow() as work:
        assert work.purges.due(PurgeKind.READS, cutoff, cutoff) == (3 - len(held), len(held))
        expected = [(hold, len(held))] if held else []
        assert work.holds.kept_past(cutoff) == expected
        work.purges.take(PurgeKind.READS, cutoff, cutoff, 9)
        assert {read.read_id for read in work.reads.latest(9)} == held
    with uow() as work:
        work.holds.end(hold.hold_id, HoldEnd("jroe", NOON, "Settled"))
        work.purges.take(PurgeKind.READS, cutoff, cutoff, 9)
        assert work.reads.count() == 0
        assert work.holds.kept_past(cutoff) == []


def test_that_a_held_alert_stays_with_its_read(uow: UnitOfWorkFactory) -> None:
    with uow() as work:
        for alert in (*example_course("1"), *example_course("2")):
            work.alerts.save(alert)
        work.holds.add(a_hold(alert_ids=("alert-1",)))
        work.holds.add(a_hold("D-7", read_ids=("read-2",)))
    cutoff = NOON + HOUR
    with uow() as work:
        assert work.purges.due(PurgeKind.HITS, cutoff, cutoff) == (0, 2)
        assert work.purges.take(PurgeKind.HITS, cutoff, cutoff, 9) is None
        assert work.reads.count() == 2


def test_that_a_purge_is_remembered_with_what_it_took(uow: UnitOfWorkFactory) -> None:
    purge = Purge(
        "p1", PurgeKind.READS, 2, NOON, NOON + HOUR, NOON + 2 * HOUR, "system", NOON, "427.6",
        "el-cajon@ab", digest_of_ids(["r2", "r1"]),
    )  # fmt: skip
    with uow() as work:
        work.purges.add(purge, ["r2", "r1"])
        work.purges.add(replace(purge, purge_id="p2"), ["r3"])
    with uow() as work:
        assert work.purges.latest(1) == [replace(purge, purge_id="p2")]
        assert digest_of_ids(work.purges.ids_of("p1")) == purge.ids_digest
        assert work.purges.was_purged("r1")
        assert not work.purges.was_purged("r9")
