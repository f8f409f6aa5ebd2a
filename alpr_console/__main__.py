"""Entry of `alpr-console`: the only module that knows ui."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alpr_console import logs
from alpr_console.cli import (
    audit,
    bench,
    bolo,
    breach,
    demo,
    department,
    evidence,
    hold,
    hot_list,
    oversight,
    people,
    policy,
    purge,
    release,
    run,
    search,
    switch,
)
from alpr_console.cli.app import main as command_line
from alpr_console.console import Console
from alpr_console.examination.bench import Report


def _show_window(console: Console, theme: str, fullscreen: bool) -> int:
    # Imported late: commands without a window need no Qt.
    from ui.app import run_app

    return run_app(console, run.theme_name(theme), fullscreen)


def _play(rehearsal: demo.Rehearsal) -> None:
    from ui.scripted_officer import play

    play(rehearsal)


def _draw(report: Report, path: Path) -> None:
    from ui.bench_report.view import draw

    draw(report, path)


def _without_cv2s_qt() -> None:
    """cv2 points Qt at the plug-ins of a Qt 5 of its own; undone before any Qt import."""
    import cv2  # noqa: F401

    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    os.environ.pop("QT_QPA_FONTDIR", None)


def _no_core_dumps() -> None:
    """A dump of the memory would hold the store's key and every plate on screen."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Run the command line and exit with its code."""
    _no_core_dumps()
    logs.to_stderr()
    _without_cv2s_qt()
    command_line(
        sys.argv[1:],
        registrations=(
            lambda app: run.register(app, _show_window),
            lambda app: demo.register(app, _play),
            lambda app: bench.register(app, _draw),
            lambda app: app.add_typer(hot_list.app, name="hot-list"),
            lambda app: app.add_typer(bolo.app, name="bolo"),
            lambda app: app.add_typer(audit.app, name="audit"),
            lambda app: app.add_typer(evidence.app, name="evidence"),
            lambda app: app.add_typer(release.app, name="release"),
            lambda app: app.add_typer(release.mou, name="mou"),
            lambda app: app.add_typer(breach.app, name="breach"),
            lambda app: app.add_typer(policy.app, name="policy"),
            lambda app: app.add_typer(people.app, name="people"),
            lambda app: app.add_typer(oversight.sample, name="sample"),
            lambda app: app.add_typer(oversight.report, name="report"),
            lambda app: app.add_typer(department.app, name="department"),
            lambda app: app.add_typer(switch.app, name="switch"),
            lambda app: app.add_typer(search.app, name="search"),
            lambda app: app.add_typer(purge.app, name="purge"),
            lambda app: app.add_typer(hold.app, name="hold"),
        ),
    )


if __name__ == "__main__":
    main()
