"""The watches over a camera, a receiver, a disk: what lasts is told, what goes by is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.events import FrameSeen
from alpr_console.domain.picture_quality import PictureQuality, PlateEdges, picture_fault
from alpr_console.domain.read import PositionFix
from alpr_console.health.camera_watch import CameraWatch
from alpr_console.health.disk_trend import DiskTrend
from alpr_console.health.position_watch import PositionWatch
from tests.fakes.shift import START

DAY = PictureQuality(0.50, 0.167, 0.67, 0.92, 0.169, 0.9)
NIGHT = PictureQuality(0.096, 0.054, 0.58, 0.76, 0.102, 0.8)
UNLIT_ROAD = PictureQuality(0.045, 0.054, 0.37, 0.23, 0.02, 0.9)
DARK = PictureQuality(0.015, 0.005, 0.72, 0.031, 0.004, 0.0)
COVERED = PictureQuality(0.66, 0.046, 0.09, 0.75, 0.004, 0.9)
FROZEN = PictureQuality(0.50, 0.167, 0.67, 0.92, 0.169, 0.0)
BLURRED = PictureQuality(0.50, 0.159, 0.10, 0.92, 0.086, 0.9)
SOFT = PictureQuality(0.50, 0.159, 0.22, 0.92, 0.086, 0.9)


def seen(second: float, quality: PictureQuality | None = None, fps: float = 25.0) -> FrameSeen:
    at = START + timedelta(seconds=second)
    return FrameSeen("front", round(second * fps), at, (), fps, 0, 40.0, quality)


def faults_over(*spans: tuple[PictureQuality, int]) -> list[tuple[int, str]]:
    """(second, row or '') at each change, over so many seconds of each quality."""
    watch, second, shown = CameraWatch(), 0, ""
    changes = []
    for quality, seconds in spans:
        for _ in range(seconds):
            watch.see(seen(second, quality))
            found = watch.faults()
            assert len(found) <= 1
            now = found[0].notice if found else ""
            if now != shown:
                changes.append((second, now))
            shown, second = now, second + 1
    return changes


@pytest.mark.parametrize("ordinary", [DAY, NIGHT, UNLIT_ROAD])
def test_that_ordinary_pictures_fit_no_fault(ordinary: PictureQuality) -> None:
    assert picture_fault(ordinary) == ""
    assert faults_over((ordinary, 600)) == []


@pytest.mark.parametrize(
    ("quality", "notice", "after"),
    [
        (DARK, "camera_dark", 30),
        (COVERED, "camera_covered", 15),
        (FROZEN, "camera_frozen", 10),
        (BLURRED, "camera_blurred", 30),
    ],
)
def test_that_what_lasts_is_told_once_and_taken_back_three_seconds_after(
    quality: PictureQuality, notice: str, after: int
) -> None:
    assert faults_over((DAY, 5), (quality, after)) == []
    assert faults_over((DAY, 5), (quality, 60), (DAY, 10)) == [(5 + after, notice), (68, "")]


def test_that_one_good_picture_begins_the_count_anew() -> None:
    assert faults_over((COVERED, 14), (DAY, 1), (COVERED, 14), (DAY, 1), (COVERED, 14)) == []


def test_that_a_good_picture_now_and_then_does_not_take_a_fault_back() -> None:
    assert faults_over((COVERED, 20), (DAY, 2), (COVERED, 20)) == [(15, "camera_covered")]


def test_that_a_fault_that_turns_into_another_is_told_as_the_other() -> None:
    assert faults_over((BLURRED, 40), (DARK, 40))[-1][1] == "camera_dark"


def test_that_a_picture_somewhat_sharper_than_out_of_focus_neither_raises_nor_clears() -> None:
    assert faults_over((SOFT, 100)) == []
    assert faults_over((BLURRED, 40), (SOFT, 100)) == [(30, "camera_blurred")]


@pytest.mark.parametrize("quality", [DAY, NIGHT, UNLIT_ROAD])
def test_that_wide_edges_are_out_of_focus_however_fine_the_noise_and_narrow_ones_are_not(
    quality: PictureQuality,
) -> None:
    wide, narrow = replace(quality, edge_width=1.1), replace(quality, edge_width=0.95)
    assert picture_fault(narrow) == ""
    assert faults_over((wide, 40), (narrow, 40)) == [(30, "camera_blurred")]
    assert faults_over((wide, 40), (replace(quality, edge_width=0.6), 10)) == [
        (30, "camera_blurred"), (43, ""),
    ]  # fmt: skip


def after_plates(*plates: tuple[float, int, float]) -> tuple[list[str], CameraWatch]:
    """The detail told after each (second, pass, edge width); each pass comes another way."""
    watch, told = CameraWatch(), []
    for second, number, width in plates:
        edges = PlateEdges(number, width, (number % 9 / 10, 0.3), 0.08)
        watch.see(seen(second, replace(NIGHT, plates=(edges,))))
        found = watch.faults()
        assert all(f.notice == "camera_blurred" for f in found)
        told.append(found[0].detail if found else "")
    return told, watch


def test_that_blurred_plates_tell_a_camera_out_of_focus_in_a_street_that_looks_well() -> None:
    blurred = [(10.0 * n, n, 1.6) for n in range(8)]
    told, watch = after_plates(*blurred)
    assert told == [""] * 5 + [f"{n} of the last {n} plates blurred." for n in (6, 7, 8)]
    for n in range(8, 13):
        assert watch.faults() != (), n
        wiped = PlateEdges(n, 0.3, (n % 9 / 10, 0.3), 0.08)
        watch.see(seen(10.0 * n, replace(DAY, plates=(wiped,))))
    assert watch.faults() == ()


def test_that_a_few_soft_plates_among_sharp_ones_are_far_or_worn_and_not_the_camera() -> None:
    mixed = [(10.0 * n, n, 1.6 if n % 2 else 0.4) for n in range(60)]
    assert set(after_plates(*mixed)[0]) == {""}


def test_that_a_pass_counts_by_the_sharpest_that_was_seen_of_it() -> None:
    each = [
        (10.0 * n + second, n, width) for n in range(20) for second, width in enumerate((1.9, 0.5))
    ]
    assert set(after_plates(*each)[0]) == {""}


def test_that_one_parked_plate_lost_and_found_again_does_not_speak_for_eight() -> None:
    parked = CameraWatch()
    for n in range(60):
        edges = PlateEdges(n, 1.9, (0.4 + n % 2 / 100, 0.3), 0.08)
        parked.see(seen(5.0 * n, replace(NIGHT, plates=(edges,))))
        assert parked.faults() == ()


def test_that_a_camera_in_the_dark_is_told_as_dark_whatever_its_last_plates_were() -> None:
    _, watch = after_plates(*[(10.0 * n, n, 1.6) for n in range(8)])
    for second in range(100, 140):
        watch.see(seen(second, DARK))
    assert [f.notice for f in watch.faults()] == ["camera_dark"]


def test_that_what_was_not_measured_is_not_counted() -> None:
    watch = CameraWatch()
    watch.see(seen(0, COVERED))
    watch.see(seen(60, COVERED))
    assert watch.faults() == ()


def test_that_a_camera_of_few_pictures_is_told_and_one_that_is_skipped_in_is_not() -> None:
    slow, skipped = CameraWatch(), CameraWatch()
    for i in range(100):
        slow.see(seen(i / 5, fps=5.0))
        # Recognition takes every tenth frame of this one: the camera itself is quick.
        skipped.see(seen(i / 2.5, fps=25.0))
    assert [f.notice for f in slow.faults()] == ["camera_slow"]
    assert slow.faults()[0].detail == "5 pictures a second."
    assert skipped.faults() == ()
    for i in range(200):
        slow.see(seen(20 + i / 25, fps=25.0))
    assert slow.faults() == ()


def fix(second: float, north_m: float = 0.0, at: float | None = None) -> PositionFix:
    moment = START + timedelta(seconds=second if at is None else at)
    return PositionFix(34.0 + north_m / 111_320, -118.0, moment)


def drive(*fixes: tuple[float, PositionFix]) -> list[str]:
    """The fault after each fix."""
    watch, found = PositionWatch(), []
    for second, one in fixes:
        now = START + timedelta(seconds=second)
        watch.see(one, now)
        found.append(watch.fault(now))
    return found


def test_that_a_fast_drive_and_a_stop_are_trusted() -> None:
    assert set(drive(*((s, fix(s, north_m=60.0 * s)) for s in range(60)))) == {""}
    assert set(drive(*((s, fix(s, north_m=3.0 * (s % 2))) for s in range(60)))) == {""}


def test_that_one_jump_is_a_tunnel_s_end_and_two_are_a_receiver_not_to_be_trusted() -> None:
    there_and_on = [(s, fix(s, north_m=0.0 if s < 10 else 5000.0)) for s in range(30)]
    assert set(drive(*there_and_on)) == {""}
    back = [(s, fix(s, north_m=5000.0 if s == 10 else 0.0)) for s in range(60)]
    found = drive(*back)
    assert found[11] == "18000 km/h between two fixes."
    assert found[31] != ""
    assert found[32:] == [""] * 28


def test_that_a_way_across_the_date_line_is_no_jump() -> None:
    watch = PositionWatch()
    for second in range(20):
        longitude = 179.9995 + second * 0.0001
        place = longitude if longitude <= 180 else longitude - 360
        at = START + timedelta(seconds=second)
        watch.see(PositionFix(10.0, place, at), at)
        assert watch.fault(at) == ""


def test_that_time_that_goes_back_or_stands_is_told() -> None:
    back = drive(*((s, fix(s, at=s if s % 4 else s - 30)) for s in range(1, 20)))
    assert back[-1] == "Its time goes back."
    stands = drive(*((s, fix(s, at=min(s, 10))) for s in range(20)))
    assert stands[:15] == [""] * 15
    assert stands[15:] == ["Its time stands still."] * 5


def test_that_a_fix_after_a_loss_may_be_anywhere() -> None:
    watch = PositionWatch()
    for second in range(10):
        watch.see(fix(second, north_m=9000.0 * second), START + timedelta(seconds=second))
        watch.lost()
        assert watch.fault(START + timedelta(seconds=second)) == ""


GB = 1024**3


def trend(*free: float, every_s: float = 30.0) -> list[str]:
    disk = DiskTrend(2 * GB)
    return [
        disk.look(int(one), START + timedelta(seconds=i * every_s)) for i, one in enumerate(free)
    ]


def test_that_a_disk_that_fills_steadily_is_told_with_the_time_that_is_left() -> None:
    found = trend(*(12 * GB - i * 20 * 2**20 for i in range(60)))
    assert set(found[:30]) == {""}
    assert found[30] == "11.4 GB free, room for 4 h 1 min."


def test_that_one_large_import_is_no_trend() -> None:
    found = trend(*([5 * GB] * 20 + [3 * GB] * 60))
    assert set(found) == {""}


def test_that_a_disk_with_room_for_the_shift_is_not_told() -> None:
    assert set(trend(*(500 * GB - i * 20 * 2**20 for i in range(100)))) == {""}


def test_that_a_clock_put_back_begins_the_trend_anew() -> None:
    disk = DiskTrend(2 * GB)
    for i in range(40):
        disk.look(6 * GB - i * 20 * 2**20, START + timedelta(seconds=30 * i))
    assert disk.look(5 * GB, START + timedelta(seconds=1200)) != ""
    assert disk.look(5 * GB, START) == ""
