"""The study of docs/trials.md in small: what is wrong with a hit is marked before any answer."""

from __future__ import annotations

import pytest

from alpr_console.domain.checklist import ItemKind, checklist_for
from alpr_console.locations import models_dir
from alpr_console.recognition.recogniser import open_recogniser
from tests.scenarios.trials import LEFT_OPEN, Study, Trial, Wrong, least


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    return Study(3, open_recogniser(models_dir(), threads=1, precision="f32")).run(40)


def of(trials: list[Trial], *kinds: Wrong) -> list[Trial]:
    found = [t for t in trials if t.wrong in kinds]
    assert found
    return found


@pytest.mark.requirement("HIT-2")
def test_that_half_of_the_hits_are_right_and_each_kind_of_wrong_is_among_the_others(
    trials: list[Trial],
) -> None:
    assert len(trials) == 40
    assert len(of(trials, Wrong.NOTHING)) == 20
    for kind in Wrong:
        assert of(trials, kind)


@pytest.mark.requirement("HIT-2")
def test_that_a_character_that_differs_and_another_state_need_a_reason_every_time(
    trials: list[Trial],
) -> None:
    for trial in of(trials, Wrong.NEAR, Wrong.STATE):
        assert trial.conflicts, trial


@pytest.mark.requirement("HIT-2")
def test_that_a_character_misread_as_listed_is_marked_where_the_reader_doubted_it(
    trials: list[Trial],
) -> None:
    misread = of(trials, Wrong.MISREAD)
    assert all(trial.flagged == (least(trial) < 0.98) for trial in misread)
    assert sum(trial.flagged for trial in misread) >= len(misread) / 2


@pytest.mark.requirement("HIT-2")
def test_that_another_vehicle_is_marked_or_said_to_be_for_the_eye_and_asked_for_each_time(
    trials: list[Trial],
) -> None:
    for trial in of(trials, Wrong.COLOR, Wrong.BODY):
        assert trial.flagged_or_open or trial.wrong is Wrong.COLOR
        asked = [item.kind for item in checklist_for(trial.alert.hit)]
        assert ItemKind.VEHICLE in asked


@pytest.mark.requirement("HIT-2")
def test_that_right_hits_are_not_marked_as_a_habit(trials: list[Trial]) -> None:
    right = of(trials, Wrong.NOTHING)
    marked = [t for t in right if any(not m.endswith(LEFT_OPEN) for m in t.marks)]
    assert len(marked) <= len(right) / 4
