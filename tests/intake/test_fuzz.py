"""Damaged files, a few of the many that `python -m tests.intake.fuzz` makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.fuzz import fuzz


@pytest.mark.requirement("HOT-2")
@pytest.mark.requirement("HOT-8")
def test_that_a_damaged_file_is_refused_or_taken_with_nothing_wrong_in_it(tmp_path: Path) -> None:
    outcomes = fuzz(1500, 20261122, tmp_path / "list.csv")
    assert set(outcomes) == {"refused", "taken"}
    assert min(outcomes.values()) > 200
