"""docs/requirements.md: each duty with the policies that bind it, its tests and its screens."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from alpr_console import locations
from tests.trace.marks import TESTS, MarkedTest, marked_tests

PAGE = TESTS.parent / "docs" / "requirements.md"
SCREENS = TESTS / "screens" / "accepted"

GROUPS = {
    "ACC": "Access", "OPS": "Operation", "HOT": "Hot lists", "HIT": "From alert to disposition",
    "QRY": "Searching", "RET": "Keeping", "AUD": "Oversight", "REL": "Release",
    "TRN": "Training", "PUB": "Publication",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Requirement:
    id: str
    duty: str
    done: bool
    """Carried out by the program; else nothing in it claims so."""
    screens: tuple[str, ...]
    """Of tests/screens/accepted."""
    clauses: dict[str, tuple[str, ...]]
    """Sections by the number of the policy that they stand in."""


def requirements() -> list[Requirement]:
    text = (Path(__file__).parent / "requirements.toml").read_text(encoding="utf-8")
    return [
        Requirement(
            row["id"],
            row["duty"],
            row["done"],
            tuple(row["screens"]),
            {
                number: tuple(filter(None, sections.split(", ")))
                for number, sections in row["clauses"].items()
            },
        )
        for row in tomllib.loads(text)["requirement"]
    ]


def cited() -> dict[str, dict[str, list[str]]]:
    """By policy number and section: the places in that policy's profile that cite it."""
    found: dict[str, dict[str, list[str]]] = {}
    for path in sorted((locations.resources_dir() / "policies").glob("*-[0-9]*.toml")):
        places = found.setdefault(path.stem.rsplit("-", 1)[1], {})
        for section, place in _sections(tomllib.loads(path.read_text(encoding="utf-8"))):
            places.setdefault(section, []).append(place)
    return found


def _sections(value: object, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(section := value.get("section"), str):
            yield section, place
        for key, inner in value.items():
            yield from _sections(inner, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for inner in value:
            yield from _sections(inner, place)


def page() -> str:
    """The page as it should be; the committed one is held against it."""
    tests: dict[str, list[MarkedTest]] = {}
    for one in marked_tests():
        tests.setdefault(one.requirement, []).append(one)
    return "\n".join(_lines(tests)) + "\n"


def _lines(tests: dict[str, list[MarkedTest]]) -> Iterator[str]:
    yield "# Requirements and their proof"
    yield ""
    yield (
        "Made by `python -m tests.trace` from the marks on the tests, from "
        "`tests/trace/requirements.toml` and from the profiles in `resources/policies`; a test "
        "holds this page to them. Numbers are those of the five policies: 427 El Cajon, "
        "429 Napa, 430 Palm Springs, 462 Los Altos, 470 Imperial County."
    )
    rows = requirements()
    for prefix, title in GROUPS.items():
        yield ""
        yield f"## {title}"
        yield ""
        yield "| Id | Duty | Bound | Tests |"
        yield "|---|---|---|---|"
        for row in rows:
            if row.id.startswith(f"{prefix}-"):
                bound = " ".join(sorted(row.clauses))
                count = str(len(tests.get(row.id, ()))) if row.done else "not built"
                yield f"| [{row.id}](#{row.id.lower()}) | {row.duty} | {bound} | {count} |"
    yield ""
    yield "## Each duty"
    places = cited()
    for row in rows:
        yield from _row(row, tests.get(row.id, []), places)


def _row(
    row: Requirement, tests: list[MarkedTest], places: dict[str, dict[str, list[str]]]
) -> Iterator[str]:
    yield ""
    yield f"### {row.id}"
    yield ""
    yield f"{row.duty}."
    yield ""
    for number, sections in sorted(row.clauses.items()):
        shown = ", ".join(f"§{section}" for section in sections) or "the same duty, by its sense"
        values = sorted(
            {
                place
                for section, where in places.get(number, {}).items()
                for place in where
                if section in sections
            }
        )
        in_profile = f": profile values {', '.join(f'`{v}`' for v in values)}" if values else ""
        yield f"- {number} {shown}{in_profile}"
    if not row.done:
        yield ""
        yield "Not built yet; nothing in the program claims it."
        return
    if row.screens:
        yield ""
        yield "Screens: " + ", ".join(
            f"[{name}](../tests/screens/accepted/day-{name}.png)" for name in row.screens
        )
    by_file: dict[str, list[MarkedTest]] = {}
    for one in tests:
        by_file.setdefault(one.path, []).append(one)
    yield ""
    for path, inside in sorted(by_file.items()):
        yield f"- [{path}](../{path}): " + "; ".join(sorted(one.fact for one in inside))
