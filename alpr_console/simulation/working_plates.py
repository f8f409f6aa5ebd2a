"""Designs of other kinds where a state gives them a look of their own: commercial,
government, disabled, trailer, temporary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from alpr_console.simulation.plate_design import PlateStyle, style

_W = "f4f5f2"
_CA = "1f2f6e c23a44"

WORKING: Mapping[str, tuple[PlateStyle, ...]] = MappingProxyType(
    {
        "AK": (
            style("ALASKA", "THE LAST FRONTIER", "eebb2a", "1c2f66", kind="disabled", die="round",
                  face="serif"),
            style("ALASKA", "COMMERCIAL", "eebb2a", "1c2f66", kind="commercial", die="round"),
        ),
        "AL": (
            style("Alabama", "MUNICIPAL", "5f9cdc", "16204a", kind="government",
                  serials="99999{MU}", die="round", face="slab"),
            style("Alabama", "State Government", "f0f2f0", "161616", kind="government",
                  serials="S99999A", die="round", face="slab"),
        ),
        "AR": (
            style("Arkansas", "Disabled", "2a62b8 f4f5f2 f4f5f2", "2a4ca0 f4f5f2 2a4ca0",
                  "top-band", motif_ink="2a62b8", kind="disabled", die="flat", face="serif"),
            style("ARKANSAS", "TRUCK", _W, "b3202c", kind="commercial", die="round"),
        ),
        "CA": (
            style("California", "", _W, _CA, kind="commercial", die="tall", face="script",
                  serials="9A99999|99999A9"),
            style("California", "dmv.ca.gov", _W, _CA, kind="commercial", die="tall", face="script",
                  serials="9A99999|99999A9"),
            style("CALIFORNIA", "", "141414", "f2b53d", kind="commercial", rim="3a3a3a", share=0.4),
            style("CALIFORNIA", "", "1c2f7a", "f2c53d", kind="commercial", serials="9A99999",
                  share=0.2),
            style("CAL APPORTIONED", "", _W, "1f2f6e", kind="commercial", serials="9A99999",
                  die="tall", share=0.2),
            style("CA EXEMPT", "", _W, _CA, kind="government", serials="9999999", die="tall"),
            style("California", "", _W, _CA, kind="government", die="tall", face="script",
                  serials="<E>9999999|<E>999999"),
            style("California", "dmv.ca.gov", _W, _CA, kind="government", die="tall", face="script",
                  serials="<E>999999", share=0.4),
            style("California", "dmv.ca.gov", _W, _CA, kind="disabled", die="tall", face="script"),
            style("CALIFORNIA", "", "1c2f7a", "f2c53d", kind="disabled", share=0.1),
            style("California", "TRAILER", _W, _CA, kind="trailer", die="tall", face="script"),
            style("California Perm Trailer", "", _W, _CA, "top-line", motif_ink="c23a44",
                  kind="trailer", die="tall", face="script"),
        ),
        "CO": (
            style("", "COLORADO", "2f5c44 2f5c44 f4f5f2", "2a5a40", "range", motif_ink="f0f2ee",
                  kind="government", die="round", side="GVT"),
            style("", "COLORADO", "f4f5f2 f4f5f2 2f5c44", "f7f7f5", "range", motif_ink="285a3c",
                  kind="commercial", die="round", side="TRK"),
            style("", "COLORADO", "a8242c a8242c f4f5f2", "a8242c", "range", motif_ink="f0f2ee",
                  kind="commercial", die="round", side="FLT", share=0.4),
        ),
        "CT": (
            style("Connecticut", "Commercial", "7db0dc d8e8f4 f6f8fa", "1d2f66", die="round",
                  kind="commercial", face="slab"),
            style("Connecticut", "Combination", "7db0dc d8e8f4 f6f8fa", "1d2f66", die="round",
                  kind="commercial", face="slab"),
        ),
        "FL": (
            style("FLORIDA", "CITY", "f0d830", "1b1b1b", kind="government", die="square"),
            style("FLORIDA", "COUNTY", "f0d830", "1b1b1b", kind="government", die="square"),
            style("FLORIDA", "STATE", "f0d830", "1b1b1b", kind="government", die="square"),
            style("MYFLORIDA.COM", "SUNSHINE STATE", "e8f2ec f4f5f2", "1c5c3c", "center",
                  motif_ink="a8d0b8", kind="disabled", die="square", emblem="fruit",
                  emblem_ink="e88830"),
        ),
        "GA": (
            style("GEORGIA", "GOVERNMENT", _W, "20242e", kind="government"),
            style("GEORGIA", "COMMERCIAL VEHICLE", _W, "20242e", kind="commercial"),
        ),
        "IA": (
            style("IOWA", "OFFICIAL", _W, "1f3f7a", kind="government", die="gothic"),
        ),
        "IL": (
            style("ILLINOIS", "LAND OF LINCOLN", _W, "1f3f9c b02a30", kind="commercial", die="flat",
                  face="serif"),
            style("Illinois", "Land of Lincoln", "f4f5f2 e8f0f6", "1f3f9c b02a30", kind="trailer",
                  die="flat", face="script"),
            style("Illinois", "Land of Lincoln", "f4f5f2 b8cce8", "c03038 1f3f9c", kind="disabled",
                  die="flat", face="script"),
            style("ILLINOIS", "MUNICIPAL POLICE", _W, "c03038", kind="government", die="flat"),
        ),
        "IN": (
            style("INDIANA", "TRUCK", _W, "161616", kind="commercial", die="tall", face="serif"),
            style("INDIANA", "TRAILER", _W, "161616", kind="trailer", die="tall", face="serif"),
            style("INDIANA", "MUNICIPAL", _W, "161616", kind="government", die="tall"),
        ),
        "KS": (
            style("KANSAS", "COMMERCIAL", "d8d8dc", "4a2a6a", kind="commercial", face="serif",
                  side="PWR"),
            style("KANSAS", "", "9cb8e0 7f9cd0", "1b1b1b 1b2c5a", "center", motif_ink="6f8cc4",
                  kind="disabled", face="serif"),
        ),
        "KY": (
            style("KENTUCKY", "18,000", _W, "161616 1f2f6e", kind="commercial", face="slab"),
            style("KENTUCKY", "PASSENGER OFFICIAL", _W, "161616 1f2f6e", kind="government",
                  face="slab"),
            style("KENTUCKY", "TRAILER", _W, "161616 1f2f6e", kind="trailer", face="slab"),
        ),
        "LA": (
            style("Louisiana", "TRUCK", _W, "1f3a6e b02a30", kind="commercial", face="script"),
            style("Louisiana", "COMMERCIAL", _W, "1f3a6e b02a30", kind="commercial", face="script"),
            style("Louisiana", "PUBLIC", _W, "1f3a6e b02a30", kind="government", face="script"),
        ),
        "MA": (
            style("Massachusetts", "The Spirit of America", _W, "b5232f 1f3a86", kind="disabled",
                  die="round", face="serif"),
            style("Massachusetts", "COMMERCIAL", _W, "b5232f 1f3a86", kind="commercial",
                  die="round", face="serif"),
            style("MASSACHUSETTS", "OFFICIAL", "3f8fd8", "f4f5f2", kind="government", die="round"),
        ),
        "MD": (
            style("Maryland", "TRUCK", _W, "1b1b1b", "checks", motif_ink="c8202c",
                  kind="commercial", die="round", face="script"),
            style("Maryland", "MULTI-PURPOSE", _W, "1b1b1b", kind="commercial", die="round",
                  face="script"),
        ),
        "ME": (
            style("MAINE", "COMMERCIAL", "f4f5f2 e8ece8", "1b2b2b", "branch", motif_ink="5a7a60",
                  kind="commercial", die="round", face="slab"),
            style("MAINE", "TRAILER", _W, "1b2b2b", kind="trailer", die="round"),
            style("MAINE", "TRAILER", "f0c830", "1b2b2b", kind="trailer", die="round"),
        ),
        "MI": (
            style("PURE MICHIGAN", "michigan.org", "f4f6f8 e4ecf4", "1d4f9c", kind="disabled",
                  die="round"),
            style("MICHIGAN", "MUNICIPAL", "f4f6f8", "1d4f9c", kind="government", die="round"),
        ),
        "MN": (
            style("EXPLORE Minnesota.com", "10,000 lakes", "98d0e8 f4f5f2 f4f5f2 a8d8ec",
                  "1b1b1b 1f4f8a", kind="disabled", die="round", face="slab"),
            style("MINNESOTA", "TAX EXEMPT", "6fb0e0", "1b1b1b", kind="government", die="round"),
        ),
        "MS": (
            style("MISSISSIPPI", "TRAILER", "c8b078 d8c494", "26365e", kind="trailer", die="square",
                  face="serif"),
            style("MISSISSIPPI", "APPORTIONED", _W, "161616", kind="commercial", die="square"),
        ),
        "MT": (
            style("MONTANA", "TREASURE STATE", "1d4590", "f4f5f2", kind="commercial", die="round",
                  rim="f4f5f2"),
            style("MONTANA", "", "8098b8 d8e4f0", "1d2f5e", kind="commercial", die="round"),
        ),
        "NC": (
            style("TRAILER", "NORTH CAROLINA", _W, "c02030", kind="trailer", die="round",
                  rim="c02030"),
            style("WEIGHTED", "NORTH CAROLINA", _W, "24418c b5232f", kind="commercial",
                  die="round"),
            style("PERMANENT", "NORTH CAROLINA", "e8c840", "1b1b1b", kind="government",
                  die="round"),
        ),
        "NH": (
            style("NEW HAMPSHIRE", "LIVE FREE OR DIE", "b8d4d0 f4f5f2", "1f5a50", "rock",
                  motif_ink="98c0b8", kind="commercial", die="tall", side="COMM",
                  serials="999 999"),
            style("NEW HAMPSHIRE", "LIVE FREE OR DIE", "b8d4d0 f4f5f2", "1f5a50", "rock",
                  motif_ink="98c0b8", kind="disabled", die="tall"),
        ),
        "NJ": (
            style("New Jersey", "Commercial", "f4d878 f6ecb8 f6f4e0", "1b1b1b", kind="commercial",
                  face="slab", emblem="blot"),
            style("New Jersey", "Municipal Gov't", "f4d878 f6ecb8 f6f4e0", "1b1b1b",
                  kind="government", face="slab"),
        ),
        "NV": (
            style("NEVADA", "EXEMPT", "5f98d8 b8d4ec f0e0c0", "1d3a8c", "mountains",
                  motif_ink="9cb0d0", kind="government", face="serif"),
            style("NEVADA", "Home Means Nevada", "8fc0e0 f0ead8 c89870", "1b1b1b", "mountains",
                  motif_ink="a8a8c0", kind="disabled", face="serif", side=">DSBL"),
        ),
        "NY": (
            style("NEW YORK", "COMMERCIAL", "e8a31c", "1b2450 e8a31c 1b2450", "top-band",
                  motif_ink="1b2450", kind="commercial", face="serif", serials="99999-AA"),
            style("NEW YORK", "COMMERCIAL", "f4f5f2", "1b2450", "waves", motif_ink="3a6aac",
                  kind="commercial", face="serif", serials="99999-AA"),
            style("NEW YORK", "T&LC", "e8a31c", "1b2450 e8a31c 1b2450", "top-band",
                  motif_ink="1b2450", kind="commercial", serials="T999999C", share=0.5),
            style("NEW YORK", "OFFICIAL", "f4f5f2", "1b2450", kind="government", face="serif"),
        ),
        "OH": (
            style("OHIO", "", "f0f2f8 dce4f4", "1d2f66 b02a30", kind="disabled", die="round",
                  face="slab", rim="a890c0"),
            style("OHIO", "TRUCK", _W, "1d2f66 b02a30", kind="commercial", die="round"),
        ),
        "OK": (
            style("OKLAHOMA", "", _W, "c02838", kind="disabled", rim="c02838"),
            style("OKLAHOMA", "COMMERCIAL", _W, "1b2b4a", kind="commercial", emblem="dash"),
        ),
        "OR": (
            style("OREGON", "TRUCK", "f0d020", "1d2f6e", kind="commercial", die="round",
                  rim="1d2f6e"),
            style("OREGON", "TRAILER", "f0d020", "1d2f6e", kind="trailer", die="round",
                  rim="1d2f6e"),
            style("OREGON", "PUBLICLY OWNED", "f0b82c", "1d2f6e", kind="government", die="round"),
        ),
        "PA": (
            style("PENNSYLVANIA", "TRUCK", "1f4a8c f6f7f5 f6f7f5 f2d048", "1c2f66 f5f5f0 1c2f66",
                  "top-band", motif_ink="1f4a8c", kind="commercial"),
            style("PENNSYLVANIA", "MUNICIPAL", "1f4a8c f6f7f5 f6f7f5 f2d048",
                  "1c2f66 f5f5f0 1c2f66", "top-band", motif_ink="1f4a8c", kind="government"),
            style("PENNSYLVANIA", "DISABILITY", "1f4a8c f6f7f5 f6f7f5 f2d048",
                  "1c2f66 f5f5f0 1c2f66", "top-band", motif_ink="1f4a8c", kind="disabled"),
        ),
        "RI": (
            style("Rhode Island", "COMMERCIAL", "d8f0f4 ecf8f8 a8e0e8", "1d2f5e", "waves",
                  motif_ink="98d4e0", kind="commercial", face="serif"),
            style("Rhode Island", "TRAILER", "d8f0f4 ecf8f8 a8e0e8", "1d2f5e", "waves",
                  motif_ink="98d4e0", kind="trailer", face="serif"),
        ),
        "SC": (
            style("SOUTH CAROLINA", "TRUCK", "f4f5f2 e4ecf4", "b02a30 1d2c55", kind="commercial",
                  die="flat"),
            style("SOUTH CAROLINA", "STATE GOVERNMENT", _W, "1d2c55", kind="government",
                  die="flat"),
        ),
        "TX": (
            style("TEXAS", "TRUCK", "f6f7f5", "1b1b1b", die="wide", kind="commercial",
                  face="serif"),
            style("TEXAS", "APPORTIONED", "f6f7f5", "1b1b1b", die="wide", kind="commercial",
                  serials="R999999"),
            style("TEXAS", "EXEMPT", "f6f7f5", "1b1b1b", die="wide", kind="government"),
            style("TEXAS", "TRAILER", "f6f7f5", "b02a30", die="wide", kind="trailer"),
        ),
        "UT": (
            style("UTAH", "LIFE ELEVATED", "6fa8dc f0d8b0 e08848", "16204a f4f5f2 f4f5f2", "arch",
                  motif_ink="c85a2c", kind="disabled", die="round", face="serif"),
        ),
        "VA": (
            style("VIRGINIA", "TRUCK PERMANENT", "f4f5f7", "1f2f6e 1f2f6e b02a30",
                  kind="commercial"),
            style("VIRGINIA", "FOR HIRE", "f4f5f7", "1f2f6e 1f2f6e b02a30", kind="commercial"),
            style("VIRGINIA", "PERMANENT TRAILER", "f4f5f7", "1f2f6e", kind="trailer"),
            style("VIRGINIA", "LOCAL USE ONLY", "c8a878", "2a2a2a", kind="government"),
        ),
        "VT": (
            style("Vermont", "Green Mountain State", "1f7a54", "f4f5f2", "inner-bands",
                  motif_ink="f4f5f2", kind="commercial", die="round", face="slab", side="TRK"),
            style("Vermont", "State Agency", "1f7a54", "f4f5f2", "inner-bands", motif_ink="f4f5f2",
                  kind="government", die="round", face="slab"),
            style("Vermont", "Municipal", "b02838", "f4f5f2", "inner-bands", motif_ink="f4f5f2",
                  kind="government", die="round", face="slab"),
            style("Vermont", "Green Mountain State", "1f7a54", "f4f5f2", "inner-bands",
                  motif_ink="f4f5f2", kind="disabled", die="round", face="slab"),
        ),
        "WI": (
            style("WISCONSIN", "America's Dairyland", _W, "1b1b1b b02a30 b02a30", "top-line",
                  motif_ink="3a78b8", kind="disabled", die="round", face="bold"),
            style("WISCONSIN", "TRUCK", _W, "1b1b1b b02a30 1b1b1b", "top-line", motif_ink="3a78b8",
                  kind="commercial", die="round", face="bold"),
            style("TRUCK", "WISCONSIN", "a8a8ac", "1b1b1b", kind="commercial", die="round",
                  serials="999999", share=0.3),
            style("WISCONSIN", "TRAILER", _W, "1b1b1b b02a30 1b1b1b", "top-line",
                  motif_ink="3a78b8", kind="trailer", die="round", face="bold"),
            style("WISCONSIN", "OFFICIAL", "5f9cdc", "1b1b1b", kind="government", die="round"),
        ),
    }
)  # fmt: skip
"""A state without a design of some kind has one made up of its passenger plate."""
