"""What a plate may carry, given what the reader says of it: texts with their probability.

Three things are put together: what the reader names, character by character; what it takes for
what, as measured (`matching.confusions`), because a network is surer than it is right; and, for
texts longer or shorter than the read, how states make up serials (`matching.serial_prior`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import STATES, UNKNOWN_STATE, CharacterRead, PlateText, StateRead
from alpr_console.matching.confusions import DIGIT_OF, SIGNS, Confusions
from alpr_console.matching.look_alikes import TWINS
from alpr_console.matching.packing import BASE, LONGEST
from alpr_console.matching.serial_prior import SerialPrior, StateForms

Floats = NDArray[np.float64]

_STATE_CONSIDERED = 0.02
"""States less probable than this have no say in how long the serial is."""
_DIGITS = np.array([DIGIT_OF[char] for char in SIGNS])


_MOST_OTHER = 0.8
"""However odd a text is as a serial of its state, so much at the most speaks for other lengths:
a plate that is listed exactly as it was read is told of."""
_TWINS = {
    DIGIT_OF[char]: tuple(sorted(DIGIT_OF[twin] for twin in twins)) for char, twins in TWINS.items()
}
_LAST_NUMERAL = DIGIT_OF["9"]
_PLACES = np.arange(64)


class Candidate(NamedTuple):
    key: int
    """`packing.key_of` the folded text."""
    chance: float
    """Probability that this is what the plate carries."""
    differences: tuple[int, ...]
    """Places in the longer of it and the read; () for the text as read."""


class SeenState:
    """The state of issue, given what the reader says of it."""

    def __init__(self, state: StateRead, confusions: Confusions) -> None:
        self.code = state.code
        self.named = {code: p for code, p in state.alternatives if code != UNKNOWN_STATE}
        """Probability of each state that the reader names."""
        if state.code != UNKNOWN_STATE:
            self.named[state.code] = state.confidence
        doubt = confusions.states.of(max(self.named.values(), default=0.0))
        unnamed = max(0.0, 1 - sum(self.named.values()))
        self.each = (doubt + (1 - doubt) * unnamed) / len(STATES)
        """Of each that it does not."""
        self.named = {code: (1 - doubt) * p + self.each for code, p in self.named.items()}

    def chance(self, lis: str) -> float:
        """That the plate is of the state listed; 1 where the list names none, or the reader has
        no idea. A reader not sure enough to name a state still says which it may be."""
        return self.named.get(lis, self.each) if lis and self.named else 1.0

    def conflicts(self, lis: str) -> bool:
        return bool(lis) and self.code != UNKNOWN_STATE and self.code != lis


@dataclass(slots=True)
class _Found:
    """Texts of other lengths than the read, each once however it comes about."""

    least: float
    chances: dict[int, float] = field(default_factory=dict)
    places: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def add(self, key: int, chance: float, places: tuple[int, ...]) -> None:
        self.chances[key] = self.chances.get(key, 0.0) + chance
        self.places.setdefault(key, places)


class TextPosterior:
    """Of one read of at least one character."""

    def __init__(self, reading: PlateText, confusions: Confusions, serials: SerialPrior) -> None:
        self._confusions = confusions
        self._serials = serials
        self._digits = [DIGIT_OF[c.char] for c in reading.characters]
        self.characters = _spread(reading.characters, confusions)
        """n × BASE: probability of each packed digit in each place."""
        self._array, self._places = np.array(self._digits), _PLACES[: len(self._digits)]
        self._sure = self.characters[self._places, self._array]
        self._whole = prod(self._sure.tolist())
        """That every character is as read, if there are as many as were read."""
        self.state = SeenState(reading.state, confusions)
        named = self.state.named.items()
        self._states = [(code, p) for code, p in named if p >= _STATE_CONSIDERED]
        known = sum(weight for _, weight in self._states)
        self._freedom = serials.freedom(STATES[0]) * max(0.0, 1 - known) + sum(
            weight * serials.freedom(state) for state, weight in self._states
        )
        self._same = self._as_long()
        # A text that the reader is sure of as a whole has as many characters as it says.
        self._apt = confusions.length.of(reading.confidence)
        self.same_length = 1.0
        """That the plate has as many characters as were read; known after `candidates`."""

    def candidates(self, least: float) -> list[Candidate]:
        """The text as read, first; then every other of at least `least`.

        Others are those that differ in one or two characters, lack one or have one more, or a
        stacked pair more or less.
        """
        others = _Found(least)
        more = self._longer(others) + self._without_pair(others) + self._shorter(others)
        other = more * self._apt
        share = min(other / (self._same + other), _MOST_OTHER)
        self.same_length = 1 - share
        read = _key(self._digits)
        found = [Candidate(read, self._whole * self.same_length, ())]
        found += self._replaced(read, found[0].chance, least)
        scale = share / more if more > 0 else 0.0
        found += [
            Candidate(key, chance * scale, others.places[key])
            for key, chance in others.chances.items()
            if chance * scale >= least and 0 < key < BASE**LONGEST
        ]
        unlisted = self._pair_not_listed(least) + self._half_not_listed(least)
        if not unlisted:
            return found
        by_key = {candidate.key: candidate for candidate in found}
        for extra in unlisted:
            same = by_key.get(extra.key)
            more = same.chance if same is not None else 0.0
            by_key[extra.key] = extra._replace(chance=extra.chance + more)
        return list(by_key.values())

    def twins(self) -> list[Candidate]:
        """The text with one character replaced by one that a plate or a camera makes like it,
        however improbable; after `candidates`."""
        read, last = _key(self._digits), len(self._digits) - 1
        whole = self._whole * self.same_length
        found = []
        for place, digit in enumerate(self._digits):
            for twin in _TWINS.get(digit, ()):
                ratio = float(self.characters[place, twin] / self._sure[place])
                step = (twin - digit) * BASE ** (last - place)
                found.append(Candidate(read + step, whole * ratio, (place,)))
        return found

    def _replaced(self, read: int, chance: float, least: float) -> list[Candidate]:
        """One character replaced, or two."""
        if chance <= 0:
            return []
        flat = (self.characters / self._sure[:, None]).ravel()
        enough = least / chance
        worth = np.flatnonzero(flat >= enough)
        ratios = flat[worth].tolist()
        top = max(ratios, default=0.0)
        if top > 1:
            # Of a pair one may be less likely by as much as the other is likelier than the read.
            worth = np.flatnonzero(flat >= enough / top)
            ratios = flat[worth].tolist()
        found: list[Candidate] = []
        ones: list[tuple[int, int, float]] = []
        last = len(self._digits) - 1
        for at, ratio in zip(worth.tolist(), ratios, strict=True):
            place, digit = divmod(at, BASE)
            if digit == self._digits[place]:
                continue
            step = (digit - self._digits[place]) * BASE ** (last - place)
            if ratio >= enough:
                found.append(Candidate(read + step, chance * ratio, (place,)))
            for before, other, its in ones:
                if before != place and its * ratio >= enough:
                    both = (before, place)
                    found.append(Candidate(read + step + other, chance * its * ratio, both))
            ones.append((place, step, ratio))
        return found

    def _as_long(self) -> float:
        """How likely states are to have issued a serial like it, of its length."""
        length = len(self._digits)
        total, columns = self._free(length), self.characters[:, :, None]
        for state, weight in self._states:
            forms = self._serials.forms(state, length)
            if forms is not None:
                each = (forms.by_place @ columns)[:, :, 0].prod(axis=0)
                total += weight * float(each @ forms.shares)
        return total

    def _free(self, length: int) -> float:
        """Probability of any one text of `length` as a serial that follows no form."""
        return self._freedom * self._serials.of_length(length)

    def _longer(self, found: _Found) -> float:
        """One character more than was read; the sum of what they weigh."""
        said, length = self._confusions, len(self._digits) + 1
        if length > LONGEST:
            return 0.0
        missed = max(said.missed_twin, said.missed)
        half = max(said.upper_alone, said.lower_alone, missed)
        free = self._free(length) * said.missed
        looked_at = self._worthy(length, missed, half, found)
        if not looked_at and not self._worth(free, found):
            return free * length * len(SIGNS)
        weights = np.zeros((length, BASE))
        weights[:, _DIGITS] = free
        for forms, weight in looked_at:
            before, after = self._around(forms, 1)
            loss = np.full((len(forms.shares), length), said.missed)
            for form, place in forms.pairs:
                loss[form, place : place + 2] = said.lower_alone, said.upper_alone
            each = loss * before * after * (weight * forms.shares)[:, None]
            weights += np.einsum("fg,fgc->gc", each, forms.chances)
        if said.missed > 0:
            for place, digit in enumerate(self._digits):
                weights[place : place + 2, digit] *= said.missed_twin / said.missed
        chances = weights * self._whole
        places, digits = np.nonzero(chances >= self._floor(found))
        for place, digit in zip(places.tolist(), digits.tolist(), strict=True):
            put = [*self._digits[:place], digit, *self._digits[place:]]
            found.add(_key(put), float(chances[place, digit]), (place,))
        return float(weights.sum())

    def _worthy(
        self, length: int, chance: float, of_pair: float, found: _Found
    ) -> list[tuple[StateForms, float]]:
        """The forms of `length` of which a text, come about by `chance` (or `of_pair` where one
        of them has a stacked pair), could be worth telling, with their state's probability."""
        worthy = []
        for state, weight in self._states:
            forms = self._serials.forms(state, length)
            if forms is None:
                continue
            most = forms.likeliest * weight * (of_pair if forms.pairs else chance)
            if self._worth(most, found):
                worthy.append((forms, weight))
        return worthy

    def _without_pair(self, found: _Found) -> float:
        """A stacked pair more than was read."""
        length, lost = len(self._digits) + 2, self._confusions.neither
        total = 0.0
        for forms, weight in self._worthy(length, 0.0, lost, found):
            before, after = self._around(forms, 2)
            for form, place in forms.pairs:
                its = float(forms.shares[form] * before[form, place] * after[form, place])
                total += its * weight * lost
                pair = forms.chances[form, place : place + 2].argmax(axis=1).tolist()
                put = [*self._digits[:place], *pair, *self._digits[place:]]
                found.add(_key(put), its * weight * lost * self._whole, (place, place + 1))
        return total

    def _shorter(self, found: _Found) -> float:
        """One character less than was read."""
        said, count = self._confusions, len(self._digits)
        if count < 2:
            return 0.0
        digits, sure = self._digits, self._sure.tolist()
        free, alone = self._free(count - 1), said.added / len(SIGNS)
        # A character that is none is one that the reader doubts.
        if len(set(digits)) == count:
            each = [(1 - its) * alone for its in sure]
            least = min(sure)
            most = (1 - least) * alone / least
        else:
            each = [
                (1 - its) * (said.added_twin if twin else alone)
                for its, twin in zip(sure, _beside_twins(digits), strict=True)
            ]
            most = max(chance / its for chance, its in zip(each, sure, strict=True))
        looked_at = self._worthy(count - 1, most, most, found)
        if not looked_at and not self._worth(free * most, found):
            return float(free * sum(each))
        added = np.array(each)
        weights = added * free
        for forms, weight in looked_at:
            before, after = self._around(forms, -1)
            weights += added * ((weight * forms.shares) @ (before * after))
        chances = weights * (self._whole / self._sure)
        for place in np.flatnonzero(chances >= self._floor(found)).tolist():
            kept = self._digits[:place] + self._digits[place + 1 :]
            found.add(_key(kept), float(chances[place]), (place,))
        return float(weights.sum())

    def _pair_not_listed(self, least: float) -> list[Candidate]:
        """The read without its stacked pair, where a list may have left the pair out."""
        length = len(self._digits)
        chance = self._whole * self.same_length * self._confusions.pair_not_listed
        if chance < least or length < 3:
            return []
        found: dict[int, Candidate] = {}
        for state, weight in self._states:
            forms = self._serials.forms(state, length)
            if forms is None or not forms.pairs:
                continue
            if chance * min(1.0, weight * forms.likeliest / self._same) < least:
                continue
            chances = forms.chances[:, self._places, self._array].prod(axis=1)
            for form, place in forms.pairs:
                share = min(1.0, weight * float(forms.shares[form] * chances[form]) / self._same)
                if chance * share >= least:
                    key = _key(self._digits[:place] + self._digits[place + 2 :])
                    found[key] = Candidate(key, chance * share, (place, place + 1))
        return list(found.values())

    def _half_not_listed(self, least: float) -> list[Candidate]:
        """Digits, without the letter before or after them, where that letter is half of a stacked
        pair of no table, and a list may have left the pair out."""
        said, count = self._confusions, len(self._digits)
        chance = self._whole * self.same_length * said.pair_not_listed
        if count < 4 or chance < least:
            return []
        found = []
        for place, rest in ((0, self._digits[1:]), (count - 1, self._digits[:-1])):
            if self._digits[place] <= _LAST_NUMERAL or max(rest) > _LAST_NUMERAL:
                continue
            # Of three to six digits, equally often; the letter on either side, any of 24.
            its = said.pair_plates * said.half_of_those / 2 / 4 / 24 * 10.0 ** -(count - 1)
            share = its / (self._same + its)
            if chance * share >= least:
                found.append(Candidate(_key(rest), chance * share, (place,)))
        return found

    def _floor(self, found: _Found) -> float:
        # Two ways to one text may add up; a tenth of the least is looked at for that.
        return found.least * self._same * 0.1 / self._apt

    def _worth(self, weight: float, found: _Found) -> bool:
        """Whether any text of at most this weight could reach what is asked for."""
        return bool(weight * self._whole * self._apt >= found.least * self._same * 0.5)

    def _around(self, forms: StateForms, shift: int) -> tuple[Floats, Floats]:
        """For each form and place: the probability of the characters read before that place, and
        of those from there on (with a negative shift: those after it), moved by `shift`."""
        digits, places = self._array, self._places
        if shift >= 0:
            here, moved = forms.chances[:, places, digits], forms.chances[:, places + shift, digits]
        else:
            here = forms.chances[:, places[:-1], digits[:-1]]
            moved = forms.chances[:, places[:-1], digits[1:]]
        before = np.ones((len(here), here.shape[1] + 1))
        after = np.ones(before.shape)
        before[:, 1:] = here.cumprod(axis=1)
        after[:, :-1] = moved[:, ::-1].cumprod(axis=1)[:, ::-1]
        return before, after


def _beside_twins(digits: list[int]) -> list[bool]:
    """Of each, whether it stands beside an equal one."""
    after = [one == other for one, other in pairwise(digits)]
    return [a or b for a, b in zip([False, *after], [*after, False], strict=True)]


def _key(digits: list[int]) -> int:
    key = 0
    for digit in digits:
        key = key * BASE + digit
    return key


def _spread(characters: tuple[CharacterRead, ...], confusions: Confusions) -> Floats:
    """What the plate may carry in each place, by packed digit: what the reader names, less what
    its certainty was found to be worth; the rest as it takes characters for one another."""
    digits: list[int] = []
    left: list[float] = []
    places: list[int] = []
    given: list[float] = []
    start = 0
    bands, shares = confusions.characters.from_confidence, confusions.characters.share
    for character in characters:
        read = DIGIT_OF[character.char]
        total = confidence = character.confidence
        for other, probability in character.alternatives:
            total += probability
            if DIGIT_OF[other] == read:
                confidence += probability
        kept = 1 / total if total > 1 else 1.0
        doubt = shares[bisect_right(bands, confidence * kept) - 1]
        kept *= 1 - doubt
        digits.append(read)
        left.append(1 - kept * total)
        places.append(start + read)
        given.append(kept * character.confidence)
        for other, probability in character.alternatives:
            places.append(start + DIGIT_OF[other])
            given.append(kept * probability)
        start += BASE
    spread = np.bincount(places, given, len(digits) * BASE).reshape(len(digits), BASE)
    spread += confusions.taken_for[digits] * np.array(left)[:, None]
    return np.maximum(spread, 1e-12, out=spread)
