"""The format of a sealed hot-list file: encrypted blocks, a table of them, a closing mark.

    magic, salt │ record blocks … │ column chunks … │ table │ place of the table, magic

Everything between the magics is AES-256-GCM under a key of the file's own (HKDF of the store's
key, the salt and the file's id), so a block that is altered, cut off, moved or taken from
another file does not open. Blocks are numbered; a block's number is its nonce, which no other
block of the same key has.
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from numpy.typing import NDArray

from alpr_console.domain.errors import HotListDamaged

MAGIC = b"ALPRHL01"
BLOCK_RECORDS = 32
"""Entries compressed together: one is fetched in some thirty microseconds."""

CHUNK_BYTES = 1 << 24
"""Of a column; what is decrypted at a time."""

_SALT_BYTES = 16
_TAG_BYTES = 16
_END = struct.Struct("<QI8s")
_LINE = "\n"


@dataclass(frozen=True, slots=True)
class Table:
    """What a file holds and where."""

    records: int
    """Of all blocks, duplicates among them."""
    count: int
    """Entries: rows of the columns."""
    state_names: list[str]
    columns: dict[str, list[int]]
    """By name: byte offset and number of each of the column's chunks, one after the other."""
    blocks_at: list[int]
    """The same of the record blocks' offsets, which end with the end of the last block."""

    @property
    def blocks(self) -> int:
        return -(-self.records // BLOCK_RECORDS)


class Sealer:
    """Numbers and encrypts the blocks of one file."""

    def __init__(self, store_key: bytes, salt: bytes, file_id: str) -> None:
        key = HKDF(SHA256(), 32, salt, b"hot list " + file_id.encode()).derive(store_key)
        self._cipher = AESGCM(key)

    def seal(self, number: int, plain: bytes | memoryview) -> bytes:
        return self._cipher.encrypt(_nonce(number), plain, None)

    def open(self, number: int, sealed: bytes) -> bytes:
        """Raises HotListDamaged."""
        try:
            return self._cipher.decrypt(_nonce(number), sealed, None)
        except InvalidTag:
            raise damaged() from None


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "little")


def damaged(why: str = "was altered or is not of this store") -> HotListDamaged:
    return HotListDamaged(f"A hot list's file {why}.", "Import the list again.")


class SealedWriter:
    """Writes one file from front to back. Raises OSError."""

    def __init__(self, file: BinaryIO, store_key: bytes, file_id: str) -> None:
        salt = os.urandom(_SALT_BYTES)
        self._file = file
        self._sealer = Sealer(store_key, salt, file_id)
        self._number = 0
        self._at = file.write(MAGIC + salt)
        self._blocks: list[int] = []
        self._records = 0

    @property
    def records(self) -> int:
        """Written so far."""
        return self._records

    def write_records(self, records: list[str]) -> None:
        """One block. All but the last hold BLOCK_RECORDS records."""
        self._blocks.append(self._at)
        self._records += len(records)
        self._write(zlib.compress(_LINE.join(records).encode(), 1))

    def finish(
        self, count: int, state_names: list[str], columns: dict[str, NDArray[np.generic]]
    ) -> None:
        """Write the columns and the table; the file is whole then, and flushed to disk."""
        offsets = np.array([*self._blocks, self._at], np.uint64)
        places = {name: self._write_column(column) for name, column in columns.items()}
        blocks_at = self._write_column(offsets)
        table = Table(self._records, count, state_names, places, blocks_at)
        table_at, table_number = self._at, self._number
        self._write(zlib.compress(json.dumps(asdict(table)).encode()))
        self._file.write(_END.pack(table_at, table_number, MAGIC))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _write_column(self, column: NDArray[np.generic]) -> list[int]:
        """Offset and number of each chunk, one after the other."""
        places = []
        plain = np.ascontiguousarray(column).data.cast("B")
        for start in range(0, len(plain), CHUNK_BYTES):
            places += [self._at, self._number]
            self._write(plain[start : start + CHUNK_BYTES])
        return places

    def _write(self, plain: bytes | memoryview) -> None:
        self._at += self._file.write(self._sealer.seal(self._number, plain))
        self._number += 1


class SealedReader:
    """Reads one whole file at random. Safe to use from any thread.

    Raises HotListDamaged from every method for what does not open.
    """

    def __init__(self, path: Path, store_key: bytes, file_id: str) -> None:
        self._descriptor = -1
        try:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise damaged(f"cannot be opened ({error.strerror})") from error
        try:
            self._size = os.fstat(self._descriptor).st_size
            start = self._read(0, len(MAGIC) + _SALT_BYTES)
            table_at, table_number, magic = _END.unpack(
                self._read(self._size - _END.size, _END.size)
            )
            if start[: len(MAGIC)] != MAGIC or magic != MAGIC:
                raise damaged("is cut off or is no hot list's")
            self._sealer = Sealer(store_key, start[len(MAGIC) :], file_id)
            sealed = self._read(table_at, self._size - _END.size - table_at)
            self.table = Table(
                **json.loads(zlib.decompress(self._sealer.open(table_number, sealed)))
            )
            self._blocks = self._values(
                self.table.blocks_at, np.dtype(np.uint64), self.table.blocks + 1
            )
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()

    def column(self, name: str, dtype: type[np.generic]) -> NDArray[Any]:
        """`count` values."""
        return self._values(self.table.columns[name], np.dtype(dtype), self.table.count)

    def _values(self, places: list[int], dtype: np.dtype[Any], length: int) -> NDArray[Any]:
        values = np.empty(length, dtype)
        room = values.data.cast("B") if length else memoryview(b"")
        start = 0
        for at, number in zip(places[::2], places[1::2], strict=True):
            size = min(CHUNK_BYTES, len(room) - start)
            plain = self._sealer.open(number, self._read(at, size + _TAG_BYTES))
            room[start : start + size] = plain
            start += size
        return values

    def expect_single_records(self) -> None:
        """From here on records are asked for one by one: reading ahead would be for nothing."""
        os.posix_fadvise(self._descriptor, 0, 0, os.POSIX_FADV_RANDOM)

    def record(self, row: int) -> str:
        """The record in place `row` of the file."""
        block, place = divmod(row, BLOCK_RECORDS)
        return self._block(block)[place]

    def records(self) -> Iterator[str]:
        """All, in the order they were written."""
        for block in range(self.table.blocks):
            yield from self._block(block)

    def _block(self, block: int) -> list[str]:
        start, end = int(self._blocks[block]), int(self._blocks[block + 1])
        plain = self._sealer.open(block, self._read(start, end - start))
        return zlib.decompress(plain).decode().split(_LINE)

    def _read(self, at: int, length: int) -> bytes:
        if at < 0 or length < 0:
            raise damaged("is cut off")
        parts = []
        while length:
            try:
                part = os.pread(self._descriptor, length, at)
            except OSError as error:
                raise damaged(f"cannot be read ({error.strerror})") from error
            if not part:
                raise damaged("is cut off")
            parts.append(part)
            at, length = at + len(part), length - len(part)
        return b"".join(parts)
