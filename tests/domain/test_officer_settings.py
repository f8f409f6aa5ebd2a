"""Which settings can be, and what is said of those that cannot."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from alpr_console.domain.errors import HabitsRefused
from alpr_console.domain.key_table import EVERYWHERE, OWN_KEYS, KeyAction, KeyTable
from alpr_console.domain.officer_settings import SCALES, VOLUMES, OfficerSettings, check

TABLE = KeyTable(
    (
        KeyAction("NEXT", "N", "Next alert", EVERYWHERE),
        KeyAction("CLETS", "C", "CLETS on the MDC", "confirmation"),
        KeyAction("ZOOM", "Z", "Zoom", "answering"),
        KeyAction("COLUMNS", "C", "Columns of a list", "lists"),
        KeyAction("FILE", "F", "Choose the file", "lists"),
        KeyAction("NEARER", "B", "Nearer", "map", movable=False),
    ),
    (frozenset({"answering", "confirmation"}),),
)


def refused(keys: dict[str, str] | None = None, **changes: object) -> HabitsRefused:
    before = OfficerSettings(voice="of another car")
    wanted = replace(before, **changes)  # type: ignore[arg-type]
    if keys is not None:
        wanted = replace(wanted, keys=MappingProxyType(keys))
    with pytest.raises(HabitsRefused) as found:
        check(wanted, before, ["en-us"], ["police", "icao"], TABLE)
    assert found.value.remedy.endswith(".")
    return found.value


def accepted(keys: dict[str, str] | None = None, **changes: object) -> None:
    before = OfficerSettings(voice="of another car")
    wanted = replace(before, keys=MappingProxyType(keys or {}), **changes)  # type: ignore[arg-type]
    check(wanted, before, ["en-us"], ["police", "icao"], TABLE)


def test_that_each_setting_has_its_bounds() -> None:
    for volume in VOLUMES:
        accepted(volume=volume)
    for scale in SCALES:
        accepted(scale=scale)
    accepted(voice="en-us")
    accepted(voice="")
    accepted(voice="of another car")
    accepted(phonetics="icao")
    assert "from 30 to 100" in refused(volume=0).what
    assert "from 30 to 100" in refused(volume=85).what
    assert "no such voice" in refused(voice="klingon").what
    assert "police" in refused(phonetics="navy").remedy
    assert "from 100 to 200" in refused(scale=300).what


def test_that_a_high_alert_can_never_be_turned_down_to_silence() -> None:
    assert min(VOLUMES) >= 30


def test_that_a_key_may_mean_one_thing_on_each_screen() -> None:
    accepted({"NEXT": "H"})
    accepted({"ZOOM": "F"})
    accepted({"FILE": "Z"})
    # Two that change places are each free by then.
    accepted({"NEXT": "G", "ZOOM": "N"})
    accepted({"COLUMNS": "F", "FILE": "C"})
    taken = refused({"ZOOM": "C"})
    assert taken.what == "C means 'CLETS on the MDC' on the same screen."
    assert "give that action another key first" in taken.remedy
    assert "'Columns of a list'" in refused({"FILE": "C"}).what
    # What stands everywhere meets every screen.
    assert "'Choose the file'" in refused({"NEXT": "F"}).what
    assert "'Next alert'" in refused({"COLUMNS": "N"}).what
    fixed = refused({"NEXT": "B"})
    assert fixed.remedy == "Choose another key."


def test_that_a_key_given_twice_is_refused_by_both_names() -> None:
    twice = refused({"ZOOM": "H", "CLETS": "H"})
    assert "'Zoom'" in twice.what
    assert "'CLETS on the MDC'" in twice.what
    accepted({"ZOOM": "H", "COLUMNS": "H"})


@pytest.mark.parametrize("key", ["1", "2", "9", "Return", "Backspace", "F1", "F4", "F12", "", "É"])
def test_that_keys_that_answer_lock_and_help_stay(key: str) -> None:
    assert key not in OWN_KEYS
    assert "1, 2, Enter, Bksp, F1, F4 and F12 stay" in refused({"NEXT": key}).what


def test_that_an_action_that_is_not_to_be_moved_stays() -> None:
    assert "stays where it is" in refused({"NEARER": "H"}).what
    assert "stays where it is" in refused({"NO_SUCH": "H"}).what
