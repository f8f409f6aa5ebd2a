"""A scripted shift: who passes the camera when, what is listed, what the officer does.

resources/scenarios/*.toml are read into these values as they stand. A script says for each
pass what must come of it, so that whoever plays it can check every step.
"""

from __future__ import annotations

import csv
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import ClassVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from alpr_console.domain.checklist import ItemKind, Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import ScenarioFailed
from alpr_console.domain.hotlist import Category, MatchKind

_CONFIG = ConfigDict(extra="forbid")


class PassKind(Enum):
    """What a pass is in the script for."""

    ORDINARY_READ = "ordinary_read"
    TRUE_HIT = "true_hit"
    MISREAD_HIT = "misread_hit"
    """The drawn plate is not the listed one; they differ in one look-alike character."""
    WRONG_STATE_HIT = "wrong_state_hit"
    """The listed characters on a plate of another state."""
    STALE_LIST_HIT = "stale_list_hit"
    """The list is older than the policy lets it be."""


class Light(Enum):
    DAY = "day"
    NIGHT = "night"


class Body(Enum):
    SEDAN = "sedan"
    SUV = "suv"
    PICKUP = "pickup"


class Color(Enum):
    WHITE = "white"
    SILVER = "silver"
    GRAY = "gray"
    BLACK = "black"
    RED = "red"
    BLUE = "blue"
    GREEN = "green"
    TAN = "tan"


class Course(Enum):
    APPROACHED = "approached"
    """The camera comes up to the vehicle and leaves it behind: small to large."""
    PULLS_AWAY = "pulls_away"
    """The vehicle overtakes the camera: large to small."""


@dataclass(frozen=True, slots=True)
class ScriptedAnswer:
    kind: ItemKind
    verdict: Verdict
    reason: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG


@dataclass(frozen=True, slots=True)
class ScriptedConfirmation:
    way: ConfirmationWay
    urgency: Urgency
    reply: Reply
    from_whom: str
    note: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG


@dataclass(frozen=True, slots=True)
class ScriptedActs:
    """What the officer does about a hit, in this order; what is not asked is left out."""

    answers: tuple[ScriptedAnswer, ...]
    outcome: Outcome
    confirmation: ScriptedConfirmation | None = None
    exigency: str = ""
    """Facts of exigent circumstances, in place of a confirmation."""
    basis: str = ""
    person_effort: str = ""
    number: str = ""
    note: str = ""
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG


@dataclass(frozen=True, slots=True)
class ExpectedHit:
    """What the hit must look like when it is put before the officer."""

    list: str
    lic: str
    match: MatchKind
    category: Category
    differences: tuple[int, ...] = ()
    state_conflict: bool = False
    stale: bool = False
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG


@dataclass(frozen=True, slots=True)
class VehiclePass:
    """One vehicle passing the camera."""

    key: str
    """Unique name within the scenario."""
    kind: PassKind
    start: float
    """Seconds from the scenario's start."""
    duration: float
    """Seconds in view."""
    lane: int
    """-1 left, 0 ahead, 1 right of the camera."""
    course: Course
    color: Color
    body: Body
    plate: str
    """Serial as drawn, and as a reader must read it."""
    state: str
    design: int | None = None
    """Which of the state's designs, from 0; None takes the one that fits the serial."""
    seed: int = 0
    """Varies what the renderer leaves to chance: stickers, bolts, the stroke."""
    hit: ExpectedHit | None = None
    acts: ScriptedActs | None = None
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    @property
    def end(self) -> float:
        return self.start + self.duration


@dataclass(frozen=True, slots=True)
class ScriptedList:
    """A hot list as the shift begins: a name, an age, and rows under NCIC's headings."""

    name: str
    age_hours: float
    rows: tuple[Mapping[str, str], ...]
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    def write(self, folder: Path, now: datetime) -> Path:
        """A CSV file of the list, modified `age_hours` before `now`, ready for import."""
        path = folder / f"{self.name.lower().replace(' ', '-')}.csv"
        columns = list(dict.fromkeys(column for row in self.rows for column in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(self.rows)
        modified = now.timestamp() - self.age_hours * 3600
        os.utime(path, (modified, modified))
        return path


@dataclass(frozen=True, slots=True)
class Waypoint:
    """A place on the patrol car's way. Degrees, north and east positive, WGS 84."""

    latitude: float
    longitude: float
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scripted shift."""

    key: str
    """Stem of the file."""
    title: str
    seed: int
    seconds: float
    """Length at speed 1."""
    passes: tuple[VehiclePass, ...]
    lists: tuple[ScriptedList, ...]
    route: tuple[Waypoint, ...]
    fps: float = 25.0
    light: Light = Light.DAY
    camera: str = "Simulated"
    """Name of the source on the screen."""
    policy: str = "template"
    """Key of the agency profile under which the expectations hold."""
    __pydantic_config__: ClassVar[ConfigDict] = _CONFIG

    @property
    def hits(self) -> tuple[VehiclePass, ...]:
        """Passes that must raise an alert, in the order of their start."""
        return tuple(p for p in sorted(self.passes, key=lambda p: p.start) if p.hit is not None)


def load_scenario(path: Path) -> Scenario:
    """The script in `path`. Raises ScenarioFailed naming the file, the place and what is wrong."""
    # Imported late: the checks are written over the types of this module.
    from alpr_console.simulation.script_check import contradictions

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise ScenarioFailed(
            f"The scenario {path.name} cannot be read ({problem.strerror}).",
            "Choose one of resources/scenarios.",
        ) from problem
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ScenarioFailed(f"{path.name}: {problem}.", "Correct the line.") from problem
    try:
        scenario = TypeAdapter(Scenario).validate_python({**content, "key": path.stem})
    except ValidationError as problem:
        raise ScenarioFailed(_named(path, problem), "Correct the scenario.") from problem
    wrong = contradictions(scenario)
    if wrong:
        raise ScenarioFailed(f"{path.name}: {' '.join(wrong)}", "Correct the scenario.")
    return scenario


def _named(path: Path, problem: ValidationError) -> str:
    words = []
    for error in problem.errors(include_url=False):
        place = ".".join(str(step) for step in error["loc"])
        words.append(f"{place}: {error['msg'].removeprefix('Value error, ').lower()}.")
    return f"{path.name}: {' '.join(words)}"
