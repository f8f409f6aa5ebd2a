"""Sealed hot-list files: what was put in comes out, or is refused; none can be read as it lies."""

from __future__ import annotations

import errno
import os
import random
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alpr_console.adapters.storage import list_shelf, sealed_file
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.domain.errors import HotListDamaged, HotListMalformed, StoreUnavailable
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.list_ports import ListShelf
from alpr_console.matching.packing import key_of, text_of
from tests.fakes.memory_shelf import MemoryShelf, batch_of, shelve
from tests.fakes.shift import listed

KEY = bytes(range(32))


@pytest.fixture(params=["folder", "memory"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> ListShelf:
    return MemoryShelf() if request.param == "memory" else FolderShelf(tmp_path / "lists", KEY)


@pytest.fixture
def folder(tmp_path: Path) -> FolderShelf:
    return FolderShelf(tmp_path / "lists", KEY)


_words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)
_entries = st.lists(
    st.builds(
        HotListEntry,
        entry_id=st.just(""),
        lic=st.text("ABC018", min_size=1, max_size=4),
        lis=st.sampled_from(["", "CA", "NV"]),
        category=st.sampled_from(Category),
        vco=_words,
        mis=_words,
    ),
    min_size=1,
    max_size=400,
)


def whole_of(folder: FolderShelf, file_id: str) -> None:
    """Read everything that there is."""
    folder.open(file_id)
    list(folder.entries(file_id))


def same(entry: HotListEntry) -> HotListEntry:
    return replace(entry, entry_id="")


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(entries=_entries, cut=st.integers(1, 50))
def test_that_what_is_sealed_comes_out_once_and_in_its_order(
    shelf: ListShelf, entries: list[HotListEntry], cut: int
) -> None:
    file_id = f"f{random.getrandbits(64):x}"
    writer = shelf.writer(file_id)
    for start in range(0, len(entries), cut):
        writer.append(batch_of(entries[start : start + cut], first_line=2 + start))
    sealed = writer.seal()
    once = list(dict.fromkeys(entries))
    assert (sealed.count, sealed.duplicates) == (len(once), len(entries) - len(once))
    for line, first in sealed.duplicate_lines:
        assert entries[line - 2] == entries[first - 2]
        assert line > first
    assert [same(e) for e in shelf.entries(file_id)] == once
    packed = shelf.open(file_id)
    assert bool(np.all(packed.keys[1:] >= packed.keys[:-1]))
    by_row = []
    for i, row in enumerate(packed.rows.tolist()):
        entry = packed.fetch(row)
        assert key_of(entry.lic) == int(packed.keys[i])
        assert packed.state_names[packed.states[i]] == entry.lis
        assert tuple(Category)[packed.categories[i]] is entry.category
        by_row.append((row, same(entry)))
    assert [entry for _, entry in sorted(by_row, key=lambda pair: pair[0])] == once
    shelf.remove(file_id)
    assert file_id not in shelf.kept()


def test_that_a_file_that_is_not_there_is_refused(shelf: ListShelf) -> None:
    with pytest.raises(HotListDamaged, match="Import the list again"):
        shelf.open("gone")
    assert shelf.kept() == frozenset()
    shelf.remove("gone")


def test_that_nothing_counts_before_it_is_sealed(shelf: ListShelf) -> None:
    writer = shelf.writer("one")
    writer.append(batch_of([listed()]))
    assert shelf.kept() == frozenset()
    writer.abandon()
    writer.abandon()
    assert shelf.kept() == frozenset()


def test_that_no_byte_of_a_file_can_be_changed_unseen(folder: FolderShelf) -> None:
    entries = [listed(f"7ABC{n:03d}", mis=f"case {n}") for n in range(300)]
    file_id = shelve(folder, entries)
    path = folder.folder / f"{file_id}.hotlist"
    whole = path.read_bytes()
    rng = random.Random(1)
    for at in [
        *range(40),
        *rng.sample(range(len(whole)), 200),
        *range(len(whole) - 40, len(whole)),
    ]:
        path.write_bytes(
            whole[:at] + bytes([whole[at] ^ (1 << rng.randrange(8))]) + whole[at + 1 :]
        )
        with pytest.raises(HotListDamaged):
            whole_of(folder, file_id)
    path.write_bytes(whole)
    assert [same(e) for e in folder.entries(file_id)] == [same(e) for e in entries]


def test_that_a_file_cut_off_anywhere_is_refused(folder: FolderShelf) -> None:
    file_id = shelve(folder, [listed(f"7ABC{n:03d}") for n in range(300)])
    path = folder.folder / f"{file_id}.hotlist"
    whole = path.read_bytes()
    for length in [0, 1, 7, 23, 24, *range(100, len(whole), 97), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(HotListDamaged):
            folder.open(file_id)


def test_that_a_file_under_anothers_name_or_key_does_not_open(
    folder: FolderShelf, tmp_path: Path
) -> None:
    file_id = shelve(folder, [listed()])
    path = folder.folder / f"{file_id}.hotlist"
    path.rename(path.with_name("other.hotlist"))
    with pytest.raises(HotListDamaged):
        folder.open("other")
    path.with_name("other.hotlist").rename(path)
    with pytest.raises(HotListDamaged):
        FolderShelf(folder.folder, bytes(32)).open(file_id)
    assert len(folder.open(file_id).keys) == 1


def test_that_a_sealed_file_shows_no_entry_and_is_its_owners_alone(folder: FolderShelf) -> None:
    file_id = shelve(folder, [listed("7ABC123", mis="ARMED", oca="26-123456")] * 3)
    path = folder.folder / f"{file_id}.hotlist"
    data = path.read_bytes()
    for plain in (b"7ABC123", b"ARMED", b"26-123456", b"stolen_vehicle", b"CA"):
        assert plain not in data
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.folder.stat().st_mode) == 0o700


def test_that_equal_lists_are_sealed_differently(folder: FolderShelf) -> None:
    entries = [listed("7ABC123")]
    first, second = shelve(folder, entries), shelve(folder, entries)
    assert (folder.folder / f"{first}.hotlist").read_bytes() != (
        folder.folder / f"{second}.hotlist"
    ).read_bytes()


@pytest.mark.parametrize("at", ["write_records", "finish"])
def test_that_a_full_disk_leaves_nothing_on_the_shelf(
    folder: FolderShelf, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sealed_file.SealedWriter, at, full)
    writer = folder.writer("one")

    def write() -> None:
        writer.append(batch_of([listed(f"7ABC{n:03d}") for n in range(200)]))
        writer.seal()

    with pytest.raises(StoreUnavailable, match=r"No space left on device.*list before stays"):
        write()
    writer.abandon()
    assert list(folder.folder.iterdir()) == []


def test_that_what_a_dead_process_left_is_cleared(folder: FolderShelf) -> None:
    kept = shelve(folder, [listed()])
    (folder.folder / "dead.making").write_bytes(b"half")
    folder.clear_unfinished()
    assert [path.name for path in folder.folder.iterdir()] == [f"{kept}.hotlist"]


def test_that_more_states_than_there_can_be_are_refused(folder: FolderShelf) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    states = [a + b for a in letters for b in letters][: list_shelf.MOST_STATES]
    writer = folder.writer("one")
    writer.append(batch_of([listed("7ABC123", state) for state in states[:-1]]))
    with pytest.raises(HotListMalformed, match="more than 255 states"):
        writer.append(batch_of([listed("7ABC123", states[-1])]))
    writer.abandon()


@pytest.mark.parametrize("name", ["../escape", "a/b", ""])
def test_that_an_id_cannot_lead_out_of_the_folder(folder: FolderShelf, name: str) -> None:
    acts: list[Callable[[str], object]] = [folder.open, folder.writer, folder.remove]
    for act in acts:
        with pytest.raises(ValueError, match="letters and digits"):
            act(name)


def test_that_a_plate_survives_its_packing(folder: FolderShelf) -> None:
    file_id = shelve(folder, [listed("OIOI10"), listed("ABCDEFGHJK"), listed("7")])
    packed = folder.open(file_id)
    assert [text_of(int(key)) for key in packed.keys] == ["7", "010110", "ABCDEFGHJK"]
