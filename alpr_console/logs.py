"""Where the program's own log goes, and what may stand in it."""

from __future__ import annotations

import sys

import structlog


def to_stderr() -> None:
    """Log to stderr, so that the lines a command prints for programs stay whole.

    Tracebacks come without the values of variables: those would carry passwords, plates
    and the credentials in camera addresses.
    """
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
