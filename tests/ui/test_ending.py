"""The window ends by a signal as it does by its button."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtCore import QTimer

from ui.app import _ending_by_signal, application


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_that_a_signal_ends_the_window_without_a_traceback(number: signal.Signals) -> None:
    qt = application()
    before = signal.getsignal(number)
    ticking = QTimer()
    ticking.start(20)
    ticking.timeout.connect(lambda: None)
    QTimer.singleShot(50, lambda: os.kill(os.getpid(), number))
    # Were the signal not heeded, this would end the loop with another code.
    late = QTimer(singleShot=True)
    late.timeout.connect(lambda: qt.exit(7))
    late.start(5000)
    with _ending_by_signal(qt):
        code = qt.exec()
    # Left running it would end the loops of later tests before they have begun.
    late.stop()
    assert code == 0
    assert signal.getsignal(number) is before
