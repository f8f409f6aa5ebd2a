"""Facts about the console's parts, and which faults they make true."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from alpr_console.domain.events import SourceState
from alpr_console.domain.notices import NOTICES
from alpr_console.health.camera_watch import CameraFault
from alpr_console.health.rules import DISK_LOW_BYTES, CameraFacts, Facts, evaluate
from tests.fakes.shift import START, hot_list

NOW = START + timedelta(hours=1)


def ago(seconds: float) -> CameraFacts:
    """A live camera whose last result is so old."""
    return CameraFacts(
        "front", SourceState.LIVE, START, last_result_at=NOW - timedelta(seconds=seconds)
    )


def faulty(notice: str) -> CameraFacts:
    return replace(ago(0), faults=(CameraFault(notice, "As measured."),))


WELL = Facts(
    stale_after=timedelta(hours=24),
    lists=(hot_list(),),
    cameras=(ago(0.1),),
    position_since=START,
    last_fix_at=NOW,
    disk_free_bytes=DISK_LOW_BYTES,
)


def test_that_a_console_that_works_has_no_fault() -> None:
    assert evaluate(WELL, NOW) == set()
    assert evaluate(replace(WELL, position_since=None, last_fix_at=None), NOW) == set()


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(WELL, lists=()), {("no_list", "")}),
        (replace(WELL, lists=(hot_list(count=0),)), {("no_list", "")}),
        (
            replace(WELL, lists=(hot_list(data_at=NOW - timedelta(hours=25)), hot_list("local"))),
            {("list_stale", "SVS")},
        ),
        (
            replace(WELL, cameras=(ago(0), replace(ago(0), name="rear", state=SourceState.LOST))),
            {("camera_lost", "rear")},
        ),
        (
            replace(WELL, cameras=(CameraFacts("front", SourceState.STARTING, START),)),
            {("camera_lost", "front")},
        ),
        (replace(WELL, cameras=(CameraFacts("front", SourceState.STARTING, NOW),)), set()),
        (replace(WELL, cameras=(CameraFacts("film", SourceState.ENDED, START),)), set()),
        (replace(WELL, cameras=(ago(6),)), {("recognition_stopped", "")}),
        (
            replace(WELL, cameras=(CameraFacts("front", SourceState.LIVE, START),)),
            {("recognition_stopped", "")},
        ),
        (replace(WELL, cameras=(ago(0), replace(ago(6), name="rear"))), {("camera_lost", "rear")}),
        (
            replace(WELL, cameras=(faulty("recognition_slow"),)),
            {("recognition_slow", "front")},
        ),
        (
            replace(WELL, cameras=(faulty("camera_dark"),)),
            {("camera_dark", "front")},
        ),
        (
            # What is lost is not also dark.
            replace(
                WELL,
                cameras=(
                    ago(0),
                    CameraFacts(
                        "rear", SourceState.LOST, START, faults=(CameraFault("camera_dark", "."),)
                    ),
                ),
            ),
            {("camera_lost", "rear")},
        ),
        (replace(WELL, position_fault="900 km/h."), {("gps_jumping", "")}),
        (
            replace(WELL, position_fault="900 km/h.", last_fix_at=None),
            {("gps_lost", "")},
        ),
        (replace(WELL, disk_trend="Room for 3 h."), {("disk_filling", "")}),
        (
            replace(WELL, disk_trend="Room for 0 h.", disk_free_bytes=DISK_LOW_BYTES - 1),
            {("disk_low", "")},
        ),
        (replace(WELL, clock_fault="Set back by 1 h."), {("clock_set", "")}),
        (replace(WELL, recognition_fault="Weights damaged."), {("recognition_stopped", "")}),
        (replace(WELL, last_fix_at=NOW - timedelta(seconds=6)), {("gps_lost", "")}),
        (replace(WELL, last_fix_at=None), {("gps_lost", "")}),
        (replace(WELL, disk_free_bytes=DISK_LOW_BYTES - 1), {("disk_low", "")}),
        (replace(WELL, disk_free_bytes=None), {("disk_low", "")}),
        (replace(WELL, store_fault="Disk full."), {("store_failed", "")}),
        (replace(WELL, sound_fault="No device."), {("audio_failed", "")}),
        (replace(WELL, audit_fault="The end is missing."), {("audit_broken", "")}),
        (
            replace(WELL, lists=(), sound_fault="No device."),
            {("no_list", ""), ("audio_failed", "")},
        ),
    ],
)
def test_that_a_fact_out_of_order_is_the_fault_it_makes(
    facts: Facts, expected: set[tuple[str, str]]
) -> None:
    faults = evaluate(facts, NOW)
    assert {(f.notice, f.subject) for f in faults} == expected
    assert all(f.notice in NOTICES and f.detail for f in faults)
