"""The tour of what is kept and overseen: exports, releases, holds, reports, samples, the log."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.domain.inquiry import Grounds, Inquiry, InquiryKind, Returned
from alpr_console.domain.operator import Role
from tests.fakes.people import colleague
from tests.fakes.shift import START
from tests.ui import cast
from tests.ui.driver import Driver
from ui.widgets.choice import Choice


def records_tour(driver: Driver) -> Iterator[str]:
    """Drives a console with people, nobody signed in, under a policy that samples and reports."""
    driver.console.desk.signer = KeyringSigner(SessionKeyStore())
    driver.sign_in("rivera")
    colleague(driver.console.desk, "chen", "L. Chen", Role.ADMINISTRATOR, cast.PASSWORD, "5120")
    cast.put_lists(driver.console)
    for text in ("8XYZ441", "8XYZ442", "7ABC128", "6TRJ244"):
        driver.see(text)
        driver.clock.go_on(minutes=1)
    _inquiries(driver)
    driver.key("F4")
    driver.press("page_account")
    yield "own-account"
    driver.key("F10")
    yield "transfer"
    driver.press("page_evidence")
    driver.write("evidence_case", "26-000114")
    driver.press("evidence_pick")
    yield "evidence"
    yield from _releases(driver)
    yield from _holds(driver)
    driver.key("F11")
    yield "reports"
    yield from _samples(driver)
    driver.press("page_log")
    yield "log"
    driver.press("page_breaches")
    yield "breaches"


def gates_tour(driver: Driver) -> Iterator[str]:
    """Drives a console whose policy asks for a second factor and a registered computer."""
    driver.sign_in("okafor")
    yield "gates"
    driver.press("gates_sign_out")
    driver.sign_in("rivera")
    driver.press("gates_go_on")
    driver.press("page_devices")
    yield "devices"


def _inquiries(driver: Driver) -> None:
    """Ten alike: which of them comes first in a sample is left to chance."""
    with driver.console.store.unit_of_work() as work:
        for n in range(10):
            work.inquiries.add(
                Inquiry(
                    f"inquiry-{n}", InquiryKind.SEARCH, "okafor", "J. Okafor", "Test Police",
                    "4-Adam-12", START - timedelta(days=1, hours=n), {"Plate": "7ABC*"},
                    Grounds("Stolen vehicle", "Case number", "26-000114"), "100.33", "p@1",
                    returned=(Returned(1, START, (("read-1", "7ABC123"), ("read-2", "7ABC9"))),),
                )
            )  # fmt: skip


def _releases(driver: Driver) -> Iterator[str]:
    driver.press("page_releases")
    driver.press("release_new")
    with tempfile.TemporaryDirectory() as folder:
        letter = Path(folder) / "letter.pdf"
        letter.write_bytes(b"%PDF")
        for name, text in (
            ("agency", "Some Sheriff"), ("state", "CA"), ("person", "Det. Roe"),
            ("purpose", "Homicide"), ("need", "Assigned to the case"), ("wanted", "One vehicle"),
            ("received", "2026-11-20"), ("file", str(letter)),
        ):  # fmt: skip
            driver.write(f"release_{name}", text)
        driver.press("release_enter")
    driver.press("release_to_review")
    yield "release-review"
    for number in range(3):
        (choice,) = driver.window.findChildren(Choice, f"release_question_{number}")
        choice.show_chosen(False)
    driver.press("release_review")
    driver.press("release_to_decision")
    yield "release-decision"
    driver.press("page_agreements")
    for name, text in (
        ("agency", "Some Sheriff"), ("number", "MOU 1"), ("from", "2026-01-01"),
        ("until", "2026-12-31"),
    ):  # fmt: skip
        driver.write(f"agreement_{name}", text)
    driver.press("agreement_enter")
    yield "agreements"


def _holds(driver: Driver) -> Iterator[str]:
    driver.press("page_holds")
    for name, text in (
        ("hold_number", "26-000104"), ("hold_plate", "8XYZ441"),
        ("hold_reason", "Homicide trial"), ("hold_since", "2026-11-01 00:00"),
    ):  # fmt: skip
        driver.write(name, text)
    driver.key("Return")
    yield "holds"
    driver.press("page_keeping")
    yield "keeping"


def _samples(driver: Driver) -> Iterator[str]:
    driver.press("page_samples")
    driver.press("sample_draw")
    yield "samples"
