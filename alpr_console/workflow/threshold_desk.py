"""The desk's acts on how sure a match must be, for whoever is signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alpr_console.domain.hotlist import Thresholds
from alpr_console.domain.match_setting import MatchSetting
from alpr_console.domain.operator import Permission
from alpr_console.ports import Clock, UnitOfWorkFactory
from alpr_console.workflow import match_settings
from alpr_console.workflow.match_parts import MatchParts
from alpr_console.workflow.match_settings import MatchPreview

if TYPE_CHECKING:
    from alpr_console.workflow.desk import Desk


class ThresholdDesk:
    """Each act raises PermissionRefused unless an administrator is signed in."""

    def __init__(self, desk: Desk, uow: UnitOfWorkFactory, clock: Clock, parts: MatchParts) -> None:
        self._desk = desk
        self._uow = uow
        self._clock = clock
        self._parts = parts

    def current(self) -> Thresholds:
        self._desk.demand(Permission.SET_THRESHOLDS)
        with self._uow() as work:
            return match_settings.thresholds_in_force(work, self._parts.default)

    def set(self, thresholds: Thresholds) -> MatchSetting:
        """See match_settings.set_thresholds."""
        setting = match_settings.set_thresholds(
            self._uow, self._clock, self._desk.signed_in(), thresholds, self._parts.default
        )
        self._desk.lists_touched()
        return setting

    def preview(self, thresholds: Thresholds) -> MatchPreview:
        """To be stepped by the caller, on a thread of its own. See MatchPreview."""
        return MatchPreview(
            self._uow,
            self._clock,
            self._desk.signed_in(),
            self._desk.policy.lists,
            self._parts.index(),
            self._parts.index_at(thresholds),
            thresholds,
        )
