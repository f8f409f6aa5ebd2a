"""Words and agencies that make a reviewer's question unavoidable. Data, see resources/release."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from alpr_console import locations
from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.policy_rules import Bar
from alpr_console.domain.release_request import AgencyKind, Filing

_GROUNDS = (Bar.IMMIGRATION, Bar.REPRODUCTIVE, Bar.SALE)

_Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseWords:
    words: dict[Bar, tuple[_Phrase, ...]]
    agencies: tuple[_Phrase, ...]
    """Of immigration enforcement."""

    def suspected(self, filing: Filing) -> tuple[Bar, ...]:
        """Grounds that the request's own words suggest."""
        text = _words(" . ".join((filing.agency, filing.purpose, filing.need, filing.wanted)))
        found = [bar for bar, phrases in self.words.items() if _any_in(phrases, text)]
        if self.enforces_immigration(filing) and Bar.IMMIGRATION not in found:
            found.insert(0, Bar.IMMIGRATION)
        return tuple(found)

    def enforces_immigration(self, filing: Filing) -> bool:
        """By the kind that was entered, or by a name that is known."""
        return filing.kind is AgencyKind.IMMIGRATION or _any_in(
            self.agencies, _words(filing.agency)
        )


@cache
def release_words() -> ReleaseWords:
    """Raises ResourceDamaged."""
    path = locations.resources_dir() / "release" / "words.toml"
    try:
        with path.open("rb") as file:
            data = tomllib.load(file)
        words = {bar: _phrases(data[bar.value]["words"]) for bar in _GROUNDS}
        return ReleaseWords(words, _phrases(data["immigration"]["agencies"]))
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ResourceDamaged(f"{path.name} is missing or damaged.", "Install again.") from error


def _phrases(texts: Sequence[str]) -> tuple[_Phrase, ...]:
    return tuple(_words(text) for text in texts)


def _words(text: str) -> _Phrase:
    """In small letters; I.C.E. is one word, a hyphen parts two."""
    plain = text.casefold().replace(".", "").replace("'", "").replace("’", "")
    return tuple("".join(c if c.isalnum() else " " for c in plain).split())


def _any_in(phrases: Sequence[_Phrase], text: _Phrase) -> bool:
    return any(
        text[at : at + len(phrase)] == phrase
        for phrase in phrases
        for at in range(len(text) - len(phrase) + 1)
    )
