"""While the log cannot be written, no read is shown (AU-5)."""

from __future__ import annotations

import pytest

from alpr_console.domain.events import FaultCleared, FaultRaised
from tests.fakes.shift import START
from tests.ui.driver import Driver


@pytest.mark.requirement("AUD-1")
def test_that_reads_leave_the_screen_until_the_log_can_be_written_again(officer: Driver) -> None:
    officer.see("8XYZ441")
    strip = officer.window.patrol.strip
    assert [cell.text for cell in strip.cells] == ["8XYZ441"]
    officer.console.send(FaultRaised("store_failed", "", "The disk is full.", START))
    officer.settle()
    assert strip.cells == ()
    assert officer.window.live.reads_hidden
    officer.console.send(FaultCleared("store_failed", "", START))
    officer.settle()
    assert not officer.window.live.reads_hidden
