"""What the columns and codes of a hot-list file may be called."""

from __future__ import annotations

from alpr_console.domain.hotlist import Category

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
    "nic": ("ncic", "ncicnumber"),
    "ori": ("agency",),
    "mis": ("notes", "note", "remarks", "information", "comment", "comments", "miscellaneous"),
    "category": ("type", "reason", "alerttype", "cat"),
}  # fmt: skip

COLUMNS: dict[str, str] = {
    name: field for field, aliases in _ALIASES.items() for name in (field, *aliases)
}
"""Column heading, small letters and digits only, to the field it fills."""

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
