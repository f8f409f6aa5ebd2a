"""The NCIC/Nlets hit confirmation request (YQ), made of a hit's list record.

What the record lacks, or holds in a form that the message does not take, is left open and named.
Nothing is ever filled in by guess, cut short or changed but for capitals and blanks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from alpr_console.domain.disposition import ConfirmationRequest, Urgency
from alpr_console.domain.errors import ConfirmationRefused
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.domain.plate_pattern import is_partial

LAST_REQUEST_NUMBER = 3
"""RNO counts to 3; further requests repeat that number."""

REQUEST_TYPES = {
    "SV": "stolen or felony vehicle",
    "SL": "stolen license plate",
    "WP": "wanted person",
    "MP": "missing person",
    "PO": "protection order",
}
"""RTY, as Nlets lists them, of what a plate can be listed for."""

_TYPE_OF = {
    Category.STOLEN_VEHICLE: "SV",
    Category.FELONY_VEHICLE: "SV",
    Category.STOLEN_PLATE: "SL",
    Category.WANTED_PERSON: "WP",
    Category.MISSING_PERSON: "MP",
    Category.PROTECTION_ORDER: "PO",
}

PRIORITIES = {Urgency.URGENT: "U", Urgency.ROUTINE: "R"}


@dataclass(frozen=True, slots=True)
class FieldRule:
    pattern: re.Pattern[str]
    asks_for: str
    """What the field takes, for a refusal."""


RULES = {
    "RTY": FieldRule(re.compile("|".join(REQUEST_TYPES)), "one of " + ", ".join(REQUEST_TYPES)),
    "RNO": FieldRule(re.compile("[123]"), "1, 2 or 3"),
    "PRI": FieldRule(re.compile("[UR]"), "U or R"),
    "OCA": FieldRule(
        re.compile(r"[A-Z0-9][A-Z0-9 /-]{0,19}"),
        "at most 20 letters, digits, blanks, hyphens and slashes",
    ),
    "NIC": FieldRule(re.compile(r"[A-Z][0-9]{9}"), "a letter and nine digits"),
    "LIC": FieldRule(re.compile(r"[A-Z0-9]{1,10}"), "1 to 10 letters and digits"),
    "LIS": FieldRule(re.compile(r"[A-Z]{2}"), "two letters"),
    "LIY": FieldRule(re.compile(r"[0-9]{2}|[0-9]{4}"), "two or four digits"),
    "LIT": FieldRule(re.compile(r"[A-Z0-9]{2}"), "two letters or digits"),
    "TO": FieldRule(re.compile(r"[A-Z0-9]{9}"), "nine letters and digits"),
    "ORI": FieldRule(re.compile(r"[A-Z0-9]{9}"), "nine letters and digits"),
    "UNIT": FieldRule(re.compile(r"[^\x00-\x1f\x7f]{1,30}"), "at most 30 characters"),
    "OFFICER": FieldRule(re.compile(r"[^\x00-\x1f\x7f]{1,40}"), "at most 40 characters"),
}
"""TO is the agency that entered the record (the list's ORI), ORI the one that asks."""

_ABOUT_ALL = ("RTY", "RNO", "PRI", "OCA", "NIC")
_OF_THE_PLATE = ("LIC", "LIS", "LIY", "LIT")
_ABOUT_PERSONS = ("WP", "MP", "PO")
_OF_PERSONS = ("NAM", "DOB")
"""Asked for by Nlets in a request about a person, and in no list of plates."""

NOT_LISTED = "not listed"
NO_TYPE = "no request type for this category"
NOT_SET = "not set"
PART = "only a part is known"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks."""

    unit: str
    officer: str
    ori: str = ""
    """Of the agency; '' where it is not set."""


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A field that the record does not fill."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Yq:
    """One request. A field is '' where it is left open.

    Raises ConfirmationRefused where a field is not as `RULES` say.
    """

    rty: str
    rno: int
    pri: str
    oca: str = ""
    nic: str = ""
    lic: str = ""
    lis: str = ""
    liy: str = ""
    lit: str = ""
    to: str = ""
    ori: str = ""
    unit: str = ""
    officer: str = ""
    left_open: tuple[LeftOpen, ...] = ()

    def __post_init__(self) -> None:
        for name in RULES:
            value = self.value(name)
            if value and (fault := fault_of(name, value)):
                raise ConfirmationRefused(f"{name} '{value}' cannot be sent: {fault}.")
        if not (self.pri and self.rno):
            raise ConfirmationRefused("A request needs its number and priority.")

    def value(self, name: str) -> str:
        """Of one field of `RULES`, as it is written."""
        return str(getattr(self, name.lower()))

    @property
    def names(self) -> tuple[str, ...]:
        """Fields of the message in their order: Nlets refuses those of another type."""
        return _names(self.rty)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Name and value; what is open is left out, name and all."""
        return tuple((name, self.value(name)) for name in self.names if self.value(name))

    @property
    def text(self) -> str:
        """One line for the MDC: 'YQ TO/CA0370300 RTY/SV.RNO/1. … .REQ/4-ADAM-12 J OKAFOR'."""
        asker = " ".join(f"{self.unit} {self.officer}".replace(".", " ").split()).upper()
        heads = [
            f"{name}/{value}" for name, value in (("FROM", self.ori), ("TO", self.to)) if value
        ]
        parts = [f"{name}/{value}" for name, value in self.fields]
        if asker:
            parts.append(f"REQ/{asker}")
        return " ".join(["YQ", *heads, ".".join(parts)])


def fault_of(name: str, value: str) -> str:
    """Why the field does not take `value`; '' where it does."""
    rule = RULES[name]
    return "" if rule.pattern.fullmatch(value) else f"it takes {rule.asks_for}"


def next_number(requests: Sequence[ConfirmationRequest]) -> int:
    """RNO of the request after these."""
    return min(len(requests) + 1, LAST_REQUEST_NUMBER)


def yq_of(entry: HotListEntry, asker: Asker, urgency: Urgency, number: int) -> Yq:
    """The request about the listed record. Raises ConfirmationRefused for an impossible number."""
    rty = _TYPE_OF.get(entry.category, "") if not entry.specific else ""
    of_record = {
        "OCA": entry.oca, "NIC": entry.nic, "LIC": entry.lic, "LIS": entry.lis,
        "LIY": entry.liy, "LIT": entry.lit, "TO": entry.ori,
    }  # fmt: skip
    of_asker = {"ORI": asker.ori, "UNIT": asker.unit, "OFFICER": asker.officer}
    filled: dict[str, str] = {}
    why: dict[str, str] = {} if rty else {"RTY": NO_TYPE}
    for name, listed in {**of_record, **of_asker}.items():
        text = " ".join(listed.split())
        if text.isascii() and (name in of_record or name == "ORI"):
            text = text.upper()
        if not text:
            why[name] = NOT_LISTED if name in of_record else NOT_SET
        elif name == "LIC" and is_partial(text):
            why[name] = PART
        elif fault := fault_of(name, text):
            why[name] = fault
        else:
            filled[name] = text
    why |= dict.fromkeys(_OF_PERSONS, NOT_LISTED)
    left = [LeftOpen(name, why[name]) for name in _told(rty) if name in why]

    def value(name: str) -> str:
        return filled.get(name, "")

    return Yq(
        rty, number, PRIORITIES[urgency], oca=value("OCA"), nic=value("NIC"), lic=value("LIC"),
        lis=value("LIS"), liy=value("LIY"), lit=value("LIT"), to=value("TO"), ori=value("ORI"),
        unit=value("UNIT"), officer=value("OFFICER"), left_open=tuple(left),
    )  # fmt: skip


def _names(rty: str) -> tuple[str, ...]:
    if rty == "SV":
        return (*_ABOUT_ALL, "LIC")
    return _ABOUT_ALL if rty in _ABOUT_PERSONS else (*_ABOUT_ALL, *_OF_THE_PLATE)


def _told(rty: str) -> tuple[str, ...]:
    """Fields whose lack is told: those of the message, and who it goes to."""
    persons = _OF_PERSONS if rty in _ABOUT_PERSONS else ()
    return (*_names(rty), *persons, "TO")
