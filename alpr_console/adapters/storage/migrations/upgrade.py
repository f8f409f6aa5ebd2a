"""Alembic, called by the program itself."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from alpr_console.domain.errors import StoreUnavailable


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection) -> None:
    """Migrate to the newest tables inside the connection's open transaction.

    Raises:
        StoreUnavailable: the store was made by a newer version of the console.
    """
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        raise StoreUnavailable(
            "The store was made by a newer version of the console.", "Install that version."
        ) from error
