"""How `run` is given the map file: an option, or the environment; it is not opened yet."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from alpr_console.bootstrap import Settings
from alpr_console.cli import run


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> tuple[typer.Typer, list[Settings]]:
    """The command, and what it would build the console from."""
    told: list[Settings] = []
    monkeypatch.setattr(run, "build_console", told.append)
    made = typer.Typer()
    made.callback()(lambda: None)
    run.register(made, lambda _console, _theme, _fullscreen: 0)
    return made, told


def test_that_the_map_file_is_given_by_option_or_environment(
    app: tuple[typer.Typer, list[Settings]],
) -> None:
    command, told = app
    runner = CliRunner()
    assert runner.invoke(command, ["run", "--map", "city.mbtiles"]).exit_code == 0
    assert runner.invoke(command, ["run"], env={"ALPR_CONSOLE_MAP": "beats.json"}).exit_code == 0
    assert runner.invoke(command, ["run"]).exit_code == 0
    assert [one.map_file for one in told] == [Path("city.mbtiles"), Path("beats.json"), None]
