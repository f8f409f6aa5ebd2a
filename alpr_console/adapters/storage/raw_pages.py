"""The store's files as whoever holds the key can carve them: every page, free ones too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE = 4096
_RESERVED = 80
"""At each page's end: 16 bytes of initialization vector, then its HMAC-SHA-512."""
_SALT = 16
_WAL_HEADER, _FRAME_HEADER = 32, 24


def carve(path: Path, key: bytes, pattern: re.Pattern[bytes]) -> int:
    """How often `pattern` stands in the store's file and the write-ahead log beside it, in any
    page, used or free. `key` is the store's own, 32 bytes."""
    return sum(
        len(pattern.findall(page))
        for pages in (plain_pages(path, key), plain_wal_pages(path, key))
        for page in pages
    )


def plain_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the database file, decrypted, in their order; the first lacks its salt."""
    with path.open("rb") as file:
        skip = _SALT
        while len(page := file.read(PAGE)) == PAGE:
            yield _plain(page, key, skip)
            skip = 0


def plain_wal_pages(path: Path, key: bytes) -> Iterator[bytes]:
    """The same of the write-ahead log, frames from before its last reset among them."""
    wal = path.with_name(path.name + "-wal")
    if not wal.exists():
        return
    with wal.open("rb") as file:
        file.read(_WAL_HEADER)
        while len(frame := file.read(_FRAME_HEADER + PAGE)) == _FRAME_HEADER + PAGE:
            first = int.from_bytes(frame[:4], "big") == 1
            yield _plain(frame[_FRAME_HEADER:], key, _SALT if first else 0)


def _plain(page: bytes, key: bytes, skip: int) -> bytes:
    end = PAGE - _RESERVED
    decryptor = Cipher(algorithms.AES(key), modes.CBC(page[end : end + 16])).decryptor()
    return decryptor.update(page[skip:end]) + decryptor.finalize()
