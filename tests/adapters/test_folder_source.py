"""A watched folder: the newest whole file of a pattern."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import pytest

from alpr_console.adapters.list_sources.incoming import Limits, receive
from alpr_console.adapters.list_sources.open_fetcher import open_fetcher
from alpr_console.domain.errors import ListSourceUnavailable
from alpr_console.domain.list_source import source_from

QUICK = Limits(wait=lambda seconds: None, disk_reserve=0)
FETCHER = open_fetcher(QUICK)
AT = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


def put(path: Path, contents: bytes, at: datetime = AT) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(contents)
    os.utime(path, (at.timestamp(), at.timestamp()))


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.requirement("HOT-2")
def test_that_the_newest_whole_file_is_copied(tmp_path: Path) -> None:
    share, into = tmp_path / "share", tmp_path / "in"
    put(share / "svs-1.csv", b"LIC\nOLD1\n", AT - timedelta(days=1))
    put(share / "svs-2.csv", b"LIC\nNEW1\n", AT)
    newer = AT + timedelta(hours=1)
    for half in ("svs-3.csv.part", "svs-3.csv.tmp", ".svs-3.csv", "svs-3.csv~", "sfr.csv"):
        put(share / half, b"LIC\nHAL", newer)
    put(share / "svs-2.csv.sha256", hashlib.sha256(b"LIC\nNEW1\n").hexdigest().encode(), newer)
    (share / "svs-4.csv").mkdir()
    (share / "svs-5.csv").symlink_to(tmp_path / "gone")
    source = source_from("folder", f"{share}/svs*.*")
    fetched = FETCHER.fetch(source, None, into, None)
    assert fetched is not None
    assert (fetched.name, fetched.data_at, fetched.size) == ("svs-2.csv", AT, 9)
    assert fetched.path.read_bytes() == b"LIC\nNEW1\n"
    assert left_in(into) == ["svs-2.csv", "svs-2.csv.sha256"]
    assert (share / "svs-2.csv").exists()


def test_that_only_a_newer_file_is_taken_again(tmp_path: Path) -> None:
    path = tmp_path / "share" / "svs.csv"
    source = source_from("folder", str(path))
    put(path, b"LIC\nONE1\n")
    first = FETCHER.fetch(source, None, tmp_path / "in", None)
    assert first is not None
    assert FETCHER.fetch(source, None, tmp_path / "in", first.mark) is None
    put(path, b"LIC\nTWO2\n", AT + timedelta(seconds=1))
    assert FETCHER.fetch(source, None, tmp_path / "in", first.mark) is not None


@pytest.mark.parametrize("change", ["grows", "replaced", "removed"])
def test_that_a_file_that_changes_meanwhile_is_left(change: str, tmp_path: Path) -> None:
    path = tmp_path / "share" / "svs.csv"
    put(path, b"LIC\nONE1\n")

    def meanwhile(seconds: float) -> None:
        if change == "removed":
            path.unlink()
        elif change == "grows":
            put(path, b"LIC\nONE1\nTWO2\n")
        else:
            put(path, b"LIC\nTWO2\n", AT + timedelta(seconds=1))

    fetcher = open_fetcher(replace(QUICK, wait=meanwhile))
    with pytest.raises(ListSourceUnavailable, match=r"still being written|cannot be read"):
        fetcher.fetch(source_from("folder", str(path)), None, tmp_path / "in", None)
    assert left_in(tmp_path / "in") == []


def test_that_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ListSourceUnavailable, match="cannot be looked into"):
        FETCHER.fetch(source_from("folder", f"{tmp_path}/no/svs.csv"), None, tmp_path / "in", None)
    with pytest.raises(ListSourceUnavailable, match=r"There is no svs\.csv"):
        FETCHER.fetch(source_from("folder", f"{tmp_path}/svs.csv"), None, tmp_path / "in", None)


def test_that_a_future_date_is_refused_and_a_clock_a_little_ahead_is_now(tmp_path: Path) -> None:
    path = tmp_path / "share" / "svs.csv"
    put(path, b"LIC\nONE1\n", datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(ListSourceUnavailable, match="yet to come"):
        FETCHER.fetch(source_from("folder", str(path)), None, tmp_path / "in", None)
    put(path, b"LIC\nONE1\n", datetime.now(UTC) + timedelta(minutes=5))
    fetched = FETCHER.fetch(source_from("folder", str(path)), None, tmp_path / "in", None)
    assert fetched is not None
    assert fetched.data_at <= datetime.now(UTC)


def test_that_a_disk_that_is_full_is_said_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "share" / "svs.csv"
    put(path, b"LIC\nONE1\n")
    into = tmp_path / "in"

    def onto_a_full_disk(self: Path, *args: Any, **kwargs: Any) -> IO[Any]:
        # A device that is always full, in place of the file that is written.
        return opened(Path("/dev/full") if self.parent == into else self, *args, **kwargs)

    opened = Path.open
    monkeypatch.setattr(Path, "open", onto_a_full_disk)
    monkeypatch.setattr(Path, "chmod", lambda self, mode: None)
    with pytest.raises(ListSourceUnavailable, match="no room"):
        FETCHER.fetch(source_from("folder", str(path)), None, into, None)
    assert left_in(into) == []


def test_that_what_a_crash_left_is_cleared_away(tmp_path: Path) -> None:
    put(tmp_path / "share" / "svs.csv", b"LIC\nONE1\n")
    into = tmp_path / "in"
    put(into / ".incoming.part", b"LIC\nHAL")
    put(into / "old.csv", b"LIC\nOLD1\n")
    source = source_from("folder", str(tmp_path / "share" / "svs.csv"))
    assert FETCHER.fetch(source, None, into, None) is not None
    assert left_in(into) == ["svs.csv"]


@pytest.mark.parametrize("pieces", [[b"LIC\n"], [b"LIC\n", b"ONE1\n", b"TWO2\n"], []])
def test_that_a_file_of_another_length_than_announced_gets_no_name(
    pieces: list[bytes], tmp_path: Path
) -> None:
    with pytest.raises(ListSourceUnavailable, match="did not come whole"):
        receive(tmp_path, "svs.csv", pieces, 9, QUICK)
    assert not (tmp_path / "svs.csv").exists()
