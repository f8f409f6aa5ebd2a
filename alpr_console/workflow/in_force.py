"""What may raise an alert at this moment, by the store itself.

The index of matching follows the store by a step; this is asked last before an alert is raised, on
the one thread that changes the store.
"""

from __future__ import annotations

from datetime import datetime

from alpr_console.domain.hotlist import Match, TimedEntry
from alpr_console.ports import UnitOfWork


def specific_in_force(work: UnitOfWork, now: datetime) -> list[TimedEntry]:
    """The specific entries that are in force at `now`, each with the moment it expires."""
    timed = (entry.timed() for entry in work.specific.all() if entry.in_force(now))
    return [one for one in timed if one is not None]


def still_in_force(work: UnitOfWork, match: Match, now: datetime) -> bool:
    """Whether what was matched is in force at `now`.

    Of a list: the very version that was matched, under a designation that stands; a newer
    version answers for itself, so a read is then to be matched again.
    """
    if match.entry.specific:
        try:
            return work.specific.get(match.entry.specific).in_force(now)
        except KeyError:
            return False
    hot_list = match.hot_list
    designation = work.designations.get(hot_list.name)
    if designation is None or designation.withdrawn:
        return False
    return any(one.list_id == hot_list.list_id for one in work.hot_lists.in_force())
