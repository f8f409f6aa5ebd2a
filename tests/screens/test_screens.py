"""Every screen by day and by night, against the pictures that were looked at and accepted.

`python -m tests.screens.refresh` takes new ones; look at each before committing it.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alpr_console.adapters.map_files.open_map import LocalMap
from alpr_console.domain.policy import Clause
from alpr_console.ports import Picture
from tests.fakes.map_files import write_mbtiles
from tests.fakes.profiles import BY_NUMBER
from tests.fakes.rules import PEOPLE
from tests.screens.tour import tour
from tests.screens.tour_driving import course_tour, driving_tour
from tests.screens.tour_entries import entries_tour
from tests.screens.tour_map import map_tour
from tests.screens.tour_records import gates_tour, records_tour
from tests.screens.tour_search import search_tour
from tests.screens.tour_settings import settings_tour
from tests.screens.tour_shift import shift_tour
from tests.screens.tour_switch import switch_tour
from tests.ui.driver import Driver
from ui.alert_panel import course
from ui.theme.theme import ThemeName

Tour = Callable[[Driver], Iterator[str]]

ACCEPTED = Path(__file__).parent / "accepted"
SIZE = (1280, 800)
OTHER_SIZES = [(1024, 600), (1920, 1080), (1920, 1200)]
STRICT = replace(
    PEOPLE,
    second_factor=Clause("100.20", "Two-factor authentication."),
    device=Clause("100.30", "Department-owned computers only."),
)
KEPT = (480, 300)
"""Pixels of the accepted pictures: small, and blind to how a machine smooths its letters."""

FAR = 48
"""Levels of 255 by which a pixel is another one."""

NEAR_WHITE = 235
MOST_NEAR_WHITE = 0.12

MOST = 0.012
"""Share of pixels that may be others: a word's worth, not a key's."""


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    # It hangs on the alerts' ids, which are random.
    monkeypatch.setattr(course, "identical_first", lambda _alert, _kind: True)
    time.tzset()
    flash = qapp.cursorFlashTime()
    qapp.setCursorFlashTime(0)
    yield
    qapp.setCursorFlashTime(flash)
    monkeypatch.undo()
    time.tzset()


def picture_of(driver: Driver) -> Picture:
    driver.settle()
    image = driver.window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    colors = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    return np.asarray(cv2.cvtColor(colors, cv2.COLOR_RGB2BGR), dtype=np.uint8)


def reduced(picture: Picture) -> Picture:
    """As accepted pictures are kept: small, in 32 levels a color."""
    small = cv2.resize(picture, KEPT, interpolation=cv2.INTER_AREA)
    return np.asarray(small & 0xF8, dtype=np.uint8)


def share_of_others(one: Picture, other: Picture) -> float:
    far = np.abs(one.astype(int) - other.astype(int)).max(axis=2) > FAR
    return float(far.mean())


def _share_near_white(picture: Picture) -> float:
    """Grounds that would blind at night; letters and the plates in pictures are far less."""
    return float((picture.min(axis=2) > NEAR_WHITE).mean())


def _stops(qtbot: QtBot, name: ThemeName) -> Iterator[tuple[str, Picture]]:
    with tempfile.TemporaryDirectory() as folder:
        city = LocalMap(write_mbtiles(Path(folder) / "city.mbtiles"))
        tours: list[tuple[Tour, dict[str, Any]]] = [
            (tour, {"people": False}),
            *((one, {}) for one in (entries_tour, search_tour, switch_tour, driving_tour,
                                    settings_tour, shift_tour)),
            (records_tour, {"oversight": BY_NUMBER["427"].oversight}),
            (gates_tour, {"people_rules": STRICT}),
            (map_tour, {"map_file": city}),
        ]  # fmt: skip
        for one, options in tours:
            driver = Driver(qtbot, SIZE, name, **options)
            for stop in one(driver):
                yield stop, picture_of(driver)
            driver.window.close()


@pytest.mark.parametrize("name", ["day", "night"])
def test_that_every_screen_looks_as_accepted(qtbot: QtBot, name: ThemeName) -> None:
    _compare(_stops(qtbot, name), ACCEPTED, name)


@pytest.mark.parametrize("name", ["day", "night"])
@pytest.mark.parametrize("size", OTHER_SIZES, ids=lambda s: f"{s[0]}x{s[1]}")
def test_that_a_course_looks_as_accepted_on_every_screen(
    qtbot: QtBot, size: tuple[int, int], name: ThemeName
) -> None:
    driver = Driver(qtbot, size, name)
    stops = ((stop, picture_of(driver)) for stop in course_tour(driver))
    _compare(stops, ACCEPTED / f"{size[0]}x{size[1]}", name)
    driver.window.close()


def _compare(stops: Iterable[tuple[str, Picture]], folder: Path, name: ThemeName) -> None:
    refresh = os.environ.get("ALPR_ACCEPT_SCREENS") == "1"
    whole = os.environ.get("ALPR_SCREENS_TO")
    changed = {}
    seen = set()
    for place, (stop, picture) in enumerate(stops):
        path = folder / f"{name}-{stop}.png"
        seen.add(path.name)
        if whole:
            size = "" if folder is ACCEPTED else f"{folder.name}-"
            cv2.imwrite(str(Path(whole) / f"{size}{name}-{place:02}-{stop}.png"), picture)
        if name == "night":
            dazzling = _share_near_white(picture)
            assert dazzling < MOST_NEAR_WHITE, f"{stop}: {dazzling:.2f} of it dazzles"
        if refresh:
            folder.mkdir(exist_ok=True)
            cv2.imwrite(str(path), reduced(picture), [cv2.IMWRITE_PNG_COMPRESSION, 9])
        accepted = cv2.imread(str(path))
        assert accepted is not None, f"no accepted picture {path.name}"
        share = share_of_others(reduced(picture), np.asarray(accepted, dtype=np.uint8))
        if share > MOST:
            changed[stop] = round(share, 4)
    assert changed == {}
    assert {p.name for p in folder.glob(f"{name}-*.png")} == seen


def test_that_the_comparison_sees_a_key_that_is_gone(qtbot: QtBot) -> None:
    driver = Driver(qtbot, SIZE, "day")
    before = reduced(picture_of(driver))
    driver.window.findChild(object, "sign_in_go").hide()
    assert share_of_others(before, reduced(picture_of(driver))) > MOST
