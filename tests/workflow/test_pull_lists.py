"""Lists that come by themselves: when, what is on record, and what a failure changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.designation import Designation
from alpr_console.domain.errors import HotListMalformed, ListSourceUnavailable, StoreUnavailable
from alpr_console.domain.hotlist import Category, HotList
from alpr_console.domain.list_source import ListSource, SourceKind, secret_name
from alpr_console.workflow.import_hot_list import ImportRequest, import_hot_list
from alpr_console.workflow.pull_lists import PULLED, ListPuller
from tests.fakes.list_server import FakeFetcher, gone
from tests.fakes.shift import LIST_RULES, START, StandingClock

SFTP = ListSource(
    SourceKind.SFTP, "sftp.example.gov/out/svs.csv", "car12", "SHA256:" + "A" * 43,
    timedelta(hours=6),
)  # fmt: skip
SECRET = "Correct-Horse-7"


class Station:
    """The real store and shelf, with a source that the test sets."""

    def __init__(self, store: Store, shelf: FolderShelf, clock: StandingClock, folder: Path):
        self.store, self.shelf, self.clock = store, shelf, clock
        self.folder = folder / "incoming"
        self.fetcher = FakeFetcher()
        self.secrets = SessionKeyStore()
        self.secrets.keep_secret(secret_name("SVS", SFTP), SECRET)
        self.import_fault: Exception | None = None
        self.puller = self.started()

    def started(self) -> ListPuller:
        """The console after a start."""
        return ListPuller(
            self.store.unit_of_work, self.clock, self.fetcher, self.secrets, self.take_in,
            self.folder, spread=lambda: 1.0,
        )  # fmt: skip

    def take_in(self, designation: Designation, path: Path, data_at: datetime) -> HotList:
        if self.import_fault is not None:
            raise self.import_fault
        request = ImportRequest(path, designation.name, data_at=data_at)
        return import_hot_list(
            self.store.unit_of_work, self.shelf, self.clock, LIST_RULES, "system", "car",
            request, may_designate=False,
        )  # fmt: skip

    def designate(self, name: str = "SVS", source: ListSource | None = SFTP, **more: bool) -> None:
        with self.store.unit_of_work() as work:
            work.designations.save(
                Designation(
                    name, "admin", self.clock.now(), Category.STOLEN_VEHICLE, None, source, **more
                )
            )

    def in_force(self) -> list[HotList]:
        with self.store.unit_of_work() as work:
            return work.hot_lists.in_force()

    def plates(self) -> list[str]:
        return [e.lic for one in self.in_force() for e in self.shelf.entries(one.file_id)]

    def records(self) -> list[AuditRecord]:
        with self.store.unit_of_work() as work:
            return [e.record for e in work.audit.entries() if e.record.action == PULLED]


@pytest.fixture
def station(store: Store, shelf: FolderShelf, clock: StandingClock, tmp_path: Path) -> Station:
    station = Station(store, shelf, clock, tmp_path)
    station.fetcher.data_at = START - timedelta(hours=1)
    return station


@pytest.mark.requirement("HOT-2")
def test_that_a_list_comes_when_due_and_replaces_the_one_before(station: Station) -> None:
    station.designate()
    assert station.puller.pull_due() == START + timedelta(hours=6)
    assert station.plates() == ["7ABC123"]
    assert station.in_force()[0].data_at == START - timedelta(hours=1)
    station.fetcher.contents = b"LIC\n8NEW888\n"
    station.clock.go_on(hours=5, minutes=59)
    station.fetcher.data_at = station.clock.now()
    station.puller.pull_due()
    assert len(station.fetcher.asked) == 1
    station.clock.go_on(minutes=1)
    assert station.puller.pull_due() == station.clock.now() + timedelta(hours=6)
    assert station.plates() == ["8NEW888"]
    assert station.in_force()[0].version == 2


def test_that_each_pull_is_on_record_without_the_secret(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    station.clock.go_on(hours=6)
    station.puller.pull_due()
    came, nothing = station.records()
    assert (came.who, came.outcome) == ("system", "done")
    assert came.subject == station.in_force()[0].list_id
    assert came.details == {
        "name": "SVS", "kind": "sftp", "host": "sftp.example.gov", "found": "newer",
        "file": "svs.csv", "bytes": "19", "sha256": station.in_force()[0].sha256,
        "data_at": (START - timedelta(hours=1)).isoformat(),
    }  # fmt: skip
    assert (nothing.outcome, nothing.subject) == ("done", "")
    assert nothing.details["found"] == "nothing newer"
    assert [secret for _, secret, _ in station.fetcher.asked] == [SECRET, SECRET]
    assert SECRET not in repr(station.records())


@pytest.mark.requirement("HOT-2")
def test_that_a_failure_leaves_the_list_and_is_tried_again_ever_more_slowly(
    station: Station,
) -> None:
    station.designate()
    station.puller.pull_due()
    station.fetcher.fault = gone()
    station.clock.go_on(hours=6)
    waits = []
    for _ in range(8):
        tried, due = station.clock.now(), station.puller.pull_due()
        assert due is not None
        waits.append((due - tried).total_seconds() / 60)
        station.clock.at = due
    assert waits == [5, 10, 20, 40, 80, 120, 120, 120]
    assert len(station.fetcher.asked) == 9
    assert station.plates() == ["7ABC123"]
    assert station.puller.words()["SVS"].endswith("The server is gone")
    station.fetcher.fault = None
    station.fetcher.data_at = station.clock.now()
    assert station.puller.pull_due() == station.clock.now() + timedelta(hours=6)
    assert station.in_force()[0].version == 2
    assert "failed" not in station.puller.words()["SVS"]


def test_that_the_same_failure_is_put_on_record_once_an_hour(station: Station) -> None:
    station.designate()
    station.fetcher.fault = gone()
    for _ in range(5):
        due = station.puller.pull_due()
        assert due is not None
        station.clock.at = due
    told = [(r.outcome, r.details["failures"]) for r in station.records()]
    # After 0, 5, 15, 35 and 75 minutes.
    assert told == [("refused: The server is gone.", "1"), ("refused: The server is gone.", "5")]
    station.fetcher.fault = gone("The host key differs.")
    station.puller.pull_due()
    assert station.records()[-1].outcome == "refused: The host key differs."


def test_that_one_list_s_failure_does_not_hold_up_another(station: Station) -> None:
    other = ListSource(SourceKind.FOLDER, "/srv/sfr.csv")
    station.designate("AAA")
    station.designate("SFR", other)
    fetch = station.fetcher.fetch

    def first_fails(source: ListSource, *rest: object) -> object:
        if source is not other and source != other:
            raise gone()
        return fetch(source, *rest)  # type: ignore[arg-type]

    station.fetcher.fetch = first_fails  # type: ignore[method-assign,assignment]
    station.puller.pull_due()
    assert [one.name for one in station.in_force()] == ["SFR"]
    assert list(station.puller.words()) == ["AAA", "SFR"]


def test_that_a_list_without_a_source_or_a_designation_is_not_fetched(station: Station) -> None:
    station.designate("SFR", None)
    assert station.puller.pull_due() is None
    station.designate("SVS", withdrawn=True)
    assert station.puller.pull_due() is None
    assert station.fetcher.asked == []
    assert station.records() == []


@pytest.mark.requirement("HOT-2")
def test_that_a_file_that_is_refused_is_not_fetched_again(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    station.fetcher.contents = b""
    station.clock.go_on(hours=6)
    station.fetcher.data_at = station.clock.now()
    due = station.puller.pull_due()
    assert due == station.clock.now() + timedelta(minutes=5)
    assert station.plates() == ["7ABC123"]
    station.clock.at = due
    station.puller.pull_due()
    known = station.fetcher.asked[-1][2]
    assert known is not None
    assert known.data_at == station.fetcher.data_at
    assert "svs.csv is empty" in station.puller.words()["SVS"]
    station.fetcher.contents = b"LIC\n8NEW888\n"
    station.fetcher.data_at = station.clock.now()
    station.clock.go_on(hours=1)
    station.puller.pull_due()
    assert station.plates() == ["8NEW888"]


def test_that_what_failed_for_another_reason_is_fetched_again(station: Station) -> None:
    station.designate()
    station.import_fault = StoreUnavailable("The disk is full.", "Free some.")
    due = station.puller.pull_due()
    assert due == START + timedelta(minutes=5)
    station.import_fault = None
    station.clock.at = due
    station.puller.pull_due()
    assert station.plates() == ["7ABC123"]


def test_that_a_mistake_in_the_program_is_on_record_and_tried_again_later(
    station: Station,
) -> None:
    station.designate()
    station.fetcher.fault = ZeroDivisionError("secret words")
    with pytest.raises(ZeroDivisionError):
        station.puller.pull_due()
    assert station.records()[-1].outcome == "refused: Fault in the program (ZeroDivisionError)."
    assert station.puller.pull_due() == START + timedelta(minutes=5)


@pytest.mark.requirement("HOT-2")
def test_that_a_start_does_not_fetch_what_came_lately(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    station.clock.go_on(hours=2)
    again = station.started()
    assert again.pull_due() == START + timedelta(hours=6)
    assert len(station.fetcher.asked) == 1
    station.clock.go_on(hours=5)
    assert station.started().pull_due() == station.clock.now() + timedelta(hours=6)
    known = station.fetcher.asked[-1][2]
    assert known is not None
    assert known.sha256 == station.in_force()[0].sha256


def test_that_a_source_set_anew_is_tried_at_once_and_its_file_taken_anew(
    station: Station,
) -> None:
    station.designate()
    station.puller.pull_due()
    station.clock.go_on(minutes=10)
    station.designate()
    station.puller.pull_due()
    assert station.fetcher.asked[-1][2] is None
    assert station.in_force()[0].version == 2


def test_that_a_version_gone_back_from_does_not_come_again(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    first = station.in_force()[0]
    station.clock.go_on(hours=6)
    station.fetcher.data_at = station.clock.now()
    station.puller.pull_due()
    station.clock.go_on(hours=1)
    with station.store.unit_of_work() as work:
        back = HotList(
            "back", "SVS", 3, first.sha256, first.count, "version 1", first.data_at,
            station.clock.now(), first.file_id,
        )  # fmt: skip
        work.hot_lists.put_in_force(back)
    station.clock.go_on(hours=6)
    station.puller.pull_due()
    assert station.in_force() == [back]


@pytest.mark.requirement("HOT-3")
def test_that_the_same_contents_of_a_newer_date_make_the_list_newer(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    station.clock.go_on(hours=6)
    station.fetcher.data_at = station.clock.now()
    station.puller.pull_due()
    [now] = station.in_force()
    assert now.data_at == station.clock.now()
    assert station.plates() == ["7ABC123"]


def test_that_nothing_fetched_is_left_lying_in_the_clear(station: Station) -> None:
    station.designate()
    station.puller.pull_due()
    assert list(station.folder.iterdir()) == []
    station.clock.go_on(hours=6)
    station.fetcher.contents, station.fetcher.data_at = b"", station.clock.now()
    station.puller.pull_due()
    assert list(station.folder.iterdir()) == []
    (station.folder / "svs.csv").write_text("LIC\nLEFT1\n")
    station.started()
    assert list(station.folder.iterdir()) == []


def test_that_a_person_can_have_a_list_fetched_now(station: Station) -> None:
    station.designate()
    hot_list = station.puller.pull(" SVS ", "os:admin")
    assert hot_list is not None
    assert station.records()[-1].who == "os:admin"
    assert station.puller.pull("SVS", "os:admin") is None
    station.fetcher.fault = gone()
    with pytest.raises(ListSourceUnavailable, match="gone"):
        station.puller.pull("SVS", "os:admin")
    with pytest.raises(ListSourceUnavailable, match="no list that comes by itself"):
        station.puller.pull("SFR", "os:admin")
    station.fetcher.fault = None
    station.fetcher.contents, station.fetcher.data_at = b"", station.clock.now()
    for _ in range(2):
        with pytest.raises(HotListMalformed, match="empty"):
            station.puller.pull("SVS", "os:admin")
