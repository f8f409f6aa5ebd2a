"""When a vehicle pass is told of, told of again, and looked at again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from alpr_console.domain.plate import UNKNOWN_STATE, Box, PlateText, StateRead
from alpr_console.recognition.vehicle_pass import VehiclePass


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """When a pass is sure enough to be told of."""

    agreeing: int = 4
    """So many frames must say the same…"""
    confidence: float = 0.9
    """…and the vote be at least this sure, for a release before the pass is over."""
    quick_agreeing: int = 3
    quick_confidence: float = 0.95
    """A very sure vote needs fewer frames."""
    last_confidence: float = 0.35
    """At the end of a pass the vote needs only this, with two frames or more…"""
    lone_confidence: float = 0.8
    """…or this with a single frame."""
    early_state: float = 0.9
    """While a pass goes on its state is named only from here on: small, far plates mislead,
    and a state that conflicts with the list's weighs heavily with the officer."""
    least_characters: int = 2
    same_vehicle_seconds: float = 5.0
    """A plate that says what one said that went out of sight no longer ago is that vehicle's:
    the pass goes on, and is not told of again."""
    check_every: int = 12
    """A plate whose reading is settled is read again after so many frames…"""
    check_clearer: float = 1.5
    """…or when it shows so many times more (measured, see `showing`) than where it was best
    read."""
    settled_confidence: float = 0.95
    """A vote that is less sure goes on being read in each frame, though it was told."""
    check_strayed: float = 0.2
    """…or when it stands so many widths from where it was expected, or was out of sight: it
    may be another vehicle's."""
    hopeless: int = 6
    """After so many frames in a row that say nothing, or not what the vote says, a plate counts
    as settled too: it is read again only as above."""
    correction_doubt: float = 0.05
    """A text that was told is corrected by one that is at most so much less sure."""
    better_picture: float = 3.0
    """A pass that was told of is told of again for the sake of its picture alone, when that is
    so many times better than the one told of…"""
    better_last_picture: float = 1.5
    """…or, when the pass is over, so many times."""

    def is_sure(self, one: VehiclePass) -> bool:
        """Whether a pass may be told of while it goes on."""
        voted = one.voted
        if voted is None or not one.is_plate or len(voted.characters) < self.least_characters:
            return False
        agreeing = one.agreeing
        return (agreeing >= self.agreeing and voted.confidence >= self.confidence) or (
            agreeing >= self.quick_agreeing and voted.confidence >= self.quick_confidence
        )

    def is_enough(self, one: VehiclePass) -> bool:
        """Whether a pass that is over may be told of, or corrected."""
        voted = one.voted
        if voted is None or not one.is_plate or len(voted.characters) < self.least_characters:
            return False
        if one.released is not None:
            # A correction must be better founded than a first word.
            return self.is_sure(one)
        if one.votes >= 2:
            return voted.confidence >= self.last_confidence
        return voted.confidence >= self.lone_confidence and not one.is_cut_off

    def is_due(self, one: VehiclePass, box: Box, showing: float, number: int) -> bool:
        """Whether a plate at `box` that shows so much in frame `number` is worth reading there."""
        voted = one.voted
        certain = voted is not None and voted.confidence >= self.settled_confidence
        settled = certain and self.is_sure(one) and one.doubted == 0
        if not settled and one.doubted < self.hopeless:
            return True
        waited = number - one.last_read
        strayed = one.track.strayed(box, number) >= self.check_strayed
        clearer = showing >= self.check_clearer * one.best_showing
        return one.lost_sight or strayed or waited >= self.check_every or (clearer and waited >= 2)

    def news(self, one: VehiclePass, *, over: bool) -> PlateText | None:
        """What the vote says beyond what was told, or None; a state early only when sure."""
        voted, before = one.voted, one.released
        assert voted is not None
        reading = _with_state_from(voted, 0.0 if over else self.early_state)
        if before is None:
            return reading
        if reading.state.code == UNKNOWN_STATE != before.state:
            # A state once named is not taken back by a doubt.
            reading = replace(reading, state=before.reading.state)
        if reading.text != before.text:
            surer = reading.confidence >= before.reading.confidence - self.correction_doubt
            return reading if surer else None
        if reading.state.code != before.state:
            return reading
        wanted = self.better_last_picture if over else self.better_picture
        return reading if one.best_quality >= wanted * one.released_quality else None


def _with_state_from(voted: PlateText, least: float) -> PlateText:
    """`voted`, its state left open where it is less sure than `least`."""
    state = voted.state
    if state.code == UNKNOWN_STATE or state.confidence >= least:
        return voted
    open_state = StateRead(
        UNKNOWN_STATE,
        1.0 - state.confidence,
        ((state.code, state.confidence), *state.alternatives),
    )
    return replace(voted, state=open_state)
