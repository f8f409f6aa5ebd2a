"""What a hot list's color and body-style codes say, beside what the console can name.

The codes are NCIC's VCO and VST. What counts as no conflict is wide on purpose: colors that
the eye itself often could not part in photographs (black and dark blue, silver and white), and
bodies that look alike from the front or the rear, are never held against a record. A code or a
word that is not in these tables conflicts with nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

UNKNOWN = "unknown"
"""What was not sure enough to be named."""

COLORS = ("white", "black", "gray", "red", "blue", "green", "tan", "yellow", "orange")
"""Gray is gray or silver, tan is brown, beige or gold."""
BODIES = ("car", "SUV", "van", "truck")
"""A car is any passenger car; a truck is a pickup, a truck or a bus."""

OR = " or "
"""Between two words of which one is right: 'white or gray'."""

ALIKE: tuple[tuple[str, str], ...] = (
    ("black", "gray"), ("gray", "blue"), ("white", "gray"), ("black", "blue"), ("gray", "tan"),
    ("black", "green"), ("blue", "green"), ("white", "tan"), ("black", "tan"), ("gray", "green"),
    ("red", "orange"), ("yellow", "orange"),
)  # fmt: skip
"""Colors that the eye often cannot part in a picture, most often first."""

_MAY_LOOK: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for codes, words in {
        "WHI WHITE": "white gray tan",
        "CRM CREAM IVORY": "white tan yellow gray",
        "SIL COM SILVER CHROME": "gray white tan blue green",
        "GRY GRAY GREY": "gray white black tan blue green",
        "BLK BLACK": "black gray blue green tan",
        "RED": "red orange",
        "MAR MAROON BURGUNDY": "red tan black",
        "ONG ORANGE": "orange red yellow tan",
        "CPR COPPER": "orange tan red",
        "YEL YELLOW": "yellow orange tan",
        "GLD GOLD": "tan yellow gray",
        "TAN BGE BEIGE": "tan gray white yellow",
        "TPE TAUPE": "tan gray",
        "BRO BRZ BROWN BRONZE": "tan black gray red orange",
        "GRN GREEN": "green black blue gray",
        "DGR": "green black gray",
        "LGR": "green gray white yellow",
        "TEA TRQ TEAL TURQUOISE": "green blue gray",
        "BLU BLUE": "blue black gray green",
        "DBL": "blue black gray",
        "LBL": "blue gray white green",
    }.items()
    for code in codes.split()
}
"""By VCO code (or the color's English name): the words an honest look may bring."""

_IS: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for codes, words in {
        "WHI WHITE": "white",
        "CRM CREAM IVORY": "white tan",
        "SIL COM SILVER CHROME GRY GRAY GREY": "gray",
        "BLK BLACK": "black",
        "RED": "red",
        "MAR MAROON BURGUNDY": "red tan",
        "ONG ORANGE": "orange",
        "CPR COPPER": "orange tan",
        "YEL YELLOW": "yellow",
        "GLD GOLD": "tan yellow",
        "TAN BGE BEIGE BRO BRZ BROWN BRONZE": "tan",
        "TPE TAUPE": "tan gray",
        "GRN GREEN DGR LGR": "green",
        "TEA TRQ TEAL TURQUOISE": "green blue",
        "BLU BLUE DBL LBL": "blue",
        "4D": "car SUV truck",
        "2D SD CP CV HB LM SEDAN COUPE CONVERTIBLE HATCHBACK": "car",
        "SW WAGON": "car SUV",
        "LL UV SUV": "SUV",
        "PK PICKUP": "truck",
        "VN VT VC VAN": "van",
        "AM BU CB DP DS FB FT GG MH RF ST TR TT BUS TRUCK": "truck van",
    }.items()
    for code in codes.split()
}
"""By VCO or VST code: the words that are the code's own, of which one is right. VCO and VST share
no code."""

_MAY_BE: Mapping[str, frozenset[str]] = {
    code: frozenset(words.split())
    for codes, words in {
        # NCIC gives 4D to four-door pickups too, and lists give it to SUVs.
        "4D": "car SUV truck",
        "2D SD CP CV HB LM SEDAN COUPE CONVERTIBLE HATCHBACK": "car",
        "SW WAGON": "car SUV van",
        "LL UV SUV": "SUV car van truck",
        "PK PICKUP": "truck SUV van",
        "VN VT VC VAN": "van SUV truck",
        "AM BU CB DP DS FB FT GG MH RF ST TR TT BUS TRUCK": "truck van",
        "MC MB MD MS MOTORCYCLE": "",
    }.items()
    for code in codes.split()
}
"""By VST code (or the style's English name): the bodies it may be taken for. A 'car' is any
passenger car, hatchbacks among them, which from behind look like small SUVs."""


def color_conflicts(listed: str, seen: str) -> bool:
    """Whether a color named by the console contradicts a list's VCO.

    `listed` is one code, or two with a slash for a vehicle of two colors ('WHI/BLK'); `seen`
    may leave two words open ('white or gray'), and then contradicts only if both do.
    """
    codes = [code.strip() for code in listed.upper().split("/")]
    words = seen.split(OR)
    if not all(code in _MAY_LOOK for code in codes) or not all(w in COLORS for w in words):
        return False
    return not any(word in _MAY_LOOK[code] for word in words for code in codes)


def body_conflicts(listed: str, seen: str) -> bool:
    """Whether a body style named by the console contradicts a list's VST."""
    code = listed.strip().upper()
    return code in _MAY_BE and seen in BODIES and seen not in _MAY_BE[code]


def color_can_be_named(listed: str) -> bool:
    """Whether the console could see a vehicle of this VCO for what it is."""
    return all(code.strip() in _MAY_LOOK for code in listed.upper().split("/"))


def body_can_be_named(listed: str) -> bool:
    """Whether the console could see a vehicle of this VST for what it is; no motorcycle."""
    return bool(_MAY_BE.get(listed.strip().upper()))


def color_agrees(listed: str, seen: str) -> bool:
    """Whether a color named by the console may be a list's VCO, which is one it can name."""
    named = color_can_be_named(listed) and seen != UNKNOWN
    return named and not color_conflicts(listed, seen)


def body_agrees(listed: str, seen: str) -> bool:
    """Whether a body style named by the console may be a list's VST, which is one it can name."""
    named = body_can_be_named(listed) and seen != UNKNOWN
    return named and not body_conflicts(listed, seen)


def is_doubtful(listed: str, seen: str, unlikely: Collection[str]) -> bool:
    """Whether what was seen makes a listed VCO or VST unlikely, be it a conflict or not.

    `seen` is the color or body that the console named, or `UNKNOWN`; `unlikely` what its picture
    speaks against. True where every word of every listed code is another than the one named, or
    unlikely. A doubt asks for a closer look, and needs no reason in words: it is wrong more often
    than a conflict.
    """
    own = [_IS.get(code.strip(), frozenset[str]()) for code in listed.upper().split("/")]
    if not all(own):
        return False
    # A word that is not ours says nothing, as in a conflict.
    named = set(seen.split(OR)) & {*COLORS, *BODIES}
    return all(
        word in unlikely or bool(named and word not in named) for words in own for word in words
    )


def may_be_trailer(seen: str, unlikely: Collection[str]) -> bool:
    """Whether what was seen could be a trailer, which is no word of ours: from behind it is taken
    for a van or a truck. `seen` is the body that was named, or `UNKNOWN`; `unlikely` what the
    picture speaks against.
    """
    if seen != UNKNOWN:
        return seen in _LIKE_TRAILERS
    return any(word not in unlikely for word in _LIKE_TRAILERS)


_LIKE_TRAILERS = ("van", "truck")
