"""Alembic's entry: migrates the open connection handed over in the configuration.

There is no address of a database here: the store is encrypted, and only `Store.open` holds
its key.
"""

from __future__ import annotations

from alembic import context

from alpr_console.adapters.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
# The caller holds the transaction: all migrations take effect, or none.
context.run_migrations()
