"""What the states' serials say beside what is seen: a voice, and never a veto."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, MAX_CHARACTERS, STATES
from alpr_console.recognition.column_check import weigh
from alpr_console.recognition.serial_evidence import SerialEvidence
from alpr_console.recognition.serials import shipped_serials

END = len(ALPHABET)


def _slots(text: str, doubts: dict[int, tuple[str, float]]) -> NDArray[np.float32]:
    """A reader sure of `text` but for `doubts`: slot → another character, its probability."""
    chances = np.full((1, MAX_CHARACTERS, END + 1), 1e-6)
    for slot in range(MAX_CHARACTERS):
        sign = ALPHABET.index(text[slot]) if slot < len(text) else END
        other, chance = doubts.get(slot, ("0", 0.0))
        chances[0, slot, ALPHABET.index(other)] += chance
        chances[0, slot, sign] += 1 - chance
    return np.log(chances / chances.sum(-1, keepdims=True)).astype(np.float32)


def _states(code: str) -> NDArray[np.float32]:
    chances = np.full((1, len(STATES) + 1), 1e-4)
    chances[0, STATES.index(code)] = 1
    return np.log(chances / chances.sum()).astype(np.float32)


def _read(slots: NDArray[np.float32], state: str, weight: float) -> tuple[str, float]:
    silent = np.full((1, 48, END + 1), -np.log(END + 1), np.float32)
    evidence = SerialEvidence(shipped_serials(), _states(state), weight)
    weighed = weigh(slots, silent, 0.0, evidence.of_texts)
    best = weighed.slots[0].argmax(1).tolist()
    text = "".join(ALPHABET[i] for i in best[: best.index(END) if END in best else None])
    return text, float(weighed.sure[0])


def test_that_a_state_s_serials_decide_between_letter_and_digit() -> None:
    doubtful = _slots("70BC123", {1: ("O", 0.45)})
    assert _read(_slots("7ABC1O3", {5: ("0", 0.45)}), "CA", 0.45)[0] == "7ABC103"
    assert _read(doubtful, "CA", 0.0)[0] == "70BC123"


def test_that_a_personalized_plate_survives_the_serials() -> None:
    text, sure = _read(_slots("GOLFER1", {}), "CA", 0.45)
    assert text == "GOLFER1"
    assert sure > 0.9


def test_that_a_serial_tells_for_the_state_that_issues_it() -> None:
    slots = _slots("7ABC123", {})
    silent = np.full((1, 48, END + 1), -np.log(END + 1), np.float32)
    even = np.full((1, len(STATES) + 1), -np.log(len(STATES) + 1), np.float32)
    evidence = SerialEvidence(shipped_serials(), even, 0.0)
    chances = evidence.of_states(weigh(slots, silent, 0.0), 0.5)[0]
    assert STATES[int(chances[: len(STATES)].argmax())] == "CA"
    assert np.isclose(chances.sum(), 1)


def test_that_a_text_of_no_characters_is_weighed_too() -> None:
    text, _ = _read(_slots("", {}), "NY", 0.45)
    assert text == ""
