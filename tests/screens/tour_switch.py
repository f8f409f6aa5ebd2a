"""The message switch on the alert: offered, not delivered, answered."""

from __future__ import annotations

from collections.abc import Iterator

from alpr_console.domain.switch_message import Delivery
from alpr_console.workflow.confirmation_desk import Voice
from tests.fakes.recording_speaker import RecordingSpeaker
from tests.fakes.switched import Switched
from tests.ui.driver import Driver


def switch_tour(driver: Driver) -> Iterator[str]:
    """Each stop's name, when the window is there."""
    console = driver.console
    switched = Switched(
        console.store.unit_of_work, driver.clock,
        owner=lambda act: console.ask(lambda desk: act()).result(),
    )  # fmt: skip
    console.desk.confirmation.courier = switched
    console.desk.confirmation.voice = Voice(RecordingSpeaker(), " ".join)
    driver.sign_in("okafor")
    driver.go_on_patrol()
    driver.see("7ABC128")
    driver.verify()
    driver.key("M")
    switched.loses(Delivery.NOT_DELIVERED, "The switch at switch.example.gov cannot be reached.")
    driver.settle()
    yield "switch-not-delivered"
    driver.key("M")
    switched.takes()
    driver.wait(minutes=2)
    switched.replies(
        name="Harbor Records, Reyes",
        text="YR CONFIRMED. STOLEN VEHICLE LIC/7ABC128 OCA/26-104417\nACTIVE AND OUTSTANDING.",
    )
    driver.settle()
    yield "switch-received"
