"""A read or an alert as JSON that people and programs can read in ten years."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from alpr_console.audit.chain import time_text
from alpr_console.domain.alert import Alert
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.read import PlateRead
from alpr_console.domain.repeat import AlertRepeat


@dataclass(frozen=True, slots=True)
class Material:
    """One record with everything about it, as it leaves the store."""

    read: PlateRead
    corrections: tuple[ReadCorrection, ...]
    alert: Alert | None
    """None for a read that is exported by itself."""
    repeats: tuple[AlertRepeat, ...]
    entries: tuple[AuditEntry, ...]
    """Of the audit log, about the read and the alert."""

    @property
    def name(self) -> str:
        if self.alert is not None:
            return f"alert-{safe(self.alert.alert_id)}"
        return f"read-{safe(self.read.read_id)}"

    def pictures(self) -> dict[str, bytes]:
        """JPEG files by their path in the export."""
        of = [self.read]
        if self.alert is not None and self.alert.hit.read != self.read:
            # The read as the officer saw it, before it was corrected.
            of.append(self.alert.hit.read)
        found = {}
        for read in of:
            if read.typed:
                continue  # no camera saw it
            stem = f"pictures/{safe(read.read_id)}-r{read.revision}"
            found[f"{stem}-plate.jpg"] = read.crop_jpeg
            found[f"{stem}-scene.jpg"] = read.context_jpeg
        return found

    def json(self) -> bytes:
        value: dict[str, object] = {
            "kind": "read" if self.alert is None else "alert",
            "read": plain(self.read),
            "corrections": plain(self.corrections),
            "pictures": sorted(self.pictures()),
            "audit_entries": [entry.sequence for entry in self.entries],
        }
        if self.alert is not None:
            value["alert"] = plain(self.alert)
            value["repeats"] = plain(self.repeats)
        return json_bytes(value)


def entry_json(entry: AuditEntry) -> dict[str, object]:
    """What the entry's hash is made of, and the hash. See audit.chain."""
    return {
        "sequence": entry.sequence,
        "at": time_text(entry.at),
        "unit": entry.unit,
        "record": plain(entry.record),
        "previous": entry.previous,
        "hash": entry.hash,
    }


def json_bytes(value: object) -> bytes:
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode("utf-8")


def plain(value: object) -> object:
    """Times ISO 8601 in UTC, spans in seconds, pictures left out: they are files beside."""
    match value:
        case Enum():
            return value.value
        case datetime():
            return time_text(value)
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case list() | tuple():
            return [plain(one) for one in value]
        case Mapping():
            return {str(name): plain(one) for name, one in value.items()}
        case _ if is_dataclass(value):
            return {
                one.name: plain(getattr(value, one.name))
                for one in fields(value)
                if not one.name.endswith("_jpeg")
            }
        case _:
            return value


def safe(name: str) -> str:
    """`name` as part of a file's name on any medium: letters, digits and hyphens."""
    return "".join(c if c.isascii() and (c.isalnum() or c == "-") else "-" for c in name)[:64]
