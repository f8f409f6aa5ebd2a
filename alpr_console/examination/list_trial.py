"""What a matching threshold means: plates found on a long list, and false alerts, on pictures.

    python -m alpr_console.examination.list_trial FOLDER [--entries N] [--seeds 10] [--list-seed 1]

FOLDER has pictures of plates alone with texts and states (`examination.labels`). Each is read
once, as stills are. A list of made-up plates (of every state, in proportion to its vehicles and in
its own serial forms) is given half of the true plates, another half for each seed; the other half
is what must raise no alert. Prints Markdown: for each threshold the true plates found, and the
alerts on entries that are not the plate for 2,000 reads, exact and approximate apart; then, at
the default thresholds, each plate that is not found.

A true plate counts as listed with its text and state as labeled, right or wrong.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.hotlist import (
    Category,
    HotList,
    HotListEntry,
    Match,
    MatchKind,
    Thresholds,
)
from alpr_console.domain.plate import STATES, PlateText
from alpr_console.domain.serial_forms import SerialForm, shipped_serial_forms
from alpr_console.examination.labels import load_examination
from alpr_console.list_ports import PackedList
from alpr_console.locations import models_dir, resources_dir
from alpr_console.matching.index import DEFAULT_THRESHOLDS, HotListIndex
from alpr_console.matching.look_alikes import folded
from alpr_console.matching.packing import keys_of, text_of
from alpr_console.matching.telling import worth_telling
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import load_manifest

THRESHOLDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
READS = 2000

VEHICLES = (
    0.8, 5.3, 3.3, 6.1, 31.0, 5.4, 2.9, 0.35, 1.0, 18.5, 9.0, 1.25, 3.8, 2.0, 10.5, 6.3, 2.7, 4.6,
    3.9, 5.2, 4.4, 1.2, 8.6, 5.6, 5.6, 2.1, 2.0, 9.0, 0.95, 2.0, 1.4, 6.1, 1.9, 2.6, 11.4, 10.8,
    3.7, 4.2, 10.8, 0.85, 4.7, 1.35, 6.1, 22.8, 2.6, 7.7, 0.6, 7.6, 5.6, 1.5, 0.85,
)  # fmt: skip
"""Millions of vehicles registered in each of STATES, about 2022, rounded (public knowledge)."""


@dataclass(frozen=True, slots=True)
class Plate:
    name: str
    text: str
    state: str
    reading: PlateText


@dataclass(frozen=True, slots=True, eq=False)
class MadeUp:
    """Made-up plates, sorted by key."""

    keys: NDArray[np.uint64]
    states: NDArray[np.uint8]
    """Place in ('', *STATES)."""


def read_plates(folder: Path) -> list[Plate]:
    """Raises LabelsMalformed, also for pictures without a state; ModelDamaged."""
    reader = PlateReader(load_manifest(models_dir()))
    found = []
    for picture in load_examination(folder).pictures:
        (plate,) = picture.plates
        (reading,) = reader.read([np.asarray(cv2.imread(str(picture.path)))], thorough=True)
        found.append(Plate(picture.path.name, plate.text, plate.state or "", reading))
    return found


def made_up(count: int, rng: np.random.Generator) -> MadeUp:
    forms = shipped_serial_forms(resources_dir())
    shares = np.array(VEHICLES) / sum(VEHICLES)
    keys: list[NDArray[np.uint64]] = []
    states: list[NDArray[np.uint8]] = []
    for place, (state, its) in enumerate(zip(STATES, rng.multinomial(count, shares), strict=True)):
        weights = np.array([form.share for form in forms[state]])
        each = rng.multinomial(int(its), weights / weights.sum())
        for form, number in zip(forms[state], each.tolist(), strict=True):
            if number:
                keys.append(keys_of(_serials(form, number, rng)))
                states.append(np.full(number, place + 1, np.uint8))
    key, state_of = np.concatenate(keys), np.concatenate(states)
    order = np.argsort(key, kind="stable")
    return MadeUp(key[order], state_of[order])


def _serials(form: SerialForm, count: int, rng: np.random.Generator) -> list[str]:
    columns = [
        np.frombuffer(place.issued.encode(), np.uint8)[rng.integers(0, len(place.issued), count)]
        for place in form.places
    ]
    rows = np.ascontiguousarray(np.stack(columns, axis=1))
    return [row.decode() for row in rows.view(f"S{rows.shape[1]}").ravel().tolist()]


def index_of(listed: MadeUp, plates: Sequence[Plate], thresholds: Thresholds) -> HotListIndex:
    """The made-up plates and `plates`, every entry a stolen vehicle."""
    names = ("", *STATES)
    keys = np.concatenate([listed.keys, keys_of([plate.text for plate in plates])])
    states = np.concatenate(
        [listed.states, np.array([names.index(p.state) for p in plates], np.uint8)]
    )
    order = np.argsort(keys, kind="stable")

    def fetch(row: int) -> HotListEntry:
        return HotListEntry(str(row), text_of(int(keys[row])), names[states[row]])

    category = list(Category).index(Category.STOLEN_VEHICLE)
    packed = PackedList(
        keys=keys[order],
        rows=order.astype(np.uint32),
        states=states[order],
        state_names=names,
        categories=np.full(len(keys), category, np.uint8),
        fetch=fetch,
    )
    now = datetime.now(UTC)
    hot_list = HotList("trial", "trial", 1, "", len(keys), "made up", now, now)
    return HotListIndex([(hot_list, packed)], thresholds=thresholds)


def is_plate(match: Match, plate: Plate) -> bool:
    same = folded(match.entry.lic) == folded(plate.text)
    return same and match.entry.lis in ("", plate.state)


@dataclass(slots=True)
class Tally:
    listed: int = 0
    reads: int = 0
    found: Counter[MatchKind] = field(default_factory=Counter)
    false: Counter[MatchKind] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, plate: Plate, listed: bool, told: Sequence[Match]) -> None:
        self.reads += 1
        # A made-up entry may be the very plate by chance; that is no false alert.
        true = [m for m in told if is_plate(m, plate)]
        self.false.update(m.kind for m in told if m not in true)
        if listed:
            self.listed += 1
            self.found.update(m.kind for m in true[:1])
            if not true:
                self.missed[plate.name] += 1


def trial(
    plates: Sequence[Plate], entries: int, seeds: int, thresholds: Sequence[float], list_seed: int
) -> dict[float, Tally]:
    """By threshold. Lists are told at the lowest once; what a higher one leaves is taken of it."""
    tallies = {threshold: Tally() for threshold in thresholds}
    least = min(thresholds)
    for seed in range(seeds):
        rng = np.random.default_rng([list_seed, seed])
        half = set(rng.permutation(len(plates))[: len(plates) // 2].tolist())
        listed = made_up(entries, rng)
        index = index_of(listed, [plates[i] for i in sorted(half)], Thresholds(least, least, least))
        for number, plate in enumerate(plates):
            matches = index.match(plate.reading)
            for threshold, tally in tallies.items():
                kept = [m for m in matches if m.likelihood >= threshold]
                tally.add(plate, number in half, worth_telling(kept))
    return tallies


def table(tallies: dict[float, Tally]) -> str:
    lines = [
        "| threshold | listed plates found | exactly | approximately | false alerts in "
        f"{READS:,} reads | exact | approximate |",
        "|---|---|---|---|---|---|---|",
    ]
    for threshold, tally in tallies.items():
        found = [tally.found[kind] for kind in (MatchKind.EXACT, MatchKind.APPROXIMATE)]
        false = [tally.false[kind] for kind in (MatchKind.EXACT, MatchKind.APPROXIMATE)]
        cells = [
            f"{threshold:g}",
            *(f"{100 * n / tally.listed:.2f} %" for n in (sum(found), *found)),
            *(f"{READS * n / tally.reads:.2f}" for n in (sum(false), *false)),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--list-seed", type=int, default=1)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    plates = read_plates(args.folder)
    thresholds = sorted({*THRESHOLDS, DEFAULT_THRESHOLDS.high})
    tallies = trial(plates, args.entries, args.seeds, thresholds, args.list_seed)
    print(f"{len(plates)} pictures, {args.entries:,} made-up entries, {args.seeds} halves.\n")
    print(table(tallies))
    at_default = tallies[DEFAULT_THRESHOLDS.high]
    by_name = {plate.name: plate for plate in plates}
    print(f"\nNot found at {DEFAULT_THRESHOLDS.high:g} (times listed and not found):\n")
    for name, count in sorted(at_default.missed.items()):
        plate = by_name[name]
        read = f"{plate.reading.text or 'nothing'} {plate.reading.state.code}"
        print(f"- {name}: labeled {plate.text} {plate.state}, read {read} ({count})")


if __name__ == "__main__":
    main()
