"""Starts Qt, puts the window up, and runs until it is closed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from alpr_console.locations import data_dir
from ui import strings
from ui.asking import Now
from ui.main_window import MainWindow, utc_now
from ui.theme.theme import ThemeName, px_per_mm, theme

if TYPE_CHECKING:
    from alpr_console.console import Console

DEFAULT_SIZE = (1280, 800)
_GEOMETRY = "window.geometry"


def application() -> QApplication:
    """The process's Qt application, made on first use.

    Off-screen where there is no display: Qt would end the process otherwise. cv2 points
    Qt at the plug-ins of its own Qt 5; that is taken back.
    """
    os.environ.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)
    os.environ.pop("QT_QPA_FONTDIR", None)
    screenless = sys.platform == "linux" and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if screenless:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    made = QApplication(sys.argv[:1])
    made.setApplicationName("alpr-console")
    made.setApplicationDisplayName(strings.PRODUCT)
    return made


def build_window(
    console: Console,
    theme_name: ThemeName = "auto",
    size: tuple[int, int] = DEFAULT_SIZE,
    now: Now = utc_now,
) -> MainWindow:
    """The window over `console`, not shown yet. Call before `console.start()`.

    `size` is in px; `now` lets tests and the demo hold the clock.
    """
    # As the window will find it: to style everything twice takes longer than to build it.
    theme.fit(*size, px_per_mm(application().primaryScreen()))
    theme.choose(theme_name)
    with theme.styled_after():
        window = MainWindow(console, now)
    window.resize(*size)
    return window


def run_app(console: Console, theme: ThemeName = "auto", fullscreen: bool = False) -> int:
    """Show the window and run until it is closed; Qt's exit code.

    Starts the console after the window has subscribed, and stops it at the end.
    """
    qt = application()
    screen = qt.primaryScreen()
    room = screen.availableSize() if screen is not None else None
    size = DEFAULT_SIZE
    if room is not None and (fullscreen or room.width() < size[0] or room.height() < size[1]):
        size = (max(room.width(), 1024), max(room.height(), 600))
    window = build_window(console, theme, size)
    console.start()
    try:
        if fullscreen:
            window.showFullScreen()
        else:
            _come_back(window)
            window.show()
        with _ending_by_signal(qt):
            code = qt.exec()
        _remember(window)
        return code
    finally:
        window.close()
        console.stop()


@contextmanager
def _ending_by_signal(qt: QApplication) -> Iterator[None]:
    """Ctrl-C and a session's end close the window as its own button does: nothing is lost.

    Python runs the handler between two of its own steps; the window's clock makes one
    every second.
    """
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, lambda _number, _frame: qt.quit())
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _come_back(window: MainWindow) -> None:
    path = data_dir() / _GEOMETRY
    if path.is_file():
        window.restoreGeometry(QByteArray(path.read_bytes()))


def _remember(window: MainWindow) -> None:
    if not window.isFullScreen():
        path = data_dir() / _GEOMETRY
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(window.saveGeometry().data())
