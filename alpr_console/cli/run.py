"""`alpr-console run`: the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal, cast, get_args

import typer

from alpr_console import locations
from alpr_console.bootstrap import Settings, build_console
from alpr_console.console import Console

ShowWindow = Callable[[Console, str, bool], int]
"""Shows the window until it is closed: console, theme and full screen in, exit code out.

It starts the console once the window listens, and stops it at the end.
"""

ThemeName = Literal["auto", "day", "night"]


def theme_name(given: str) -> ThemeName:
    """`given` as the name of a theme. Raises typer.BadParameter."""
    for name in get_args(ThemeName):
        if name == given:
            return cast(ThemeName, name)
    raise typer.BadParameter("choose auto, day or night", param_hint="--theme")


def register(app: typer.Typer, show_window: ShowWindow) -> None:
    """Add `run` to `app`. The window comes in from __main__, which alone knows ui."""

    @app.command()
    def run(
        source: Annotated[
            list[str] | None,
            typer.Option(
                help="Camera: /dev/video0, rtsp://..., a video, a folder, or sim:shift. Repeatable."
            ),
        ] = None,
        gps: Annotated[
            str | None, typer.Option(help="GPS receiver: serial device, pty or NMEA file.")
        ] = None,
        map_file: Annotated[
            Path | None,
            typer.Option(
                "--map",
                envvar="ALPR_CONSOLE_MAP",
                help="Map of the area: MBTiles with PNG or JPEG pictures, or GeoJSON.",
            ),
        ] = None,
        policy: Annotated[
            str,
            typer.Option(envvar="ALPR_CONSOLE_POLICY", help="Policy profile: its name, or a file."),
        ] = "template",
        unit: Annotated[
            str, typer.Option(envvar="ALPR_CONSOLE_UNIT", help="Unit designator of this car.")
        ] = "unit",
        theme: Annotated[str, typer.Option(help="auto, day or night.")] = "auto",
        fullscreen: Annotated[bool, typer.Option(help="Take the whole screen.")] = False,
        phonetics: Annotated[str, typer.Option(help="police or icao.")] = "police",
        data_dir: Annotated[
            Path | None, typer.Option(help="Folder of the store; the user's own otherwise.")
        ] = None,
    ) -> None:
        """Open the console's window."""
        theme_name(theme)
        console = build_console(
            Settings(
                policy=policy,
                unit=unit,
                sources=tuple(source or ()),
                gps=gps,
                map_file=map_file,
                phonetics=phonetics,
                data_dir=data_dir or locations.data_dir(),
            )
        )
        raise typer.Exit(show_window(console, theme, fullscreen))
