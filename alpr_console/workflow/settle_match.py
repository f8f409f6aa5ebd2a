"""What becomes of a match: an alert, a repeat of one, or nothing because it is ignored.

All of it inside the caller's transaction, so that a read and what became of its matches are
on record together or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.audit import SYSTEM, AuditRecord
from alpr_console.domain.hotlist import Match, Priority
from alpr_console.domain.ignored import IgnoredPlate, can_be_ignored
from alpr_console.domain.listed_vehicle import FOLDED_FOR, folds_into, listed_vehicle
from alpr_console.domain.operator import Role, User
from alpr_console.domain.read import PlateRead
from alpr_console.domain.repeat import AlertRepeat
from alpr_console.ports import UnitOfWork
from alpr_console.workflow.raise_alert import put_alert


@dataclass(frozen=True, slots=True)
class Raised:
    alert: Alert


@dataclass(frozen=True, slots=True)
class Repeated:
    alert: Alert
    """The one that speaks for this read too."""
    repeat: AlertRepeat
    count: int
    """Repeats of the alert so far, this one among them."""

    @property
    def sounds(self) -> bool:
        """A high-priority alert that nobody has begun to answer is heard again; else the count
        on the screen is enough."""
        high = self.alert.hit.entry.category.priority is Priority.HIGH
        return high and self.alert.state is AlertState.RAISED


@dataclass(frozen=True, slots=True)
class Ignored:
    match: Match
    plate: IgnoredPlate


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """An earlier revision of the same pass brought the same hit."""

    alert_id: str


Outcome = Raised | Repeated | Ignored | ToldBefore


def settle_match(
    work: UnitOfWork,
    now: datetime,
    unit: str,
    read: PlateRead,
    match: Match,
    stale_after: timedelta,
) -> Outcome:
    """Put on record what becomes of `match`. `read` is on record, or comes so with the alert."""
    plate = ignored_by(work, match, now)
    if plate is not None:
        _record_ignored(work, read, match, plate)
        return Ignored(match, plate)
    vehicle = listed_vehicle(match)
    told = work.alerts.told_of_read(read.read_id).get(vehicle)
    if told is not None:
        return ToldBefore(told)
    for alert in reversed(work.alerts.on_vehicle(vehicle, now - FOLDED_FOR)):
        if folds_into(alert, read, match, now):
            return _repeat(work, alert, read)
    return Raised(put_alert(work, now, unit, read, match, stale_after))


def ignored_by(
    work: UnitOfWork, match: Match, at: datetime, plates: Sequence[IgnoredPlate] | None = None
) -> IgnoredPlate | None:
    """The ignored plate for which `match` raises no alert at `at`.

    An entry of high priority is ignored only by an administrator, and no longer than its
    account is one: see decision 0033. `plates`: where the caller has them at hand.
    """
    if not can_be_ignored(match):
        return None
    high = match.entry.category.priority is Priority.HIGH
    for plate in work.ignored.all() if plates is None else plates:
        if not (plate.names(match.entry) and plate.in_force(at)):
            continue
        if not high or _is_administrator(work.users.by_name(plate.by)):
            return plate
    return None


def _is_administrator(user: User | None) -> bool:
    return user is not None and user.role is Role.ADMINISTRATOR and not user.disabled


def _record_ignored(work: UnitOfWork, read: PlateRead, match: Match, plate: IgnoredPlate) -> None:
    work.audit.append(
        AuditRecord(
            action="hit.ignored",
            who=SYSTEM,
            outcome="done",
            subject=read.read_id,
            purpose=match.entry.category.label,
            details={
                "ignored_id": plate.ignored_id,
                "ignored_by": plate.by,
                "reason": plate.reason,
                "until": plate.expires_at.isoformat(),
                "listed": match.entry.lic,
                "listed_state": match.entry.lis,
                "list": f"{match.hot_list.name} version {match.hot_list.version}",
                "match": match.kind.value,
                "likelihood": f"{match.likelihood:.4f}",
            },
        )
    )


def _repeat(work: UnitOfWork, alert: Alert, read: PlateRead) -> Repeated:
    repeat = AlertRepeat(alert.alert_id, read.read_id, read.at)
    work.repeats.add(repeat)
    count = len(work.repeats.of_alert(alert.alert_id))
    work.audit.append(
        AuditRecord(
            action="alert.repeated",
            who=SYSTEM,
            outcome="done",
            subject=alert.alert_id,
            purpose=alert.hit.entry.category.label,
            details={
                "read_id": read.read_id,
                "revision": str(read.revision),
                "count": str(count),
                "alert_state": alert.state.value,
            },
        )
    )
    return Repeated(alert, repeat, count)
