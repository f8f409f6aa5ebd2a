"""Domain values as columns and JSON, and back, without loss.

What is loaded equals what was saved; numbers of NumPy's become plain ones.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from alpr_console.audit.chain import time_from_text, time_text
from alpr_console.domain.hotlist import Category, HotList, HotListEntry, Match, MatchKind
from alpr_console.domain.plate import (
    Box,
    CharacterRead,
    Corners,
    PlateText,
    StateRead,
    VehicleDescription,
)
from alpr_console.domain.read import PlateRead, PositionFix

Values = dict[str, Any]

MICROSECOND = timedelta(microseconds=1)


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float)


def read_values(read: PlateRead) -> Values:
    """Columns of `reads`. Raises AuditBroken for a time without a time zone."""
    box, fix, vehicle = read.box, read.position, read.vehicle
    return {
        "read_id": read.read_id,
        "revision": int(read.revision),
        "track_id": int(read.track_id),
        "camera": read.camera,
        "plate": read.text,
        "state": read.state,
        "confidence": float(read.reading.confidence),
        "reading": _reading_json(read.reading, () if vehicle is None else vehicle.unlikely),
        "box": to_json([box.x, box.y, box.w, box.h]),
        "corners": to_json(read.corners),
        "first_frame": int(read.first_frame),
        "last_frame": int(read.last_frame),
        "frames": int(read.frames),
        "at": time_text(read.at),
        "latitude": None if fix is None else float(fix.latitude),
        "longitude": None if fix is None else float(fix.longitude),
        "fix_at": None if fix is None else time_text(fix.at),
        "speed_mps": None if fix is None else fix.speed_mps,
        "course_deg": None if fix is None else fix.course_deg,
        "fix_quality": None if fix is None else int(fix.quality),
        "color": None if vehicle is None else vehicle.color,
        "color_confidence": None if vehicle is None else float(vehicle.color_confidence),
        "body": None if vehicle is None else vehicle.body,
        "body_confidence": None if vehicle is None else float(vehicle.body_confidence),
        "crop_jpeg": read.crop_jpeg,
        "context_jpeg": read.context_jpeg,
    }


def read_from(row: Row[Any]) -> PlateRead:
    fix = None
    if row.fix_at is not None:
        fix = PositionFix(
            row.latitude,
            row.longitude,
            time_from_text(row.fix_at),
            row.speed_mps,
            row.course_deg,
            row.fix_quality,
        )
    return PlateRead(
        read_id=row.read_id,
        track_id=row.track_id,
        camera=row.camera,
        reading=reading_from(row.reading),
        box=Box(*json.loads(row.box)),
        corners=_corners_from(row.corners),
        first_frame=row.first_frame,
        last_frame=row.last_frame,
        frames=row.frames,
        at=time_from_text(row.at),
        crop_jpeg=row.crop_jpeg,
        context_jpeg=row.context_jpeg,
        position=fix,
        vehicle=vehicle_from(row),
        revision=row.revision,
    )


def vehicle_from(row: Any) -> VehicleDescription | None:
    if row.body is None:
        return None
    unlikely = tuple(json.loads(row.reading).get("vehicle_unlikely", ()))
    return VehicleDescription(
        row.color, row.color_confidence, row.body, row.body_confidence, unlikely=unlikely
    )


def _reading_json(reading: PlateText, unlikely: Sequence[str]) -> str:
    """`unlikely` stands with what else the characters might be: all of it is doubt."""
    return to_json(
        {
            "characters": [_character_json(c) for c in reading.characters],
            "state": [reading.state.code, reading.state.confidence, reading.state.alternatives],
            "confidence": reading.confidence,
            **({"vehicle_unlikely": unlikely} if unlikely else {}),
        }
    )


def reading_from(text: str) -> PlateText:
    kept = json.loads(text)
    code, confidence, alternatives = kept["state"]
    return PlateText(
        tuple(_character_from(*character) for character in kept["characters"]),
        StateRead(code, confidence, _alternatives(alternatives)),
        kept["confidence"],
    )


def _character_json(character: CharacterRead) -> list[object]:
    told: list[object] = [character.char, character.confidence, character.alternatives]
    # Only a hit was looked at again; what was kept before there was a second look reads the same.
    return [*told, character.again] if character.again else told


def _character_from(
    char: str,
    confidence: float,
    others: Sequence[Sequence[Any]],
    again: Sequence[Sequence[Any]] = (),
) -> CharacterRead:
    return CharacterRead(char, confidence, _alternatives(others), _alternatives(again))


def _alternatives(pairs: Sequence[Sequence[Any]]) -> tuple[tuple[str, float], ...]:
    return tuple((name, probability) for name, probability in pairs)


def _corners_from(text: str) -> Corners:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = json.loads(text)
    return ((ax, ay), (bx, by), (cx, cy), (dx, dy))


def entry_json(entry: HotListEntry) -> str:
    return to_json({**asdict(entry), "category": entry.category.value})


def entry_from_json(text: str) -> HotListEntry:
    """Fields that a later version of the console added have their defaults."""
    kept = json.loads(text)
    return HotListEntry(**{**kept, "category": Category(kept["category"])})


def hot_list_values(hot_list: HotList) -> Values:
    """Columns of `hot_lists` but in_force."""
    return {
        **asdict(hot_list),
        "data_at": time_text(hot_list.data_at),
        "imported_at": time_text(hot_list.imported_at),
    }


def hot_list_from(kept: Values) -> HotList:
    return HotList(
        kept["list_id"],
        kept["name"],
        kept["version"],
        kept["sha256"],
        kept["count"],
        kept["source"],
        time_from_text(kept["data_at"]),
        time_from_text(kept["imported_at"]),
        # Alerts of before there were sealed files keep their list without these.
        kept.get("file_id", ""),
        kept.get("left_out", 0),
        kept.get("barred", 0),
    )


def match_values(match: Match) -> Values:
    """Columns that `alerts` and `past_hits` have in common."""
    return {
        "entry": entry_json(match.entry),
        "hot_list": to_json(hot_list_values(match.hot_list)),
        "match_kind": match.kind.value,
        "likelihood": float(match.likelihood),
        "differences": json.dumps([int(position) for position in match.differences]),
        "state_conflict": bool(match.state_conflict),
    }


def match_from(row: Row[Any]) -> Match:
    return Match(
        entry=entry_from_json(row.entry),
        hot_list=hot_list_from(json.loads(row.hot_list)),
        kind=MatchKind(row.match_kind),
        likelihood=row.likelihood,
        differences=tuple(json.loads(row.differences)),
        state_conflict=row.state_conflict,
    )
