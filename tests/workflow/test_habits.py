"""A person's habits over the real encrypted store, and what they do to what is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from alpr_console.adapters.storage.store import Store
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.errors import (
    HabitsRefused,
    PermissionRefused,
    SoundRefused,
    StoreUnavailable,
)
from alpr_console.domain.hotlist import Category, Priority
from alpr_console.domain.key_table import EVERYWHERE, KeyAction, KeyTable
from alpr_console.domain.notices import NOTICES, Notice
from alpr_console.domain.officer_settings import OfficerSettings, ThemeChoice
from alpr_console.domain.operator import Role
from alpr_console.domain.session import SessionEvent
from alpr_console.earshot import ALERT_WAITING, Earshot
from alpr_console.workflow.desk import Desk
from tests.fakes.recording_speaker import RecordingSpeaker, ears
from tests.fakes.shift import listed, session_of

KEYS = KeyTable((KeyAction("KEY_NEXT", "N", "Next alert", EVERYWHERE),))
OWN = OfficerSettings(
    volume=50,
    voice="en-gb",
    phonetics="icao",
    theme=ThemeChoice.NIGHT,
    keys=MappingProxyType({"KEY_NEXT": "H"}),
)
SPELLED = "7 A B C 1 2 3"


@pytest.fixture
def speaker() -> RecordingSpeaker:
    return RecordingSpeaker()


@pytest.fixture
def earshot(desk: Desk, speaker: RecordingSpeaker) -> Earshot:
    desk.habits.sounding = heard = ears(speaker)
    return heard


def records(store: Store, action: str) -> list[AuditRecord]:
    with store.unit_of_work() as work:
        return [e.record for e in work.audit.entries() if e.record.action == action]


def sit_down(desk: Desk, role: Role = Role.SUPERVISOR) -> None:
    desk.session = session_of(role)
    desk.habits.take_up()


def test_that_habits_are_in_force_at_once_on_record_and_back_at_the_next_sign_in(
    desk: Desk, store: Store, earshot: Earshot, speaker: RecordingSpeaker
) -> None:
    mine = desk.session
    assert desk.habits.mine().settings == OfficerSettings()
    desk.habits.set(OWN, KEYS)
    assert speaker.adjusted[-1] == (50, "en-gb")
    assert earshot.spell("A1") == "A-word 1-word"
    (record,) = records(store, "habits.set")
    assert mine is not None
    assert (record.who, record.outcome, record.subject) == ("operator", "done", mine.user.user_id)
    assert dict(record.details).items() >= {
        "volume": "80 > 50", "voice": "own > en-gb", "phonetics": "police > icao",
        "theme": "auto > night", "keys": " > KEY_NEXT=H",
    }.items()  # fmt: skip
    sit_down(desk)
    assert desk.habits.mine().settings == OfficerSettings()
    assert (speaker.adjusted[-1], earshot.spell("A")) == ((80, ""), "A")
    desk.session = None
    desk.habits.take_up()
    assert speaker.adjusted[-1] == (80, "")
    desk.session = mine
    desk.habits.take_up()
    assert desk.habits.mine().settings == OWN
    assert speaker.adjusted[-1] == (50, "en-gb")


def test_that_what_is_refused_changes_nothing_and_is_on_record(
    desk: Desk, store: Store, earshot: Earshot, speaker: RecordingSpeaker
) -> None:
    before = list(speaker.adjusted)
    with pytest.raises(HabitsRefused, match="no such voice"):
        desk.habits.set(replace(OWN, voice="klingon"), KEYS)
    assert speaker.adjusted == before
    assert desk.habits.mine().settings == OfficerSettings()
    (record,) = records(store, "habits.set")
    assert record.outcome == "refused: This computer has no such voice."


def test_that_the_change_and_its_entry_are_one_transaction(
    desk: Desk, store: Store, earshot: Earshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alpr_console.adapters.storage.audit_log import SqlAuditLog

    def full(self: SqlAuditLog, record: AuditRecord) -> None:
        raise StoreUnavailable("The disk is full.", "Free space.")

    with monkeypatch.context() as broken:
        broken.setattr(SqlAuditLog, "append", full)
        with pytest.raises(StoreUnavailable):
            desk.habits.set(OWN, KEYS)
    assert desk.habits.mine().settings == OfficerSettings()
    assert earshot.spell("A") == "A"


def test_that_what_stays_as_it_was_is_no_entry(desk: Desk, store: Store, earshot: Earshot) -> None:
    desk.habits.set(OfficerSettings(), KEYS)
    assert records(store, "habits.set") == []


def test_that_a_car_without_the_voice_and_the_alphabet_still_speaks(
    desk: Desk, earshot: Earshot, speaker: RecordingSpeaker
) -> None:
    with desk._uow() as work:
        assert desk.session is not None
        elsewhere = OfficerSettings(phonetics="county", voice="of-another-car")
        work.habits.save(desk.session.user.user_id, elsewhere, desk._clock.now())
    desk.habits.take_up()
    assert earshot.spell("AB") == "A B"
    assert desk.habits.set(replace(elsewhere, phonetics="icao"), KEYS).voice == "of-another-car"


def test_that_a_trial_is_heard_in_the_voice_and_alphabet_in_force(
    desk: Desk, earshot: Earshot, speaker: RecordingSpeaker
) -> None:
    desk.habits.set(OWN, KEYS)
    desk.habits.mute(True)
    desk.habits.try_out()
    assert speaker.heard[0] == "[confirm]"
    assert speaker.heard[1].startswith("7-word S-word A-word")


# -- muting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("notice", NOTICES.values(), ids=list(NOTICES))
def test_that_a_mute_never_reaches_a_high_notice(
    desk: Desk,
    earshot: Earshot,
    speaker: RecordingSpeaker,
    raised: Callable[..., Alert],
    notice: Notice,
) -> None:
    desk.habits.mute(True)
    if notice.key.startswith("hit."):
        category = Category(notice.key.removeprefix("hit."))
        earshot.alert(raised(None, listed(category=category)), private=True)
    else:
        earshot.tell_fault(notice)
    if notice.priority is Priority.HIGH:
        assert speaker.heard[0] == f"[{notice.sound}]"
        assert len(speaker.heard) == 2
    else:
        assert speaker.heard == []


def test_that_a_mute_ends_with_the_sign_out_and_is_on_record(
    desk: Desk, store: Store, earshot: Earshot, speaker: RecordingSpeaker
) -> None:
    assert desk.habits.mute(True)
    earshot.say("Confirmation reply received.")
    assert speaker.heard == []
    assert not desk.habits.mute(False)
    desk.habits.mute(True)
    assert desk.session is not None
    desk.session = desk.session.step(SessionEvent.LOCK)
    assert earshot.muted
    desk.session = None
    desk.habits.take_up()
    assert not earshot.muted
    earshot.say("Confirmation reply received.")
    assert speaker.heard == ["Confirmation reply received."]
    assert [r.who for r in records(store, "sound.muted")] == ["operator", "operator"]
    assert len(records(store, "sound.unmuted")) == 1


def test_that_a_locked_screen_mutes_nothing(desk: Desk, store: Store, earshot: Earshot) -> None:
    assert desk.session is not None
    desk.session = desk.session.step(SessionEvent.LOCK)
    with pytest.raises(PermissionRefused):
        desk.habits.mute(True)
    assert not earshot.muted
    assert records(store, "sound.muted")[0].outcome.startswith("refused: ")


# -- say again -------------------------------------------------------------------------------


def test_that_the_last_alert_or_the_one_on_screen_is_said_again_also_when_muted(
    desk: Desk,
    store: Store,
    earshot: Earshot,
    speaker: RecordingSpeaker,
    raised: Callable[..., Alert],
) -> None:
    with pytest.raises(SoundRefused, match="No alert was spoken yet"):
        desk.habits.say_again()
    on_screen = raised(None, listed(category=Category.REGISTRATION))
    spoken = raised()
    earshot.alert(spoken, private=True)
    desk.habits.mute(True)
    speaker.heard.clear()
    desk.habits.say_again()
    desk.habits.say_again(on_screen.alert_id)
    assert speaker.heard == [
        f"Stolen vehicle, not verified. {SPELLED}.",
        f"Registration, not verified. {SPELLED}.",
    ]
    done = [r for r in records(store, "alert.said_again") if r.outcome == "done"]
    assert [r.subject for r in done] == [spoken.alert_id, on_screen.alert_id]


@pytest.mark.requirement("ACC-7")
def test_that_a_locked_screen_says_no_more_than_that_an_alert_waits(
    desk: Desk, earshot: Earshot, speaker: RecordingSpeaker, raised: Callable[..., Alert]
) -> None:
    alert = raised()
    earshot.alert(alert, private=True)
    speaker.heard.clear()
    assert desk.session is not None
    desk.session = desk.session.step(SessionEvent.LOCK)
    desk.habits.say_again(alert.alert_id)
    desk.habits.say_again()
    assert speaker.heard == [ALERT_WAITING, ALERT_WAITING]


@pytest.mark.requirement("HOT-7")
def test_that_nothing_of_a_covert_hit_is_said_again(
    desk: Desk, earshot: Earshot, speaker: RecordingSpeaker, raised: Callable[..., Alert]
) -> None:
    covert = raised(None, replace(listed(), covert="yes"))
    earshot.alert(covert, private=True)
    assert earshot.last == ""
    with pytest.raises(SoundRefused, match="covert"):
        desk.habits.say_again(covert.alert_id)
    earshot.say_again(covert, private=True)
    assert speaker.heard == []


def test_that_the_next_person_cannot_hear_the_last_ones_alert(
    desk: Desk, earshot: Earshot, speaker: RecordingSpeaker, raised: Callable[..., Alert]
) -> None:
    earshot.alert(raised(), private=True)
    speaker.heard.clear()
    sit_down(desk)
    with pytest.raises(SoundRefused):
        desk.habits.say_again()
    assert speaker.heard == []


def test_that_a_command_without_a_speaker_says_so(desk: Desk) -> None:
    with pytest.raises(SoundRefused, match="Nothing is heard from here"):
        desk.habits.mine()
    desk.habits.take_up()
