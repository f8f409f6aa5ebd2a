"""Reads of before there was a search are found by it: their places need no work of their own."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlcipher3
from alembic import command
from sqlalchemy import create_engine

from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.storage import cipher
from alpr_console.adapters.storage.migrations.upgrade import configuration
from alpr_console.adapters.storage.records import read_values
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.read import PositionFix
from alpr_console.domain.read_search import Circle, SearchTerms
from alpr_console.matching.spellings import sought
from tests.fakes.shift import START, read_of

KEY = bytes(32)


def test_that_reads_of_an_earlier_version_are_found_by_place(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.touch()
    connection = cipher.connect(path, KEY)
    engine = create_engine("sqlite://", module=sqlcipher3.dbapi2, creator=lambda: connection)
    with engine.begin() as bound:
        command.upgrade(configuration(bound), "0004")
    for name, latitude in (("here", 32.7948), ("far", 33.9)):
        fix = PositionFix(latitude, -116.9625, START)
        values = read_values(replace(read_of("7ABC123"), read_id=name, position=fix))
        connection.execute(
            f"INSERT INTO reads ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
            tuple(values.values()),
        )
    engine.dispose()
    terms = sought(SearchTerms(place=Circle(32.7948, -116.9625, 500.0)))
    with (
        closing(Store.open(path, KEY, "unit", SystemClock())) as store,
        store.unit_of_work() as work,
    ):
        (key,) = work.finder.find(terms, START, (START.replace(year=2027), ""), 9)
    assert key.read_id == "here"
