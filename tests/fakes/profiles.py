"""The five shipped profiles by the number of their policy, and desks that work under them."""

from __future__ import annotations

from alpr_console import locations
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.operator import Role, User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk
from tests.fakes.people import colleague, first_administrator
from tests.fakes.shift import StandingClock

BY_NUMBER: dict[str, AgencyPolicy] = {
    path.stem.rsplit("-", 1)[1]: load_policy(path)
    for path in sorted((locations.resources_dir() / "policies").glob("*-[0-9]*.toml"))
}
NUMBERS = tuple(sorted(BY_NUMBER))
PASSWORD = "a long enough word"
HERE = ("ab" * 16, "Unit 12 MDC")
"""Id and name of the computer that the tests' console runs on."""


class Station:
    """A console under one profile: its chief signed in, people to be added."""

    def __init__(self, number: str, store: Store, shelf: FolderShelf, clock: StandingClock) -> None:
        self.policy = BY_NUMBER[number]
        self.store = store
        self.shelf = shelf
        self.clock = clock
        self.desk = self.at(HERE)
        self.chief = first_administrator(self.desk, "chief", "Dana Chief", PASSWORD)

    def at(self, device: tuple[str, str]) -> Desk:
        """The desk of a console on that computer."""
        return Desk(
            self.store.unit_of_work, self.shelf, self.clock, self.policy, "4-Adam-12",
            device=device,
        )  # fmt: skip

    def add(self, name: str, role: Role = Role.OPERATOR) -> User:
        """With everything on record that the profile asks for; the chief stays signed in."""
        return colleague(self.desk, name, name.capitalize(), role, PASSWORD)

    def bare(self, name: str, role: Role = Role.OPERATOR) -> User:
        """An account and nothing else."""
        listed = self.policy.people.listed_positions
        position = listed[0] if listed else "Officer"
        return self.desk.add_user(name, name.capitalize(), "7", role, PASSWORD, position)

    def sign_in(self, name: str, desk: Desk | None = None) -> Desk:
        desk = desk or self.desk
        desk.sign_in(name, PASSWORD, acknowledged=True)
        return desk

    def actions(self) -> list[tuple[str, str, str]]:
        """Action, who, outcome before its colon, of the whole log."""
        with self.store.unit_of_work() as work:
            return [
                (e.record.action, e.record.who, e.record.outcome.split(":")[0])
                for e in work.audit.entries()
            ]
