"""The one table of alerts and faults, row by row."""

from __future__ import annotations

from string import Formatter

import pytest

from alpr_console.domain.hotlist import Category, Priority
from alpr_console.domain.notices import NOTICES, SHAPES, Ends, Meaning, Notice, notice_for


@pytest.mark.parametrize("notice", NOTICES.values(), ids=list(NOTICES))
def test_that_a_row_can_be_taken_in_at_a_glance_and_heard(notice: Notice) -> None:
    assert 0 < len(notice.text) <= 32
    assert notice.sound
    assert notice.shape is SHAPES[notice.meaning]
    assert {name for _, name, _, _ in Formatter().parse(notice.speech) if name} <= {"plate"}
    assert not notice.text.endswith((".", "!"))
    if notice.priority is Priority.HIGH:
        assert notice.speech
        assert notice.meaning is Meaning.DANGER
    if notice.ends is Ends.BY_RECOVERY:
        assert notice.remedy.endswith(".")


@pytest.mark.parametrize("category", Category)
@pytest.mark.requirement("HIT-1")
def test_that_every_category_has_a_row_that_says_it_is_not_verified(category: Category) -> None:
    notice = notice_for(category)
    assert notice.priority is category.priority
    assert notice.ends is Ends.BY_DISPOSITION
    assert "not verified" in notice.speech
    assert "{plate}" in notice.speech
    assert "stop" not in notice.speech.lower().split()


def test_that_each_priority_of_hit_looks_its_own_and_each_category_sounds_its_own() -> None:
    hits = [notice_for(c) for c in Category]
    assert len({(n.priority, n.meaning) for n in hits}) == len({n.priority for n in hits})
    assert len({n.sound for n in hits}) == len(hits)


def test_that_the_shapes_differ_so_that_color_is_not_needed() -> None:
    assert len(set(SHAPES.values())) == len(Meaning) == len(SHAPES)
