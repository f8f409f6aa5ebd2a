"""`alpr-console`: the commands put together, and the one way an error leaves them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from alpr_console.cli import read, watch
from alpr_console.domain.errors import ConsoleError

app = typer.Typer(
    name="alpr-console",
    help="In-car license plate reader console.",
    no_args_is_help=True,
    add_completion=False,
    # Locals of a traceback would print passwords out of camera addresses.
    pretty_exceptions_enable=False,
)
app.command("read")(read.read)
app.command("watch")(watch.watch)


@app.callback()
def console() -> None:
    """In-car license plate reader console."""


def main(
    arguments: Sequence[str] | None = None,
    registrations: Sequence[Callable[[typer.Typer], None]] = (),
) -> None:
    """Run a command line and exit with its code.

    `registrations` add the commands that need more than this package knows, such as the
    window. A ConsoleError ends as its own sentence on stderr and its own exit code.
    """
    for register in registrations:
        register(app)
    try:
        app(args=None if arguments is None else list(arguments))
    except ConsoleError as error:
        print(f"alpr-console: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
