"""The chain's pure functions."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from alpr_console.audit import chain
from alpr_console.domain.audit import AuditEntry, AuditRecord
from alpr_console.domain.errors import AuditBroken

AT = datetime(2026, 11, 22, 6, 4, 54, 120000, tzinfo=UTC)
RECORD = AuditRecord(
    "alert.answered", "pdoe", "done", "alert-1", "Stolen vehicle", {"item": "state", "b": "é"}
)


def three() -> list[AuditEntry]:
    entries, head = [], chain.EMPTY
    for n in range(3):
        entries.append(chain.link(head, AT + timedelta(seconds=n), "4-Adam-12", RECORD))
        head = chain.Head(entries[-1].sequence, entries[-1].hash)
    return entries


def test_that_an_outsider_can_compute_an_entry_s_hash_from_its_description() -> None:
    written = (
        '{"at":"2026-11-22T06:04:54.120000Z","previous":"' + "0" * 64 + '","record":'
        '{"action":"alert.answered","details":{"b":"é","item":"state"},"outcome":"done",'
        '"purpose":"Stolen vehicle","subject":"alert-1","who":"pdoe"},'
        '"sequence":1,"unit":"4-Adam-12"}'
    )
    assert three()[0].hash == hashlib.sha256(written.encode("utf-8")).hexdigest()


def test_that_a_whole_chain_is_found_whole() -> None:
    entries = three()
    assert chain.check(entries) == chain.Head(3, entries[-1].hash)
    assert chain.check([]) == chain.EMPTY


@pytest.mark.parametrize(
    "changed",
    [
        {"at": AT + timedelta(milliseconds=10)},
        {"unit": "5-Lincoln-1"},
        {"record": replace(RECORD, action="alert.closed")},
        {"record": replace(RECORD, who="other")},
        {"record": replace(RECORD, outcome="refused")},
        {"record": replace(RECORD, subject="alert-2")},
        {"record": replace(RECORD, purpose="")},
        {"record": replace(RECORD, details={"item": "state"})},
        {"previous": "1" * 64},
        {"hash": "1" * 64},
        {"sequence": 7},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_that_a_change_of_any_field_breaks_the_chain_there(changed: dict[str, object]) -> None:
    entries = three()
    entries[1] = replace(entries[1], **changed)  # type: ignore[arg-type]
    with pytest.raises(AuditBroken, match="entry 2"):
        chain.check(entries)


def test_that_a_forged_entry_with_its_own_hash_breaks_the_one_after_it() -> None:
    entries = three()
    first = entries[0]
    forged = replace(RECORD, who="other")
    digest = chain.hash_of(1, first.at, first.unit, forged, first.previous)
    entries[0] = replace(first, record=forged, hash=digest)
    with pytest.raises(AuditBroken, match="entry 2 does not follow"):
        chain.check(entries)


@pytest.mark.parametrize("order", [(0, 2), (1, 2), (0, 2, 1), (0, 1, 1, 2)])
def test_that_a_gap_a_swap_and_a_repetition_are_found(order: tuple[int, ...]) -> None:
    entries = three()
    with pytest.raises(AuditBroken):
        chain.check([entries[n] for n in order])


def test_that_a_cut_end_is_told_from_a_head_that_a_crash_left_behind() -> None:
    entries = three()
    heads = [chain.Head(entry.sequence, entry.hash) for entry in entries]
    chain.check_tail(heads[2], heads[1].hash, kept=heads[1])
    chain.check_tail(heads[2], chain.NO_HASH, kept=chain.EMPTY)
    with pytest.raises(AuditBroken, match="cut off"):
        chain.check_tail(heads[1], chain.NO_HASH, kept=heads[2])
    with pytest.raises(AuditBroken, match="anew"):
        chain.check_tail(heads[2], "1" * 64, kept=heads[1])


def test_that_times_are_utc_to_the_microsecond_and_sort_as_text() -> None:
    pacific = timezone(timedelta(hours=-8))
    local = datetime(2026, 11, 21, 22, 4, 54, 120001, tzinfo=pacific)
    assert chain.time_text(local) == "2026-11-22T06:04:54.120001Z"
    assert chain.time_from_text(chain.time_text(local)) == local
    assert chain.time_text(AT) < chain.time_text(local)
    with pytest.raises(AuditBroken):
        chain.time_text(datetime(2026, 11, 22))
    with pytest.raises(ValueError, match="2026"):
        chain.time_from_text("2026-11-22T06:04:54.12Z")
