"""A hot-list file comes into force whole, or the list before stays."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.errors import (
    HotListDamaged,
    HotListMalformed,
    ImportCancelled,
    PermissionRefused,
)
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.operator import Role
from alpr_console.workflow.designate_list import clear_shelf
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.import_hot_list import (
    VERSIONS_KEPT,
    import_hot_list,
    prepare,
    put_in_force,
    request_of,
)
from tests.fakes.shift import LIST_RULES, START, StandingClock, policy, session_of


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


class Lists:
    """What is in force in the store and on the shelf."""

    def __init__(self, store: Store, shelf: FolderShelf) -> None:
        self.store, self.shelf = store, shelf

    @property
    def plates(self) -> list[str]:
        with self.store.unit_of_work() as work:
            lists = work.hot_lists.in_force()
        return [e.lic for one in lists for e in self.shelf.entries(one.file_id)]

    def records(self, action: str) -> list[AuditRecord]:
        with self.store.unit_of_work() as work:
            return [e.record for e in work.audit.entries() if e.record.action == action]


@pytest.fixture
def lists(store: Store, shelf: FolderShelf) -> Lists:
    return Lists(store, shelf)


@pytest.mark.requirement("HOT-2")
def test_that_a_new_version_replaces_the_old_one_whole(desk: Desk, lists: Lists, svs: Path) -> None:
    first = desk.hot_lists.import_file(svs, " SVS ", Category.STOLEN_VEHICLE)
    assert (first.name, first.version, first.count) == ("SVS", 1, 2)
    assert first.data_at == START - timedelta(hours=2)
    assert lists.plates == ["7ABC123", "8XYZ441"]
    svs.write_text("LIC\n9NEW999\n")
    second = desk.hot_lists.import_file(svs, "SVS")
    assert second.version == 2
    assert second.sha256 == hashlib.sha256(svs.read_bytes()).hexdigest() != first.sha256
    assert lists.plates == ["9NEW999"]


@pytest.mark.requirement("HOT-3")
def test_that_age_counts_from_the_files_own_time(desk: Desk, svs: Path) -> None:
    desk.hot_lists.import_file(svs, "SVS")
    ((_, fresh),) = desk.lists()
    assert (fresh.words, fresh.stale) == ("2 h old", False)
    old = datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    os.utime(svs, (old, old))
    desk.hot_lists.import_file(svs, "SVS")
    ((_, stale),) = desk.lists()
    assert (stale.words, stale.stale) == ("2 d old", True)


@pytest.mark.requirement("HOT-3")
def test_that_a_file_from_the_future_grows_old_from_now_on(
    desk: Desk, svs: Path, clock: StandingClock
) -> None:
    ahead = (START + timedelta(days=400)).timestamp()
    os.utime(svs, (ahead, ahead))
    desk.hot_lists.import_file(svs, "SVS")
    clock.go_on(hours=25)
    ((_, fresh),) = desk.lists()
    assert fresh.stale


@pytest.mark.requirement("HOT-2")
@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"LIC,LIS\n", "entry"),
        (b"LIC,LIS\n9NEW999,CA\n8ABC", "line 3"),
        (b'LIC,LIS\n9NEW999,"CA\n7ABC124,CA\n', "line 2"),
        (b"LIC,LIS\n9NEW\x00999,CA\n", "text"),
        (b"LIC,LIS\n?!,CA\n!!,CA\n", "2"),
    ],
    ids=["empty", "heading alone", "cut off", "open quote", "binary", "no plate in it"],
)
def test_that_a_damaged_file_leaves_the_old_list_in_force_and_is_on_record(
    desk: Desk, lists: Lists, svs: Path, content: bytes, says: str
) -> None:
    desk.hot_lists.import_file(svs, "SVS")
    kept = lists.shelf.kept()
    svs.write_bytes(content)
    with pytest.raises(HotListMalformed, match=says):
        desk.hot_lists.import_file(svs, "SVS")
    assert lists.plates == ["7ABC123", "8XYZ441"]
    assert lists.shelf.kept() == kept
    *_, last = lists.records("hot_list.imported")
    assert last.outcome.startswith("refused: svs.csv")


@pytest.mark.requirement("HOT-2")
def test_that_a_list_that_shrank_beyond_the_limit_is_refused(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    svs.write_text("LIC\n" + "".join(f"7ABC{n:03d}\n" for n in range(10)))
    desk.hot_lists.import_file(svs, "SVS")
    svs.write_text("LIC\n" + "".join(f"8ABC{n:03d}\n" for n in range(4)))
    with pytest.raises(HotListMalformed, match=r"4 entries.*10: too few to be whole"):
        desk.hot_lists.import_file(svs, "SVS")
    assert len(lists.plates) == 10
    svs.write_text("LIC\n" + "".join(f"8ABC{n:03d}\n" for n in range(5)))
    desk.hot_lists.import_file(svs, "SVS")
    assert len(lists.plates) == 5


@pytest.mark.requirement("HOT-2")
def test_that_until_it_is_put_in_force_a_prepared_list_changes_nothing(
    desk: Desk, lists: Lists, svs: Path, tmp_path: Path
) -> None:
    desk.hot_lists.import_file(svs, "SVS")
    new = tmp_path / "new.csv"
    new.write_text("LIC\n9NEW999\n")
    prepared = prepare(lists.shelf, LIST_RULES, request_of(new, "SVS"), None)
    assert lists.plates == ["7ABC123", "8XYZ441"]
    desk.hot_lists.put_in_force(prepared)
    assert lists.plates == ["9NEW999"]


def test_that_columns_are_kept_by_the_version_they_proved_themselves_on_and_no_other(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    columns = ColumnMap(
        Layout.DELIMITED, (MappedColumn("lic", 1), MappedColumn("lis", 0)), delimiter=";"
    )
    svs.write_text("CA;7ABC123\nNV;8XYZ441\n")
    asked = replace(request_of(svs, "SVS", Category.STOLEN_PLATE), columns=columns, keep=True)
    prepared = prepare(lists.shelf, LIST_RULES, asked, None)
    assert desk.hot_lists.designation("SVS") is None
    desk.hot_lists.put_in_force(prepared)
    kept = desk.hot_lists.designation("SVS")
    assert kept is not None
    assert (kept.columns, kept.category) == (columns, Category.STOLEN_PLATE)
    # One that is refused changes neither the list nor how its files are read.
    svs.write_text("LIC\n9NEW999\n")
    other = replace(asked, columns=None, category=None)
    shrunk = prepare(lists.shelf, LIST_RULES, other, kept)
    desk.policy = policy(lists=replace(LIST_RULES, shrink_limit=0.9))
    with pytest.raises(HotListMalformed, match="too few"):
        desk.hot_lists.put_in_force(shrunk)
    assert desk.hot_lists.designation("SVS") == kept
    desk.policy = policy()
    svs.write_text("CA;9NEW999\nNV;8NEW888\n")
    desk.hot_lists.import_file(svs, "SVS")
    assert lists.plates == ["9NEW999", "8NEW888"]


@pytest.mark.requirement("HOT-2")
def test_that_an_import_that_is_cancelled_leaves_no_trace(
    lists: Lists, svs: Path, desk: Desk
) -> None:
    with pytest.raises(ImportCancelled):
        prepare(lists.shelf, LIST_RULES, request_of(svs, "SVS"), None, cancelled=lambda: True)
    assert lists.shelf.kept() == frozenset()
    assert list((lists.shelf.folder).iterdir()) == []


@pytest.mark.requirement("HOT-1")
def test_that_only_a_designated_list_is_imported_without_an_administrator(
    desk: Desk, lists: Lists, svs: Path, clock: StandingClock
) -> None:
    def unattended() -> HotList:
        return import_hot_list(
            lists.store.unit_of_work, lists.shelf, clock, LIST_RULES, "os:alpr", "station",
            request_of(svs, "SVS"), may_designate=False,
        )  # fmt: skip

    with pytest.raises(HotListMalformed, match="SVS is not a designated hot list"):
        unattended()
    assert lists.plates == []
    desk.hot_lists.designate("SVS")
    assert unattended().version == 1
    desk.hot_lists.withdraw("SVS", "No longer ours to match.")
    assert lists.plates == []
    with pytest.raises(HotListMalformed, match="not a designated"):
        unattended()
    refused = [r for r in lists.records("hot_list.imported") if r.outcome != "done"]
    assert [r.who for r in refused] == ["os:alpr", "os:alpr"]


@pytest.mark.requirement("HOT-1")
def test_that_a_list_whose_designation_went_while_it_was_prepared_stays_out(
    desk: Desk, lists: Lists, svs: Path, clock: StandingClock
) -> None:
    desk.hot_lists.designate("SVS")
    prepared = prepare(lists.shelf, LIST_RULES, request_of(svs, "SVS"), None)
    desk.hot_lists.withdraw("SVS", "Wrong file.")
    with pytest.raises(HotListMalformed, match="not a designated"):
        put_in_force(
            lists.store.unit_of_work, lists.shelf, clock, LIST_RULES, "system", "station",
            prepared, may_designate=False,
        )  # fmt: skip
    assert lists.plates == []
    assert lists.shelf.kept() == frozenset()


@pytest.mark.requirement("HOT-8")
def test_that_barred_lines_never_come_into_force_and_are_counted_on_record(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    svs.write_text("LIC,LIS,CATEGORY\n7ABC123,CA,stolen_vehicle\n8IMM111,CA,Immigration Violator\n")
    done = desk.hot_lists.import_file(svs, "SVS")
    assert (done.count, done.barred) == (1, 1)
    assert lists.plates == ["7ABC123"]
    (record,) = lists.records("hot_list.imported")
    assert record.details["barred"] == "1 by §100.12"
    assert "8IMM111" not in str(record)


@pytest.mark.requirement("HOT-2")
def test_that_going_back_a_version_is_one_act_on_record(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    first = desk.hot_lists.import_file(svs, "SVS")
    svs.write_text("LIC\n9NEW999\n")
    desk.hot_lists.import_file(svs, "SVS")
    again = desk.hot_lists.go_back("SVS", 1, "The new file lacks half the county.")
    assert (again.version, again.sha256, again.data_at) == (3, first.sha256, first.data_at)
    assert lists.plates == ["7ABC123", "8XYZ441"]
    (record,) = lists.records("hot_list.gone_back")
    assert (record.outcome, record.details["as_version"]) == ("done", "3")
    svs.write_text("LIC\n9NEW999\n8NEW888\n")
    assert desk.hot_lists.import_file(svs, "SVS").version == 4


@pytest.mark.requirement("HOT-2")
def test_that_one_cannot_go_back_to_what_is_no_longer_whole(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    first = desk.hot_lists.import_file(svs, "SVS")
    svs.write_text("LIC\n9NEW999\n")
    desk.hot_lists.import_file(svs, "SVS")
    with pytest.raises(HotListMalformed, match="needs a reason"):
        desk.hot_lists.go_back("SVS", 1, " ")
    path = lists.shelf.folder / f"{first.file_id}.hotlist"
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(HotListDamaged):
        desk.hot_lists.go_back("SVS", 1, "The new file is wrong.")
    path.unlink()
    with pytest.raises(HotListMalformed, match="no longer kept"):
        desk.hot_lists.go_back("SVS", 1, "The new file is wrong.")
    assert lists.plates == ["9NEW999"]


def test_that_as_many_versions_are_kept_as_one_can_go_back_to(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    for n in range(VERSIONS_KEPT + 2):
        svs.write_text(f"LIC\n9NEW99{n}\n")
        desk.hot_lists.import_file(svs, "SVS")
    versions = desk.hot_lists.versions("SVS")
    assert [(one.version, kept) for one, kept in versions] == [
        (5, True), (4, True), (3, True), (2, False), (1, False),
    ]  # fmt: skip
    assert len(lists.shelf.kept()) == VERSIONS_KEPT


def test_that_a_list_that_comes_unchanged_pushes_no_other_out(
    desk: Desk, lists: Lists, svs: Path
) -> None:
    old = desk.hot_lists.import_file(svs, "SVS")
    svs.write_text("LIC\n9NEW999\n")
    for _ in range(VERSIONS_KEPT + 1):
        desk.hot_lists.import_file(svs, "SVS")
    assert len(lists.shelf.kept()) == 2
    clear_shelf(lists.store.unit_of_work, lists.shelf)
    again = desk.hot_lists.go_back("SVS", old.version, "The new file lacks half the county.")
    assert again.sha256 == old.sha256
    assert lists.plates == ["7ABC123", "8XYZ441"]


@pytest.mark.requirement("ACC-5")
def test_that_an_operator_cannot_import(desk: Desk, lists: Lists, svs: Path) -> None:
    desk.session = session_of(Role.OPERATOR)
    for act in (
        lambda: desk.hot_lists.import_file(svs, "SVS"),
        lambda: desk.hot_lists.designate("SVS"),
        lambda: desk.hot_lists.withdraw("SVS", "why not"),
        lambda: desk.hot_lists.go_back("SVS", 1, "why not"),
    ):
        with pytest.raises(PermissionRefused):
            act()
    assert lists.plates == []
    with lists.store.unit_of_work() as work:
        outcomes = [entry.record.outcome for entry in work.audit.entries()]
    assert len(outcomes) == 4
    assert all(o.startswith("refused: Operator may not import hot lists") for o in outcomes)


def test_that_a_list_needs_a_name(desk: Desk, svs: Path) -> None:
    with pytest.raises(HotListMalformed, match="no name"):
        desk.hot_lists.import_file(svs, "  ")
