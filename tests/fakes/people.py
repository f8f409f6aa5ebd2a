"""People who may work: their account, training and approval on record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from alpr_console import locations
from alpr_console.adapters.clock import SystemClock
from alpr_console.adapters.machine import this_device
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.operator import Role, User
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk


def first_administrator(desk: Desk, name: str, full_name: str, password: str) -> User:
    """Made at the first start, trained by their own word; signed in."""
    user = desk.create_administrator(name, full_name, "2201", password, trained=True)
    desk.sign_in(name, password, acknowledged=True)
    return user


def colleague(
    desk: Desk, name: str, full_name: str, role: Role, password: str, badge: str = "4417"
) -> User:
    """Added by the administrator who is signed in, with whatever the policy asks for."""
    rules = desk.policy.people
    position = rules.listed_positions[0] if rules.listed_positions else "Officer"
    user = desk.add_user(name, full_name, badge, role, password, position)
    now = desk.people._clock.now()
    for course in rules.courses:
        desk.people.record_training(user.user_id, course.key, now, "Sgt. Lee")
    if rules.approval is not None:
        desk.people.changes().approve(user.user_id, "Training complete")
    return user


def staff(store: Store, folder: Path, people: Mapping[str, Role], password: str) -> None:
    """Accounts in the store of a console under the template's policy, as commands open it.

    The first name is the administrator's.
    """
    template = locations.resources_dir() / "policies" / "template.toml"
    shelf = FolderShelf(folder / "staff-shelf", bytes(32))
    desk = Desk(
        store.unit_of_work, shelf, SystemClock(), load_policy(template), "station",
        policy_waiting=None, device=this_device(),
    )  # fmt: skip
    chief, *others = people
    first_administrator(desk, chief, chief.capitalize(), password)
    for name in others:
        colleague(desk, name, name.capitalize(), people[name], password)
    desk.sign_out()
