"""The one place where evidence may be deleted: the purge, inside its own transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, bindparam, text

_REFUSING = text(
    "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND tbl_name IN :tables"
    " AND name LIKE '%\\_refuse\\_delete\\_%' ESCAPE '\\' ORDER BY name"
).bindparams(bindparam("tables", expanding=True))


@contextmanager
def deletable(connection: Connection, tables: Sequence[str]) -> Iterator[None]:
    """Within the block rows of `tables` can be deleted; behind it they refuse as before.

    Definitions of triggers are part of SQLite's transactions: a crash or an exception inside
    the block leaves them as they were, together with the rows.
    """
    triggers = connection.execute(_REFUSING, {"tables": list(tables)}).all()
    for trigger in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER main."{trigger.name}"')
    yield
    for trigger in triggers:
        connection.exec_driver_sql(trigger.sql)
