"""Each person's habits."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from enum import Enum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, insert, select

from alpr_console.adapters.storage.records import to_json
from alpr_console.adapters.storage.schema_habits import officer_settings
from alpr_console.audit.chain import time_text
from alpr_console.domain.officer_settings import (
    DrivingChoice,
    OfficerSettings,
    PanelSide,
    ThemeChoice,
)

_CHOICES = {"theme": ThemeChoice, "driving": DrivingChoice, "panel_side": PanelSide}


class SqlHabits:
    """The HabitStore port over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def save(self, user_id: str, settings: OfficerSettings, at: datetime) -> None:
        values = {one.name: _plain(getattr(settings, one.name)) for one in fields(settings)}
        self._connection.execute(
            insert(officer_settings).values(
                user_id=user_id, at=time_text(at), content=to_json(values)
            )
        )

    def of(self, user_id: str) -> OfficerSettings | None:
        query = (
            select(officer_settings.c.content)
            .where(officer_settings.c.user_id == user_id)
            .order_by(officer_settings.c.settings_id.desc())
            .limit(1)
        )
        content = self._connection.execute(query).scalar()
        return None if content is None else _settings(json.loads(content))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, str | int) else dict(value)


def _settings(values: dict[str, Any]) -> OfficerSettings:
    for name, kind in _CHOICES.items():
        values[name] = kind(values[name])
    values["keys"] = MappingProxyType(values["keys"])
    return OfficerSettings(**values)
