"""One process at a time: an advisory lock beside the store."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from alpr_console.domain.errors import StoreUnavailable


class LockFile:
    """A locked file that the system frees when its process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        """Lock `path`, making it where it is missing.

        Raises:
            StoreUnavailable: another process holds it, or the folder cannot be written to.
        """
        try:
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreUnavailable(
                f"The store's folder cannot be written to ({error.strerror}).",
                "Check the folder's permissions and free space.",
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._file)
            raise StoreUnavailable(
                "The store is in use by another console on this machine.",
                "Close that one and start again.",
            ) from error

    def release(self) -> None:
        """Free the lock; the file stays, so that nobody locks one that is about to go."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
