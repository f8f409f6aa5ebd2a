"""No way to the data or to an act passes the audit log by: the whole desk, method by method."""

from __future__ import annotations

import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path

import pytest

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import DEVICE, POSITION, SOURCE, AuditEntry
from alpr_console.domain.errors import PermissionRefused
from alpr_console.domain.inquiry import Grounds
from alpr_console.domain.operator import Role
from alpr_console.domain.read_search import SearchTerms
from alpr_console.domain.session import Session, SessionEvent
from alpr_console.workflow.desk import Desk
from tests.fakes.profiles import BY_NUMBER, HERE, NUMBERS
from tests.fakes.shift import START, StandingClock, listed, match_of, read_of, session_of

ELSEWHERE = {
    # Before anyone is signed in, or of the sign-in itself; tests/workflow/test_sign_in.py and
    # test_people.py show each on record.
    "create_administrator", "first_start_needed", "sign_in", "sign_out", "unlock", "lock",
    "policies.sign_first",
    # What the console does by itself, whoever is signed in: record_reads, raise_alert and
    # import_hot_list put it on record.
    "keep_read", "raise_alert", "hot_lists.put_pulled_in_force", "hot_lists.record_refusal",
    # Parts of an export whose beginning and end are on record.
    "evidence.page", "evidence.seal", "evidence.finish", "evidence.fail",
    # Each of its acts is checked and on record by itself (tests/workflow/test_accounts.py).
    "people.changes",
    # Without any data of a read: names and ages of lists, the designee, the key, the session.
    "habits.mine", "habits.take_up",
    # On a locked screen it says that there is an alert and no more (test_habits.py).
    "habits.say_again",
    "lists", "lists_touched", "signed_in", "people.designee", "people.look", "evidence.signer",
}  # fmt: skip
"""What does not put a refusal on record, each with the reason."""


def methods(desk: Desk) -> dict[str, Callable[..., object]]:
    """Every public method of the desk and its parts, by name: 'search.begin'."""
    parts = {"": desk} | {
        f"{name}.": part
        for name, part in vars(desk).items()
        if type(part).__name__.endswith("Desk")
    }
    return {
        f"{prefix}{name}": getattr(part, name)
        for prefix, part in parts.items()
        for name, _ in inspect.getmembers(type(part), inspect.isfunction)
        if not name.startswith("_")
    }


def something(kind: object, folder: Path) -> object:
    """A value of a type, whatever it says."""
    plain: Mapping[object, object] = {
        str: "x", int: 1, float: 0.5, bool: False, bytes: b"", datetime: START,
        date: START.date(), Path: folder,
    }  # fmt: skip
    if kind in plain:
        return plain[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return something(arguments[0], folder)
    if origin is not None:
        return origin() if isinstance(origin, type) and not inspect.isabstract(origin) else {}
    assert isinstance(kind, type), kind
    hints = typing.get_type_hints(kind if dataclasses.is_dataclass(kind) else kind.__init__)
    needed = [
        name
        for name, parameter in inspect.signature(kind).parameters.items()
        if parameter.default is inspect.Parameter.empty
    ]
    return kind(**{name: something(hints[name], folder) for name in needed})


@pytest.fixture
def desk(store: Store, shelf: FolderShelf, clock: StandingClock) -> Desk:
    return Desk(
        store.unit_of_work, shelf, clock, BY_NUMBER["462"], "4-Adam-12", device=HERE,
        signer=KeyringSigner(SessionKeyStore()),
    )  # fmt: skip


def entries(store: Store) -> list[AuditEntry]:
    with store.unit_of_work() as work:
        return list(work.audit.entries())


@pytest.mark.requirement("AUD-1")
def test_that_whatever_is_refused_is_on_record(desk: Desk, store: Store, tmp_path: Path) -> None:
    session = session_of(Role.ADMINISTRATOR)
    search = desk_search(desk, session)
    desk.session = session.step(SessionEvent.LOCK)
    unrecorded = []
    for name, method in methods(desk).items():
        if name in ELSEWHERE:
            continue
        hints = typing.get_type_hints(method)
        given = {
            one: search if one == "search" else something(hints[one], tmp_path)
            for one, parameter in inspect.signature(method).parameters.items()
            if parameter.default is inspect.Parameter.empty
        }
        before = len(entries(store))
        with pytest.raises(PermissionRefused):
            method(**given)
        new = entries(store)[before:]
        if not any(
            e.record.outcome.startswith("refused: ") and e.record.who == session.user.name
            for e in new
        ):
            unrecorded.append(name)
    assert unrecorded == []


def desk_search(desk: Desk, session: Session) -> object:
    desk.session = session
    return desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)


GROUNDS = Grounds("Stolen vehicle", "Case number", "26-000123")


def test_that_what_is_left_out_is_there(desk: Desk) -> None:
    assert methods(desk).keys() >= ELSEWHERE


@pytest.mark.requirement("ACC-2")
@pytest.mark.parametrize("number", NUMBERS)
def test_that_each_look_at_data_says_who_saw_what_when_and_why(
    number: str, desk: Desk, store: Store
) -> None:
    desk.policy = BY_NUMBER[number]
    session = desk.session = session_of(Role.ADMINISTRATOR)
    read = read_of()
    alert = desk.raise_alert(read, match_of(read, listed()))
    looks: dict[str, Callable[[], object]] = {
        "open_alerts": desk.open_alerts,
        "alert": lambda: desk.alert(alert.alert_id),
        "latest_reads": lambda: desk.latest_reads(5),
        "review": lambda: desk.review(START, START.replace(year=2030)),
        "read": lambda: desk.reads.read(read.read_id),
        "evidence": lambda: desk.evidence.alerts(START, START.replace(year=2030)),
        "search": lambda: desk.search.page(
            desk.search.begin(SearchTerms(plate="7ABC123"), GROUNDS)
        ),
    }
    for name, look in looks.items():
        before = len(entries(store))
        assert look(), name
        (entry,) = entries(store)[before:]
        said = entry.record
        assert (said.who, said.outcome) == (session.user.name, "done"), name
        assert said.purpose, name
        assert entry.at.tzinfo is not None
        named = " ".join((said.subject, *said.details.values()))
        assert any(one in named for one in (read.read_id, alert.alert_id, read.text)), name
        assert said.details["full_name"] == session.user.full_name, name
        assert "organization" in said.details, name


@pytest.mark.requirement("AUD-1")
def test_that_each_entry_says_by_what_and_where(desk: Desk, store: Store) -> None:
    store.source, store.device, store.position = "console", "ab12", "33.97000 -118.24000"
    desk.session = session_of()
    desk.keep_read(read_of())
    desk.latest_reads(1)
    details = entries(store)[-1].record.details
    assert details[SOURCE] == "console"
    assert details[DEVICE] == "ab12"
    assert details[POSITION] == "33.97000 -118.24000"
