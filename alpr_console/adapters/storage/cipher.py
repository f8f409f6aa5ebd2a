"""The encrypted database file: opening it with its key, and what its errors mean."""

from __future__ import annotations

import os
from pathlib import Path

import sqlcipher3
from sqlalchemy.exc import DBAPIError

from alpr_console.domain.errors import StoreUnavailable

KEY_BYTES = 32

_CALL = "Tell the administrator."


def make_file(path: Path, was_in_use: bool) -> None:
    """Make sure that there is a file, readable by its owner alone.

    Raises StoreUnavailable; for one that is gone or empty though it `was_in_use` as well.
    """
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        size = 0
    except OSError as error:
        raise StoreUnavailable(f"The store cannot be reached ({error.strerror}).") from error
    if size:
        return
    if was_in_use:
        raise StoreUnavailable(
            f"The store {path.name} is gone or empty, though it was in use.",
            "Restore the store from its copy.",
        )
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise StoreUnavailable(
            f"The store cannot be made ({error.strerror}).",
            "Check the folder's permissions and free space.",
        ) from error


def connect(path: Path, key: bytes) -> sqlcipher3.Connection:
    """A connection to the database at `path`; an empty file becomes a new database.

    The 32 bytes are the key itself (no passphrase, so no derivation, which would cost a
    third of a second). Commits reach the disk: WAL with synchronous FULL.

    Raises:
        StoreUnavailable: wrong key, not a database, damaged, not readable or busy. The file
            is as it was.
    """
    if len(key) != KEY_BYTES:
        raise StoreUnavailable(f"The store's key has {len(key)} bytes, not {KEY_BYTES}.", _CALL)
    try:
        # Transactions are begun in so many words (isolation_level None); the one owner of
        # the store may be another thread than the one that opened it.
        connection = sqlcipher3.connect(
            os.fspath(path), isolation_level=None, check_same_thread=False, timeout=5.0
        )
    except sqlcipher3.Error as error:
        raise explain(error) from error
    try:
        # Before the key: a refused one would be told to the terminal.
        connection.execute("PRAGMA cipher_log_level = NONE")
        # Keys are wiped and locked in memory either way. Wiping every page as well was measured
        # at 12 s instead of 0.7 s of processor time for a hot list of 100,000 entries.
        connection.execute("PRAGMA cipher_memory_security = OFF")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # Reads the first page, which only the right key decrypts.
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            "busy_timeout = 5000",
            "cache_size = -16000",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except sqlcipher3.Error as error:
        connection.close()
        raise explain(error) from error
    return connection


def explain(error: Exception) -> StoreUnavailable:
    """What a database error means to the person at the console.

    Takes sqlcipher3's errors and SQLAlchemy's around them.
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    words = str(original)
    if "file is not a database" in words:
        return StoreUnavailable(
            "The store cannot be opened with this key, or its file is damaged.",
            "Nothing was changed. Unlock the keyring that the store was made with, or "
            "restore the store from its copy.",
        )
    if "malformed" in words or "file is encrypted" in words:
        return StoreUnavailable(
            "The store's file is damaged.", "Restore the store from its copy. " + _CALL
        )
    if "disk is full" in words:
        return StoreUnavailable(
            "The disk is full. Nothing of the last step was saved.",
            "Free space, then do the step again.",
        )
    if "disk I/O error" in words:
        return StoreUnavailable(
            "The disk refuses to write or read the store. Nothing of the last step was saved.",
            "Check the disk and its free space. " + _CALL,
        )
    if "locked" in words or "busy" in words:
        return StoreUnavailable(
            "The store is in use by another program.", "Close the other one and try again."
        )
    if "unable to open" in words or "readonly" in words:
        return StoreUnavailable(
            "The store's file cannot be opened for writing.", "Check the folder's permissions."
        )
    return StoreUnavailable(f"The store refused: {words}.", _CALL)
