"""What has been filled in for a new entry; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from alpr_console.domain.errors import EntryRefused
from alpr_console.domain.hotlist import Category, HotListEntry
from alpr_console.domain.plate_pattern import begins, contains, ends, is_partial, plate_pattern
from alpr_console.domain.specific_contents import SpecificContents
from ui import ncic
from ui import strings_entries as strings


class PlateForm(Enum):
    """How the text in the plate's field is meant."""

    WHOLE = "whole"
    BEGINS = "begins"
    ENDS = "ends"
    CONTAINS = "contains"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """As it stands in the fields, unchecked."""

    plate_form: PlateForm
    untrusted_plate: str
    state: str
    category: Category | None
    untrusted_year: str
    untrusted_make: str
    untrusted_model: str
    style: str
    color: str
    untrusted_case: str
    untrusted_synopsis: str
    person: bool
    covert: bool
    untrusted_days: str

    @property
    def pattern(self) -> str:
        """Raises EntryRefused for what no plate can be."""
        text = self.untrusted_plate
        if not text.strip():
            return ""
        if self.plate_form is PlateForm.WHOLE and is_partial(text):
            raise EntryRefused(strings.WHOLE_HAS_NONE, strings.WHOLE_REMEDY)
        return {
            PlateForm.WHOLE: plate_pattern,
            PlateForm.PATTERN: plate_pattern,
            PlateForm.BEGINS: begins,
            PlateForm.ENDS: ends,
            PlateForm.CONTAINS: contains,
        }[self.plate_form](text)

    def contents(self, longest_days: int) -> SpecificContents:
        """For the desk to check. Raises EntryRefused for what it could not even be asked."""
        if self.category is None:
            raise EntryRefused(strings.CATEGORY_NEEDED, strings.CATEGORY_REMEDY)
        days = self.untrusted_days.strip()
        if days and not (days.isascii() and days.isdigit()):
            raise EntryRefused(strings.DAYS_WRONG, strings.DAYS_REMEDY.format(days=longest_days))
        return SpecificContents(
            oca=self.untrusted_case,
            mis=self.untrusted_synopsis,
            category=self.category,
            person=self.person,
            covert=self.covert,
            lic=self.pattern,
            lis=self.state,
            vyr=self.untrusted_year,
            vma=self.untrusted_make,
            vmo=self.untrusted_model,
            vst=self.style,
            vco=self.color,
            days=int(days) if days else None,
        )

    @property
    def looks_for(self) -> str:
        """In words, what would be looked for. Raises EntryRefused as `pattern`."""
        pattern = self.pattern
        if not pattern:
            if not (self.color and self.style):
                return strings.LOOKS_FOR_NOTHING
            return strings.LOOKS_FOR_VEHICLE.format(vehicle=self._vehicle)
        meant = []
        if "?" in pattern:
            meant.append(strings.UNKNOWN_ONE)
        if "*" in pattern:
            meant.append(strings.UNKNOWN_RUN)
        if not meant:
            return strings.LOOKS_FOR_WHOLE.format(pattern=pattern)
        return strings.LOOKS_FOR.format(pattern=pattern, words=", ".join(meant))

    @property
    def _vehicle(self) -> str:
        return ncic.codes().vehicle_words(
            HotListEntry("", "", vyr=self.untrusted_year.strip(), vma=self.untrusted_make.strip(),
                         vmo=self.untrusted_model.strip(), vst=self.style, vco=self.color)
        )  # fmt: skip
