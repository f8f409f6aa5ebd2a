"""What an alert says of itself: from an entry, covert, near, on a part of a plate, seen again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.hotlist import Category, MatchKind
from alpr_console.domain.plate import VehicleDescription
from tests.fakes.bolo import bolo
from tests.ui import cast
from tests.ui.bolo_driver import in_force
from tests.ui.driver import Driver
from ui.alert_panel.hit_marks import percent


@pytest.fixture
def looking(driver: Driver) -> Driver:
    """A partial plate of a person, covert, and a described vehicle, both in force."""
    in_force(driver, bolo("7?BC*", category=Category.WANTED_PERSON, covert=True))
    in_force(driver, bolo("", lis="", vco="BLU", vst="PK", person=False, category=Category.BOLO))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    return driver


@pytest.mark.requirement("HOT-7")
def test_that_a_hit_from_an_entry_says_that_it_is_informational(looking: Driver) -> None:
    alert = looking.see("7ABC999")[0]
    assert alert.hit.match.kind is MatchKind.PARTIAL
    assert looking.words("hit_mark_1_words") == "INFORMATIONAL"
    assert looking.words("hit_mark_2_words") == "PARTIAL PLATE"
    banner = looking.window.findChild(object, "hit_mark_1")
    assert banner.accessibleName() == "Informational, from a specific entry. §100.17"
    assert looking.words("list_line") == (
        "7?BC* CA · Specific entries v1 · 0 min old · a person in it"
    )


def test_that_a_lists_exact_hit_has_no_mark_but_its_age_and_version(officer: Driver) -> None:
    officer.see("7ABC128")
    assert not officer.visible("hit_mark_1")
    assert not officer.visible("covert_line")
    assert officer.words("list_line") == "7ABC128 CA · SVS v1 · 2 h old · exact"


def test_that_an_approximate_hit_says_how_near_it_is(officer: Driver) -> None:
    alert = officer.see("7ABC123", doubts={6: (0.62, (("8", 0.31),))})[0]
    assert alert.hit.match.kind is MatchKind.APPROXIMATE
    said = f"APPROXIMATE, {percent(alert.hit.match.likelihood)} sure"
    assert officer.words("hit_mark_1_words") == said
    assert not officer.visible("hit_mark_2")


@pytest.mark.requirement("HIT-2")
def test_that_a_read_one_character_off_what_its_state_issues_is_called_odd(driver: Driver) -> None:
    in_force(driver, bolo("7ABC12"))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("7ABC12")
    assert driver.words("hit_mark_2_words") == "ODD FOR CA"
    banner = driver.window.findChild(object, "hit_mark_2")
    assert banner.accessibleName() == (
        "One character off what CA issues: misread, or a personalized plate."
    )


SUV = VehicleDescription("gray", 0.9, "SUV", 0.97)
NOT_NAMED = VehicleDescription("gray", 0.9, "unknown", 0.1, unlikely=("car", "van", "truck"))
TRUCK = VehicleDescription("gray", 0.9, "truck", 0.97)
BY_EYE = VehicleDescription("gray", 0.9, "unknown", 0.6, unlikely=("car",))


@pytest.mark.requirement("HIT-2")
@pytest.mark.parametrize(
    ("vehicle", "marked"),
    [(SUV, True), (NOT_NAMED, True), (TRUCK, False), (BY_EYE, False), (None, False)],
)
def test_that_a_trailers_plate_on_what_looks_like_no_trailer_is_marked(
    driver: Driver, vehicle: VehicleDescription | None, marked: bool
) -> None:
    # What a 4JMS772 is read as when its S is taken for a 5.
    in_force(driver, bolo("4JM5772"))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("4JM5772", vehicle=vehicle)
    assert driver.visible("hit_mark_2") is marked
    if marked:
        assert driver.words("hit_mark_2_words") == "TRAILER PLATE?"
        assert driver.window.findChild(object, "hit_mark_2").accessibleName() == (
            "CA issues it to trailers, and the vehicle looks like none: misread?"
        )


@pytest.mark.requirement("HIT-2")
def test_that_what_may_be_another_vehicle_is_marked_beside_what_is_listed(driver: Driver) -> None:
    in_force(driver, bolo("7ABC123", vco="BLK", vst="PK"))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    vehicle = VehicleDescription("green", 0.9, "unknown", 0.4, unlikely=("truck", "van"))
    driver.see("7ABC123", vehicle=vehicle)
    driver.answer("identical")
    driver.answer("identical")
    assert driver.words("question") == "Is the vehicle the one listed?"
    assert [driver.words(f"row_seen_{row}") for row in (1, 2)] == ["green", "by eye"]
    assert [driver.words(f"row_differs_{row}") for row in (1, 2)] == ["may differ"] * 2
    rows = driver.window.findChild(object, "item_rows")
    assert "green, may differ" in rows.accessibleName()
    # It draws the eye, and asks for no reason.
    driver.answer("identical")
    assert not driver.visible("reason")


@pytest.mark.parametrize(
    ("likelihood", "words"), [(0.004, "under 1 %"), (0.186, "19 %"), (0.999, "99 %")]
)
def test_that_how_near_is_said_in_percent_and_never_as_certain(
    likelihood: float, words: str
) -> None:
    assert percent(likelihood) == words


@pytest.mark.requirement("HOT-7")
def test_that_a_covert_hit_says_first_to_observe_and_not_to_stop(looking: Driver) -> None:
    looking.see("7ABC999")
    assert looking.words("covert_line_words") == "COVERT: observe, do not stop"
    assert looking.words("follow") == "Observe. Do not stop."
    looking.verify()
    assert looking.words("covert_line_words") == "COVERT: observe, do not stop"


@pytest.mark.requirement("OPS-4")
def test_that_a_partial_plate_is_asked_by_its_pattern(looking: Driver) -> None:
    looking.see("7ABC999")
    assert looking.words("question") == "Does the plate fit the entry's 7?BC*?"
    model = looking.window.panel.model
    assert model is not None
    assert [(c.read, c.listed, c.open) for c in model.comparison.cells] == [
        ("7", "7", False), ("A", "?", True), ("B", "B", False), ("C", "C", False),
        ("9", "*", True), ("9", "*", True), ("9", "*", True),
    ]  # fmt: skip
    assert model.comparison.places == ()


@pytest.mark.requirement("OPS-4")
def test_that_a_described_vehicle_is_asked_without_a_plate_to_compare(driver: Driver) -> None:
    in_force(driver, bolo("", lis="", vco="WHI", vst="4D", person=False, category=Category.BOLO))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    alert = driver.see("4DKF902")[0]
    assert alert.hit.match.kind is MatchKind.DESCRIPTION
    assert driver.words("hit_mark_2_words") == "DESCRIPTION, no plate"
    assert driver.words("question").startswith("The entry names no plate.")
    model = driver.window.panel.model
    assert model is not None
    assert model.comparison.one_row
    assert model.comparison.places == ()
    driver.verify()
    assert driver.words("question") == "Confirm the status. By which way, how urgent?"


def test_that_a_vehicle_seen_again_says_how_often_when_and_where(officer: Driver) -> None:
    officer.see("7ABC128")
    assert not officer.visible("sights_line")
    officer.see("7ABC128")
    officer.see("7ABC128")
    assert officer.words("sights_line") == "Seen 3 times, last 10:00 PST, 32.79480, -116.96250"


def test_that_sights_are_said_again_to_whoever_signs_in_next(officer: Driver) -> None:
    officer.see("7ABC128")
    officer.see("7ABC128")
    officer.sign_out()
    officer.sign_in("rivera")
    assert officer.words("sights_line").startswith("Seen 2 times")


def test_that_the_listed_vehicle_stands_in_words_and_not_in_codes(driver: Driver) -> None:
    in_force(driver, bolo("7?BC*", vco="WHI", vma="TOYT", vmo="CAMRY", vst="4D"))
    driver.sign_in("okafor")
    cast.live(driver.console)
    driver.see("7ABC999")
    driver.answer("identical")
    driver.answer("identical")
    model = driver.window.panel.model
    assert model is not None
    assert [(row.label, row.listed) for row in model.rows] == [
        ("Color", "White"),
        ("Body", "4-door"),
        ("Make", "Toyota CAMRY"),
    ]


def test_that_a_small_screen_says_the_same_in_fewer_lines(qtbot: QtBot) -> None:
    driver = Driver(qtbot, (1024, 600))
    in_force(driver, bolo("7?BC*", category=Category.WANTED_PERSON, covert=True))
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("7ABC999")
    driver.see("7ABC999")
    assert driver.words("hit_mark_1_words") == "COVERT: observe, do not stop"
    assert driver.words("hit_mark_2_words") == "INFORMATIONAL"
    line = driver.words("list_line")
    assert "PARTIAL PLATE" in line
    assert "Seen 2 times" in line
