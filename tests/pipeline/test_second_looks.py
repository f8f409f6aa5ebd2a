"""What is told of hits after a second look, and of everything else behind them."""

from __future__ import annotations

import threading

import pytest

from alpr_console.pipeline.second_looks import MOST_WAITING, SecondLooks


def test_that_of_many_hits_the_latest_go_on_without_a_second_look() -> None:
    told: list[bool] = []
    going_on = threading.Event()
    looks = SecondLooks(failed=lambda error: pytest.fail(str(error)))
    looks.start()

    def look(in_time: bool) -> None:
        assert going_on.wait(10)
        told.append(in_time)

    for _ in range(MOST_WAITING + 3):
        looks.after_look(look)
    going_on.set()
    looks.close()
    assert told == [True] * MOST_WAITING + [False] * 3


def test_that_what_cannot_be_told_stops_nothing_behind_it() -> None:
    failed: list[Exception] = []
    told: list[str] = []
    looks = SecondLooks(failed.append)
    looks.start()

    def breaks(in_time: bool) -> None:
        raise RuntimeError("no room")

    looks.after_look(breaks)
    looks.after_look(lambda in_time: told.append("hit"))
    looks.now(lambda: told.append("end"))
    looks.close()
    assert told == ["hit", "end"]
    assert [str(error) for error in failed] == ["no room"]


def test_that_nothing_waits_where_no_hit_is_looked_at() -> None:
    told: list[int] = []
    looks = SecondLooks(failed=lambda error: pytest.fail(str(error)))
    looks.start()
    looks.now(lambda: told.append(threading.get_ident()))
    assert told == [threading.get_ident()]
    looks.close()
