"""Hot lists, their entries, their age, and hits.

Field names follow NCIC: LIC LIS LIY LIT VIN VYR VMA VMO VST VCO DOT OCA NIC ORI MIS.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from alpr_console.domain.read import PlateRead


class Priority(Enum):
    """How loudly an alert speaks; `HIGH` can never be muted. Order: worst first."""

    HIGH = 1
    NORMAL = 2
    LOW = 3


class Category(Enum):
    """Why a plate is listed. The value is the code used in list files and the store."""

    FELONY_VEHICLE = "felony_vehicle"
    AMBER_ALERT = "amber_alert"
    TERRORISM = "terrorism"
    WANTED_PERSON = "wanted_person"
    MISSING_PERSON = "missing_person"
    PROTECTION_ORDER = "protection_order"
    STOLEN_VEHICLE = "stolen_vehicle"
    STOLEN_PLATE = "stolen_plate"
    REGISTRATION = "registration"
    BOLO = "bolo"

    @property
    def label(self) -> str:
        return "AMBER alert" if self is Category.AMBER_ALERT else _label(self)

    @property
    def priority(self) -> Priority:
        return _PRIORITY[self]

    @property
    def person_associated(self) -> bool:
        """Whether entries of this category name a person rather than a vehicle."""
        return self in (
            Category.WANTED_PERSON,
            Category.MISSING_PERSON,
            Category.PROTECTION_ORDER,
            Category.AMBER_ALERT,
            Category.TERRORISM,
        )


def _label(category: Category) -> str:
    if category is Category.BOLO:
        return "BOLO"
    return str(category.value).replace("_", " ").capitalize()


_PRIORITY = {
    Category.FELONY_VEHICLE: Priority.HIGH,
    Category.AMBER_ALERT: Priority.HIGH,
    Category.TERRORISM: Priority.HIGH,
    Category.WANTED_PERSON: Priority.HIGH,
    Category.MISSING_PERSON: Priority.HIGH,
    Category.PROTECTION_ORDER: Priority.NORMAL,
    Category.STOLEN_VEHICLE: Priority.HIGH,
    Category.STOLEN_PLATE: Priority.NORMAL,
    Category.REGISTRATION: Priority.LOW,
    Category.BOLO: Priority.NORMAL,
}


@dataclass(frozen=True, slots=True)
class HotListEntry:
    """One line of a hot list, in NCIC terms; '' where the list does not say."""

    entry_id: str
    """Of a list's line: the version's file and the line's place in it; of a specific entry:
    that entry's id."""
    lic: str
    """License plate number: A-Z and 0-9 only, 1 to 10 characters. Of a specific entry also a
    pattern ('7?BC*'), or '' where it describes a vehicle and names no plate."""
    lis: str = ""
    """License state, two letters."""
    category: Category = Category.STOLEN_VEHICLE
    liy: str = ""
    lit: str = ""
    vin: str = ""
    vyr: str = ""
    vma: str = ""
    vmo: str = ""
    vst: str = ""
    vco: str = ""
    dot: str = ""
    """Date of theft or of the entry, as the list gives it."""
    oca: str = ""
    """Originating agency case number."""
    nic: str = ""
    """NCIC record number."""
    ori: str = ""
    """Originating agency identifier."""
    mis: str = ""
    """Miscellaneous: caution words, synopsis."""
    specific: str = ""
    """Id of the specific entry (BOLO) that this is; '' for a line of a list."""
    person: str = ""
    """'yes' or 'no' where whoever entered it said so; '' leaves it to the category."""
    covert: str = ""
    """'yes': the vehicle is to be observed, not stopped, and nothing is said aloud."""

    @property
    def person_associated(self) -> bool:
        return self.person == "yes" if self.person else self.category.person_associated

    @property
    def informational(self) -> bool:
        """Hits from specific entries draw attention to a vehicle and claim no more (HOT-7)."""
        return bool(self.specific)

    @property
    def has_vehicle(self) -> bool:
        """Whether the list describes the vehicle in any field an officer can compare."""
        return any((self.vyr, self.vma, self.vmo, self.vst, self.vco))

    @property
    def vehicle_words(self) -> str:
        """Vehicle as an officer reads it: year, color, make, model, style."""
        return " ".join(w for w in (self.vyr, self.vco, self.vma, self.vmo, self.vst) if w)


@dataclass(frozen=True, slots=True)
class HotList:
    """One version of one list in force or superseded."""

    list_id: str
    name: str
    version: int
    sha256: str
    """Of the file as imported, hex."""
    count: int
    source: str
    """File name the version came from."""
    data_at: datetime
    """When the data were current (file's modification time), UTC."""
    imported_at: datetime
    """UTC."""
    file_id: str = ""
    """The sealed file on the shelf that holds its entries; a version gone back to shares that of
    the version it repeats. '' for lists that have none (specific entries)."""
    left_out: int = 0
    """Lines of the file without a plate that can be matched."""
    barred: int = 0
    """Lines of a category that the agency's policy bars."""

    def freshness(self, now: datetime, limit: timedelta) -> Freshness:
        """Age of the data at `now`; stale once older than `limit`."""
        age = max(now - self.data_at, timedelta(0))
        return Freshness(age=age, limit=limit, stale=age > limit)


@dataclass(frozen=True, slots=True)
class Freshness:
    age: timedelta
    limit: timedelta
    stale: bool

    @property
    def words(self) -> str:
        """'5 min old', '2 h old', '3 d old'."""
        minutes = int(self.age.total_seconds() // 60)
        if minutes < 60:
            return f"{minutes} min old"
        if minutes < 48 * 60:
            return f"{minutes // 60} h old"
        return f"{minutes // 1440} d old"


class MatchKind(Enum):
    EXACT = "exact"
    APPROXIMATE = "approximate"
    PARTIAL = "partial"
    """A specific entry's partial plate fits what was read."""
    DESCRIPTION = "description"
    """A specific entry names no plate; the vehicle fits its description."""


RECORD_FIELDS = (
    "lic", "lis", "category", "liy", "lit", "vin", "vyr", "vma", "vmo", "vst", "vco", "dot",
    "oca", "nic", "ori", "mis",
)  # fmt: skip
"""Fields of one entry as it is sealed in a list version's file, in this order."""

RECORD_SEPARATOR = "\x1f"
"""Between the fields of a sealed entry: ASCII's own unit separator, which no field may hold."""


def entry_of_record(entry_id: str, record: str) -> HotListEntry:
    """The entry that a sealed record holds. Raises ValueError for what is no record."""
    values = dict(zip(RECORD_FIELDS, record.split(RECORD_SEPARATOR), strict=True))
    return HotListEntry(entry_id=entry_id, category=Category(values.pop("category")), **values)


def record_of(entry: HotListEntry) -> str:
    """The entry as it is sealed; its id is its place and is not in it."""
    return RECORD_SEPARATOR.join(
        entry.category.value if name == "category" else getattr(entry, name)
        for name in RECORD_FIELDS
    )


@dataclass(frozen=True, slots=True)
class TimedEntry:
    """A specific entry as matching sees it: approved, not withdrawn, in force until it expires."""

    entry: HotListEntry
    hot_list: HotList
    """Stands for all specific entries; its data are as new as the newest approval."""
    expires_at: datetime | None
    """UTC; from this very moment on it no longer matches. None: it does not expire."""

    def in_force(self, at: datetime) -> bool:
        return self.expires_at is None or at < self.expires_at


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Least probability that the plate seen is the plate listed, for an alert, by priority."""

    high: float
    normal: float
    low: float

    def of(self, priority: Priority) -> float:
        return {Priority.HIGH: self.high, Priority.NORMAL: self.normal, Priority.LOW: self.low}[
            priority
        ]


@dataclass(frozen=True, slots=True)
class Match:
    """A list entry that the plate seen may be; made by matching, before anyone is told."""

    entry: HotListEntry
    hot_list: HotList
    kind: MatchKind
    likelihood: float
    """Probability that the plate seen is the plate listed: its text and, where both are known,
    its state. Of a partial plate: that the plate fits it."""
    differences: tuple[int, ...]
    """Positions (0-based, in the aligned texts) where the read and the list differ."""
    state_conflict: bool
    """Both the read and the list name a state, and they differ."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A match on a read, with the list's age at that moment: what an alert is raised on."""

    hit_id: str
    read: PlateRead
    match: Match
    freshness: Freshness
    at: datetime
    """UTC."""

    @property
    def entry(self) -> HotListEntry:
        return self.match.entry
