"""How each state makes up its serials: the table in resources/serials.toml, read and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path

from alpr_console.domain.errors import ResourceDamaged
from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES

TRAILER = "trailer"
KINDS = ("passenger", "commercial", "government", "disabled", TRAILER, "temporary")
"""Kinds of plates that have forms of their own; every state has all of them."""

GAPS = " -.*@"
"""Blank, dash, dot, the state's emblem, the wheelchair symbol: on the plate, not in the serial."""

_ANY = "any"
_LETTERS, _DIGITS = ALPHABET[10:], ALPHABET[:10]
_TOKEN = re.compile(r"\[[0-9A-Z]{2,}\]|\{[0-9A-Z]{2}\}|<[A-Z]>|[0-9A-Z?]|[ \-.*@]")
_REMEDY = "Correct the line, or install the console again."


@dataclass(frozen=True, slots=True)
class Sign:
    """One place on a plate: a character of the serial, or a gap."""

    issued: str
    """Characters that the state sets here; empty for a gap."""
    unused: str = ""
    """Characters of the same class that it leaves out."""
    gap: str = ""
    """One of `GAPS`, or a letter in a frame; empty for a character of the serial."""
    stacked: bool = False
    """Small, one over the other with the stacked sign beside it."""


@dataclass(frozen=True, slots=True)
class SerialForm:
    """One way a state makes up serials."""

    written: str
    """As the table has it, such as 'AAA-9999'."""
    kind: str
    share: float
    """Of the plates on the state's roads."""
    signs: tuple[Sign, ...]

    @property
    def places(self) -> tuple[Sign, ...]:
        """The characters of the serial, without the gaps."""
        return tuple(sign for sign in self.signs if not sign.gap)

    def fits(self, text: str) -> bool:
        """Whether `text` (no gaps) could have been issued in this form."""
        places = self.places
        return len(places) == len(text) and all(
            char in place.issued for place, char in zip(places, text, strict=True)
        )

    def is_one_off(self, text: str) -> bool:
        """Whether `text` fits but for one character: another, one too many or one missing."""
        fitting = [place.issued for place in self.places]
        more = len(text) - len(fitting)
        if abs(more) > 1 or self.fits(text):
            return False
        first = next((i for i, (c, f) in enumerate(zip(text, fitting, strict=False)) if c not in f),
                     min(len(text), len(fitting)))  # fmt: skip
        rest, left = text[first + (more >= 0) :], fitting[first + (more <= 0) :]
        return len(rest) == len(left) and all(c in f for c, f in zip(rest, left, strict=True))


def is_slip_of(forms: Sequence[SerialForm], text: str) -> bool:
    """Whether `text` fits none of a state's forms, and would but for one character.

    Of a reading that tells of a character lost, doubled or mistaken more often than of a
    personalized plate, which is seldom so near to a form.
    """
    return not any(form.fits(text) for form in forms) and any(f.is_one_off(text) for f in forms)


def likelier_at(forms: Sequence[SerialForm], text: str) -> tuple[float, ...]:
    """For each character of `text`, how many times likelier than `text` itself the likeliest
    serial is that has another one there: 35 D over a 0 that makes a trailer's plate of a
    passenger's. At least 1 each; 1 where `text` fits no form and nothing can be said.
    """
    own, others = 0.0, [dict[str, float]() for _ in text]
    for form in forms:
        places = [place.issued for place in form.places]
        if len(places) != len(text):
            continue
        # All serials of a form are alike to us: each has its part of the form's share.
        part = form.share / prod(map(len, places))
        amiss = [i for i, char in enumerate(text) if char not in places[i]]
        own += part if not amiss else 0.0
        for i in amiss if len(amiss) == 1 else () if amiss else range(len(text)):
            for char in places[i]:
                if char != text[i]:
                    others[i][char] = others[i].get(char, 0.0) + part
    if not own:
        return (1.0,) * len(text)
    return tuple(max(1.0, max(at.values(), default=0.0) / own) for at in others)


def load_serial_forms(path: Path) -> Mapping[str, tuple[SerialForm, ...]]:
    """Forms of each of `STATES`, in the table's order, the shared ones last.

    Raises ResourceDamaged, naming the line, for a table that is missing, no TOML, says what
    this module does not know, or shares out more plates than there are.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ResourceDamaged(
            f"The table of serial forms {path.name} cannot be read ({problem}).", _REMEDY
        ) from problem
    table = _Table(path.name, text.splitlines())
    for name in content:
        if name not in (*STATES, _ANY):
            raise table.damaged(name, None, f"{name!r} is no state")
    shared = table.forms(_ANY, content.get(_ANY))
    forms = {state: table.forms(state, content.get(state)) for state in STATES}
    return {state: _completed(table, state, own, shared) for state, own in forms.items()}


@cache
def shipped_serial_forms(resources: Path) -> Mapping[str, tuple[SerialForm, ...]]:
    """The forms in the folder `resources`, read once. Raises ResourceDamaged."""
    return load_serial_forms(resources / "serials.toml")


def _completed(
    table: _Table, state: str, own: Sequence[SerialForm], shared: Sequence[SerialForm]
) -> tuple[SerialForm, ...]:
    kinds = {form.kind for form in own}
    forms = (*own, *(form for form in shared if form.kind not in kinds))
    for kind in KINDS:
        if not any(form.kind == kind for form in forms):
            raise table.damaged(state, None, f"{state} has no form for {kind} plates")
    if sum(form.share for form in forms) > 1:
        raise table.damaged(state, None, f"the shares of {state} and [any] add up to more than 1")
    return forms


@dataclass(frozen=True, slots=True)
class _Table:
    """The file as written, to name the line that is wrong."""

    name: str
    lines: Sequence[str]

    def damaged(self, state: str, words: str | None, problem: str) -> ResourceDamaged:
        start = next((i for i, li in enumerate(self.lines) if li.strip() == f"[{state}]"), 0)
        number = start
        if words is not None:
            after = range(start, len(self.lines))
            number = next((i for i in after if words in self.lines[i]), start)
        return ResourceDamaged(
            f"The table of serial forms {self.name}, line {number + 1}: {problem}.", _REMEDY
        )

    def forms(self, state: str, content: object) -> tuple[SerialForm, ...]:
        if not isinstance(content, dict):
            raise self.damaged(state, None, f"[{state}] is missing")
        for key in content:
            if key not in ("forms", "unused"):
                raise self.damaged(state, key, f"{key!r} is no key of a state")
        unused, rows = content.get("unused", ""), content.get("forms")
        if not isinstance(unused, str) or not set(unused) <= set(_LETTERS):
            raise self.damaged(state, "unused", "unused is no string of capital letters")
        if not isinstance(rows, list) or not rows:
            raise self.damaged(state, None, f"{state} has no forms")
        return tuple(self._form(state, row, unused) for row in rows)

    def _form(self, state: str, row: object, unused: str) -> SerialForm:
        written = row.get("form") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(written, str):
            raise self.damaged(state, "forms", f'a form of {state} lacks form = "…"')
        where = f'"{written}"'
        for key in row:
            if key not in ("form", "share", "kind", "unused"):
                raise self.damaged(state, key, f"{key!r} is no key of a form")
        share, kind = row.get("share"), row.get("kind")
        if not isinstance(share, float) or not 0 < share <= 1:
            raise self.damaged(state, where, f"{share!r} is no share between 0 and 1")
        if kind not in KINDS:
            raise self.damaged(state, where, f"{kind!r} is none of {', '.join(KINDS)}")
        left_out = row.get("unused", unused)
        letters = written.count("A")
        each = [left_out] * letters if isinstance(left_out, str) else left_out
        if not isinstance(each, list) or len(each) != letters or not _all_letters(each):
            raise self.damaged(state, where, f"unused needs capital letters for {letters} A's")
        try:
            signs = tuple(_signs(written, iter(each), left_out if each is not left_out else ""))
        except ValueError as problem:
            raise self.damaged(state, where, f"{written!r} is no form: {problem}") from problem
        if not 1 <= sum(not sign.gap for sign in signs) <= MAX_CHARACTERS:
            raise self.damaged(state, where, f"{written!r} has not 1 to {MAX_CHARACTERS} places")
        return SerialForm(written, str(kind), share, signs)


def _all_letters(each: Sequence[object]) -> bool:
    return all(isinstance(entry, str) and set(entry) <= set(_LETTERS) for entry in each)


def _signs(written: str, left_out: Iterator[str], everywhere: str) -> Iterator[Sign]:
    """`left_out` has the letters left out of each A in turn, `everywhere` those out of a ?."""
    at = 0
    while at < len(written):
        token = _TOKEN.match(written, at)
        if token is None:
            raise ValueError(f"{written[at]!r} means nothing")
        at, part = token.end(), token.group()
        if part == "A":
            unused = next(left_out)
            kept = "".join(letter for letter in _LETTERS if letter not in unused)
            yield Sign(kept, unused)
        elif part == "9":
            yield Sign(_DIGITS)
        elif part == "?":
            yield Sign("".join(char for char in ALPHABET if char not in everywhere), everywhere)
        elif part[0] == "[":
            yield Sign(part[1:-1])
        elif part[0] == "{":
            yield from (Sign(char, stacked=True) for char in part[1:-1])
        elif part[0] == "<":
            yield Sign("", gap=part[1])
        elif part in GAPS:
            yield Sign("", gap=part)
        else:
            yield Sign(part)
