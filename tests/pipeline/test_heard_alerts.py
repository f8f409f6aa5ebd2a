"""What is heard of an alert from a specific entry."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from alpr_console.domain.alert import Alert
from alpr_console.domain.hotlist import Hit, Match, MatchKind
from alpr_console.domain.specific_contents import SpecificContents
from alpr_console.domain.specific_entry import SpecificAct, SpecificEntry, SpecificStep
from tests.fakes.bolo import bolo
from tests.fakes.recording_speaker import RecordingSpeaker, ears
from tests.fakes.shift import START, policy, read_of


def heard(contents: SpecificContents, kind: MatchKind) -> list[str]:
    """Of an alert on a read of 7ABC123 that an entry of these contents raised."""
    until = START + timedelta(days=30)
    entry = SpecificEntry.submitted(uuid4().hex, contents, "okafor", START).step(
        SpecificStep(SpecificAct.APPROVE, "rivera", START, until=until)
    )
    timed = entry.timed()
    assert timed is not None
    match = Match(timed.entry, timed.hot_list, kind, 0.9, (), False)
    fresh = timed.hot_list.freshness(START, policy().stale_after)
    speaker = RecordingSpeaker()
    ears(speaker).alert(
        Alert(uuid4().hex, Hit(uuid4().hex, read_of(), match, fresh, START), START), private=True
    )
    return speaker.heard


@pytest.mark.requirement("HOT-7")
def test_that_nothing_is_heard_of_a_covert_entry() -> None:
    assert heard(bolo("7ABC123", covert=True), MatchKind.EXACT) == []


@pytest.mark.parametrize(
    ("lic", "kind"),
    [("7?BC*", MatchKind.PARTIAL), ("", MatchKind.DESCRIPTION), ("7ABC123", MatchKind.EXACT)],
)
def test_that_the_plate_to_look_for_is_spoken_and_never_a_pattern(
    lic: str, kind: MatchKind
) -> None:
    sound, speech = heard(bolo(lic), kind)
    assert sound == "[hit_felony_vehicle]"
    assert "7 A B C 1 2 3" in speech
    assert "?" not in speech
    assert "*" not in speech
