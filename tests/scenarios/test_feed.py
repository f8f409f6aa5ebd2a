"""The drawn camera."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import numpy as np
import pytest

from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from alpr_console.domain.vehicle_codes import body_conflicts, color_conflicts
from alpr_console.locations import models_dir, resources_dir
from alpr_console.ports import Frame
from alpr_console.recognition.passes import PassKeeper
from alpr_console.recognition.recogniser import Recogniser, open_recogniser
from alpr_console.simulation.feed import SimulatedFeed
from alpr_console.simulation.scenario import Scenario, load_scenario
from tests.fakes.shift import START

FOLDER = resources_dir() / "scenarios"
SHIFT = load_scenario(FOLDER / "shift.toml")


@pytest.fixture(scope="module")
def feeds() -> Callable[[str], SimulatedFeed]:
    drawn: dict[str, SimulatedFeed] = {}

    def feed(name: str) -> SimulatedFeed:
        if name not in drawn:
            drawn[name] = SimulatedFeed(load_scenario(FOLDER / f"{name}.toml"), speed=None)
            drawn[name].open()
        return drawn[name]

    return feed


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return open_recogniser(models_dir())


def width(feed: SimulatedFeed, key: str, number: int) -> float:
    """Pixels of the pass's plate in the frame; 0 where it is not wholly in it."""
    corners = feed.plates(number).get(key)
    return 0.0 if corners is None else corners[1][0] - corners[0][0]


def brief(tmp_path: Path) -> Scenario:
    """The scenario's first vehicle alone, in three seconds."""
    text = (FOLDER / "shift.toml").read_text(encoding="utf-8")
    lists, passes, route = (text.index(mark) for mark in ("[[lists]]", "[[passes]]", "[[route]]"))
    first = text[passes : text.index("[[passes]]", passes + 1)]
    path = tmp_path / "brief.toml"
    whole = text[:lists] + text[lists:passes] + first + text[route:]
    whole = whole.replace("seconds = 66.0", "seconds = 3.2").replace("start = 1.0", "start = 0.1")
    path.write_text(whole.replace("duration = 6.5", "duration = 3.0"), encoding="utf-8")
    return load_scenario(path)


def test_that_the_same_script_gives_the_same_frames(tmp_path: Path) -> None:
    one, other = (SimulatedFeed(brief(tmp_path), speed=None) for _ in range(2))
    one.open()
    other.open()
    for number in (0, 40, 60):
        picture = one.draw(number)
        assert picture.shape == (720, 1280, 3)
        assert np.array_equal(picture, other.draw(number))
    assert not np.array_equal(one.draw(40), one.draw(41))


def test_that_unpaced_every_frame_comes_once_and_then_the_end(tmp_path: Path) -> None:
    feed = SimulatedFeed(brief(tmp_path), speed=None)
    feed.open()
    numbers = []
    while (frame := feed.read()) is not None:
        numbers.append(frame.number)
    assert not feed.live
    assert numbers == list(range(feed.frames)) == list(range(80))


def test_that_paced_the_frames_that_came_too_late_are_skipped(tmp_path: Path) -> None:
    feed = SimulatedFeed(brief(tmp_path), speed=40.0)
    feed.open()
    frames = []
    while (frame := feed.read()) is not None:
        frames.append(frame)
    assert feed.live
    numbers = [frame.number for frame in frames]
    # A frame a millisecond is more than can be drawn.
    assert 0 < len(numbers) < feed.frames
    assert numbers == sorted(set(numbers))
    assert all(a.at < b.at and a.monotonic < b.monotonic for a, b in itertools.pairwise(frames))


def test_that_a_feed_closed_elsewhere_ends_the_wait_for_a_frame(tmp_path: Path) -> None:
    feed = SimulatedFeed(brief(tmp_path), speed=0.0001)
    feed.open()
    assert feed.read() is not None
    Timer(0.05, feed.close).start()
    assert feed.read() is None
    feed.open()
    frame = feed.read()
    assert frame is not None
    assert frame.number == 0


def test_that_each_plate_grows_from_small_to_large(feeds: Callable[[str], SimulatedFeed]) -> None:
    feed = feeds("shift")
    for one in SHIFT.passes:
        span = range(round(one.start * 25), round(one.end * 25))
        widths = [w for w in (width(feed, one.key, n) for n in span) if w]
        assert min(widths) < 40
        assert max(widths) > 120


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (name, one.key)
        for name in ("shift", "night")
        for one in load_scenario(FOLDER / f"{name}.toml").passes
    ],
)
def test_that_the_networks_read_each_drawn_vehicle_as_it_passes(
    feeds: Callable[[str], SimulatedFeed], recogniser: Recogniser, name: str, key: str
) -> None:
    feed, keeper = feeds(name), PassKeeper()
    scenario = load_scenario(FOLDER / f"{name}.toml")
    one = next(p for p in scenario.passes if p.key == key)
    latest: dict[str, PlateRead] = {}
    found = shown = 0
    for number in range(round(one.start * scenario.fps), round(one.end * scenario.fps), 4):
        frame = Frame(feed.name, number, START, feed.draw(number), number / scenario.fps)
        followed = keeper.follow(frame, recogniser)
        latest.update((read.read_id, read) for read in followed.reads)
        if width(feed, key, number) >= 50:
            (left, top), _, (right, bottom), _ = feed.plates(number)[key]
            x, y = (left + right) / 2, (top + bottom) / 2
            boxes = [tracked.detection.box for tracked in followed.tracked]
            shown += 1
            found += any(b.x < x < b.x + b.w and b.y < y < b.y + b.h for b in boxes)
    assert found >= 0.9 * shown
    read = next(r for r in latest.values() if r.text == one.plate)
    # Not being sure of the state is no error; naming another is.
    told = one.hit is not None and one.hit.state_conflict
    assert read.state in ((one.state,) if told else (one.state, UNKNOWN_STATE))
    # Nor is not being sure of the vehicle; contradicting what was drawn is.
    if read.vehicle is not None:
        assert not color_conflicts(one.color.value, read.vehicle.color)
        assert not body_conflicts(one.body.value, read.vehicle.body)
