"""When recognition searches sparingly, and when it dares the larger search again."""

from __future__ import annotations

from alpr_console.pipeline.effort import FIRST_PATIENCE_S, HELD_S, MOST_PATIENCE_S, Effort

FPS = 25


class Road:
    """Seconds of driving; `lost` frames are overtaken in each."""

    def __init__(self) -> None:
        self.effort = Effort()
        self.now = 100.0
        self.overtaken = 0
        self.sparing = False

    def drive(self, seconds: float, lost: int = 0) -> bool:
        for second in range(round(seconds)):
            for i in range(FPS - lost):
                self.overtaken += i < lost
                self.now = round(100.0 + self.driven + second + i / (FPS - lost), 6)
                self.sparing = self.effort.sparing(self.overtaken, self.now)
        self.driven += round(seconds)
        return self.sparing

    driven = 0

    def until_larger(self) -> int:
        """Seconds without a loss until the larger search is tried."""
        waited = 0
        while self.drive(1):
            waited += 1
        return waited


def test_that_a_computer_that_keeps_up_is_never_sparing() -> None:
    assert not Road().drive(300)


def test_that_a_lost_frame_now_and_then_changes_nothing() -> None:
    road = Road()
    for _ in range(30):
        assert not road.drive(1, lost=1)
        assert not road.drive(3)


def test_that_a_computer_that_stays_behind_searches_sparingly_within_seconds() -> None:
    road = Road()
    assert not road.drive(1, lost=8)
    assert road.drive(3, lost=8)


def test_that_the_larger_search_comes_back_when_nothing_is_lost_any_more() -> None:
    road = Road()
    road.drive(4, lost=8)
    assert road.drive(FIRST_PATIENCE_S - 1)
    assert not road.drive(3)


def test_that_losses_at_the_smaller_size_too_keep_it_there() -> None:
    road = Road()
    road.drive(4, lost=8)
    for _ in range(20):
        assert road.drive(5, lost=1)


def test_that_a_larger_search_that_cannot_be_held_is_tried_ever_more_seldom() -> None:
    road = Road()
    waits = []
    for _ in range(7):
        road.drive(4, lost=8)
        assert road.sparing
        waits.append(road.until_larger())
    assert waits == sorted(waits)
    assert waits[1] > 1.5 * waits[0]
    assert waits[-1] <= MOST_PATIENCE_S


def test_that_a_larger_search_that_was_held_is_soon_tried_again() -> None:
    road = Road()
    for _ in range(4):
        road.drive(4, lost=8)
        road.until_larger()
    road.drive(HELD_S + 5)
    road.drive(4, lost=8)
    assert road.until_larger() <= FIRST_PATIENCE_S
