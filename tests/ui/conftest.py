"""A window over the real duty chain, its clock held still, in California's time."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.driver import Driver, let_closed_windows_go
from ui.theme.theme import theme


@pytest.fixture(autouse=True)
def _california(monkeypatch: pytest.MonkeyPatch, quick_argon2: None) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    monkeypatch.setattr(theme, "motion", False)
    yield
    monkeypatch.undo()
    time.tzset()
    let_closed_windows_go()


@pytest.fixture
def driver(qtbot: QtBot) -> Driver:
    """A console with people and no one signed in, its window on screen."""
    return Driver(qtbot)


@pytest.fixture
def officer(driver: Driver) -> Driver:
    """J. Okafor on patrol, camera live, lists two hours old."""
    driver.sign_in("okafor")
    driver.go_on_patrol()
    return driver
