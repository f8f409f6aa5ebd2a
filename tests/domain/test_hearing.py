"""The rules of interruption and muting, over all priorities and all notices."""

from __future__ import annotations

import pytest

from alpr_console.domain.hearing import SAID_AGAIN_WITHIN_S, cuts_off, heard_again, silenced
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import NOTICES, Notice


@pytest.mark.parametrize("heard", Priority)
@pytest.mark.parametrize("new", Priority)
def test_that_only_high_cuts_off_and_never_its_equal(new: Priority, heard: Priority) -> None:
    assert cuts_off(new, heard) == (new is Priority.HIGH and heard.value > new.value)


def test_that_normal_is_heard_again_while_it_is_news_and_low_never() -> None:
    assert heard_again(Priority.NORMAL, SAID_AGAIN_WITHIN_S)
    assert not heard_again(Priority.NORMAL, SAID_AGAIN_WITHIN_S + 0.1)
    assert not heard_again(Priority.LOW, 0.0)


@pytest.mark.parametrize("notice", NOTICES.values(), ids=list(NOTICES))
def test_that_muting_silences_every_notice_but_the_high_ones(notice: Notice) -> None:
    assert silenced(notice.priority, muted=True) == (notice.priority is not Priority.HIGH)
    assert not silenced(notice.priority, muted=False)
