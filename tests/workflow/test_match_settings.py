"""How sure a match must be: set by the administrator, in bounds, after a look at what it does."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import PermissionRefused, SettingRefused
from alpr_console.domain.hotlist import Category, Priority, Thresholds
from alpr_console.domain.operator import Role
from alpr_console.matching.index import DEFAULT_THRESHOLDS, HotListIndex
from alpr_console.workflow.match_settings import MatchPreview
from alpr_console.workflow.stored_reads import PAGE
from tests.fakes.patrol import Patrol, among_many
from tests.fakes.shift import LIST_RULES, StandingClock, listed, read_of, reading

STRICT = Thresholds(0.2, 0.3, 0.4)


@pytest.fixture
def patrol(store: Store, shelf: FolderShelf, clock: StandingClock) -> Patrol:
    patrol = Patrol(store.unit_of_work, shelf, clock)
    patrol.sit(Role.ADMINISTRATOR)
    return patrol


def test_that_a_setting_is_in_force_and_on_record_with_the_one_before(patrol: Patrol) -> None:
    assert patrol.desk.thresholds.current() == DEFAULT_THRESHOLDS
    revision = patrol.desk.lists_revision
    setting = patrol.desk.thresholds.set(STRICT)
    assert (setting.thresholds, setting.by) == (STRICT, "administrator")
    assert patrol.desk.thresholds.current() == STRICT
    assert patrol.desk.lists_revision == revision + 1
    patrol.desk.thresholds.set(replace(STRICT, high=0.1))
    logged = patrol.log("match_settings.set")
    assert [(r.details["high"], r.details["high_before"]) for r in logged] == [
        ("0.2000", f"{DEFAULT_THRESHOLDS.high:.4f}"),
        ("0.1000", "0.2000"),
    ]


@pytest.mark.parametrize("wrong", [0.0, 0.0009, 0.9501, float("nan"), -1.0])
@pytest.mark.parametrize("priority", ["high", "normal", "low"])
def test_that_a_setting_out_of_bounds_is_refused(
    patrol: Patrol, priority: str, wrong: float
) -> None:
    thresholds = replace(STRICT, **{priority: wrong})
    with pytest.raises(SettingRefused, match=f"{priority} priority"):
        patrol.desk.thresholds.set(thresholds)
    with pytest.raises(SettingRefused):
        patrol.desk.thresholds.preview(thresholds)
    assert patrol.desk.thresholds.current() == DEFAULT_THRESHOLDS
    refused = patrol.log("match_settings.set", "match_settings.previewed")
    assert [r.outcome[:8] for r in refused] == ["refused:", "refused:"]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_that_only_an_administrator_sets_and_previews(patrol: Patrol, role: Role) -> None:
    patrol.sit(role)
    with pytest.raises(PermissionRefused):
        patrol.desk.thresholds.set(STRICT)
    with pytest.raises(PermissionRefused):
        patrol.desk.thresholds.preview(STRICT)
    with pytest.raises(PermissionRefused):
        patrol.desk.thresholds.current()
    assert len(patrol.log("match_settings.set")) == 1


def preview(patrol: Patrol, present: Thresholds, proposed: Thresholds) -> MatchPreview:
    patrol.desk.thresholds.set(present)
    patrol.follow_lists()
    return patrol.desk.thresholds.preview(proposed)


def near(patrol: Patrol, doubt: float) -> None:
    """A pass of a plate that the reader takes for 7ABC128, or with `doubt` for the listed one."""
    doubts = {6: (0.99 - doubt, (("3", doubt),))}
    patrol.see(replace(read_of(), reading=reading("7ABC128", doubts=doubts), at=patrol.clock.now()))


def test_that_a_preview_counts_alerts_by_priority_with_repeats_folded(patrol: Patrol) -> None:
    for _ in range(3):
        near(patrol, 0.1)
        patrol.clock.go_on(minutes=10)
    near(patrol, 0.4)
    patrol.pass_of("8DEF456")
    patrol.clock.go_on(days=1)
    near(patrol, 0.1)
    patrol.put_list("SVS", among_many(listed()))
    patrol.put_list("SLR", [listed("8DEF456", category=Category.STOLEN_PLATE)])
    loose = Thresholds(0.05, 0.05, 0.05)
    run = preview(patrol, STRICT, loose)
    while run.step(0):
        pass
    result = run.result
    assert result is not None
    # At 0.2 the fourth pass alone is sure enough. At 0.05 the first alerts and speaks for the
    # second; the third comes 20 minutes after it and speaks for the fourth; then the last.
    assert result.present == {Priority.HIGH: 1, Priority.NORMAL: 1, Priority.LOW: 0}
    assert result.proposed == {Priority.HIGH: 3, Priority.NORMAL: 1, Priority.LOW: 0}
    assert (result.reads, result.more) == (6, 2)
    assert result.words == "At this setting 2 more alerts in the last 30 days."
    assert patrol.alerts == []
    (logged,) = patrol.log("match_settings.previewed")
    assert (logged.who, logged.details["more"]) == ("administrator", "2")


def test_that_the_words_say_fewer_one_and_as_many(patrol: Patrol) -> None:
    patrol.put_list("SVS", among_many(listed()))
    near(patrol, 0.1)
    loose, words = Thresholds(0.05, 0.05, 0.05), []
    for present, proposed in ((loose, STRICT), (STRICT, loose), (loose, loose)):
        run = preview(patrol, present, proposed)
        run.step(60)
        assert run.result is not None
        words.append(run.result.words)
    assert words == [
        "At this setting 1 fewer alert in the last 30 days.",
        "At this setting 1 more alert in the last 30 days.",
        "At this setting as many alerts in the last 30 days.",
    ]


def test_that_ignored_plates_are_not_counted(patrol: Patrol) -> None:
    patrol.desk.ignored.ignore("7ABC123", "CA", "Our own car, borrowed for a test")
    patrol.put_list("SVS", among_many(listed()))
    near(patrol, 0.1)
    run = preview(patrol, STRICT, Thresholds(0.05, 0.05, 0.05))
    run.step(60)
    assert run.result is not None
    assert run.result.more == 0


def test_that_a_preview_goes_on_beside_the_console(patrol: Patrol) -> None:
    for n in range(2 * PAGE):
        patrol.pass_of(f"9N{n:05}"[:7])
    run = preview(patrol, STRICT, STRICT)
    assert run.step(0)
    assert run.looked_at == PAGE
    worker = threading.Thread(target=run.step, args=(60.0,))
    worker.start()
    for _ in range(5):
        patrol.pass_of("7ABC123")
    worker.join(30)
    assert run.result is not None
    assert run.result.reads == 2 * PAGE


def test_that_there_is_no_preview_where_stored_reads_may_not_be_matched(patrol: Patrol) -> None:
    index = HotListIndex()
    rules = replace(LIST_RULES, past_reads=None)
    with pytest.raises(SettingRefused, match="policy"):
        MatchPreview(patrol.uow, patrol.clock, patrol.desk.signed_in(), rules, index, index, STRICT)
