"""A hot-list file comes into force whole, or the list before stays."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import HotListMalformed, PermissionRefused
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.domain.operator import Role
from alpr_console.matching.hot_list_file import parse
from alpr_console.workflow import import_hot_list
from alpr_console.workflow.desk import Desk
from tests.fakes.shift import START, session_of


@pytest.fixture
def desk(desk: Desk) -> Desk:
    desk.session = session_of(Role.ADMINISTRATOR)
    return desk


@pytest.fixture
def svs(tmp_path: Path) -> Path:
    path = tmp_path / "svs.csv"
    path.write_text("LIC,LIS\n7ABC123,CA\n8XYZ441,CA\n")
    written = (START - timedelta(hours=2)).timestamp()
    os.utime(path, (written, written))
    return path


def in_force(store: Store) -> list[str]:
    with store.unit_of_work() as work:
        return [e.lic for h in work.hot_lists.in_force() for e in work.hot_lists.entries(h.list_id)]


@pytest.mark.requirement("HOT-2")
def test_that_a_new_version_replaces_the_old_one_whole(desk: Desk, store: Store, svs: Path) -> None:
    first = desk.import_hot_list(svs, " SVS ", Category.STOLEN_VEHICLE)
    assert (first.name, first.version, first.count) == ("SVS", 1, 2)
    assert first.data_at == START - timedelta(hours=2)
    svs.write_text("LIC\n9NEW999\n")
    second = desk.import_hot_list(svs, "SVS")
    assert second.version == 2
    assert second.sha256 != first.sha256
    assert in_force(store) == ["9NEW999"]


@pytest.mark.requirement("HOT-3")
def test_that_age_counts_from_the_files_own_time(desk: Desk, svs: Path) -> None:
    desk.import_hot_list(svs, "SVS")
    ((_, fresh),) = desk.lists()
    assert (fresh.words, fresh.stale) == ("2 h old", False)
    old = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    os.utime(svs, (old, old))
    desk.import_hot_list(svs, "SVS")
    ((_, stale),) = desk.lists()
    assert (stale.words, stale.stale) == ("2 d old", True)


@pytest.mark.requirement("HOT-2")
def test_that_a_bad_file_leaves_the_old_list_in_force_and_is_on_record(
    desk: Desk, store: Store, svs: Path
) -> None:
    desk.import_hot_list(svs, "SVS")
    svs.write_text("LIC,LIS\n9NEW999,CA\n?!,CA\n")
    with pytest.raises(HotListMalformed, match="line 3"):
        desk.import_hot_list(svs, "SVS")
    assert in_force(store) == ["7ABC123", "8XYZ441"]
    with store.unit_of_work() as work:
        *_, last = work.audit.entries()
    assert last.record.action == "hot_list.imported"
    assert last.record.outcome.startswith("refused: svs.csv: 1 bad line. line 3")


@pytest.mark.requirement("HOT-2")
def test_that_the_sum_on_record_is_of_what_was_imported(
    desk: Desk, store: Store, svs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is written anew while it is imported."""
    written = svs.read_bytes()

    def parse_then_rewrite(*arguments: Any) -> list[HotListEntry]:
        entries = parse(*arguments)
        svs.write_text("LIC\n9NEW999\n")
        return entries

    monkeypatch.setattr(import_hot_list, "parse", parse_then_rewrite)
    imported = desk.import_hot_list(svs, "SVS")
    assert in_force(store) == ["7ABC123", "8XYZ441"]
    assert imported.sha256 == hashlib.sha256(written).hexdigest()
    assert imported.data_at == START - timedelta(hours=2)


@pytest.mark.requirement("ACC-5")
def test_that_an_operator_cannot_import(desk: Desk, store: Store, svs: Path) -> None:
    desk.session = session_of(Role.OPERATOR)
    with pytest.raises(PermissionRefused):
        desk.import_hot_list(svs, "SVS")
    assert in_force(store) == []
    with store.unit_of_work() as work:
        (refused,) = work.audit.entries()
    assert refused.record.outcome.startswith("refused: Operator may not import hot lists")


def test_that_a_list_needs_a_name(desk: Desk, svs: Path) -> None:
    with pytest.raises(HotListMalformed, match="no name"):
        desk.import_hot_list(svs, "  ")
