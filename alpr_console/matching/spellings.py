"""A plate or a part of one as a search looks for it: every way it may stand in the records.

O and 0, I and 1 are the same to a search, as they are to matching. An approximate search takes
in what the reader confuses: of a whole plate up to two characters, of a partial one each of
those named.
"""

from __future__ import annotations

from itertools import combinations, product

from alpr_console.domain.plate import ALPHABET
from alpr_console.domain.plate_pattern import is_partial
from alpr_console.domain.read_search import SearchTerms, Sought, Spellings
from alpr_console.matching.look_alikes import ALIKE, TWINS, folded

MOST_DIFFERENCES = 2
"""Of an approximate search for a whole plate."""

PREFIX = 3
"""So many characters at the front, and the records are found by them."""

_KEPT_AS: dict[str, str] = {
    c: "".join(other for other in ALPHABET if folded(other) == folded(c)) for c in ALPHABET
}
"""By character: it and what cannot be told from it."""


def sought(terms: SearchTerms) -> Sought:
    """What a search looks for, its plate spelled out."""
    return Sought(terms, spellings(terms.plate, terms.approximate) if terms.plate else None)


def spellings(pattern: str, approximate: bool) -> Spellings:
    """`pattern` as `plate_pattern` writes it, not empty."""
    exact = [_KEPT_AS.get(c, c) for c in pattern]
    wide = [_widened(c) if approximate else same for c, same in zip(pattern, exact, strict=True)]
    if not is_partial(pattern):
        whole = _within(exact, wide)
        return Spellings(whole, (), _glob(wide), _glob(exact))
    front = wide[:PREFIX]
    known = len(front) == PREFIX and not any(c in "?*" for c in pattern[:PREFIX])
    prefixes = tuple(map("".join, product(*front))) if known else ()
    return Spellings((), prefixes, _glob(wide), _glob(exact))


def _widened(char: str) -> str:
    if char in "?*":
        return char
    others = TWINS[folded(char)] | ALIKE[folded(char)]
    return _KEPT_AS[char] + "".join(sorted({k for other in others for k in _KEPT_AS[other]}))


def _within(exact: list[str], wide: list[str]) -> tuple[str, ...]:
    """Plates that differ at no more than MOST_DIFFERENCES places from the one asked for."""
    found: dict[str, None] = {}
    for count in range(MOST_DIFFERENCES + 1):
        for places in combinations(range(len(exact)), count):
            if any(wide[place] == exact[place] for place in places):
                continue
            choices = [wide[i] if i in places else exact[i] for i in range(len(exact))]
            found.update((spelled, None) for spelled in map("".join, product(*choices)))
    return tuple(found)


def _glob(classes: list[str]) -> str:
    return "".join(c if len(c) == 1 else f"[{c}]" for c in classes)
