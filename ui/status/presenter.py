"""Health chips without Qt: what each says, in which meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alpr_console.domain.events import (
    CameraChanged,
    ConsoleEvent,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    ListsChanged,
    PositionChanged,
    RecognitionFailed,
    SourceState,
)
from alpr_console.domain.hotlist import Freshness, HotList
from alpr_console.domain.notices import NOTICES, Meaning
from alpr_console.domain.oversight import DueReport, Standing
from alpr_console.domain.shift_summary import ShiftStanding
from ui import strings, strings_shift
from ui.live_view.presenter import PICTURE_FAULTS, SILENT_AFTER_S


@dataclass(frozen=True, slots=True)
class Chip:
    key: str
    """'camera:front', 'gps', 'lists', 'recognition', 'storage', 'clock', 'audio'."""
    icon: str
    words: str
    meaning: Meaning | None
    """None while all is well: gray."""
    detail: str = ""


_CAMERA_WORDS = {
    SourceState.STARTING: (strings.CHIP_STARTING, Meaning.INFORMATION),
    SourceState.LIVE: (strings.CHIP_LIVE, None),
    SourceState.LOST: (strings.CHIP_LOST, Meaning.DANGER),
    SourceState.ENDED: (strings.CHIP_ENDED, Meaning.INFORMATION),
}


class StatusPresenter:
    """Fed with every event; `chips` says what stands on the bar now."""

    def __init__(self) -> None:
        self._cameras: dict[str, CameraChanged] = {}
        self._frames: dict[str, tuple[FrameSeen, datetime]] = {}
        self._position: PositionChanged | None = None
        self._lists: tuple[tuple[HotList, Freshness], ...] = ()
        self._faults: dict[tuple[str, str], FaultRaised] = {}
        self._failed: RecognitionFailed | None = None
        self.breaches = 0
        """Reports of a breach that the administrator signed in has yet to acknowledge."""
        self.muted = False
        """Low and normal priorities are silent."""
        self.reports: tuple[DueReport, ...] = ()
        """Due soon or overdue, for whoever is signed in and makes them."""
        self.standing: ShiftStanding | None = None
        """Of the shift; None while nobody handles alerts."""

    @property
    def lists(self) -> tuple[tuple[HotList, Freshness], ...]:
        return self._lists

    @property
    def faults(self) -> tuple[FaultRaised, ...]:
        """What is wrong at the moment."""
        return tuple(self._faults.values())

    def on(self, event: ConsoleEvent, now: datetime) -> None:
        match event:
            case CameraChanged():
                self._cameras[event.camera] = event
            case FrameSeen():
                self._frames[event.camera] = (event, now)
                self._failed = None
            case PositionChanged():
                self._position = event
            case ListsChanged():
                self._lists = event.lists
            case FaultRaised():
                self._faults[(event.notice, event.subject)] = event
            case FaultCleared():
                self._faults.pop((event.notice, event.subject), None)
            case RecognitionFailed():
                self._failed = event
            case _:
                pass

    def forget(self) -> None:
        """Nobody is signed in: the cameras stop."""
        self._cameras.clear()
        self._frames.clear()
        self._position = None
        self._failed = None
        self.breaches = 0
        self.reports = ()
        self.standing = None

    def chips(self, now: datetime) -> tuple[Chip, ...]:
        return (
            *self._breach(),
            *self._reports_chip(),
            *(shift_chips(self.standing) if self.standing is not None else ()),
            *(self._camera(change, now) for change in self._cameras.values()),
            self._gps(),
            self._lists_chip(),
            self._recognition(now),
            self._storage(),
            *self._clock(),
            self._audio(),
        )

    def _breach(self) -> tuple[Chip, ...]:
        if not self.breaches:
            return ()
        notice = NOTICES["breach_reported"]
        return (Chip("breach", "octagon-alert", notice.text, notice.meaning, notice.remedy),)

    def _reports_chip(self) -> tuple[Chip, ...]:
        if not self.reports:
            return ()
        overdue = any(one.standing is Standing.OVERDUE for one in self.reports)
        notice = NOTICES["report_overdue" if overdue else "report_due"]
        named = "; ".join(f"{one.name} {one.due:%Y-%m-%d}" for one in self.reports)
        detail = f"{named}. {notice.remedy}"
        return (Chip("reports", "clock", notice.text, notice.meaning, detail),)

    def _fault(self, notice: str) -> FaultRaised | None:
        return next((f for (key, _), f in self._faults.items() if key == notice), None)

    def _camera(self, change: CameraChanged, now: datetime) -> Chip:
        words, meaning = _CAMERA_WORDS[change.state]
        detail = change.reason
        seen = self._frames.get(change.camera)
        if change.state is SourceState.LIVE and seen is not None:
            if (now - seen[1]).total_seconds() > SILENT_AFTER_S:
                words, meaning = strings.CHIP_SILENT, Meaning.DANGER
                detail = strings.SILENT
            elif fault := self._picture_fault(change.camera):
                words, meaning = strings.CHIP_PICTURE[fault.notice], NOTICES[fault.notice].meaning
                detail = f"{fault.detail} {NOTICES[fault.notice].remedy}"
            else:
                detail = strings.CHIP_DROPPED.format(count=seen[0].dropped)
        icon = "camera-off" if meaning is Meaning.DANGER else "camera"
        return Chip(f"camera:{change.camera}", icon, f"{change.camera} {words}", meaning, detail)

    def _picture_fault(self, camera: str) -> FaultRaised | None:
        """The worst that is wrong with a camera's picture."""
        found = (self._faults.get((notice, camera)) for notice in PICTURE_FAULTS)
        return next(filter(None, found), None)

    def _clock(self) -> tuple[Chip, ...]:
        fault = self._fault("clock_set")
        if fault is None:
            return ()
        notice = NOTICES["clock_set"]
        detail = f"{fault.detail} {notice.remedy}"
        return (Chip("clock", "clock", notice.text, notice.meaning, detail),)

    def _gps(self) -> Chip:
        position = self._position
        fault = self._fault("gps_lost")
        if position is None and fault is None:
            return Chip("gps", "map-pin-off", strings.CHIP_NO_GPS, None, strings.CHIP_NO_GPS_SAID)
        if position is not None and position.fix is not None and fault is None:
            jumping = self._fault("gps_jumping")
            if jumping is not None:
                notice = NOTICES["gps_jumping"]
                detail = f"{jumping.detail} {notice.remedy}"
                return Chip("gps", "map-pin", strings.CHIP_GPS_JUMPING, notice.meaning, detail)
            fix = position.fix
            place = f"{fix.latitude:.5f}, {fix.longitude:.5f}"
            return Chip("gps", "map-pin", strings.CHIP_GPS, None, place)
        notice = NOTICES["gps_lost"]
        detail = position.reason if position is not None else ""
        return Chip("gps", "map-pin-off", notice.text, Meaning.CAUTION, detail or notice.remedy)

    def _lists_chip(self) -> Chip:
        if not self._lists:
            notice = NOTICES["no_list"]
            return Chip("lists", "list-checks", strings.CHIP_NO_LIST, Meaning.DANGER, notice.remedy)
        worst = max((f for _, f in self._lists), key=lambda f: f.age / f.limit)
        detail = "; ".join(f"{h.name} {f.words}" for h, f in self._lists)
        age = worst.words.removesuffix(" old")
        if worst.stale:
            words = strings.CHIP_LISTS_STALE.format(age=age)
            return Chip("lists", "list-checks", words, Meaning.CAUTION, detail)
        return Chip("lists", "list-checks", strings.CHIP_LISTS.format(age=age), None, detail)

    def _recognition(self, now: datetime) -> Chip:
        stopped = self._fault("recognition_stopped")
        if stopped is not None or self._failed is not None:
            reason = self._failed.reason if self._failed else stopped.detail if stopped else ""
            notice = NOTICES["recognition_stopped"]
            return Chip("recognition", "scan-line", strings.CHIP_READING_STOPPED, Meaning.DANGER,
                        reason or notice.remedy)  # fmt: skip
        fresh = [
            seen for seen, at in self._frames.values()
            if (now - at).total_seconds() <= SILENT_AFTER_S
        ]  # fmt: skip
        if not fresh:
            return Chip("recognition", "scan-line", strings.CHIP_NO_FRAMES, None)
        fps = sum(f.fps for f in fresh)
        latency = max(f.latency_ms for f in fresh)
        words = strings.CHIP_FPS.format(fps=round(fps))
        detail = strings.CHIP_LATENCY.format(ms=round(latency))
        if self._fault("recognition_slow") is not None:
            words = strings.CHIP_BEHIND.format(fps=round(fps))
            return Chip("recognition", "scan-line", words, Meaning.CAUTION, detail)
        return Chip("recognition", "scan-line", words, None, detail)

    def _storage(self) -> Chip:
        failed = self._fault("store_failed")
        if failed is not None:
            return Chip("storage", "hard-drive", strings.CHIP_NOT_SAVED, Meaning.DANGER,
                        failed.detail or NOTICES["store_failed"].remedy)  # fmt: skip
        altered = self._fault("audit_broken")
        if altered is not None:
            return Chip("storage", "hard-drive", strings.CHIP_LOG_ALTERED, Meaning.DANGER,
                        altered.detail or NOTICES["audit_broken"].remedy)  # fmt: skip
        low = self._fault("disk_low")
        if low is not None:
            return Chip("storage", "hard-drive", strings.CHIP_DISK_LOW, Meaning.CAUTION,
                        low.detail or NOTICES["disk_low"].remedy)  # fmt: skip
        filling = self._fault("disk_filling")
        if filling is not None:
            detail = f"{filling.detail} {NOTICES['disk_filling'].remedy}"
            return Chip("storage", "hard-drive", strings.CHIP_DISK_FILLING, Meaning.CAUTION, detail)
        return Chip("storage", "hard-drive", strings.CHIP_SAVED, None)

    def _audio(self) -> Chip:
        fault = self._fault("audio_failed")
        if fault is not None:
            return Chip("audio", "volume-x", NOTICES["audio_failed"].text, Meaning.CAUTION,
                        fault.detail or NOTICES["audio_failed"].remedy)  # fmt: skip
        if self.muted:
            return Chip("audio", "volume-x", strings.CHIP_MUTED, Meaning.CAUTION,
                        strings.CHIP_MUTED_SAID)  # fmt: skip
        return Chip("audio", "volume-2", strings.CHIP_SOUND, None)


def shift_chips(standing: ShiftStanding) -> tuple[Chip, ...]:
    """What runs under a case number, what failed in a check, and that one is due."""
    chips = []
    if standing.canvass is not None:
        case = standing.canvass.case_number
        detail = strings_shift.CANVASS_SAID.format(case=case, count=standing.under_case)
        words = strings_shift.CANVASS_CHIP.format(case=case)
        chips.append(Chip("canvass", "radio-tower", words, Meaning.INFORMATION, detail))
    notice = NOTICES["equipment_fault"]
    if standing.told:
        chips.append(Chip("faults", "triangle-alert", notice.text, notice.meaning, notice.remedy))
    elif count := len(standing.open_faults):
        words = strings_shift.FAULT_CHIP.format(count=count)
        words = strings_shift.FAULT_CHIP_ONE if count == 1 else words
        named = "; ".join(one.found for one in standing.open_faults)
        chips.append(Chip("faults", "triangle-alert", words, notice.meaning, named))
    if not standing.checked:
        chips.append(
            Chip("check", "list-checks", strings_shift.CHECK_DUE, None,
                 strings_shift.CHECK_DUE_SAID)
        )  # fmt: skip
    return tuple(chips)
