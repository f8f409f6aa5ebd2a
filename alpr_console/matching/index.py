"""Hot lists in force as an index: which listed plates a plate seen may be.

A read is turned into the texts that it may stand for, each with its probability; only those that
could reach a threshold are looked up, by binary search in each list's sorted keys. There are
seldom more than a dozen, whatever the length of the lists, and the index needs no memory beside
the keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.hotlist import (
    Category,
    HotList,
    HotListEntry,
    Match,
    MatchKind,
    Thresholds,
    TimedEntry,
)
from alpr_console.domain.plate import PlateText, VehicleDescription
from alpr_console.list_ports import PackedList
from alpr_console.matching.confusions import shipped_confusions
from alpr_console.matching.packing import key_of
from alpr_console.matching.patterns import is_pattern
from alpr_console.matching.posterior import Candidate, SeenState, TextPosterior
from alpr_console.matching.serial_prior import shipped_serial_prior
from alpr_console.matching.specific import SpecificEntries

DEFAULT_THRESHOLDS = Thresholds(high=0.01, normal=0.05, low=0.1)
"""Chosen by `examination.list_trial` on pictures held out for it: docs/hot-lists.md."""

SHORT_LIST = 2000
"""Entries up to which a list is told of more than its probability warrants: of the very text in
another state than the one seen, and of a text with one twin (8 for B) in place of another.

On so short a list a chance likeness is rarer (once in thousands of reads) than an error of whoever
reported the plate, and each is looked at character by character; on a long one it is the rule.
"""

_PRIORITIES = tuple(category.priority for category in Category)

_KINDS = tuple(MatchKind)


class HotListIndex:
    """Lists in force, ready to be matched. Immutable; safe to use from any thread."""

    def __init__(
        self,
        lists: Sequence[tuple[HotList, PackedList]] = (),
        specific: Sequence[TimedEntry] = (),
        thresholds: Thresholds | None = None,
        generation: int = 0,
    ) -> None:
        """Raises ResourceDamaged where what ships beside the program is missing."""
        self._lists = tuple(lists)
        self._specific = SpecificEntries(specific)
        self._whole: dict[int, list[TimedEntry]] = {}
        """Specific entries that name a whole plate, by key."""
        for timed in specific:
            if timed.entry.lic and not is_pattern(timed.entry.lic):
                self._whole.setdefault(key_of(timed.entry.lic), []).append(timed)
        thresholds = thresholds or DEFAULT_THRESHOLDS
        self._thresholds = thresholds
        self._all_long = not self._whole and all(
            len(packed.keys) > SHORT_LIST for _, packed in self._lists
        )
        self._least = min(thresholds.high, thresholds.normal, thresholds.low)
        self._of_category = [thresholds.of(priority) for priority in _PRIORITIES]
        self._confusions = shipped_confusions()
        self._serials = shipped_serial_prior()
        self.generation = generation

    @property
    def hot_lists(self) -> tuple[HotList, ...]:
        return tuple(hot_list for hot_list, _ in self._lists)

    def match(
        self,
        reading: PlateText,
        vehicle: VehicleDescription | None = None,
        at: datetime | None = None,
    ) -> tuple[Match, ...]:
        """Entries that the plate may be, with at least their priority's threshold; () for most.

        Exact ones first, those of another state after those of the state seen, likeliest first.
        Of two texts of different lengths, a difference is a place in the longer: the character
        that the other lacks. Specific entries match that are in force `at` (UTC; None: now).
        Raises HotListDamaged where a list's record cannot be read.
        """
        moment = at or datetime.now(UTC)
        found: list[Match] = []
        if reading.characters and (self._lists or self._whole or self._specific.partial):
            found += self._by_plate(reading, vehicle, moment)
        if vehicle is not None and self._specific.described_only:
            state = SeenState(reading.state, self._confusions)
            found += self._specific.described(vehicle, state, moment, self._thresholds)
        found.sort(key=lambda m: (_KINDS.index(m.kind), m.state_conflict, -m.likelihood))
        return tuple(found)

    def _by_plate(
        self, reading: PlateText, vehicle: VehicleDescription | None, at: datetime
    ) -> Iterator[Match]:
        posterior = TextPosterior(reading, self._confusions, self._serials)
        candidates = posterior.candidates(self._least)
        state, as_read = posterior.state, candidates[0].chance
        asked, twins = candidates, dict[int, Candidate]()
        if not self._all_long:
            # A short list is asked for all twins, a long one for the probable.
            twins = {twin.key: twin for twin in posterior.twins()}
            there = {candidate.key for candidate in candidates}
            asked = [*candidates, *(twin for key, twin in twins.items() if key not in there)]
        keys = np.array([candidate.key for candidate in asked], np.uint64)
        for hot_list, packed in self._lists:
            short = len(packed.keys) <= SHORT_LIST
            its = keys if short else keys[: len(candidates)]
            for number, place in _places(packed.keys, its):
                candidate = asked[number]
                alike = short and (candidate.key in twins or not candidate.differences)
                while place < len(packed.keys) and packed.keys[place] == candidate.key:
                    lis = packed.state_names[packed.states[place]]
                    least = self._of_category[packed.categories[place]]
                    chance = candidate.chance * state.chance(lis)
                    if chance >= least or (alike and as_read >= least):
                        entry = packed.fetch(int(packed.rows[place]))
                        yield _match(entry, hot_list, candidate, state)
                    place += 1
        for candidate in asked if self._whole else ():
            alike = candidate.key in twins or not candidate.differences
            for timed in self._whole.get(candidate.key, ()):
                least = self._thresholds.of(timed.entry.category.priority)
                chance = candidate.chance * state.chance(timed.entry.lis)
                if timed.in_force(at) and (chance >= least or (alike and as_read >= least)):
                    yield _match(timed.entry, timed.hot_list, candidate, state)
        if self._specific.partial:
            yield from self._specific.fitting(posterior, candidates, vehicle, at, self._thresholds)


def _places(listed: NDArray[np.uint64], asked: NDArray[np.uint64]) -> Iterator[tuple[int, int]]:
    """Which of those asked for are listed, and the first place of each."""
    if not len(listed):
        return
    places = listed.searchsorted(asked)
    there = listed.take(places, mode="clip") == asked
    if there.any():
        for number in np.flatnonzero(there).tolist():
            yield number, int(places[number])


def _match(entry: HotListEntry, hot_list: HotList, candidate: Candidate, state: SeenState) -> Match:
    return Match(
        entry=entry,
        hot_list=hot_list,
        kind=MatchKind.APPROXIMATE if candidate.differences else MatchKind.EXACT,
        likelihood=candidate.chance * state.chance(entry.lis),
        differences=candidate.differences,
        state_conflict=state.conflicts(entry.lis),
    )
