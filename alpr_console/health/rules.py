"""Pure rules that turn facts into faults. Silence is a fact: what has gone old never
looks calm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from alpr_console.domain.events import SourceState
from alpr_console.domain.hotlist import HotList
from alpr_console.domain.message_switch import SWITCH_IDLE, SwitchState
from alpr_console.domain.transfer import IDLE, TransferState
from alpr_console.health.camera_watch import CameraFault

CAMERA_SILENT = timedelta(seconds=5)
"""A camera that calls itself live gives a picture well within this."""

CAMERA_START = timedelta(seconds=15)
"""Opening a stream may take this long before its silence is a loss."""

POSITION_SILENT = timedelta(seconds=5)
"""Receivers give a fix every second; five missed ones are a lost fix."""

STORAGE_SILENT = timedelta(hours=12)
"""A car comes by the department's network once a shift; records wait this long for that."""

DISK_LOW_BYTES = 2 * 1024**3
"""A shift with many hits writes some hundred megabytes; this leaves several shifts."""

DISK_ENOUGH_BYTES = DISK_LOW_BYTES * 5 // 4
"""Once it was low, free space counts as enough from here on."""


class Fault(NamedTuple):
    notice: str
    """Key into `notices.NOTICES`."""
    subject: str
    """Camera or list; '' where there is only one."""
    detail: str
    """What was found, fit for the screen; changes while the fault stays the same."""


@dataclass(frozen=True, slots=True)
class CameraFacts:
    name: str
    state: SourceState
    since: datetime
    """When the state began, UTC."""
    reason: str = ""
    last_result_at: datetime | None = None
    """Of the last frame that went through recognition; None if none did since `since`."""
    faults: tuple[CameraFault, ...] = ()
    """What the watch over its picture finds."""


@dataclass(frozen=True, slots=True)
class Facts:
    stale_after: timedelta
    lists: tuple[HotList, ...] = ()
    lists_damaged: tuple[tuple[str, str], ...] = ()
    """List name, and what is wrong with its file."""
    cameras: tuple[CameraFacts, ...] = ()
    position_since: datetime | None = None
    """When a GPS receiver was first listened to; None where there is none."""
    last_fix_at: datetime | None = None
    position_fault: str = ""
    """Why its fixes cannot be trusted."""
    recognition_fault: str = ""
    disk_free_bytes: int | None = None
    """None where it could not be found out; that is a fault of its own."""
    disk_floor_bytes: int = DISK_LOW_BYTES
    disk_trend: str = ""
    """How long there is room for, where it goes down without end."""
    clock_fault: str = ""
    store_fault: str = ""
    sound_fault: str = ""
    transfer: TransferState = IDLE
    switch: SwitchState = SWITCH_IDLE
    audit_fault: str = ""
    """What was found wrong with the log when the store was opened, or since."""


def evaluate(facts: Facts, now: datetime) -> set[Fault]:
    """The faults that are true at `now`."""
    faults = {*_lists(facts, now), *_cameras(facts, now), *_rest(facts, now)}
    if facts.recognition_fault:
        faults.add(Fault("recognition_stopped", "", facts.recognition_fault))
    return faults


def _lists(facts: Facts, now: datetime) -> Iterator[Fault]:
    if not any(hot_list.count for hot_list in facts.lists):
        yield Fault("no_list", "", "Nothing is matched.")
    for hot_list in facts.lists:
        freshness = hot_list.freshness(now, facts.stale_after)
        if freshness.stale:
            yield Fault("list_stale", hot_list.name, freshness.words)
    for name, what in facts.lists_damaged:
        yield Fault("list_damaged", name, what)


def _cameras(facts: Facts, now: datetime) -> Iterator[Fault]:
    live = [c for c in facts.cameras if c.state is SourceState.LIVE]
    silent = [c for c in live if now - (c.last_result_at or c.since) > CAMERA_SILENT]
    # One silent among several is its camera; all silent at once is what reads them.
    if live and len(silent) == len(live) and not facts.recognition_fault:
        longest = max(now - (c.last_result_at or c.since) for c in silent)
        yield Fault("recognition_stopped", "", f"No result for {_seconds(longest)}.")
    else:
        for camera in silent:
            quiet = now - (camera.last_result_at or camera.since)
            yield Fault("camera_lost", camera.name, f"No picture for {_seconds(quiet)}.")
    for camera in facts.cameras:
        if camera.state is SourceState.LOST:
            yield Fault("camera_lost", camera.name, camera.reason or "No picture.")
        elif camera.state is SourceState.STARTING and now - camera.since > CAMERA_START:
            yield Fault("camera_lost", camera.name, "It does not start.")
        elif camera in live and camera not in silent:
            for fault in camera.faults:
                yield Fault(fault.notice, camera.name, fault.detail)


def _rest(facts: Facts, now: datetime) -> Iterator[Fault]:
    if facts.position_since is not None:
        heard = facts.last_fix_at or facts.position_since
        if now - heard > POSITION_SILENT:
            yield Fault("gps_lost", "", f"No fix for {_seconds(now - heard)}.")
        elif facts.position_fault:
            yield Fault("gps_jumping", "", facts.position_fault)
    if facts.disk_free_bytes is None:
        yield Fault("disk_low", "", "Free space unknown.")
    elif facts.disk_free_bytes < facts.disk_floor_bytes:
        yield Fault("disk_low", "", f"{facts.disk_free_bytes / 1024**3:.1f} GB free.")
    elif facts.disk_trend:
        yield Fault("disk_filling", "", facts.disk_trend)
    if facts.clock_fault:
        yield Fault("clock_set", "", facts.clock_fault)
    if facts.store_fault:
        yield Fault("store_failed", "", facts.store_fault)
    if facts.audit_fault:
        yield Fault("audit_broken", "", facts.audit_fault)
    since = facts.transfer.silent_since
    if since is not None and now - since > STORAGE_SILENT:
        hours = int((now - since) / timedelta(hours=1))
        yield Fault("transfer_behind", "", f"Not reached for {hours} h. {facts.transfer.failure}")
    if facts.switch.silent_since is not None:
        yield Fault("switch_lost", "", facts.switch.failure)
    if facts.sound_fault:
        yield Fault("audio_failed", "", facts.sound_fault)


def _seconds(span: timedelta) -> str:
    return f"{int(span.total_seconds())} s"
