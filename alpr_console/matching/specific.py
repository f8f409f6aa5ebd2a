"""Specific entries (BOLO) that name part of a plate or none, against a plate and vehicle seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from alpr_console.domain.hotlist import HotListEntry, Match, MatchKind, Thresholds, TimedEntry
from alpr_console.domain.plate import VehicleDescription
from alpr_console.domain.vehicle_codes import (
    UNKNOWN,
    body_agrees,
    body_conflicts,
    color_agrees,
    color_conflicts,
)
from alpr_console.matching.packing import text_of
from alpr_console.matching.patterns import Patterns, is_pattern
from alpr_console.matching.posterior import Candidate, SeenState, TextPosterior


class SpecificEntries:
    """Those that no key can stand for. Immutable."""

    def __init__(self, entries: Sequence[TimedEntry]) -> None:
        self._partial = [timed for timed in entries if is_pattern(timed.entry.lic)]
        self._described = [timed for timed in entries if not timed.entry.lic]
        self._patterns = Patterns([timed.entry.lic for timed in self._partial])

    def __len__(self) -> int:
        return len(self._partial) + len(self._described)

    @property
    def partial(self) -> int:
        """How many name part of a plate."""
        return len(self._partial)

    @property
    def described_only(self) -> int:
        """How many name no plate."""
        return len(self._described)

    def described(
        self, vehicle: VehicleDescription, state: SeenState, at: datetime, thresholds: Thresholds
    ) -> Iterator[Match]:
        """Entries without a plate whose color and body style the vehicle has, and whose state
        of issue, where they name one, its plate has."""
        for timed in self._described:
            chance = _agreement(timed.entry, vehicle) * state.chance(timed.entry.lis)
            least = thresholds.of(timed.entry.category.priority)
            if chance > 0 and chance >= least and timed.in_force(at):
                conflict = state.conflicts(timed.entry.lis)
                yield _match(timed, MatchKind.DESCRIPTION, chance, conflict)

    def fitting(
        self,
        posterior: TextPosterior,
        candidates: Sequence[Candidate],
        vehicle: VehicleDescription | None,
        at: datetime,
        thresholds: Thresholds,
    ) -> Iterator[Match]:
        """Entries whose partial plate the plate seen fits; `candidates` are `posterior`'s."""
        chances = self._patterns.chances(posterior.characters) * posterior.same_length
        length = len(posterior.characters)
        for candidate in candidates:
            text = text_of(candidate.key)
            if len(text) != length:
                chances[self._patterns.fitting(text)] += candidate.chance
        for number in chances.nonzero()[0].tolist():
            timed = self._partial[number]
            entry = timed.entry
            chance = float(chances[number]) * posterior.state.chance(entry.lis)
            if vehicle is not None:
                chance *= _doubt(entry, vehicle)
            if chance >= thresholds.of(entry.category.priority) and timed.in_force(at):
                conflict = posterior.state.conflicts(entry.lis)
                yield _match(timed, MatchKind.PARTIAL, min(chance, 1.0), conflict)


def _match(timed: TimedEntry, kind: MatchKind, chance: float, state_conflict: bool) -> Match:
    return Match(timed.entry, timed.hot_list, kind, chance, (), state_conflict)


def _doubt(entry: HotListEntry, vehicle: VehicleDescription) -> float:
    """What is left where the vehicle seen contradicts the one described."""
    left = 1.0
    if entry.vco and color_conflicts(entry.vco, vehicle.color):
        left *= 1 - vehicle.color_confidence
    if entry.vst and body_conflicts(entry.vst, vehicle.body):
        left *= 1 - vehicle.body_confidence
    return left


def _agreement(entry: HotListEntry, vehicle: VehicleDescription) -> float:
    """How sure it is that the vehicle has the color and style that the entry names; 0 where it
    has not, was not sure enough to be named, or the entry names none that the console knows."""
    chance = 1.0 if entry.vco or entry.vst else 0.0
    if entry.vco:
        agrees = vehicle.color != UNKNOWN and color_agrees(entry.vco, vehicle.color)
        chance *= vehicle.color_confidence if agrees else 0.0
    if entry.vst:
        agrees = vehicle.body != UNKNOWN and body_agrees(entry.vst, vehicle.body)
        chance *= vehicle.body_confidence if agrees else 0.0
    return chance
