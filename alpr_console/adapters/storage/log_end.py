"""The end of the log held against its kept head: at opening, and now and then after that."""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.head_file import HeadFile
from alpr_console.audit import chain
from alpr_console.audit.chain import Head
from alpr_console.domain.errors import AuditBroken, StoreUnavailable


def log_fault(engine: Engine, head_file: HeadFile) -> str:
    """What is wrong between the kept head and the log's end; '' if nothing.

    Keeps the head of the empty log in a new store, so that a missing file always tells.
    """
    try:
        with engine.begin() as connection:
            last = connection.execute(text("SELECT max(sequence) FROM audit_log")).scalar()
            if last is None and not head_file.exists():
                head_file.write(chain.EMPTY)
            kept = head_file.read()
            at_kept = connection.execute(
                text("SELECT hash FROM audit_log WHERE sequence = :kept"), {"kept": kept.sequence}
            ).scalar()
            seen = Head(last or 0, "")
            chain.check_tail(seen, at_kept or chain.NO_HASH, kept)
    except AuditBroken as fault:
        return str(fault)
    except DBAPIError as error:
        raise cipher.explain(error) from error
    except OSError as error:
        raise StoreUnavailable(
            f"The store's folder cannot be written to ({error.strerror}).",
            "Check the folder's permissions and free space.",
        ) from error
    return ""
