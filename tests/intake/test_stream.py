"""The file on disk while it is read: its sum, its changes, progress, cancel, memory."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.domain.errors import HotListMalformed, ImportCancelled
from alpr_console.domain.hotlist import Category, entry_of_record
from alpr_console.intake.file import open_list_file
from alpr_console.intake.report import Progress
from alpr_console.intake.stream import read_into
from alpr_console.list_ports import ListBatch, Sealed
from alpr_console.matching.packing import key_of
from tests.fakes.shift import LIST_RULES


class Collected:
    """A writer that keeps the batches as they come."""

    def __init__(self) -> None:
        self.batches: list[ListBatch] = []

    def append(self, batch: ListBatch) -> None:
        self.batches.append(batch)

    def seal(self) -> Sealed:
        raise AssertionError("reading does not seal")

    def abandon(self) -> None:
        raise AssertionError("reading does not abandon")


class Counted(Collected):
    """A writer that keeps nothing."""

    def append(self, batch: ListBatch) -> None:
        assert len(batch.keys) == len(batch.records) > 0


def made(path: Path, lines: int) -> Path:
    states = ("CA", "NV", "AZ", "")
    rows = (f"{n % 10}ABC{n:06d},{states[n % 4]},26-{n},SOME NOTE\n" for n in range(lines))
    path.write_text("LIC,LIS,OCA,MIS\n" + "".join(rows))
    return path


def test_that_batches_hold_what_the_index_and_the_shelf_need(tmp_path: Path) -> None:
    path = made(tmp_path / "list.csv", 20_000)
    writer = Collected()
    report = read_into(open_list_file(path), None, Category.STOLEN_PLATE, LIST_RULES, writer)
    assert report.entries == 20_000
    line = 2
    for batch in writer.batches:
        count = len(batch.records)
        assert len(batch.keys) == len(batch.states) == len(batch.lines) == count
        assert batch.keys.dtype == np.uint64
        assert batch.lines.tolist() == list(range(line, line + count))
        assert set(batch.categories.tolist()) == {tuple(Category).index(Category.STOLEN_PLATE)}
        line += count
        entry = entry_of_record("x", batch.records[0])
        assert (int(batch.keys[0]), batch.states[0]) == (key_of(entry.lic), entry.lis)
    assert len(writer.batches) > 2


def test_that_the_sum_is_of_the_bytes_and_the_time_is_the_files(tmp_path: Path) -> None:
    path = made(tmp_path / "list.csv", 30_000)
    written = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    os.utime(path, (written.timestamp(),) * 2)
    file = open_list_file(path)
    report = read_into(file, None, None, LIST_RULES, Counted())
    assert file.data_at == written
    assert report.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.requirement("HOT-2")
def test_that_the_sum_beside_a_file_must_be_its_own(tmp_path: Path) -> None:
    path = made(tmp_path / "list.csv", 10)
    beside = tmp_path / "list.csv.sha256"
    right = hashlib.sha256(path.read_bytes()).hexdigest()
    for text in (f"{right}  list.csv\n", right.upper()):
        beside.write_text(text)
        assert read_into(open_list_file(path), None, None, LIST_RULES, None).entries == 10
    beside.write_text(f"{'0' * 64}  list.csv\n")
    with pytest.raises(HotListMalformed, match=r"not the file that list\.csv\.sha256 was made of"):
        read_into(open_list_file(path), None, None, LIST_RULES, None)
    beside.write_text("nothing\n")
    with pytest.raises(HotListMalformed, match="does not hold one SHA-256 sum"):
        open_list_file(path)


@pytest.mark.requirement("HOT-2")
@pytest.mark.parametrize("replace", [False, True])
def test_that_a_file_changed_while_it_is_read_is_refused(tmp_path: Path, replace: bool) -> None:
    path = made(tmp_path / "list.csv", 40_000)
    file = open_list_file(path)

    def change(_: Progress) -> None:
        if replace:
            made(tmp_path / "new.csv", 40_000).replace(path)
        else:
            with path.open("a") as more:
                more.write("9NEW999,CA,,\n")

    with pytest.raises(HotListMalformed, match="was changed while it was read"):
        read_into(file, None, None, LIST_RULES, Counted(), progress=change)
    with pytest.raises(HotListMalformed, match="was changed"):
        file.open()


def test_that_progress_goes_to_the_end_and_cancelling_ends_it(tmp_path: Path) -> None:
    path = made(tmp_path / "list.csv", 60_000)
    file = open_list_file(path)
    seen: list[Progress] = []
    read_into(file, None, None, LIST_RULES, Counted(), progress=seen.append)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert (seen[-1].done, seen[-1].size, seen[-1].lines) == (file.size, file.size, 60_000)
    seen.clear()
    with pytest.raises(ImportCancelled):
        read_into(
            file, None, None, LIST_RULES, Counted(),
            progress=seen.append, cancelled=lambda: len(seen) >= 2,
        )  # fmt: skip
    assert 2 <= len(seen) < 25
    with pytest.raises(ImportCancelled):
        read_into(file, None, None, LIST_RULES, Counted(), cancelled=lambda: True)


def test_that_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(lines: int) -> int:
        file = open_list_file(made(tmp_path / f"{lines}.csv", lines))
        tracemalloc.start()
        try:
            read_into(file, None, None, LIST_RULES, Counted())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(120_000) < 1.2 * peak(40_000)


@pytest.mark.requirement("HOT-2")
def test_that_the_real_shelf_gives_back_what_the_file_said(tmp_path: Path) -> None:
    path = made(tmp_path / "list.csv", 3000)
    shelf = FolderShelf(tmp_path / "shelf", bytes(32))
    writer = shelf.writer("a" * 32)
    read_into(open_list_file(path), None, None, LIST_RULES, writer)
    assert writer.seal().count == 3000
    entries = list(shelf.entries("a" * 32))
    assert [e.oca for e in entries] == [f"26-{n}" for n in range(3000)]
    assert entries[1].lic == "1ABC000001"
