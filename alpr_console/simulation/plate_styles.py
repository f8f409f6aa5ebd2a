"""What the plates of the 51 jurisdictions look like: colors, words, serials.

Not facsimiles: enough of each design (ground, ink, where the name stands, the slogan, how a
serial is made up) that a drawn plate teaches and tests what a real one would.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

FONTS: tuple[str, ...] = (
    "saira-condensed-600.ttf",
    "barlow-condensed-600.ttf",
    "oswald-500.ttf",
    "antonio-600.ttf",
    "share-tech-mono-400.ttf",
    "pathway-gothic-one-400.ttf",
)
"""Files in resources/fonts/plates; the first suits most serials."""

_SAIRA, _BARLOW, _OSWALD, _ANTONIO, _MONO, _PATHWAY = range(6)


@dataclass(frozen=True, slots=True)
class PlateStyle:
    """One plate design. Colors are 'rrggbb'."""

    top: str
    """Words over the serial: mostly the state's name."""
    bottom: str
    """Words under the serial: mostly a slogan."""
    ground: tuple[str, ...]
    """Colors from top to bottom, blended; one color is plain."""
    ink: str
    """Serial."""
    top_ink: str
    bottom_ink: str
    serials: tuple[str, ...]
    """A a letter, 9 a digit, anything else itself; blanks and dashes are gaps."""
    motif: str = "plain"
    """plain, hills, top-band, bottom-band, both-bands, center (a faint emblem)."""
    motif_ink: str = "b0c4d8"
    font: int = _SAIRA
    stacked: bool = False
    """Whether the first two characters stand one over the other, as on special plates."""


def _style(
    top: str,
    bottom: str,
    ground: str,
    inks: str,
    serials: str,
    motif: str = "plain",
    motif_ink: str = "b0c4d8",
    name_at_top: bool = True,
    font: int = _SAIRA,
) -> PlateStyle:
    ink, top_ink, bottom_ink = (inks.split() * 3)[:3]
    return PlateStyle(
        top,
        bottom,
        tuple(ground.split()),
        ink,
        top_ink,
        bottom_ink,
        tuple(serials.split("|")),
        motif,
        motif_ink,
        font,
    )


_W = "f4f5f2"

STYLES: Mapping[str, tuple[PlateStyle, ...]] = MappingProxyType(
    {
        "AK": (
            _style("ALASKA", "The Last Frontier", "f2c230", "1c2f66", "AAA 999", font=_BARLOW),
            _style("ALASKA", "THE LAST FRONTIER", "eef0f4 f2d890", "1c2f66", "AAA 999", "hills"),
        ),
        "AL": (
            _style("Alabama", "Sweet Home", "a9cfe8 f4f5f2 cfe3c0", "1b1b1b 1f4e8c b03030",
                   "99A999A|9A99999|99999AA", "hills", "8fb8a0"),
            _style("ALABAMA", "Heart of Dixie", _W, "1d2c63 b02a30", "99AA999|9A9999A"),
        ),
        "AR": (
            _style("Arkansas", "The Natural State", "dfe8ee f4f5f2", "1b2a4a b3202c 1b2a4a",
                   "AAA 99A|999 AAA", "center", "b9d3e6"),
        ),
        "AZ": (
            _style("ARIZONA", "GRAND CANYON STATE", "9fb7d6 f2e2cf d9b08a", "1d4a45 f5f5f0 4d2c6d",
                   "AAA9999|A9A 9AA|999 AAA", "hills", "6d5a8c"),
        ),
        "CA": (
            _style("California", "dmv.ca.gov", _W, "1f2f6e b5232f 1f2f6e", "9AAA999"),
            _style("CALIFORNIA", "", "16264f", "f2c53d", "9AAA999|999 AAA", font=_BARLOW),
            _style("California", "", _W, "1f2f6e b5232f", "9A99999|99999A9"),
        ),
        "CO": (
            _style("COLORADO", "", "3e6b4f f4f5f2", "f7f7f5", "999 AAA|AAA 999|AAA-A99", "hills",
                   "28523c", font=_BARLOW),
            _style("COLORADO", "", "285a3c", "f2f2ee", "999-AAA|AAA-999", "top-band", "e8ece8"),
        ),
        "CT": (
            _style("CONNECTICUT", "Constitution State", "6fa0cf f0f4f8", "1d2f66",
                   "AA 99999|999 AAA|9AA AA9"),
        ),
        "DC": (
            _style("WASHINGTON, DC", "TAXATION WITHOUT REPRESENTATION", _W, "26418c 1f3a86 1f3a86",
                   "AA 9999", "both-bands", "c03038"),
        ),
        "DE": (
            _style("DELAWARE", "THE FIRST STATE", "1f3f73", "e8b93c", "999999|AA 9999|99999"),
        ),
        "FL": (
            _style("MYFLORIDA.COM", "SUNSHINE STATE", "eef3ea f4f5f2", "1c5c3c 1c5c3c",
                   "AAA A99|999 AAA|AA9 9AA", "center", "f0a848", font=_MONO),
            _style("FLORIDA", "SUNSHINE STATE", _W, "1c5c3c", "AAAA99|Z99 9AA", "center", "f0a848"),
        ),
        "GA": (
            _style("GEORGIA", "Peach State", "f0d9c4 f4f5f2", "20242e 7d2a3a", "AAA9999|999 AAA",
                   "center", "f0b48c"),
            _style("Georgia", "FULTON", _W, "2a2d36 244a86", "AAA9999|999AAA"),
        ),
        "HI": (
            _style("HAWAII", "ALOHA STATE", "f4f5f2", "1b1b1b 1b1b1b", "AAA 999|AAA 99A", "center",
                   "e0a0b8"),
        ),
        "IA": (
            _style("IOWA", "POLK", "a8c8e4 f4f5f2 8fb0c8", "1b1b1b 1f3f7a", "AAA 999|999 AAA",
                   "hills", "7890a8"),
        ),
        "ID": (
            _style("Scenic Idaho", "Famous Potatoes", "c8443c f4f0ea 9cc0dc",
                   "24386e f5f2ea 24386e", "9A 99999|A 999999|9A A9999", "hills", "4a6b8a"),
        ),
        "IL": (
            _style("Illinois", "Land of Lincoln", "e8f0f6 f6f7f5 b8d0e4", "b02a30 1f3f7a 1f3f7a",
                   "AA 99999|999 9999|A99 9999", "center", "9cb4cc"),
        ),
        "IN": (
            _style("INDIANA", "IN God We Trust", "3f6fae f4f5f2", "1c2f66", "999AAA|999A|AAA 999"),
            _style("INDIANA", "Bicentennial 1816-2016", "8fc0e4 f4f5f2", "1c2f66", "999A|999AAA"),
        ),
        "KS": (
            _style("KANSAS", "to the stars", "9cc4e8 e8f0f4", "1b2c5a", "999 AAA|9999 AAA",
                   "center"),
        ),
        "KY": (
            _style("Kentucky", "BLUEGRASS STATE", "7fa8d4 f4f5f2 a8c8a0", "1f2f6e",
                   "999 AAA|A9A 999|AAA 999", "hills", "88a890"),
        ),
        "LA": (
            _style("Louisiana", "Sportsman's Paradise", "f4f5f2 e8eef0", "1f3a6e b02a30",
                   "999 AAA|AAA 999", "center", "a8c4d8"),
        ),
        "MA": (
            _style("Massachusetts", "The Spirit of America", _W, "b5232f 1f3a86 1f3a86",
                   "999 AA9|9AA A99|999 AAA"),
        ),
        "MD": (
            _style("Maryland", "MARYLAND.GOV", _W, "1b1b1b", "9AA9999|AA 99999", "bottom-band",
                   "c8202c"),
            _style("MARYLAND", "www.maryland.gov", _W, "1b1b1b b02a30 1b1b1b", "9AA9999|AAA 999",
                   "center", "e0b0a0"),
        ),
        "ME": (
            _style("MAINE", "Vacationland", "f4f5f2 e8eee4", "1b2b2b 1f4a3a", "9999 AA|999 AAA",
                   "center", "a8c0a0"),
            _style("MAINE", "Vacationland", _W, "1d2f5e 1d5a3c", "999-AAA", "center", "4a7a5a"),
        ),
        "MI": (
            _style("Pure Michigan", "michigan.gov", _W, "1d4f9c 1d4f9c", "AAA 9999|9AA A99"),
            _style("MICHIGAN", "Great Lakes", "1f4f9c", "f4f5f2", "AAA 999", font=_BARLOW),
        ),
        "MN": (
            _style("Minnesota", "10,000 lakes", "8fc4e8 f4f5f2 a8d0b0", "1c2c5a 1f3f7a",
                   "999-AAA|AAA-999", "hills", "5a8a6a"),
        ),
        "MO": (
            _style("MISSOURI", "SHOW-ME STATE", "a8c8e0 f4f5f2 c8d8e0", "1d3a5a", "AA9 A9A|AA9-A9A",
                   "center"),
        ),
        "MS": (
            _style("MISSISSIPPI", "HINDS", "d8e4d0 f0e8c8", "1c3a6a", "AAA 999|AAA 9999", "center"),
        ),
        "MT": (
            _style("MONTANA", "Treasure State", "1f4a8c", "f4f5f2", "9-99999A|99-9999A|AAA999"),
            _style("Montana", "Big Sky Country", "8fb8e0 e8eef4", "1d2f5e", "9-99999A|AAA999",
                   "hills"),
        ),
        "NC": (
            _style("First in Flight", "NORTH CAROLINA", "f4f5f2 c8dcec", "1f2f6e b5232f b5232f",
                   "AAA-9999|AAA 9999", "center"),
        ),
        "ND": (
            _style("NORTH DAKOTA", "Legendary", "5f9cd8 f4e8d0 d8b080", "1b2b4a f5f5f0 1b2b4a",
                   "999 AAA|AAA 999", "hills", "b08a60"),
        ),
        "NE": (
            _style("Nebraska", "GOOD LIFE", "f4f5f2 d8e4ea", "1d2f5e", "AAA 999|99-A999|9-A9999"),
        ),
        "NH": (
            _style("LIVE FREE OR DIE", "NEW HAMPSHIRE", "cfe4d8 f4f5f2", "1f5a44", "999 9999",
                   "center", "98b8a8"),
        ),
        "NJ": (
            _style("New Jersey", "Garden State", "f4d878 f6f0d8", "1b1b1b", "A99-AAA|AAA-99A"),
        ),
        "NM": (
            _style("New Mexico USA", "Land of Enchantment", "f0c020", "b02a30", "999 AAA|AAA999"),
            _style("New Mexico USA", "Land of Enchantment", "2a9ca8", "f2c83a", "999 AAA|AAA999"),
        ),
        "NV": (
            _style("NEVADA", "HOME MEANS NEVADA", "9cb8dc f0e4d8 c8b0a0", "1d3a6e 1d3a6e",
                   "99A 999|999 A99|999 AAA", "hills", "8a9cb8"),
        ),
        "NY": (
            _style("NEW YORK", "EMPIRE STATE", "e8a820", "1b2450 e8a820 1b2450", "AAA-9999",
                   "top-band", "1b2450"),
            _style("NEW YORK", "EXCELSIOR", _W, "1b2450", "AAA-9999", "bottom-band", "3a5a9c"),
        ),
        "OH": (
            _style("OHIO", "Birthplace of Aviation", "e8eef4 f4f5f2", "1d2f66 b02a30 1d2f66",
                   "AAA 9999", "hills", "c8d4dc"),
        ),
        "OK": (
            _style("OKLAHOMA", "NATIVE AMERICA", "d8e8f0 f4f5f2", "1f5a5a 1f5a5a b02a30",
                   "AAA 999|999 AAA", "center"),
            _style("Explore Oklahoma", "TravelOK.com", "c8e0f0 f4f5f2", "26418c", "AAA 999",
                   "center"),
        ),
        "OR": (
            _style("Oregon", "", "b8c8e0 f0e8e0 a8b8a0", "22325e", "999 AAA|AAA 999|999 AAA",
                   "center", "5a8a6a"),
        ),
        "PA": (
            _style("PENNSYLVANIA", "visitPA.com", "1f4a8c f6f7f5 f2d048", "1c2f66 f5f5f0 1c2f66",
                   "AAA-9999|AAA 9999", "both-bands", "f2c83a"),
        ),
        "RI": (
            _style("Rhode Island", "Ocean State", "f4f5f2 c0d4e8", "1d2f5e",
                   "999 999|AA-999|AA 999", "hills", "98b4d0"),
        ),
        "SC": (
            _style("SOUTH CAROLINA", "While I Breathe, I Hope", "f4f5f2 d0dcec", "1d2c55",
                   "AAA 999|999 9AA|9999 AA", "center"),
        ),
        "SD": (
            _style("South Dakota", "Great Faces. Great Places.", "8fb8e0 f0ece0", "1d2c5a b02a30",
                   "9AA 999|99A 999|9A9 999", "hills", "b8a890"),
        ),
        "TN": (
            _style("Tennessee", "The Volunteer State", "d8e8d0 f4f5f2 a8c8a0", "1d3a66",
                   "A99-99A|AAA 9999|999 AAAA", "hills", "88b090"),
            _style("TENNESSEE", "TNvacation.com", "1f3864", "f4f5f2", "AAA 9999|AA9 99A"),
        ),
        "TX": (
            _style("TEXAS", "The Lone Star State", _W, "1b1b1b", "AAA-9999|AA9 A999"),
            _style("TEXAS", "", "c8dcf0 f4f5f2", "1d2c55", "AAA 999|AA9 A999", "hills"),
        ),
        "UT": (
            _style("UTAH", "LIFE ELEVATED", "6fa8dc f4e4d0 d87840", "1b1b2b",
                   "A99 9AA|999 9AA|A999AA", "hills", "c86830"),
            _style("UTAH", "GREATEST SNOW ON EARTH", "7fb0e0 f4f5f2", "1d2c5a", "A99 9AA|999 AAA",
                   "hills"),
        ),
        "VA": (
            _style("VIRGINIA", "Virginia is for Lovers", _W, "1f2f6e", "AAA-9999|AAA 9999"),
            _style("VIRGINIA", "", _W, "1f2f6e", "AAA-9999|AA-9999"),
        ),
        "VT": (
            _style("Vermont", "Green Mountain State", "1f6a44", "f4f5f2", "AAA 999|999A999"),
        ),
        "WA": (
            _style("WASHINGTON", "EVERGREEN STATE", "e8eef4 f4f5f2", "1d2f66 b02a30 b02a30",
                   "AAA9999|999-AAA", "hills", "b8d0e4"),
        ),
        "WI": (
            _style("WISCONSIN", "America's Dairyland", "f4f5f2", "1b1b1b b02a30",
                   "AAA-9999|999-AAA|AAA 9999", "top-band", "c8dce8"),
        ),
        "WV": (
            _style("West Virginia", "Wild, Wonderful", "f4f5f2", "1d2c5a",
                   "9AA 999|AAA 999|99A 999", "both-bands", "e8b830"),
        ),
        "WY": (
            _style("", "WYOMING", "a8c4e0 f0ece4 c8a888", "2a1d1b 2a1d1b",
                   "9-99999|99-9999|9-999AA", "hills", "7890a8"),
        ),
    }
)  # fmt: skip
"""Designs of each state, the commonest first."""
