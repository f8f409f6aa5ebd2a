"""What a member enters for a specific entry (BOLO), and what is too wide or unclear to enter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.hotlist import Category
from alpr_console.domain.plate import STATES
from alpr_console.domain.plate_pattern import LEAST_FIXED, fixed_characters, plate_pattern
from alpr_console.domain.vehicle_codes import body_can_be_named, color_can_be_named

LONGEST = {"vyr": 4, "vma": 24, "vmo": 24, "vst": 24, "vco": 24, "oca": 20, "mis": 500}
"""Characters of each field; the codes are shorter, words in their place are not."""


@dataclass(frozen=True, slots=True)
class SpecificContents:
    """The vehicle that is looked for, and why; NCIC's names, '' where it is not known."""

    oca: str
    """Case number: required (HOT-4)."""
    mis: str
    """Synopsis or reason: required (HOT-4)."""
    category: Category
    person: bool
    """Whether it is about a person in the vehicle rather than the vehicle."""
    covert: bool = False
    """To be observed, not stopped; nothing is said aloud."""
    lic: str = ""
    """Plate or pattern, see `plate_pattern`."""
    lis: str = ""
    vyr: str = ""
    vma: str = ""
    vmo: str = ""
    vst: str = ""
    vco: str = ""
    days: int | None = None
    """For how many days it shall be in force; None: for the policy's whole term."""


def checked_contents(untrusted: SpecificContents, term: timedelta) -> SpecificContents:
    """The contents, normalized. `term` is the longest that the policy allows.

    Raises EntryRefused for a plate or state that cannot be, an entry that fits too many
    vehicles, and a time in force that the policy does not allow. Case number and synopsis are
    the policy's to ask for and are only bounded here.
    """
    words = {name: " ".join(getattr(untrusted, name).split()) for name in LONGEST}
    for name, limit in LONGEST.items():
        if len(words[name]) > limit:
            raise EntryRefused(
                f"{_LABEL[name]} has at most {limit} characters.", "Enter it in fewer."
            )
        if not words[name].isprintable():
            raise EntryRefused(f"{_LABEL[name]} has characters that cannot be shown.")
        if name not in ("oca", "mis"):
            words[name] = words[name].upper()
    lis = untrusted.lis.strip().upper()
    if lis and lis not in STATES:
        raise EntryRefused(
            f"There is no state {lis}.", "Enter its two letters, or nothing if it is not known."
        )
    if words["vyr"] and not (words["vyr"].isascii() and words["vyr"].isdigit()):
        raise EntryRefused("A model year is a number.", "Enter it as 2019, or nothing.")
    contents = replace(
        untrusted,
        oca=words["oca"],
        mis=words["mis"],
        lic=plate_pattern(untrusted.lic),
        lis=lis,
        vyr=words["vyr"],
        vma=words["vma"],
        vmo=words["vmo"],
        vst=words["vst"],
        vco=words["vco"],
    )
    _check_width(contents)
    if untrusted.days is not None and not 1 <= untrusted.days <= term.days:
        raise EntryRefused(
            f"An entry is in force for 1 to {term.days} days.",
            "Enter a number of days; it can be renewed.",
        )
    return contents


def _check_width(contents: SpecificContents) -> None:
    if fixed_characters(contents.lic) >= LEAST_FIXED:
        return
    if not contents.vco or not contents.vst:
        raise EntryRefused(
            "This fits too many vehicles.",
            f"Enter at least {LEAST_FIXED} characters of the plate, or color and style.",
        )
    # A word that the console does not know conflicts with nothing: every car would fit.
    if not color_can_be_named(contents.vco):
        raise EntryRefused(
            f"The console does not know the color {contents.vco}.",
            "Enter NCIC's code, such as WHI, or at least two characters of the plate.",
        )
    if not body_can_be_named(contents.vst):
        raise EntryRefused(
            f"The console cannot tell the style {contents.vst}.",
            "Enter NCIC's code, such as PK, or at least two characters of the plate.",
        )


_LABEL = {
    "vyr": "The model year",
    "vma": "The make",
    "vmo": "The model",
    "vst": "The style",
    "vco": "The color",
    "oca": "The case number",
    "mis": "The synopsis",
}
