"""How a person wants the console: kept with the person, on record with each change."""

from __future__ import annotations

from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.key_table import KeyTable
from alpr_console.domain.officer_settings import OfficerSettings, check
from alpr_console.domain.session import Session, SessionState
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.sound_ports import Sounding
from alpr_console.workflow.on_record import refusals_recorded

SET = "habits.set"


def habits_of(
    uow: UnitOfWorkFactory, session: Session | None, usual: OfficerSettings
) -> OfficerSettings:
    """Of the person signed in; `usual` for somebody who never chose, and where nobody is."""
    if session is None or session.state is SessionState.ENDED:
        return usual
    with uow() as work:
        return work.habits.of(session.user.user_id) or usual


def set_habits(
    uow: UnitOfWorkFactory,
    clock: Clock,
    session: Session,
    wanted: OfficerSettings,
    keys: KeyTable,
    sounding: Sounding,
) -> OfficerSettings:
    """In force from here on, and at each sign-in of the same person.

    Everybody may set their own, whatever their role. Raises HabitsRefused saying what to change.
    """
    who = session.user.name
    before = habits_of(uow, session, sounding.usual)
    changes = changed(before, wanted)
    with refusals_recorded(uow, SET, who, details=changes):
        voices = [one.voice_id for one in sounding.voices]
        check(wanted, before, voices, sounding.alphabets, keys)
        if not changes:
            return before
        with uow() as work:
            work.habits.save(session.user.user_id, wanted, clock.now())
            work.audit.append(
                AuditRecord(SET, who, "done", subject=session.user.user_id, details=changes)
            )
    return wanted


def changed(before: OfficerSettings, after: OfficerSettings) -> dict[str, str]:
    """By setting, 'before > after'."""
    old, new = _words(before), _words(after)
    return {name: f"{old[name]} > {new[name]}" for name in new if old[name] != new[name]}


def _words(settings: OfficerSettings) -> dict[str, str]:
    return {
        "volume": str(settings.volume),
        "voice": settings.voice or "own",
        "phonetics": settings.phonetics,
        "theme": settings.theme.value,
        "scale": str(settings.scale),
        "driving": settings.driving.value,
        "panel_side": settings.panel_side.value,
        "keys": " ".join(f"{name}={key}" for name, key in sorted(settings.keys.items())),
    }
