"""The request and the message switch on the alert, by what the officer sees and presses."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from alpr_console.domain.alert import AlertState
from alpr_console.domain.disposition import Reply
from alpr_console.domain.hotlist import Category
from alpr_console.domain.switch_message import Delivery
from alpr_console.workflow.confirmation_desk import Voice
from tests.fakes.bolo import bolo
from tests.fakes.recording_speaker import RecordingSpeaker
from tests.fakes.shift import hot_list, listed
from tests.fakes.switched import Switched
from tests.ui import cast
from tests.ui.bolo_driver import in_force
from tests.ui.driver import Driver

LINE = (
    "YQ {head}TO/CA0370300 RTY/SV.RNO/{number}.PRI/U.OCA/26-104417.NIC/V482915037.LIC/7ABC128"
    ".REQ/4-ADAM-12 J OKAFOR"
)


@pytest.fixture
def switched(driver: Driver) -> Switched:
    """Set up before anybody signs in."""
    console = driver.console
    made = Switched(
        console.store.unit_of_work, driver.clock,
        owner=lambda act: console.ask(lambda desk: act()).result(),
    )  # fmt: skip
    console.desk.confirmation.courier = made
    return made


def verified(driver: Driver, plate: str = "7ABC128") -> str:
    """Its id; it is the one on screen."""
    if driver.window.session is None:
        driver.sign_in("okafor")
        driver.go_on_patrol()
    alert_id = driver.see(plate)[0].alert_id
    driver.verify()
    return alert_id


def key_says(driver: Driver, name: str) -> str:
    (key,) = [k for k in driver.window.findChildren(QPushButton, name) if k.isVisible()]
    return key.text()


def verbatim(driver: Driver) -> str:
    found = driver.window.findChildren(QPlainTextEdit, "switch_reply")
    return next((one.toPlainText() for one in found if one.isVisible()), "")


@pytest.mark.requirement("HIT-3")
def test_that_the_request_is_shown_and_copied_by_one_key_and_gone_with_the_sign_out(
    driver: Driver,
) -> None:
    verified(driver)
    line = LINE.format(head="", number=1)
    assert driver.words("yq_text") == line
    driver.key("T")
    assert QGuiApplication.clipboard().text() == line
    assert driver.words("yq_left_open") == "Copied for the MDC."
    actions = [e.record.action for e in driver.console.store.contents.audit]
    assert "alert.request_copied" in actions
    driver.sign_out()
    assert QGuiApplication.clipboard().text() == ""


def test_that_what_somebody_else_put_on_the_clipboard_stays(driver: Driver) -> None:
    verified(driver)
    driver.key("T")
    QGuiApplication.clipboard().setText("a word of the MDC")
    driver.sign_out()
    assert QGuiApplication.clipboard().text() == "a word of the MDC"


@pytest.mark.requirement("HIT-3")
def test_that_what_the_record_lacks_is_named(officer: Driver) -> None:
    verified(officer, "8KLM204")
    officer.key("I")
    if officer.visible("reason"):
        officer.write("reason", "Plate of Nevada, seen from near")
        officer.key("Return")
    officer.verify()
    assert officer.words("yq_left_open").startswith("Left open: OCA (not listed), NIC (not listed)")


def test_that_nothing_is_offered_that_is_not_set_up(officer: Driver) -> None:
    verified(officer)
    assert officer.visible("yq_copy")
    assert not officer.visible("yq_read_out")
    assert not officer.visible("switch_send")
    officer.key("M")
    officer.key("O")
    assert officer.refusal() == ""


@pytest.mark.requirement("HIT-3")
def test_that_one_key_reads_the_request_out(driver: Driver) -> None:
    speaker = RecordingSpeaker()
    driver.console.desk.confirmation.voice = Voice(speaker, " ".join)
    verified(driver)
    driver.key("O")
    assert "License: 7 A B C 1 2 8." in speaker.heard[-1]
    assert driver.words("yq_left_open") == "Being read out."


def test_that_a_covert_hit_is_not_read_out(driver: Driver) -> None:
    driver.console.desk.confirmation.voice = Voice(RecordingSpeaker(), " ".join)
    in_force(driver, bolo("4AAA444", covert=True))
    verified(driver, "4AAA444")
    assert driver.visible("yq_copy")
    assert not driver.visible("yq_read_out")


@pytest.mark.requirement("HIT-3")
@pytest.mark.parametrize("by", ["key", "touch"])
def test_that_a_request_is_handed_over_and_its_reply_accepted_by_one_key_each(
    driver: Driver, switched: Switched, by: str
) -> None:
    alert_id = verified(driver)
    assert driver.words("yq_text") == LINE.format(head="FROM/CA0370900 ", number=1)
    driver.key("M") if by == "key" else driver.press("switch_send")
    assert driver.words("switch_delivery").startswith("On its way to the switch")
    assert not driver.visible("switch_send")
    switched.takes()
    driver.settle()
    assert driver.words("confirmation_clock") == "10:00 left"
    assert not driver.visible("switch_delivery")
    switched.replies(text="YR CONFIRMED\nLIC/7ABC128 ACTIVE")
    driver.settle()
    assert driver.words("switch_received").startswith("RECEIVED: CONFIRMED · Harbor Records · ")
    assert verbatim(driver) == "YR CONFIRMED\nLIC/7ABC128 ACTIVE"
    assert driver.words("alert_tag") == "CONFIRMATION PENDING"
    assert driver.alert(alert_id).state is AlertState.PENDING
    assert driver.field("reply_from").text() == "Harbor Records"  # type: ignore[union-attr]
    assert key_says(driver, "switch_accept") == "Accept: confirmed"
    driver.key("A") if by == "key" else driver.press("switch_accept")
    assert driver.words("alert_tag") == "STATUS CONFIRMED"
    assert driver.alert(alert_id).replies[0].by == "okafor"


@pytest.mark.requirement("HIT-3")
def test_that_an_undelivered_request_says_so_and_is_sent_again(
    driver: Driver, switched: Switched
) -> None:
    alert_id = verified(driver)
    driver.key("M")
    switched.loses(Delivery.NOT_DELIVERED, "The switch at switch.example.gov is away.")
    driver.settle()
    assert driver.words("switch_delivery") == (
        "NOT DELIVERED. The switch at switch.example.gov is away."
    )
    assert driver.words("alert_tag") == "VERIFIED · NOT CONFIRMED"
    assert key_says(driver, "switch_send") == "Send again"
    driver.key("M")
    switched.loses(Delivery.UNKNOWN, "It says nothing.")
    driver.settle()
    assert driver.words("switch_delivery").startswith("NOT KNOWN WHETHER DELIVERED.")
    driver.key("M")
    switched.takes(repeat=True)
    driver.settle()
    assert len({message_id for _, message_id in switched.sent}) == 1
    assert len(driver.alert(alert_id).requests) == 1


def test_that_a_rejected_request_says_why_and_another_way_is_open(
    driver: Driver, switched: Switched
) -> None:
    alert_id = verified(driver)
    driver.key("M")
    switched.rejects("ORI not served")
    driver.settle()
    assert driver.words("switch_delivery") == "THE SWITCH DOES NOT TAKE IT: ORI not served."
    driver.key("P")
    driver.key("Return")
    assert driver.alert(alert_id).state is AlertState.PENDING


@pytest.mark.requirement("HIT-3")
def test_that_the_second_request_is_numbered_so_once_the_first_is_overdue(
    driver: Driver, switched: Switched
) -> None:
    alert_id = verified(driver)
    driver.key("M")
    switched.takes()
    driver.settle()
    assert ".RNO/1." in driver.words("yq_left_open")
    driver.key("S")
    assert "not overdue yet" in driver.refusal()
    driver.wait(minutes=10, seconds=1)
    assert ".RNO/2." in driver.words("yq_left_open")
    driver.key("T")
    assert ".RNO/2." in QGuiApplication.clipboard().text()
    driver.key("S")
    switched.takes()
    driver.settle()
    assert [r.number for r in driver.alert(alert_id).requests] == [1, 2]
    assert driver.words("confirmation_clock") == "10:00 left"


def test_that_an_overdue_request_of_the_switch_can_go_by_dispatch(
    driver: Driver, switched: Switched
) -> None:
    alert_id = verified(driver)
    driver.key("M")
    switched.takes()
    driver.wait(minutes=11)
    driver.key("P")
    assert [(r.way.value, r.number) for r in driver.alert(alert_id).requests] == [
        ("switch", 1), ("dispatch", 2),
    ]  # fmt: skip


def test_that_the_officer_may_record_another_answer_than_the_one_received(
    driver: Driver, switched: Switched
) -> None:
    alert_id = verified(driver)
    driver.key("M")
    switched.takes()
    switched.replies(Reply.CONFIRMED)
    driver.settle()
    driver.key("X")
    alert = driver.alert(alert_id)
    assert alert.state is AlertState.DENIED
    taken = alert.messages[0].replies[0].taken
    assert taken is not None
    assert taken.recorded is Reply.NOT_CONFIRMED


def test_that_a_text_without_an_answer_cannot_be_accepted_unread(
    driver: Driver, switched: Switched
) -> None:
    verified(driver)
    driver.key("M")
    switched.takes()
    switched.replies(None, text="CALL BACK <b>NOW</b>\x07" + " WORDS" * 500)
    driver.settle()
    assert not driver.visible("switch_accept")
    assert verbatim(driver).startswith("CALL BACK <b>NOW</b>· WORDS")
    driver.key("A")
    assert driver.words("alert_tag") == "CONFIRMATION PENDING"


def test_that_a_reply_behind_the_lock_waits_there(driver: Driver, switched: Switched) -> None:
    verified(driver)
    driver.key("M")
    switched.takes()
    driver.key("F12")
    switched.replies(text="YR 7ABC128")
    driver.settle()
    assert "RECEIVED" not in driver.all_words()
    driver.write("lock_password", cast.PASSWORD)
    driver.key("Return")
    assert driver.words("switch_received").startswith("RECEIVED: CONFIRMED")


def test_that_what_has_no_request_type_is_not_offered_to_the_switch(
    driver: Driver, switched: Switched
) -> None:
    driver.sign_in("okafor")
    driver.go_on_patrol()
    entry = listed("4AAA444", "CA", category=Category.BOLO)
    driver.console.put_list(hot_list("Local", 1), (entry,))
    verified(driver, "4AAA444")
    assert not driver.visible("switch_send")
    assert driver.words("yq_left_open").startswith("Left open: RTY (no request type")


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800)])
def test_that_every_key_has_its_whole_height_in_a_small_window(
    qtbot: QtBot, size: tuple[int, int]
) -> None:
    driver = Driver(qtbot, size)
    console = driver.console
    switched = Switched(
        console.store.unit_of_work, driver.clock,
        owner=lambda act: console.ask(lambda desk: act()).result(),
    )  # fmt: skip
    console.desk.confirmation.courier = switched
    console.desk.confirmation.voice = Voice(RecordingSpeaker(), " ".join)

    def cramped() -> list[str]:
        panel = driver.window.panel
        keys = [k for k in panel.findChildren(QPushButton) if k.isVisible()]
        return [k.objectName() for k in keys if k.visibleRegion().boundingRect().height() < 44]

    verified(driver)
    assert cramped() == []
    driver.key("M")
    switched.loses()
    driver.settle()
    assert cramped() == []
    driver.key("M")
    switched.takes()
    driver.wait(minutes=11)
    assert cramped() == []
    switched.replies(text="YR CONFIRMED " * 40)
    driver.settle()
    assert cramped() == []
