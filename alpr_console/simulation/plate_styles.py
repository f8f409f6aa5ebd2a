"""What the plates of the 51 jurisdictions look like, by kind.

Not facsimiles: enough of each design (ground, ink, where the name stands, the slogan, how a
serial is made up and set) that a drawn plate teaches and tests what a real one would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from alpr_console.domain.serial_forms import KINDS
from alpr_console.simulation.passenger_plates import PASSENGER
from alpr_console.simulation.plate_design import PlateStyle
from alpr_console.simulation.working_plates import WORKING

STYLES: Mapping[str, tuple[PlateStyle, ...]] = PASSENGER
"""Passenger designs of each state, the first the one that a script means by design 0."""

_WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "commercial": ("TRUCK", "COMMERCIAL", "APPORTIONED"),
        "government": ("EXEMPT", "STATE GOVERNMENT", "MUNICIPAL", "COUNTY"),
        "trailer": ("TRAILER", "PERMANENT TRAILER"),
    }
)


@cache
def designs(state: str, kind: str) -> tuple[PlateStyle, ...]:
    """Designs of `state` for one of `KINDS`, at least one. Raises KeyError for another."""
    if kind not in KINDS:
        raise KeyError(kind)
    if kind == "passenger":
        return STYLES[state]
    own = tuple(design for design in WORKING.get(state, ()) if design.kind == kind)
    if own:
        return own
    base = replace(STYLES[state][0], kind=kind, serials=())
    if kind == "disabled":
        return (base,)
    if kind == "temporary":
        return _paper(state, base)
    plain = replace(base, ground=("f4f5f2",), ink="1b2a5a", top_ink="1b2a5a", bottom_ink="1b2a5a",
                    motif="plain")  # fmt: skip
    return tuple(
        replace(look, bottom=words, share=look_share)
        for words in _WORDS[kind]
        for look, look_share in ((base, 0.6), (plain, 0.4))
    )


def _paper(state: str, base: PlateStyle) -> tuple[PlateStyle, ...]:
    name = _NAMES[state].upper()
    printed = replace(
        base, top=name, bottom="", ground=("f8f8f6",), ink="101010", top_ink="101010",
        bottom_ink="202020", motif="plain", die="print", face="bold", side="", rim="", paper=True,
    )  # fmt: skip
    framed = replace(printed, rim="202020", die="narrow", bottom="TEMPORARY", share=0.5)
    tinted = replace(printed, top=f"{name} TEMPORARY", ground=("f4f0dc",), face="serif", share=0.3)
    return (printed, framed, tinted)


_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California",
        "CO": "Colorado", "CT": "Connecticut", "DC": "District of Columbia", "DE": "Delaware",
        "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho",
        "IL": "Illinois", "IN": "Indiana", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
        "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MI": "Michigan",
        "MN": "Minnesota", "MO": "Missouri", "MS": "Mississippi", "MT": "Montana",
        "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska", "NH": "New Hampshire",
        "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York", "OH": "Ohio",
        "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
        "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
        "UT": "Utah", "VA": "Virginia", "VT": "Vermont", "WA": "Washington", "WI": "Wisconsin",
        "WV": "West Virginia", "WY": "Wyoming",
    }
)  # fmt: skip
