"""Whatever happens to lists and entries, in whatever order, with whatever power cuts between:
an alert comes from what is in force and from nothing else, and from all of it.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import (
    ConsoleError,
    HotListMalformed,
)
from alpr_console.domain.events import ReadReleased
from alpr_console.domain.operator import Role
from alpr_console.lists_followed import ListsFollowed
from alpr_console.matching.index import HotListIndex
from alpr_console.ports import UnitOfWork
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.import_hot_list import PreparedList, prepare, request_of
from alpr_console.workflow.record_reads import ReadRecorder
from alpr_console.workflow.settle_match import Repeated
from tests.fakes.bolo import WHY, bolo, session_as
from tests.fakes.list_model import Entered, Listed
from tests.fakes.power_cut import PowerCut
from tests.fakes.shift import LIST_RULES, StandingClock, policy, read_of

PLATES = ("7ABC123", "8XYZ441", "9KLM777", "5RST900", "6DEF258")
"""No two of them are taken for each other."""

NAMES = ("SVS", "Local")
PEOPLE = {"oda": Role.OPERATOR, "sam": Role.SUPERVISOR, "sue": Role.SUPERVISOR}
KEY = bytes(range(32))

some_plates = st.sets(st.sampled_from(PLATES), min_size=1)
names = st.sampled_from(NAMES)
people = st.sampled_from(sorted(PEOPLE))


Waiting = tuple[int, str, set[str], PreparedList]
"""Which process prepared it, for which list, with which plates."""


class ListsAndEntries(RuleBasedStateMachine):
    prepared = Bundle("prepared")
    entries = Bundle("entries")

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alpr-lists-"))
        self.clock = StandingClock()
        self.lists = {name: Listed() for name in NAMES}
        self.known: dict[str, Entered] = {}
        self.commits_left: int | None = None
        self.boots = 0
        self.boot()

    def boot(self) -> None:
        """A process that starts on what is on the disk."""
        self.boots += 1
        self.store = Store.open(self.folder / "store.db", KEY, "4-Adam-12", self.clock)
        self.shelf = FolderShelf(self.folder / "hot-lists", KEY)
        self.shelf.clear_unfinished()
        self.desk = Desk(self.work, self.shelf, self.clock, policy(), "4-Adam-12")
        self.followed = ListsFollowed(
            self.work, self.shelf, self.clock, policy(), on_found=lambda _: None
        )
        self.followed.begin()
        self.told: list[Alert] = []
        self.recorder = ReadRecorder(
            self.work, self.clock, policy().stale_after, lambda: "4-Adam-12",
            lambda: self.followed.index, lambda _: None, self.told.append, self.repeated,
        )  # fmt: skip
        self.older_index = self.followed.index

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)

    def work(self) -> UnitOfWork:
        inner = self.store.unit_of_work()
        if self.commits_left is None:
            return inner
        if self.commits_left == 0:
            return PowerCut(inner)  # type: ignore[return-value]
        self.commits_left -= 1
        return inner

    def repeated(self, repeated: Repeated) -> None:
        self.told.append(repeated.alert)

    def followed_by_console(self, keep_older: bool = True) -> None:
        """The console thread's step after an act that touched the lists."""
        if keep_older:
            self.older_index: HotListIndex = self.followed.index
        self.followed.behind = True
        self.followed.follow()

    def sit(self, name: str) -> None:
        self.desk.session = session_as(name, PEOPLE.get(name, Role.ADMINISTRATOR))

    def file(self, plates: set[str]) -> Path:
        path = self.folder / "list.csv"
        path.write_text("LIC,LIS\n" + "".join(f"{plate},CA\n" for plate in sorted(plates)))
        return path

    # -- lists ---------------------------------------------------------------------------

    def came_into_force(self, name: str, plates: set[str], version: int) -> None:
        one = self.lists[name]
        one.designated, one.in_force = True, plates
        one.versions[version] = plates
        self.followed_by_console()

    def too_small(self, name: str, plates: set[str]) -> bool:
        before = self.lists[name].in_force
        return before is not None and len(plates) < LIST_RULES.shrink_limit * len(before)

    @rule(name=names, plates=some_plates)
    def import_a_list(self, name: str, plates: set[str]) -> None:
        self.sit("admin")
        if self.too_small(name, plates):
            with pytest.raises(HotListMalformed, match="too few"):
                self.desk.hot_lists.import_file(self.file(plates), name)
            return
        done = self.desk.hot_lists.import_file(self.file(plates), name)
        assert done.count == len(plates)
        self.came_into_force(name, plates, done.version)

    @rule(name=names, plates=some_plates, cut=st.integers(0, 30), at=st.sampled_from("\0\x01"))
    def import_a_damaged_file(self, name: str, plates: set[str], cut: int, at: str) -> None:
        self.sit("admin")
        path = self.file(plates)
        text = path.read_text()
        path.write_text(text[: cut % len(text)] + at + text[cut % len(text) :])
        with pytest.raises(HotListMalformed):
            self.desk.hot_lists.import_file(path, name)

    @rule(target=prepared, name=names, plates=some_plates)
    def prepare_a_list(
        self, name: str, plates: set[str]
    ) -> tuple[int, str, set[str], PreparedList]:
        request = request_of(self.file(plates), name)
        return self.boots, name, plates, prepare(self.shelf, LIST_RULES, request, None)

    @rule(one=consumes(prepared))
    def put_a_prepared_list_in_force(self, one: Waiting) -> None:
        boot, name, plates, waiting = one
        if boot != self.boots:
            # It died with its process.
            assert waiting.file_id not in self.shelf.kept()
            return
        self.sit("admin")
        if self.too_small(name, plates):
            with pytest.raises(HotListMalformed, match="too few"):
                self.desk.hot_lists.put_in_force(waiting)
            return
        done = self.desk.hot_lists.put_in_force(waiting)
        self.came_into_force(name, plates, done.version)

    @rule(name=names)
    def withdraw_a_list(self, name: str) -> None:
        self.sit("admin")
        if not self.lists[name].designated:
            with pytest.raises(HotListMalformed, match="not a designated"):
                self.desk.hot_lists.withdraw(name, WHY)
            return
        self.desk.hot_lists.withdraw(name, WHY)
        self.lists[name].designated, self.lists[name].in_force = False, None
        self.followed_by_console()

    @rule(name=names, back=st.integers(1, 4))
    def go_back(self, name: str, back: int) -> None:
        self.sit("admin")
        one = self.lists[name]
        version = max(one.versions, default=0) - back
        kept = {v.version for v, kept in self.desk.hot_lists.versions(name) if kept}
        if not one.designated or version not in kept:
            with pytest.raises(HotListMalformed):
                self.desk.hot_lists.go_back(name, version, WHY)
            return
        done = self.desk.hot_lists.go_back(name, version, WHY)
        self.came_into_force(name, one.versions[version], done.version)

    # -- specific entries ----------------------------------------------------------------

    @rule(target=entries, plate=st.sampled_from(PLATES), by=people)
    def submit(self, plate: str, by: str) -> str:
        self.sit(by)
        entry = self.desk.specific.submit(bolo(plate, vco="", vst=""))
        self.known[entry.entry_id] = Entered(plate, by)
        return entry.entry_id

    @rule(entry=entries, by=people)
    def approve(self, entry: str, by: str) -> None:
        self.sit(by)
        known = self.known[entry]
        allowed = not known.over and known.until is None
        if by == known.by or PEOPLE[by] is Role.OPERATOR or not allowed:
            with pytest.raises(ConsoleError):
                self.desk.specific.approve(entry)
            return
        done = self.desk.specific.approve(entry)
        assert done.until is not None
        assert done.until <= self.clock.now() + policy().specific.term
        known.until = done.until
        self.followed_by_console()

    @rule(entry=entries, by=people)
    def ask_for_renewal(self, entry: str, by: str) -> None:
        self.sit(by)
        known = self.known[entry]
        if known.over or known.until is None or known.renewal_by:
            with pytest.raises(ConsoleError):
                self.desk.specific.request_renewal(entry, WHY)
            return
        self.desk.specific.request_renewal(entry, WHY)
        known.renewal_by = by

    @rule(entry=entries, by=people)
    def renew(self, entry: str, by: str) -> None:
        self.sit(by)
        known = self.known[entry]
        own = by in (known.by, known.renewal_by)
        if own or PEOPLE[by] is Role.OPERATOR or known.over or not known.renewal_by:
            with pytest.raises(ConsoleError):
                self.desk.specific.renew(entry)
            return
        known.until = self.desk.specific.renew(entry).until
        known.renewal_by = ""
        self.followed_by_console()

    @rule(entry=entries, by=people)
    def refuse(self, entry: str, by: str) -> None:
        self.sit(by)
        known = self.known[entry]
        with suppress(ConsoleError):
            self.desk.specific.refuse(entry, WHY)
            if known.renewal_by:
                known.renewal_by = ""
            else:
                known.over = True

    @rule(entry=entries)
    def withdraw_an_entry(self, entry: str) -> None:
        self.sit("sam")
        if self.known[entry].over:
            with pytest.raises(ConsoleError):
                self.desk.specific.withdraw(entry, WHY)
            return
        self.desk.specific.withdraw(entry, WHY)
        self.known[entry].over = True
        self.known[entry].until = None
        self.followed_by_console()

    # -- time, and the power -------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 59, 24 * 60, 7 * 24 * 60, 30 * 24 * 60 - 1]))
    def time_goes_on(self, minutes: int) -> None:
        self.clock.go_on(minutes=minutes)

    @rule(entry=entries, before=st.booleans())
    def the_minute_of_expiry(self, entry: str, before: bool) -> None:
        until = self.known[entry].until
        if until is not None and until > self.clock.now():
            self.clock.at = until
            if before:
                self.clock.go_on(microseconds=-1)

    @rule()
    def the_process_dies(self) -> None:
        self.store.close()
        self.boot()

    @rule(
        name=names,
        plates=some_plates,
        act=st.sampled_from(["import", "withdraw", "go back", "submit"]),
        after=st.integers(0, 3),
    )
    def the_power_goes_during_an_act(
        self, name: str, plates: set[str], act: str, after: int
    ) -> None:
        """It is on record whole or not at all; what the store says after is the truth."""
        self.sit("admin")
        self.commits_left = after
        before = self.state_on_disk()
        with suppress(ConsoleError):
            if act == "import":
                self.desk.hot_lists.import_file(self.file(plates), name)
            elif act == "withdraw":
                self.desk.hot_lists.withdraw(name, WHY)
            elif act == "go back":
                self.desk.hot_lists.go_back(
                    name, max(self.lists[name].versions, default=2) - 1, WHY
                )
            else:
                self.desk.specific.submit(bolo(vco="", vst=""))
        self.commits_left = None
        self.store.close()
        self.boot()
        if self.state_on_disk() != before:
            self.take_over(name, act, plates)

    def state_on_disk(self) -> list[tuple[str, int]]:
        with self.store.unit_of_work() as work:
            return [(one.name, one.version) for one in work.hot_lists.in_force()]

    def take_over(self, name: str, act: str, plates: set[str]) -> None:
        """The act was done before the power went: the model follows."""
        one = self.lists[name]
        with self.store.unit_of_work() as work:
            newest = work.hot_lists.versions(name)[0]
        if act == "withdraw":
            one.designated, one.in_force = False, None
        elif act == "import":
            one.designated, one.in_force = True, plates
            one.versions[newest.version] = plates
        else:
            again = one.versions[newest.version - 2]
            one.in_force = again
            one.versions[newest.version] = again

    # -- reads ---------------------------------------------------------------------------

    def expected(self, plate: str) -> set[str]:
        """Lists and entries that the plate stands on now."""
        now = self.clock.now()
        lists = {n for n, one in self.lists.items() if one.in_force and plate in one.in_force}
        return lists | {
            entry_id
            for entry_id, known in self.known.items()
            if known.plate == plate
            and not known.over
            and known.until is not None
            and now < known.until
        }

    @rule(late=st.booleans())
    def vehicles_pass(self, late: bool) -> None:
        """`late`: matched before the last change, and come to be recorded after it."""
        index = self.older_index if late else self.followed.index
        for plate in PLATES:
            read = read_of(plate)
            matches = index.match(read.reading, None, self.clock.now())
            self.told.clear()
            self.recorder.add(ReadReleased(read, matches, 40.0, index.generation))
            self.recorder.save_waiting()
            by = {a.hit.entry.specific or a.hit.match.hot_list.name for a in self.told}
            assert by == self.expected(plate)

    @invariant()
    def nothing_is_damaged(self) -> None:
        if hasattr(self, "followed"):
            assert self.followed.damaged == {}


@pytest.mark.requirement("HOT-1", "HOT-2", "HOT-5", "HOT-6")
def test_that_alerts_come_from_what_is_in_force_and_from_all_of_it() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        ListsAndEntries,
        settings=settings(
            max_examples=40,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
