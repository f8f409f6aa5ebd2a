"""Every operator-facing alert and fault: one row each, in one table.

Words, speech, sound, color meaning, shape, priority and how it ends all stand here, so
that tests can loop over the table and nothing is worded twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from alpr_console.domain.hotlist import Category, Priority


class Meaning(Enum):
    """The four meanings a color may carry; each has a shape and a word besides."""

    INFORMATION = "information"
    CAUTION = "caution"
    DANGER = "danger"
    CONFIRMED = "confirmed"


class Shape(Enum):
    CIRCLE = "circle"
    TRIANGLE = "triangle"
    OCTAGON = "octagon"
    CHECK = "check"


SHAPES: dict[Meaning, Shape] = {
    Meaning.INFORMATION: Shape.CIRCLE,
    Meaning.CAUTION: Shape.TRIANGLE,
    Meaning.DANGER: Shape.OCTAGON,
    Meaning.CONFIRMED: Shape.CHECK,
}


class Ends(Enum):
    BY_DISPOSITION = "by_disposition"
    BY_RECOVERY = "by_recovery"
    """Goes when the thing works again."""
    BY_ACKNOWLEDGEMENT = "by_acknowledgement"
    """Goes for each person who says that they know of it."""


@dataclass(frozen=True, slots=True)
class Notice:
    key: str
    text: str
    """At most 32 characters: taken in at a glance."""
    speech: str
    """Spoken words; '{plate}' is replaced by the phonetic spelling. '' is not spoken."""
    sound: str
    """Stem of a file in resources/sounds."""
    meaning: Meaning
    priority: Priority
    ends: Ends
    remedy: str = ""
    """What to do, for faults."""

    @property
    def shape(self) -> Shape:
        return SHAPES[self.meaning]


_CATEGORY_MEANING = {
    Priority.HIGH: Meaning.DANGER,
    Priority.NORMAL: Meaning.CAUTION,
    Priority.LOW: Meaning.INFORMATION,
}


def _hit(category: Category) -> Notice:
    return Notice(
        key=f"hit.{category.value}",
        text=category.label,
        speech=f"{category.label}, not verified. {{plate}}.",
        sound=f"hit_{category.value}",
        meaning=_CATEGORY_MEANING[category.priority],
        priority=category.priority,
        ends=Ends.BY_DISPOSITION,
    )


def _fault(key: str, text: str, speech: str, priority: Priority, remedy: str) -> Notice:
    return Notice(
        key=key,
        text=text,
        speech=speech,
        sound="fault",
        meaning=Meaning.DANGER if priority is Priority.HIGH else Meaning.CAUTION,
        priority=priority,
        ends=Ends.BY_RECOVERY,
        remedy=remedy,
    )


NOTICES: dict[str, Notice] = {
    n.key: n
    for n in (
        *(_hit(c) for c in Category),
        _fault("camera_lost", "Camera lost", "Camera lost.", Priority.HIGH,
               "Check the cable. The console keeps trying."),
        _fault("camera_dark", "Camera picture dark", "", Priority.NORMAL,
               "Look at the lens and its cap. Only full darkness looks like this."),
        _fault("camera_covered", "Camera covered", "Camera covered.", Priority.HIGH,
               "Clean the lens, or take away what is before it."),
        _fault("camera_frozen", "Camera picture frozen", "Camera frozen.", Priority.HIGH,
               "Unplug the camera and plug it in again. Nothing new is read."),
        _fault("camera_blurred", "Camera out of focus", "", Priority.NORMAL,
               "Wipe the lens. If it stays, have the focus set."),
        _fault("camera_slow", "Camera too slow", "", Priority.NORMAL,
               "Vehicles pass unread. Check its cable and its low-light setting."),
        _fault("gps_lost", "No GPS fix", "", Priority.LOW,
               "Reads carry no place until the fix is back."),
        _fault("gps_jumping", "GPS not to be trusted", "", Priority.NORMAL,
               "Places of reads may be wrong. Check the antenna, say places by hand."),
        _fault("recognition_stopped", "Plate reading stopped", "Plate reading stopped.",
               Priority.HIGH, "Restart the console. Tell the administrator."),
        _fault("recognition_slow", "Plate reading behind", "", Priority.NORMAL,
               "Close other programs on this computer."),
        _fault("list_stale", "Hot list stale", "", Priority.NORMAL,
               "Status may have changed. Import today's list."),
        _fault("list_damaged", "Hot list damaged", "A hot list is damaged.", Priority.HIGH,
               "It is not matched. Import it again, or go back a version."),
        _fault("no_list", "No hot list in force", "No hot list in force.", Priority.HIGH,
               "Import a hot list. Nothing is matched until then."),
        _fault("disk_low", "Disk nearly full", "", Priority.NORMAL,
               "Free space. Hits are kept as long as there is room."),
        _fault("disk_filling", "Disk filling up", "", Priority.NORMAL,
               "Free space before it is full. Tell the administrator."),
        _fault("clock_set", "Computer clock was set", "", Priority.NORMAL,
               "Compare it with dispatch. Times of reads before and after differ."),
        _fault("store_failed", "Records not saved", "Records are not being saved.",
               Priority.HIGH, "Stop using the console. Tell the administrator."),
        _fault("audit_broken", "Audit log altered", "The audit log was altered.",
               Priority.HIGH, "Leave everything as it is. Tell the administrator."),
        _fault("transfer_behind", "Records wait on this computer", "", Priority.LOW,
               "The department's storage is not reached. They are sent when it is."),
        _fault("switch_lost", "Message switch out of reach", "", Priority.NORMAL,
               "A reply may wait there. Ask by CLETS or dispatch."),
        _fault("audio_failed", "No sound", "", Priority.NORMAL,
               "Watch the screen. Check the sound device."),
        Notice("breach_reported", "Breach reported", "", "fault", Meaning.DANGER,
               Priority.NORMAL, Ends.BY_ACKNOWLEDGEMENT,
               "F4, oversight: read the report and acknowledge it."),
        Notice("equipment_fault", "Equipment fault", "", "fault", Meaning.CAUTION,
               Priority.NORMAL, Ends.BY_ACKNOWLEDGEMENT,
               "0, shift, faults: read it and say that you know of it."),
        Notice("report_due", "Report due soon", "", "fault", Meaning.INFORMATION,
               Priority.LOW, Ends.BY_RECOVERY, "F4, oversight, reports: make it."),
        Notice("report_overdue", "Report overdue", "", "fault", Meaning.CAUTION,
               Priority.NORMAL, Ends.BY_RECOVERY, "F4, oversight, reports: make it."),
    )
}  # fmt: skip


def notice_for(category: Category) -> Notice:
    return NOTICES[f"hit.{category.value}"]


_WARNINGS = (
    "armed", "dangerous", "violent", "do not stop", "do not approach", "suicid", "weapon", "gun",
    "firearm", "explosive", "officer safety", "caution", "assault", "resist", "escape",
)  # fmt: skip


def warns(words: str) -> bool:
    """Whether a list's own words (MIS) tell of a danger to whoever walks up to the vehicle.

    Lists write them freely; better one too many than one overlooked, so parts of words count.
    """
    folded = words.casefold()
    return any(warning in folded for warning in _WARNINGS)
