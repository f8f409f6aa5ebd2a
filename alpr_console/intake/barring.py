"""Which lines and files the agency's policy bars (HOT-8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alpr_console.domain.policy import Barred, Clause
from alpr_console.intake.headings import squeezed

_SHORT = 6
"""Letters. A shorter word ('ice') is within many others ('police', 'notice') and has to stand
by itself."""

_WORD = re.compile(r"[^\W\d_]+|\d+")
_WORD_IN_CAPITALS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
"""'ICEWarrant' is two words."""


class Barring:
    """The policy's words, ready to be looked for. Better a line too many than one too few."""

    def __init__(self, barred: Sequence[Barred]) -> None:
        self.clauses: tuple[Clause, ...] = tuple(one.clause for one in barred)
        self._words = [
            (squeezed(word), number) for number, one in enumerate(barred) for word in one.words
        ]

    def clause_of(self, untrusted_text: str) -> int | None:
        """Position in `clauses` of the one that bars what is called so; None if none does.

        A word bars where it is the whole text or stands in it by itself; one of `_SHORT`
        letters or more also where it stands within.
        """
        whole = squeezed(untrusted_text)
        if not whole:
            return None
        apart = {word.casefold() for word in _WORD.findall(untrusted_text)}
        apart |= {word.casefold() for word in _WORD_IN_CAPITALS.findall(untrusted_text)}
        for word, number in self._words:
            if word and (word == whole or word in apart or (len(word) >= _SHORT and word in whole)):
                return number
        return None
