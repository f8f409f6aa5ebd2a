"""The rules of the start-of-shift check: every figure passes, fails, or was not measured."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpr_console.domain import shift_check as rules
from alpr_console.domain.hotlist import Freshness
from alpr_console.domain.picture_quality import PictureQuality, picture_fault
from alpr_console.domain.shift_check import (
    CameraSeen,
    CheckFacts,
    CheckItem,
    CheckKey,
    Standing,
    answered_item,
    measured,
    read_item,
)
from alpr_console.health.rules import DISK_LOW_BYTES

GOOD = PictureQuality(brightness=0.4, contrast=0.2, sharpness=0.6)


def facts(**changed: object) -> CheckFacts:
    values: dict[str, object] = {
        "cameras": (CameraSeen("front", True, "", timedelta(0), 30.0, GOOD),),
        "has_gps": True,
        "fix_age": timedelta(seconds=1),
        "clock_off": timedelta(seconds=1),
        "disk_free": 64 * 1024**3,
        "sound_fault": "",
        "lists": (("SVS", Freshness(timedelta(hours=1), timedelta(hours=24), False)),),
    }
    return CheckFacts(**{**values, **changed})  # type: ignore[arg-type]


def of(found: tuple[CheckItem, ...], key: CheckKey) -> Standing:
    (item,) = [one for one in found if one.key is key]
    return item.standing


@pytest.mark.requirement("OPS-2")
def test_that_a_car_in_order_passes_every_item_that_is_measured() -> None:
    found = measured(facts())
    assert {item.standing for item in found} == {Standing.PASSED}
    assert {item.key for item in found} == {
        CheckKey.PICTURE, CheckKey.RATE, CheckKey.FOCUS, CheckKey.EXPOSURE, CheckKey.GPS,
        CheckKey.DISK, CheckKey.LISTS, CheckKey.CLOCK,
    }  # fmt: skip


@pytest.mark.requirement("OPS-2")
@pytest.mark.parametrize(
    ("changed", "key", "standing"),
    [
        ({"cameras": ()}, CheckKey.PICTURE, Standing.FAILED),
        ({"has_gps": False}, CheckKey.GPS, Standing.NOT_CHECKED),
        ({"fix_age": None}, CheckKey.GPS, Standing.FAILED),
        ({"fix_age": timedelta(seconds=6)}, CheckKey.GPS, Standing.FAILED),
        ({"clock_off": None}, CheckKey.CLOCK, Standing.NOT_CHECKED),
        ({"clock_off": timedelta(seconds=-6)}, CheckKey.CLOCK, Standing.FAILED),
        ({"clock_off": timedelta(seconds=-5)}, CheckKey.CLOCK, Standing.PASSED),
        ({"disk_free": None}, CheckKey.DISK, Standing.FAILED),
        ({"disk_free": DISK_LOW_BYTES - 1}, CheckKey.DISK, Standing.FAILED),
        ({"lists": ()}, CheckKey.LISTS, Standing.FAILED),
        (
            {"lists": (("SVS", Freshness(timedelta(hours=30), timedelta(hours=24), True)),)},
            CheckKey.LISTS,
            Standing.FAILED,
        ),
    ],
)
def test_that_what_is_out_of_order_is_found(
    changed: dict[str, object], key: CheckKey, standing: Standing
) -> None:
    assert of(measured(facts(**changed)), key) is standing


@pytest.mark.requirement("OPS-2")
@given(
    live=st.booleans(),
    age=st.one_of(st.none(), st.floats(0, 60)),
    fps=st.floats(0, 60),
    quality=st.one_of(
        st.none(),
        st.builds(
            PictureQuality,
            st.floats(0, 1),
            st.floats(0, 0.5),
            st.floats(0, 1),
            st.floats(0, 1),
            st.floats(0, 1),
        ),
    ),
)
def test_that_nothing_of_a_camera_passes_without_a_live_picture_and_figures(
    live: bool, age: float | None, fps: float, quality: PictureQuality | None
) -> None:
    fresh = timedelta(seconds=age) if age is not None else None
    found = measured(facts(cameras=(CameraSeen("front", live, "", fresh, fps, quality),)))
    there = live and fresh is not None and fresh <= rules.PICTURE_FRESH
    assert (of(found, CheckKey.PICTURE) is Standing.PASSED) == there
    for key in (CheckKey.RATE, CheckKey.FOCUS, CheckKey.EXPOSURE):
        standing = of(found, key)
        assert there or standing is Standing.NOT_CHECKED
        if quality is None and key is not CheckKey.RATE:
            assert standing is Standing.NOT_CHECKED
        if quality is not None and picture_fault(quality) and key is CheckKey.FOCUS:
            assert standing is not Standing.PASSED
    for item in found:
        # What does not pass says what to do.
        assert bool(item.remedy) == (item.standing is not Standing.PASSED)
        assert item.found


def test_that_a_disk_is_low_here_where_it_is_low_for_the_health_rules() -> None:
    assert rules.DISK_LOW_BYTES == DISK_LOW_BYTES


@given(shown=st.text("AB1", min_size=1, max_size=3), read=st.lists(st.text("AB1", max_size=3)))
def test_that_a_test_read_passes_only_where_the_very_plate_was_read(
    shown: str, read: list[str]
) -> None:
    item = read_item(CheckKey.TEST_READ, shown, tuple(read))
    assert (item.standing is Standing.PASSED) == (shown in read)


@pytest.mark.parametrize("key", rules.ANSWERED)
def test_that_an_answer_says_what_was_seen_or_what_to_do(key: CheckKey) -> None:
    assert answered_item(key, True, "").found
    bad = answered_item(key, False, "Loose")
    assert (bad.standing, bad.found) == (Standing.FAILED, "Loose")
    assert bad.remedy
