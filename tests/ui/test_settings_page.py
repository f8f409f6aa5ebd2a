"""One's own settings on screen, by the keyboard and by touch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.key_table import EVERYWHERE, OWN_KEYS
from alpr_console.domain.officer_settings import (
    DrivingChoice,
    OfficerSettings,
    PanelSide,
    ThemeChoice,
)
from tests.ui import cast
from tests.ui.driver import Driver
from tests.ui.settings_driver import choice, choose
from tests.ui.test_controls import SIZES, controls, too_small
from ui import strings_keys
from ui.key_table import KEY_TABLE
from ui.keymap import Key, keymap
from ui.settings.presenter import SettingsModel
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton


@pytest.fixture(autouse=True)
def _keys_as_made() -> object:
    yield
    keymap.take({})


@pytest.fixture
def settings(officer: Driver) -> Driver:
    """The settings page in view, on the way that a person takes."""
    officer.key("F1")
    officer.key("S")
    assert officer.visible("settings_page")
    return officer


def kept(driver: Driver, name: str = "okafor") -> OfficerSettings:
    with driver.console.store.unit_of_work() as work:
        user = work.users.by_name(name)
        assert user is not None
        return work.habits.of(user.user_id) or OfficerSettings()


def key_of(driver: Driver, name: str) -> str:
    (button,) = driver.window.findChildren(KeyButton, name)
    return button.key


def test_that_volume_is_set_and_tried_by_keys_or_touch(settings: Driver) -> None:
    assert settings.words("volume") == "80 %"
    settings.key("-")
    settings.key("-")
    settings.press("volume_less")
    assert settings.words("volume") == "50 %"
    assert kept(settings).volume == 50
    assert settings.console.speaker.adjusted[-1] == (50, "")
    settings.key("T")
    assert settings.console.speaker.heard == [
        "[confirm]", "seven, Sam, Adam, Mary, one, nine, zero.",
    ]  # fmt: skip
    for _ in range(9):
        settings.key("-")
    assert settings.words("volume") == "30 %"
    for _ in range(9):
        settings.key("+")
    assert settings.words("volume") == "100 %"


def test_that_a_trial_that_nobody_hears_says_so(settings: Driver) -> None:
    settings.console.speaker.fault = "The sound device is muted. Turn its sound on."
    settings.key("T")
    assert "The sound device is muted" in settings.words("settings_note_words")


def test_that_voice_and_alphabet_are_chosen_with_an_example_in_sight(settings: Driver) -> None:
    box = choice(settings, "voice")
    assert [box.itemText(n) for n in range(box.count())] == [
        "The computer's own", "English (America)", "English (Britain)",
    ]  # fmt: skip
    assert "seven, Sam, Adam" in settings.words("spoken_example")
    choose(settings, "voice", "en-gb")
    choose(settings, "phonetics", "icao")
    assert "seven, Sierra, Alpha" in settings.words("spoken_example")
    assert settings.console.speaker.adjusted[-1] == (80, "en-gb")
    settings.see("7ABC128")
    assert "seven, Alpha, Bravo" in settings.console.speaker.heard[-1]


def test_that_screen_habits_are_in_force_at_once_and_told_to_whoever_acts_on_them(
    settings: Driver, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(settings.window.personal.applied) as told:
        choose(settings, "theme", ThemeChoice.NIGHT)
    assert told.args == [OfficerSettings(theme=ThemeChoice.NIGHT)]
    assert theme.palette.name == "night"
    choose(settings, "scale", 150)
    choose(settings, "driving", DrivingChoice.OFF)
    choose(settings, "panel_side", PanelSide.LEFT)
    assert kept(settings) == OfficerSettings(
        theme=ThemeChoice.NIGHT, scale=150, driving=DrivingChoice.OFF, panel_side=PanelSide.LEFT
    )
    choose(settings, "theme", ThemeChoice.AUTO)
    assert theme.palette.name == "day"


def test_that_habits_leave_with_the_person_and_come_back_with_them(settings: Driver) -> None:
    settings.key("-")
    choose(settings, "theme", ThemeChoice.NIGHT)
    choose(settings, "key_action", "KEY_NEXT")
    choose(settings, "key_choice", "H")
    settings.press("sign_out")
    assert theme.palette.name == "day"
    assert key_of(settings, "queue_next") == "N"
    settings.sign_in("rivera")
    assert (theme.palette.name, key_of(settings, "queue_next")) == ("day", "N")
    assert settings.console.speaker.adjusted[-1] == (80, "")
    settings.press("sign_out")
    settings.sign_in("okafor")
    assert (theme.palette.name, key_of(settings, "queue_next")) == ("night", "H")
    assert settings.console.speaker.adjusted[-1] == (70, "")


def test_that_an_own_key_presses_its_button_and_the_old_one_does_not(settings: Driver) -> None:
    choose(settings, "key_action", "KEY_CORRECT")
    choose(settings, "key_choice", "H")
    assert settings.words("own_keys") == "H for K: Correct the read"
    settings.see("7ABC128")
    settings.key("F2")
    settings.key("K")
    assert settings.window.page is settings.window.patrol
    settings.key("H")
    assert settings.window.page is settings.window.correction
    settings.key("F1")
    caps = {meaning: cap.text() for cap, meaning in zip(
        [cap for _, cap in settings.window.keys._caps if cap.isVisible()],
        [meaning for _, keys in strings_keys.KEYS_HELP for _, meaning in keys], strict=True,
    )}  # fmt: skip
    assert caps["Correct the read"] == "H"
    assert caps["Record what is shown"] == "Enter"
    settings.key("S")
    settings.key("R")
    assert settings.words("own_keys") == "Every key is the one that it is made with."
    assert kept(settings).keys == {}
    settings.key("F2")
    settings.key("K")
    assert settings.window.page is settings.window.correction


def test_that_a_function_key_or_a_sign_works_as_an_own_key(settings: Driver) -> None:
    choose(settings, "key_action", "KEY_MUTE")
    choose(settings, "key_choice", ";")
    # A list keeps signs to itself, as a text field does.
    settings.key("F2")
    settings.key(";")
    assert settings.console.earshot.muted
    settings.key("F1")
    settings.key("S")
    choose(settings, "key_action", "KEY_THEME")
    choose(settings, "key_choice", "H")
    choose(settings, "key_action", "KEY_MUTE")
    choose(settings, "key_choice", "F9")
    settings.key("F2")
    settings.key(";")
    assert settings.console.earshot.muted
    settings.key("F9")
    assert not settings.console.earshot.muted
    assert theme.palette.name == "day"
    settings.key("H")
    assert theme.palette.name == "night"


def test_that_a_key_that_is_taken_is_refused_with_what_to_do(settings: Driver) -> None:
    choose(settings, "key_action", "KEY_CORRECT")
    choose(settings, "key_choice", "Z")
    assert settings.words("settings_note_words") == (
        "Z means 'Zoom the picture' on the same screen. "
        "Choose another key, or give that action another key first."
    )
    # What is shown is what is in force.
    assert choice(settings, "key_choice").currentData() == "K"
    assert key_of(settings, "alert_correct") == "K"
    assert kept(settings) == OfficerSettings()
    # The list says beforehand which are taken.
    box = choice(settings, "key_choice")
    texts = {box.itemData(n): box.itemText(n) for n in range(box.count())}
    assert texts["Z"] == "Z   (Zoom the picture)"
    assert texts["H"] == "H"
    choose(settings, "key_action", "KEY_ZOOM")
    choose(settings, "key_choice", "H")
    choose(settings, "key_action", "KEY_CORRECT")
    choose(settings, "key_choice", "Z")
    assert dict(kept(settings).keys) == {"KEY_ZOOM": "H", "KEY_CORRECT": "Z"}
    settings.press("key_as_made")
    assert dict(kept(settings).keys) == {"KEY_ZOOM": "H"}


def test_that_a_refusal_of_the_store_leaves_the_page_as_it_is(
    settings: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alpr_console.domain.errors import StoreUnavailable
    from alpr_console.workflow.habit_desk import HabitDesk

    def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.", "Free space.")

    with monkeypatch.context() as broken:
        broken.setattr(HabitDesk, "set", full)
        settings.key("-")
    assert settings.words("volume") == "80 %"
    assert settings.words("settings_note_words") == "The disk is full. Free space."
    settings.key("-")
    assert settings.words("volume") == "70 %"


def test_that_the_page_is_reached_and_left_by_keys_alone(settings: Driver) -> None:
    names = [w.objectName() for w in controls(settings.window.settings) if w.isEnabled()]
    reached = set()
    for _ in range(60):
        settings.key("Tab")
        focus = settings.window.focusWidget()
        assert focus is not None
        reached.add(focus.objectName())
    assert set(names) <= reached
    settings.key("Backspace")
    assert settings.visible("keys_page")
    settings.key("F1")
    assert settings.window.page is settings.window.patrol


@pytest.mark.parametrize("size", SIZES)
def test_that_the_page_can_be_touched(qtbot: QtBot, size: tuple[int, int]) -> None:
    driver = Driver(qtbot, size)
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.key("F1")
    wrong = too_small(driver, "keys")
    driver.key("S")
    wrong += too_small(driver, "settings")
    choose(driver, "key_choice", "N")
    wrong += too_small(driver, "refused")
    choose(driver, "key_choice", "H")
    driver.key("Q")
    wrong += too_small(driver, "own key, muted")
    assert wrong == []
    assert (driver.window.width(), driver.window.height()) == size


def test_that_what_one_person_chose_is_not_left_on_the_page_for_the_next(settings: Driver) -> None:
    choose(settings, "voice", "en-gb")
    settings.press("sign_out")
    model = settings.window.settings._presenter._model
    assert model.settings == OfficerSettings()
    assert isinstance(model, SettingsModel)


# -- the table -------------------------------------------------------------------------------


def test_that_every_listed_key_is_in_the_table_and_none_collides_as_made() -> None:
    KEY_TABLE.check({})
    named = {one.name for one in KEY_TABLE.actions if one.movable}
    assert {"KEY_NEXT", "KEY_SAY_AGAIN", "KEY_MUTE", "KEY_CLETS", "KEY_ZOOM"} <= named
    assert not {"KEY_ENTER", "KEY_LOCK", "KEY_HELP", "KEY_ADMINISTRATION"} & named
    for action in KEY_TABLE.actions:
        if action.movable:
            KEY_TABLE.check({action.name: action.key})
            assert action.key in OWN_KEYS


def test_that_what_stands_everywhere_cannot_take_a_key_of_any_page() -> None:
    used = {one.key for one in KEY_TABLE.actions if one.place != EVERYWHERE}
    for key in OWN_KEYS:
        if key in used:
            assert KEY_TABLE.taken("KEY_NEXT", key, {}) is not None, key


def test_that_names_of_keys_are_those_of_the_constants() -> None:
    for name, key in vars(strings_keys).items():
        if isinstance(key, Key):
            assert key.name == name


# -- muting and saying again -----------------------------------------------------------------


def test_that_muted_stands_on_the_bar_and_looks_like_nothing_else(officer: Driver) -> None:
    chip = officer.window.status_bar.chips["audio"].chip
    assert (chip.words, chip.meaning) == ("Sound on", None)
    officer.key("Q")
    view = officer.window.status_bar.chips["audio"]
    assert (view.chip.words, view.chip.icon) == ("Muted, not high", "volume-x")
    assert view.chip.meaning is not None
    assert view.accessibleName() == "caution: Muted, not high"
    assert "High ones sound" in view.toolTip()
    (key,) = officer.window.findChildren(KeyButton, "mute")
    assert key.isChecked()
    assert key.accessibleName() == "Low and normal priority sound again"
    officer.see("8KLM204", "NV")
    assert officer.console.speaker.heard == []
    officer.see("7ABC128")
    assert officer.console.speaker.heard[0] == "[hit_stolen_vehicle]"
    officer.key("Q")
    assert officer.window.status_bar.chips["audio"].chip.words == "Sound on"
    assert not key.isChecked()


def test_that_a_mute_outlives_the_lock_and_ends_at_the_sign_out(officer: Driver) -> None:
    officer.key("Q")
    officer.key("F12")
    officer.write("lock_password", cast.PASSWORD)
    officer.key("Return")
    assert officer.window.status_bar.chips["audio"].chip.words == "Muted, not high"
    assert officer.console.earshot.muted
    officer.press("sign_out")
    officer.sign_in("okafor")
    assert officer.window.status_bar.chips["audio"].chip.words == "Sound on"
    assert not officer.console.earshot.muted


def test_that_a_failed_device_is_not_hidden_by_a_mute(officer: Driver) -> None:
    from alpr_console.domain.events import FaultRaised

    officer.key("Q")
    officer.console.send(FaultRaised("audio_failed", "", "It is muted.", officer.clock.now()))
    officer.settle()
    chip = officer.window.status_bar.chips["audio"].chip
    assert (chip.words, chip.detail) == ("No sound", "It is muted.")


def test_that_g_says_the_alert_on_screen_or_the_last_one_again(officer: Driver) -> None:
    officer.key("G")
    assert "No alert was spoken yet" in officer.words("status_refusal_words")
    officer.see("7ABC128")
    officer.see("8KLM204", "NV")
    heard = officer.console.speaker.heard
    heard.clear()
    officer.key("G")
    assert heard == ["Stolen vehicle, not verified. seven, Adam, Boy, Charles, one, two, eight."]
    officer.key("N")
    officer.key("G")
    assert heard[1].startswith("Stolen plate, not verified. eight, King")
    officer.key("F1")
    officer.key("G")
    assert heard[2] == heard[1]


def test_that_nothing_of_a_locked_alert_or_a_covert_one_is_said(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.key("F12")
    officer.console.speaker.heard.clear()
    officer.key("G")
    assert officer.console.speaker.heard == []
    officer.console.ask(lambda desk: desk.habits.say_again())
    assert officer.console.speaker.heard == ["Alert waiting."]


def test_that_the_bar_keeps_its_keys_whole_while_everything_is_wrong(qtbot: QtBot) -> None:
    from alpr_console.domain.events import CameraChanged, FaultRaised, SourceState

    driver = Driver(qtbot, (1024, 600))
    driver.sign_in("okafor")
    driver.go_on_patrol(stale=True)
    driver.clock.go_on(seconds=timedelta(hours=1).total_seconds())
    now = driver.clock.now()
    driver.console.send(CameraChanged("front", SourceState.LOST, now, "The stream ended."))
    for notice in ("gps_lost", "recognition_slow", "disk_low", "audio_failed"):
        driver.console.send(FaultRaised(notice, "", "", now))
    driver.settle()
    assert too_small(driver, "faults") == []
    for name in ("say_again", "mute", "lock"):
        (key,) = driver.window.findChildren(KeyButton, name)
        assert key.width() >= key.sizeHint().width(), name
    for view in driver.window.status_bar.chips.values():
        if view.chip.meaning is not None:
            assert view.width() >= view.whole, view.chip.words
