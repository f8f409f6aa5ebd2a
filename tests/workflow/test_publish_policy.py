"""The policy for the website: whole by Civil Code 1798.90.51(b)(2) in each profile."""

from __future__ import annotations

import hashlib
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from alpr_console import locations
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.errors import PermissionRefused, PolicyRefused
from alpr_console.domain.operator import Role
from alpr_console.policy.profile import load_policy
from alpr_console.publication.policy_page import ITEMS, Official, policy_page
from alpr_console.workflow.desk import Desk
from tests.fakes.shift import StandingClock, policy, session_of

AGENCIES = {
    path.stem.rsplit("-", 1)[1]: load_policy(path)
    for path in sorted((locations.resources_dir() / "policies").glob("*-*.toml"))
}
SECTIONS = {
    "427": "427.4.1(g)", "429": "429.4.1(f)", "430": "430.4(g)", "462": "462.3.1(k)",
    "470": "470.3.1(g)",
}  # fmt: skip


class Reader(HTMLParser):
    """Texts by the item that they stand under; whatever would be loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, str] = {}
        self.loads: list[str] = []
        self.open: list[str] = []
        self._item = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "h2":
            self._item = str(values.get("id", "")).removeprefix("item-").upper()
        self.loads += [str(values[name]) for name in ("src", "href") if name in values]
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._item:
            self.items[self._item] = self.items.get(self._item, "") + data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


@pytest.mark.requirement("PUB-1")
@pytest.mark.parametrize("number", sorted(SECTIONS))
def test_that_the_page_has_every_item_of_the_civil_code_from_the_profile(number: str) -> None:
    rules = AGENCIES[number]
    assert rules.publication.clause.section == SECTIONS[number]
    page = read(
        policy_page(rules, Official(rules.people.administrator_title, "Capt. R. Doe"),
                    date(2026, 11, 25))
    )  # fmt: skip
    assert tuple(page.items) == ITEMS
    said = page.items
    assert all(use in said["A"] for use in (*rules.permitted_use, *rules.prohibited_use))
    assert all(position in said["B"] for position in rules.people.listed_positions)
    assert all(course.name in said["B"] for course in rules.people.courses)
    shown = rules.publication
    for clause in (shown.monitoring, rules.people.access, rules.oversight.audit):
        assert clause.section in said["C"]
        assert clause.sense in said["C"]
    assert all(clause.sense in said["D"] for _, clause in rules.release.bars)
    assert "Capt. R. Doe" in said["E"]
    assert rules.publication.custodian in said["E"]
    assert rules.publication.accuracy.sense in said["F"]
    assert f"purged after {rules.retention.reads.after.days} days" in said["G"]
    for limit in (rules.retention.reads, rules.retention.hits):
        assert limit.clause.sense in said["G"]
    assert said["G"].count("Hits") == 1
    assert page.loads == []


@pytest.mark.requirement("PUB-1")
@pytest.mark.parametrize("number", sorted(SECTIONS))
def test_that_publishing_writes_the_page_and_puts_it_on_record(
    number: str, store: Store, shelf: FolderShelf, clock: StandingClock, tmp_path: Path
) -> None:
    desk = Desk(store.unit_of_work, shelf, clock, AGENCIES[number], "4-Adam-12")
    desk.session = session_of(Role.ADMINISTRATOR)
    page = desk.policies.publish(tmp_path / "policy.html")
    content = page.path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == page.sha256
    assert AGENCIES[number].title in content.decode("utf-8")
    with store.unit_of_work() as work:
        entry = list(work.audit.entries())[-1]
    assert (entry.record.action, entry.record.outcome) == ("policy.published", "done")
    assert entry.record.details["sha256"] == page.sha256
    assert entry.record.details["section"] == SECTIONS[number]


def test_that_what_the_profile_says_cannot_become_markup() -> None:
    hostile = policy(agency="<script>alert(1)</script> & Sons")
    page = policy_page(hostile, Official("<b>Captain</b>", "<i>R. Doe</i>"), date(2026, 1, 1))
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&amp; Sons" in page


def test_that_an_officer_publishes_nothing(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PermissionRefused):
        desk.policies.publish(tmp_path / "policy.html")
    assert list(tmp_path.glob("*.html")) == []


def test_that_a_page_that_cannot_be_written_is_not_on_record(
    store: Store, desk: Desk, tmp_path: Path
) -> None:
    desk.session = session_of(Role.ADMINISTRATOR)
    with pytest.raises(PolicyRefused, match="cannot be written"):
        desk.policies.publish(tmp_path / "nowhere" / "policy.html")
    with store.unit_of_work() as work:
        outcomes = [entry.record.outcome for entry in work.audit.entries()]
    assert len(outcomes) == 1
    assert outcomes[0].startswith("refused: ")
