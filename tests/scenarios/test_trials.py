"""The study of docs/trials.md in small: what is wrong with a hit is marked before any answer."""

from __future__ import annotations

import pytest

from alpr_console.domain.checklist import ItemKind, checklist_for
from alpr_console.locations import models_dir
from alpr_console.recognition.recogniser import open_recogniser
from tests.scenarios.poor_passes import CLEAR
from tests.scenarios.trials import Study, Trial, Wrong, folded, marked

HITS = 30


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return Study(3, open_recogniser(models_dir(), threads=1, precision="f32")).run(HITS)


def of(trials: list[Trial], *kinds: Wrong) -> list[Trial]:
    found = [t for t in trials if t.wrong in kinds]
    assert found
    return found


@pytest.mark.requirement("HIT-2")
def test_that_half_of_the_hits_are_right_and_each_kind_of_wrong_is_among_the_others(
    trials: list[Trial],
) -> None:
    assert len(trials) == HITS
    assert len(of(trials, Wrong.NOTHING)) == HITS // 2
    for kind in Wrong:
        assert of(trials, kind)


@pytest.mark.requirement("HIT-2")
def test_that_a_character_that_differs_and_another_state_need_a_reason_every_time(
    trials: list[Trial],
) -> None:
    for trial in of(trials, Wrong.NEAR, Wrong.STATE):
        assert trial.conflicts, trial


@pytest.mark.requirement("HIT-2")
def test_that_a_character_misread_as_listed_is_marked_though_read_and_list_agree(
    trials: list[Trial],
) -> None:
    misread = of(trials, Wrong.MISREAD)
    for trial in misread:
        assert trial.alert.hit.read.text == trial.listed.plate
        assert folded(trial.there.plate) != folded(trial.listed.plate)
        assert trial.sight != CLEAR
    # Now and then every look says the same of what is not there (docs/trials.md).
    assert sum(trial.flagged for trial in misread) >= len(misread) - 1


@pytest.mark.requirement("HIT-2")
def test_that_another_vehicle_is_marked_and_asked_for_each_time(trials: list[Trial]) -> None:
    for trial in of(trials, Wrong.COLOR, Wrong.BODY):
        assert trial.flagged, trial
        asked = [item.kind for item in checklist_for(trial.alert.hit)]
        assert ItemKind.VEHICLE in asked


@pytest.mark.requirement("HIT-2")
def test_that_right_hits_of_clear_passes_are_not_marked_as_a_habit(trials: list[Trial]) -> None:
    clear = [t for t in of(trials, Wrong.NOTHING) if t.sight == CLEAR]
    assert len(clear) >= HITS // 4
    assert sum(map(marked, clear)) <= len(clear) / 5
