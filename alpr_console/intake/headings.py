"""What the columns and codes of a hot-list file may be called."""

from __future__ import annotations

from collections.abc import Sequence

from alpr_console.domain.column_map import ColumnMap, Layout, MappedColumn
from alpr_console.domain.hotlist import RECORD_FIELDS, Category

_ALIASES: dict[str, tuple[str, ...]] = {
    "lic": ("plate", "licenseplate", "licenceplate", "platenumber", "lpn", "license", "licence",
            "licno", "tag"),
    "lis": ("state", "licensestate", "platestate", "st"),
    "liy": ("licenseyear", "plateyear"),
    "lit": ("licensetype", "platetype"),
    "vin": (),
    "vyr": ("year", "vehicleyear", "modelyear"),
    "vma": ("make", "vehiclemake"),
    "vmo": ("model", "vehiclemodel"),
    "vst": ("style", "body", "bodystyle", "vehiclestyle"),
    "vco": ("color", "colour", "vehiclecolor", "vehiclecolour"),
    "dot": ("date", "dateoftheft", "theftdate"),
    "oca": ("case", "casenumber", "caseno"),
    "nic": ("ncic", "ncicnumber", "pnc"),
    "ori": ("agency",),
    # BOSS gives five fields without a name of their own beside its 'Information'.
    "mis": ("notes", "note", "remarks", "information", "comment", "comments", "miscellaneous",
            "field1", "field2", "field3", "field4", "field5"),
    "category": ("type", "reason", "alerttype", "cat"),
    "file": ("sourcefile", "ncicfile", "source", "mke", "messagekey"),
}  # fmt: skip

COLUMNS: dict[str, str] = {
    name: field for field, aliases in _ALIASES.items() for name in (field, *aliases)
}
"""Column heading, small letters and digits only, to the field it fills."""

MAPPED_FIELDS = (*RECORD_FIELDS, "file")
"""What a column of a file can fill."""

REPEATED = "mis"
"""The one field that several columns may fill: what they say is put side by side."""

DELIMITERS = ",;\t|"
"""Looked for where no column map names one."""

CATEGORIES: dict[str, Category] = {
    **{c.value.replace("_", ""): c for c in Category},
    "felony": Category.FELONY_VEHICLE,
    "sfr": Category.FELONY_VEHICLE,
    "amber": Category.AMBER_ALERT,
    "terrorist": Category.TERRORISM,
    "wanted": Category.WANTED_PERSON,
    "warrant": Category.WANTED_PERSON,
    "missing": Category.MISSING_PERSON,
    "mups": Category.MISSING_PERSON,
    "stolen": Category.STOLEN_VEHICLE,
    "svs": Category.STOLEN_VEHICLE,
    "slr": Category.STOLEN_PLATE,
    "expired": Category.REGISTRATION,
}
"""Category as written, small letters and digits only, to the category."""


def squeezed(untrusted_word: str) -> str:
    """Small letters and digits alone: 'License_Plate' and 'license plate' are one heading."""
    return "".join(c for c in untrusted_word.casefold() if c.isalnum())


def map_of_header(untrusted_header: Sequence[str], delimiter: str, skip_lines: int) -> ColumnMap:
    """The columns that a header names. Raises ValueError saying what it lacks."""
    fields = [COLUMNS.get(squeezed(word), "") for word in untrusted_header]
    columns = tuple(MappedColumn(f, place) for place, f in enumerate(fields) if f)
    if "lic" not in fields:
        raise ValueError("no column holds the plate")
    if twice := twice_filled(columns):
        raise ValueError(f"two columns for {', '.join(f.upper() for f in twice)}")
    return ColumnMap(Layout.DELIMITED, columns, delimiter, skip_lines)


def twice_filled(columns: Sequence[MappedColumn]) -> list[str]:
    """Fields that more than one column would fill, though only one can."""
    fields = [c.field for c in columns]
    return sorted({f for f in fields if f != REPEATED and fields.count(f) > 1})
