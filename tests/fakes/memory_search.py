"""Looks at stored reads, and finding them, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from alpr_console.domain.inquiry import Inquiry, Returned
from alpr_console.domain.read import PlateRead
from alpr_console.domain.read_search import FoundRead, ReadKey, Sought, fits
from alpr_console.domain.vehicle_codes import OR

if TYPE_CHECKING:
    from tests.fakes.memory_store import MemoryUnitOfWork


class MemoryInquiries:
    def __init__(self, kept: dict[str, Inquiry]) -> None:
        self._kept = kept

    def add(self, inquiry: Inquiry) -> None:
        self._kept[inquiry.inquiry_id] = inquiry

    def add_returned(self, inquiry_id: str, returned: Returned) -> None:
        known = self.get(inquiry_id)
        self._kept[inquiry_id] = replace(known, returned=(*known.returned, returned))

    def get(self, inquiry_id: str) -> Inquiry:
        return self._kept[inquiry_id]

    def between(self, since: datetime, until: datetime) -> list[Inquiry]:
        begun = [one for one in self._kept.values() if since <= one.at < until]
        return sorted(begun, key=lambda one: (one.at, one.inquiry_id))


class MemoryReadFinder:
    def __init__(self, work: MemoryUnitOfWork) -> None:
        self._work = work

    def span(self) -> tuple[datetime, datetime] | None:
        # Every revision counts, as it does in the store: the span is only where to look.
        times = [read.at for read in self._work.reads.every_revision()]
        return (min(times), max(times)) if times else None

    def at_once(self, sought: Sought) -> bool:
        return bool(sought.terms.case or (sought.spelled and sought.spelled.whole))

    def find(
        self, sought: Sought, since: datetime, before: tuple[datetime, str], limit: int
    ) -> list[ReadKey]:
        found = [
            ReadKey(read.at, read.read_id, read.revision)
            for read in self._work.reads.latest(self._work.reads.count())
            if read.at >= since
            and (read.at, read.read_id) < before
            and _fits(read, sought)
            and (not sought.terms.case or self._of_case(read, sought.terms.case))
        ]
        return sorted(found, key=lambda key: (key.at, key.read_id), reverse=True)[:limit]

    def _of_case(self, read: PlateRead, case: str) -> bool:
        def meant(number: str) -> bool:
            return number.casefold() == case.casefold()

        work, read_id = self._work, read.read_id
        alerts = {one for one in work.alerts.told_of_read(read_id).values()}
        listed = [work.alerts.get(one).hit.match for one in alerts]
        listed += [one.match for one in work.past_hits.of_read(read_id)]
        exports = [one for one in work.exports.all() if meant(one.case_number)]
        canvass = work.shifts.canvass_of(read_id)
        return (
            (canvass is not None and meant(canvass.case_number))
            or any(meant(match.entry.oca) for match in listed)
            or any(read_id in one.read_ids or alerts & set(one.alert_ids) for one in exports)
            or any(
                read_id in hold.read_ids
                or alerts & set(hold.alert_ids)
                or hold.names(read.text, read.at)
                for hold in work.holds.all()
                if meant(hold.number)
            )
        )

    def details(self, sought: Sought, keys: Sequence[ReadKey]) -> list[FoundRead]:
        found = []
        for key in keys:
            read = self._work.reads.get(key.read_id)
            if read.revision == key.revision:
                found.append(self._found(read, sought))
        return found

    def _found(self, read: PlateRead, sought: Sought) -> FoundRead:
        fix, vehicle = read.position, read.vehicle
        return FoundRead(
            read.read_id,
            read.revision,
            read.at,
            read.text,
            read.state,
            read.camera,
            read.reading.confidence,
            fix.latitude if fix else None,
            fix.longitude if fix else None,
            vehicle.color if vehicle else "",
            vehicle.body if vehicle else "",
            bool(self._work.alerts.told_of_read(read.read_id)),
            bool(self._work.corrections.of_read(read.read_id)),
            alike=sought.spelled is not None and sought.spelled.alike(read.text),
        )


def _fits(read: PlateRead, sought: Sought) -> bool:
    terms, asked = sought.terms, sought.spelled
    if asked is not None:
        if asked.whole and read.text not in asked.whole:
            return False
        if not fits(read.text, asked.pattern):
            return False
    if terms.place is not None and (
        read.position is None
        or not terms.place.holds(read.position.latitude, read.position.longitude)
    ):
        return False
    color = read.vehicle.color.split(OR) if read.vehicle else []
    body = read.vehicle.body if read.vehicle else ""
    return (
        terms.state in ("", read.state)
        and terms.camera.casefold() in ("", read.camera.casefold())
        and (not terms.color or terms.color in color)
        and terms.body in ("", body)
    )
