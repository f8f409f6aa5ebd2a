"""How sure a match must be: previewed on stored reads, then set, by the administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from alpr_console.domain.hotlist import Priority, Thresholds
from alpr_console.workflow.match_settings import Preview
from tests.fakes.shift import LIST_RULES, START, hot_list, listed
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.administration.matching.presenter import MatchingModel, MatchingPresenter


@pytest.fixture
def setting(driver: Driver) -> Driver:
    """The administrator on the page; one read on record is, with 31 %, a listed plate.

    The list is long: of a short one everything near is told.
    """
    driver.sign_in("rivera")
    driver.go_on_patrol()
    driver.console.put_list(
        hot_list("SFR", 1), (listed("8XYZ448"), *(listed(f"3{n:06}") for n in range(2100)))
    )
    driver.see("8XYZ443", doubts={6: (0.5, (("8", 0.45),))})
    driver.key("F4")
    driver.press("page_matching")
    return driver


def in_force(driver: Driver) -> Thresholds:
    return driver.console.ask(lambda desk: desk.thresholds.current()).result()


def set_all(driver: Driver, percent: str) -> None:
    for name in ("high", "normal", "low"):
        driver.write(f"threshold_{name}", percent)


def test_that_what_is_in_force_stands_in_the_fields(setting: Driver) -> None:
    assert setting.words("threshold_high_now") == "In force: 1 %"
    assert setting.field("threshold_low").text() == "10"  # type: ignore[union-attr]


def test_that_a_preview_says_how_many_alerts_more_or_fewer(setting: Driver) -> None:
    set_all(setting, "90")
    setting.key("Return")
    setting.wait_for(lambda: bool(setting.words("matching_more")))
    assert setting.words("matching_more") == ("At this setting 1 fewer alert in the last 30 days.")
    assert "Alerts now 1, at this setting 0." in setting.words("matching_lines")
    assert not setting.visible("matching_stop")
    assert in_force(setting) == Thresholds(0.01, 0.05, 0.1)
    assert acts_on_record(setting, "match_settings.") == [
        ("match_settings.previewed", "rivera", "done")
    ]


def test_that_applied_it_counts_for_the_next_read(setting: Driver) -> None:
    set_all(setting, "90")
    setting.press("matching_apply")
    assert setting.words("matching_note_words") == (
        "In force for every read from now on: high 90 %, normal 90 %, low 90 %."
    )
    assert setting.words("threshold_high_now") == "In force: 90 %"
    assert in_force(setting) == Thresholds(0.9, 0.9, 0.9)
    setting.wait(hours=1)
    assert setting.see("8XYZ443", doubts={6: (0.5, (("8", 0.45),))}) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("some", "High priority is no percentage. Enter a number from 0.1 to 95."),
        ("99", "High priority is out of bounds. Enter a number from 0.1 to 95."),
    ],
)
def test_that_a_refusal_changes_nothing_and_loses_nothing(
    setting: Driver, typed: str, said: str
) -> None:
    setting.write("threshold_high", typed)
    setting.press("matching_apply")
    assert setting.words("matching_note_words") == said
    assert setting.field("threshold_high").text() == typed  # type: ignore[union-attr]
    assert in_force(setting) == Thresholds(0.01, 0.05, 0.1)


def test_that_a_policy_without_past_reads_lets_nobody_preview(qtbot: Any) -> None:
    driver = Driver(qtbot, lists=replace(LIST_RULES, past_reads=None))
    driver.sign_in("rivera")
    driver.key("F4")
    driver.press("page_matching")
    driver.press("matching_preview")
    assert driver.words("matching_note_words") == (
        "The policy does not let stored reads be matched. Set the threshold without a preview."
    )
    assert not driver.visible("matching_stop")


def test_that_a_stopped_preview_says_so_and_shows_nothing_that_comes_late() -> None:
    shown: list[MatchingModel] = []
    told: list[Callable[[Any], None]] = []
    cancelled: list[str] = []

    def run(
        _preview: object, on_progress: Callable[[int], None], on_done: Callable[[Any], None],
        _on_error: object,
    ) -> Callable[[], None]:  # fmt: skip
        told[:] = [on_progress, on_done]
        return lambda: cancelled.append("preview")

    presenter = MatchingPresenter(
        lambda _act, on_done, _on_error: on_done(None),  # type: ignore[arg-type]
        run, shown.append,
    )  # fmt: skip
    presenter.preview(dict.fromkeys(Priority, "20"))
    told[0](50)
    assert (shown[-1].running, shown[-1].progress) == (True, "50 reads looked at")
    presenter.stop()
    told[0](100)
    told[1](Preview(100, START, dict.fromkeys(Priority, 1), dict.fromkeys(Priority, 2)))
    assert cancelled == ["preview"]
    assert (shown[-1].running, shown[-1].progress, shown[-1].preview) == (
        False, "Preview stopped.", (),
    )  # fmt: skip
