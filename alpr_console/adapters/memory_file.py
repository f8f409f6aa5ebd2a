"""Text for libraries that take files alone: memory of this process that looks like one (memfd)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_memory(pem: str) -> Iterator[str]:
    """A path that the text can be read from, for as long as the block runs."""
    descriptor = os.memfd_create("pem", os.MFD_CLOEXEC)
    try:
        os.fchmod(descriptor, 0o600)
        os.write(descriptor, pem.encode("ascii", "replace"))
        yield f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
