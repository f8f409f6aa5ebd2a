"""The page of computers without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from alpr_console.domain.account import Device, Standing
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.notices import Meaning
from alpr_console.workflow.desk import Desk
from ui import strings_account as words
from ui import strings_people
from ui.asking import Ask, Now
from ui.clock_words import end_of_day, local_day
from ui.table_row import TableRow


@dataclass(frozen=True, slots=True)
class DevicesModel:
    rows: tuple[TableRow, ...] = ()
    """Each stands for its Device."""
    here: str = ""
    """Name of this computer."""
    result: str = ""
    refusal: str = ""


class DevicesPresenter:
    """Renders through `show`."""

    def __init__(self, ask: Ask, now: Now, show: Callable[[DevicesModel], None]) -> None:
        self._ask = ask
        self._now = now
        self._show = show
        self._model = DevicesModel()

    def load(self) -> None:
        def act(desk: Desk) -> tuple[list[Device], str, str]:
            people = desk.people
            return people.devices(), people.device_id, people.device_name

        def done(found: tuple[list[Device], str, str]) -> None:
            devices, here, name = found
            now = self._now()
            known = next((one.name for one in devices if one.device_id == here), name)
            rows = tuple(row_of(one, now, one.device_id == here) for one in devices)
            self._put(rows=rows, here=known)

        self._ask(act, done, self._refused)

    def forget(self) -> None:
        self._model = DevicesModel()
        self._show(self._model)

    def register(self, name: str) -> None:
        self._act(lambda desk: desk.people.register_this_device(name))

    def permit(self, owner: str, reason: str, untrusted_until: str) -> None:
        until = end_of_day(untrusted_until)
        if until is None:
            self._put(refusal=strings_people.NO_DAY.format(text=untrusted_until), result="")
            return
        self._act(lambda desk: desk.people.permit_this_device(owner, reason, until))

    def withdraw(self, device_id: str, reason: str) -> None:
        self._act(lambda desk: desk.people.withdraw_device(device_id, reason))

    def _act(self, act: Callable[[Desk], Device]) -> None:
        def done(_device: Device) -> None:
            self._put(result=words.SET, refusal="")
            self.load()

        self._ask(act, done, self._refused)

    def _refused(self, error: ConsoleError) -> None:
        self._put(refusal=str(error), result="")

    def _put(self, **changes: object) -> None:
        self._model = replace(self._model, **changes)  # type: ignore[arg-type]
        self._show(self._model)


def row_of(device: Device, now: datetime, here: bool) -> TableRow:
    name = words.THIS.format(name=device.name) if here else device.name
    meaning = Meaning.CONFIRMED if device.opens(now) else Meaning.CAUTION
    return TableRow(
        (name, standing_of(device, now), local_day(device.at), device.by),
        key=device,
        marks={1: meaning},
    )


def standing_of(device: Device, now: datetime) -> str:
    if device.standing is Standing.OWNED:
        return words.DEVICE_OWNED
    if device.standing is Standing.WITHDRAWN:
        return words.DEVICE_WITHDRAWN
    day = local_day(device.until) if device.until is not None else ""
    said = words.DEVICE_PERMITTED if device.opens(now) else words.DEVICE_EXPIRED
    return said.format(day=day)


def facts_of(device: Device, now: datetime) -> str:
    owner = words.DEVICE_OWNER.format(owner=device.owner) if device.owner else ""
    standing = standing_of(device, now)
    reason = device.reason if device.reason != standing else ""
    facts = words.DEVICE_FACTS.format(
        name=device.name, standing=standing, owner=owner, reason=reason
    )
    return facts.strip()
