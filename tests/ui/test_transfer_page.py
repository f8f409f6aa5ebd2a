"""The transfer page: where records go, how it stands, what the policy says, by keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.transfer import (
    Arrival,
    DepartmentStorage,
    Receipt,
    RecordKind,
    TransferState,
)
from tests.domain.test_policy_profiles import BY_NUMBER
from tests.fakes.shift import START, read_of
from tests.fakes.transfer_vehicle import Courier
from tests.ui.bolo_driver import acts_on_record
from tests.ui.driver import Driver
from ui.transfer.presenter import TransferModel, TransferPresenter

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"


@pytest.fixture
def courier() -> Courier:
    return Courier(SessionKeyStore())


@pytest.fixture
def page(driver: Driver, courier: Courier) -> Driver:
    driver.console.desk.transfer.courier = courier
    driver.sign_in("rivera")
    driver.key("F4")
    driver.key("F10")
    driver.press("page_transfer")
    return driver


def fill(page: Driver, ca: Path | None) -> None:
    page.write("transfer_address", "db.example.gov")
    page.write("transfer_database", "alpr")
    page.write("transfer_device", "4-adam")
    page.write("transfer_user", "car")
    page.write("transfer_ca", "" if ca is None else str(ca))
    page.write("transfer_password", "a car's own password")


@pytest.mark.requirement("RET-3")
def test_that_a_storage_is_set_by_keyboard_and_its_password_goes_to_the_keyring(
    page: Driver, courier: Courier, tmp_path: Path
) -> None:
    assert page.words("transfer_state_words").startswith("No storage is set.")
    ca = tmp_path / "ca.pem"
    ca.write_text(PEM)
    fill(page, ca)
    page.key("Return")
    assert page.words("transfer_note_words") == "Set. TLS, server known by its certificate."
    assert "db.example.gov, database alpr, device 4-adam" in page.words("transfer_facts")
    with page.console.store.unit_of_work() as work:
        storage = work.transfer.storage()
    assert storage is not None
    assert storage.ca == PEM.strip()
    assert courier.secrets.secret(storage.secret_name) == "a car's own password"
    assert "own password" not in page.all_words()
    assert acts_on_record(page, "transfer.") == [
        ("transfer.storage_set", "rivera", "done"),
        ("transfer.secret_kept", "rivera", "done"),
    ]


@pytest.mark.parametrize("ca", [None, "missing.pem"])
def test_that_what_cannot_be_is_refused_in_place(
    page: Driver, tmp_path: Path, ca: str | None
) -> None:
    fill(page, None if ca is None else tmp_path / ca)
    page.key("Return")
    expected = "without TLS" if ca is None else "cannot be read as PEM"
    assert expected in page.words("transfer_note_words")
    with page.console.store.unit_of_work() as work:
        assert work.transfer.storage() is None


def set_there(page: Driver) -> DepartmentStorage:
    with page.console.store.unit_of_work() as work:
        return work.transfer.set_storage(
            DepartmentStorage("db.example.gov", "alpr", "car", "4-adam", PEM, "rivera", START)
        )


def look(page: Driver) -> None:
    page.press("page_policy" if page.visible("page_policy") else "page_transfer")
    page.press("page_transfer")


def test_that_it_says_what_waits_what_arrived_and_since_when_it_is_not_reached(
    page: Driver, courier: Courier
) -> None:
    set_there(page)
    reads = [read_of(), read_of()]
    with page.console.store.unit_of_work() as work:
        for read in reads:
            work.reads.save(read)
        entries = len(list(work.audit.entries()))
    look(page)
    waits = page.words("transfer_state_words")
    assert waits == f"2 reads and {entries} log entries wait."
    assert "Nothing has arrived yet." in page.words("transfer_facts")
    courier.state = TransferState(None, "It does not answer.", START - timedelta(hours=13))
    with page.console.store.unit_of_work() as work:
        for read, same in zip(reads, (True, False), strict=True):
            receipt = Receipt(same)
            work.transfer.add_arrivals(
                [Arrival(RecordKind.READ, read.read_id, 0, "ab" * 32, START, receipt)]
            )
    look(page)
    assert "log entries wait. Not reached since" in page.words("transfer_state_words")
    assert "It does not answer." in page.words("transfer_state_words")
    assert "Last arrival" in page.words("transfer_facts")
    assert page.words("transfer_caution_words").startswith("1 record differs")
    page.key("S")
    assert courier.asked == ["rivera"]


def test_that_a_try_without_a_storage_cannot_be_asked_for(page: Driver, courier: Courier) -> None:
    page.key("S")
    assert courier.asked == []


@pytest.mark.requirement("RET-3")
@pytest.mark.parametrize("policy", BY_NUMBER.values(), ids=BY_NUMBER)
def test_that_the_page_says_what_leaves_when_with_the_section(policy: AgencyPolicy) -> None:
    shown: list[TransferModel] = []
    TransferPresenter(lambda *_: None, policy.retention, shown.append).forget()
    leaves, outside = shown[-1].rules
    assert leaves.endswith(f"§{policy.retention.transfer.section}")
    days = policy.retention.leaves_after.days
    assert (f"{days} days after" if days else "once they have arrived") in leaves
    if policy.retention.outside is None:
        assert "§" not in outside
    else:
        assert "reaches" in outside
        assert outside.endswith(f"§{policy.retention.outside.section}")


def test_that_the_next_person_finds_nothing_on_it(page: Driver) -> None:
    storage = set_there(page)
    look(page)
    assert storage.database in page.words("transfer_facts")
    page.write("transfer_password", "half typed")
    page.console.ask(lambda desk: desk.sign_out())
    page.settle()
    page.sign_in("rivera")
    page.key("F4")
    page.key("F10")
    assert page.field("transfer_password").text() == ""  # type: ignore[union-attr]
    assert replace(storage).place in page.words("transfer_facts")
