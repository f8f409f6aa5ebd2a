"""What a threshold finds and costs, on readings whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from alpr_console.domain.hotlist import MatchKind
from alpr_console.domain.plate import STATES, StateRead
from alpr_console.domain.serial_forms import shipped_serial_forms
from alpr_console.examination.list_trial import VEHICLES, Plate, made_up, table, trial
from alpr_console.locations import resources_dir
from alpr_console.matching.look_alikes import folded
from alpr_console.matching.packing import text_of
from tests.fakes.shift import reading

SURE = StateRead("CA", 0.999)


def plate(name: str, text: str, read: str) -> Plate:
    seen = replace(reading(read, "CA", confidence=0.999), state=SURE)
    return Plate(name, text, "CA", seen)


def test_that_made_up_plates_follow_registrations_and_are_their_states_serials() -> None:
    listed = made_up(20_000, np.random.default_rng(1))
    assert len(listed.keys) == 20_000
    assert np.all(listed.keys[:-1] <= listed.keys[1:])
    counts = np.bincount(listed.states, minlength=len(STATES) + 1)
    expected = 20_000 * np.array(VEHICLES) / sum(VEHICLES)
    assert np.all(np.abs(counts[1:] - expected) < 6 * np.sqrt(expected) + 1)
    forms = shipped_serial_forms(resources_dir())
    for key, state in zip(listed.keys[::500].tolist(), listed.states[::500].tolist(), strict=True):
        text = text_of(key)
        assert any(
            len(form.places) == len(text)
            and all(
                char in folded(place.issued) for char, place in zip(text, form.places, strict=True)
            )
            for form in forms[STATES[state - 1]]
        )


def test_that_a_trial_counts_what_is_found_missed_and_false() -> None:
    right = [plate(f"right{n}", f"7QXC12{n}", f"7QXC12{n}") for n in range(5)]
    wrong = [plate(f"wrong{n}", f"7QXC19{n}", f"4HJK84{n}") for n in range(5)]
    # A misread that is another true plate: an alert on an entry that is not the plate.
    mistaken = [plate("mistaken", "9ZZZ999", "7QXC120")]
    tallies = trial([*right, *wrong, *mistaken], 1000, 30, (0.01, 0.999999), list_seed=1)
    tally = tallies[0.01]
    assert (tally.reads, tally.listed) == (11 * 30, 5 * 30)
    assert all(count > 0 for count in (tally.missed[p.name] for p in (*wrong, *mistaken)))
    assert not any(tally.missed[p.name] for p in right)
    assert tally.found[MatchKind.EXACT] + sum(tally.missed.values()) == tally.listed
    assert 0 < tally.false[MatchKind.EXACT] < 30
    assert tally.false[MatchKind.APPROXIMATE] == 0
    nothing = tallies[0.999999]
    assert sum(nothing.found.values()) + sum(nothing.false.values()) == 0
    rows = table(tallies).splitlines()
    assert rows[2].startswith("| 0.01 |")
    assert rows[3].split("|")[2:4] == [" 0.00 % ", " 0.00 % "]
