"""What the simulated message switch answers: a small table in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alpr_console.domain.errors import ConfirmationRefused

ANY = "*"

ANSWERS = ("confirmed", "not_confirmed", "in_process", "text")

DOES = (
    *ANSWERS, "silence", "deaf", "garbage", "cut", "cut_after", "twice", "garbled_reply", "reject",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    plate: str
    does: str
    then: str = "confirmed"
    after_s: float = 0.0
    name: str = "Records desk"
    minutes: int = 10
    text: str = ""
    reason: str = "not taken"


@dataclass(frozen=True, slots=True)
class Table:
    rows: Sequence[Row] = field(default_factory=lambda: (Row(ANY, "confirmed"),))

    def row_for(self, plate: str) -> Row:
        """That of the plate, else that of any."""
        by_plate = {row.plate: row for row in self.rows}
        return by_plate.get(plate) or by_plate.get(ANY) or Row(ANY, "confirmed")


def load_table(path: Path) -> Table:
    """Raises ConfirmationRefused for a table that cannot be used, saying which row."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise ConfirmationRefused(
            f"The table {path.name} cannot be read ({problem}).", "Name a table in TOML."
        ) from problem
    untrusted_rows = content.get("answer")
    if not isinstance(untrusted_rows, list) or not untrusted_rows:
        raise ConfirmationRefused(f"The table {path.name} has no [[answer]].", "Write one.")
    return Table(tuple(_row(number, one) for number, one in enumerate(untrusted_rows, start=1)))


def _row(number: int, untrusted: object) -> Row:
    if not isinstance(untrusted, Mapping):
        raise _wrong(number, "it is no table")
    kinds: dict[str, type | tuple[type, ...]] = {
        "plate": str, "does": str, "then": str, "after_s": (int, float), "name": str,
        "minutes": int, "text": str, "reason": str,
    }  # fmt: skip
    for name, value in untrusted.items():
        if name not in kinds:
            raise _wrong(number, f"'{name}' is not known")
        if not isinstance(value, kinds[name]):
            raise _wrong(number, f"'{name}' is of another kind")
    if "plate" not in untrusted or untrusted.get("does") not in DOES:
        raise _wrong(number, "it needs a plate, and one of: " + ", ".join(DOES))
    if untrusted.get("then", "confirmed") not in ANSWERS:
        raise _wrong(number, "'then' is one of: " + ", ".join(ANSWERS))
    return Row(**dict(untrusted))


def _wrong(number: int, why: str) -> ConfirmationRefused:
    return ConfirmationRefused(f"Row {number} of the table: {why}.", "Correct the table.")
