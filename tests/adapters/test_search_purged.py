"""A read that is purged leaves nothing of itself in what searches find reads by."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import text

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.read import PositionFix
from tests.fakes.shift import START, StandingClock, read_of

KEY = bytes(range(32))
PAGE = 4096
RESERVED = 80
"""At the end of each page: 16 bytes that its encryption starts from, 64 that vouch for it."""
SALT = 16
PLATE = "9GNE999"


def in_the_open(path: Path) -> bytes:
    """Every byte of the store, free pages and all, with the encryption taken off."""
    stored, plain = path.read_bytes(), []
    for at in range(0, len(stored), PAGE):
        page = stored[at : at + PAGE]
        start = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        cipher = Cipher(algorithms.AES(KEY), modes.CBC(start)).decryptor()
        plain.append(cipher.update(page[SALT if at == 0 else 0 : PAGE - RESERVED]))
    return b"".join(plain)


def store_of(path: Path, purged: bool) -> bytes:
    """The file of a store of three hundred reads and one more, in the open."""
    fix = PositionFix(32.7948, -116.9625, START)
    with closing(Store.open(path, KEY, "4-Adam-12", StandingClock())) as store:
        with store.unit_of_work() as work:
            for n in range(300):
                work.reads.save(replace(read_of(f"8AB{n:04}"), position=fix))
                if n == 150:
                    work.reads.save(replace(read_of(PLATE), position=fix))
        if purged:
            with store._engine.begin() as connection:
                connection.execute(text("DELETE FROM reads WHERE plate = :it"), {"it": PLATE})
    return in_the_open(path)


def test_that_a_purged_read_is_in_no_page_of_the_store(tmp_path: Path) -> None:
    whole = store_of(tmp_path / "whole.db", purged=False)
    # Its row and the three indexes that it is found by.
    assert whole.count(PLATE.encode()) >= 4
    purged = store_of(tmp_path / "purged.db", purged=True)
    assert b"8AB0150" in purged
    assert PLATE.encode() not in purged
