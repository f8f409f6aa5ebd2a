"""Measures what the shipped reader takes for what, and how far its certainty holds.

    python -m models.training.reader_confusions --data DIR --work DIR --models models
        --out resources/reader_confusions.toml [--left-out FOLDER]

Reads the photographs held out of training, whole and in every condition of `reader_conditions`,
and freshly drawn plates of known serials on the road and far away (`reader_degrade`): some 12,000
readings in three minutes of processor time, kept in WORK to be fitted again (`--again`). Every
second photograph and every third drawn plate is left out of the fit; with --left-out these are
written to FOLDER as an examination of their own, for `examination.list_trial`, by which the
thresholds were chosen. No picture of the examination is looked at.
"""

from __future__ import annotations

import argparse
import csv
import pickle
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from alpr_console.domain.plate import STATES, PlateText
from alpr_console.domain.serial_forms import shipped_serial_forms
from alpr_console.examination.labels import LABELS
from alpr_console.locations import resources_dir
from alpr_console.matching.confusions import SIGNS
from alpr_console.matching.look_alikes import ALIKE, folded
from alpr_console.recognition.reader import PlateReader
from alpr_console.recognition.registry import load_manifest
from alpr_console.simulation.plate_renderer import draw_plate
from models.training import reader_data, reader_degrade
from models.training.reader_conditions import CONDITIONS
from models.training.reader_degrade import Picture
from models.training.reader_net import HEIGHT, WIDTH
from models.training.reader_relabel import RELABELED

READINGS = "confusions.pickle"
DRAWN = 6000
SEED = 77
CHARACTER_BANDS = (0.0, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)
TEXT_BANDS = (0.0, 0.5, 0.9, 0.98)
STATE_BANDS = (0.0, 0.4, 0.6, 0.8, 0.9, 0.98)
PAIR_NOT_LISTED = 0.2
"""Assumed, not measured: who enters a plate with a small stacked pair leaves it out so often."""
PAIR_PLATES = 0.01
"""By eye: 4 of the 477 held-out photographs show a pair that no form has (ID twice, KS, NC)."""
HALF_OF_THOSE = 0.7
"""Of three of the four half is read; too few to say more."""

SEEN_OTHERWISE = {
    "plates_by_state/KS/02965.jpg": "SD697",
    "plates_by_state/NC/05393.jpg": "0000RT",
    "plates_by_state/NE/04574.jpg": "18D256",
    "plates_by_state/PA/06199.jpg": "XZ23106",
}
"""What stands on held-out photographs whose text by the published readers is wrong."""

_SMOOTHING = 3.0
"""Confusions that every character is taken to have had before any was counted."""


@dataclass(frozen=True, slots=True)
class Reading:
    name: str
    text: str
    state: str
    reading: PlateText

    @property
    def left_out(self) -> bool:
        """Of the fit, by name and so for ever."""
        return zlib.crc32(self.name.encode()) % (3 if self.name.startswith("drawn") else 2) == 0


def read_all(data: Path, work: Path, models: Path, left_out: Path | None) -> list[Reading]:
    reader = PlateReader(load_manifest(models))
    patches = reader_data.surroundings(data, 60, SEED)
    found: list[Reading] = []
    labels = [("file", "state", "text")]
    for source in (_photographs(data, work, patches), _drawn(patches)):
        for name, text, state, picture in source:
            (reading,) = reader.read([picture], thorough=True)
            one = Reading(name, text, state, reading)
            if left_out is not None and one.left_out:
                labels.append((f"{len(found)}.png", state, text))
                cv2.imwrite(str(left_out / labels[-1][0]), picture)
            found.append(one)
    if left_out is not None:
        with (left_out / LABELS).open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows(labels)
    return found


def _photographs(
    data: Path, work: Path, patches: Sequence[Picture]
) -> Iterator[tuple[str, str, str, Picture]]:
    samples = reader_data.named_validation(data, work, RELABELED)
    for spoil in CONDITIONS.values():
        rng = np.random.default_rng(3)
        for index, (name, sample) in enumerate(samples):
            text = SEEN_OTHERWISE.get(name, sample.text)
            if text is None or sample.state >= len(STATES):
                continue
            patch = patches[index % len(patches)]
            seen, _ = reader_degrade.framed(sample.picture, patch, WIDTH, HEIGHT, rng)
            yield name, text, STATES[sample.state], seen if spoil is None else spoil(seen, rng)


def _drawn(patches: Sequence[Picture]) -> Iterator[tuple[str, str, str, Picture]]:
    rng = np.random.default_rng(SEED)
    for index in range(DRAWN):
        state = STATES[int(rng.integers(len(STATES)))]
        plate = draw_plate(state, rng)
        small = cv2.resize(plate.image, reader_data.STORED, interpolation=cv2.INTER_AREA)
        seen, _ = reader_degrade.framed(
            np.asarray(small, np.uint8), patches[index % len(patches)], WIDTH, HEIGHT, rng
        )
        spoil = reader_degrade.distant if index % 5 == 0 else reader_degrade.degrade
        yield f"drawn {index}", plate.text, state, spoil(seen, rng)


def fit(readings: Sequence[Reading]) -> dict[str, object]:
    """The tables of the file, as `matching.confusions` reads them."""
    readings = [r for r in readings if r.reading.characters]
    taken = _taken_for(readings)
    return {
        "characters": {
            "from": CHARACTER_BANDS,
            "share": _character_doubt(readings, taken),
        },
        "states": {"from": STATE_BANDS, "share": _state_doubt(readings)},
        "length": _lengths(readings),
        "stacked": {
            **_stacked(readings),
            "pair_plates": PAIR_PLATES,
            "half_of_those": HALF_OF_THOSE,
            "pair_not_listed": PAIR_NOT_LISTED,
        },
        "taken_for": {
            read: {c: round(p, 4) for c, p in sorted(row.items(), key=lambda i: -i[1]) if p >= 0.02}
            for read, row in taken.items()
        },
    }


def _aligned(readings: Sequence[Reading]) -> Iterator[tuple[dict[str, float], str, str]]:
    """What the reader names (folded), what it reads, and what stands there."""
    for one in readings:
        read, true = folded(one.reading.text), folded(one.text)
        if len(read) != len(true) or sum(a != b for a, b in zip(read, true, strict=True)) > 2:
            continue
        for character, char in zip(one.reading.characters, true, strict=True):
            named = {folded(character.char): character.confidence}
            for other, probability in character.alternatives:
                named[folded(other)] = named.get(folded(other), 0.0) + probability
            yield named, folded(character.char), char


def _taken_for(readings: Sequence[Reading]) -> dict[str, dict[str, float]]:
    counts = Counter((read, true) for _, read, true in _aligned(readings) if read != true)
    rows = {}
    for read in SIGNS:
        others = [c for c in SIGNS if c != read]
        alike = ALIKE[read] or frozenset(others)
        row = {
            c: counts[read, c] + _SMOOTHING * (0.6 * (c in alike) / len(alike) + 0.4 / len(others))
            for c in others
        }
        total = sum(row.values())
        rows[read] = {c: count / total for c, count in row.items()}
    return rows


def _band(bands: Sequence[float], confidence: float) -> int:
    return max(i for i, start in enumerate(bands) if confidence >= start)


def _character_doubt(
    readings: Sequence[Reading], taken: dict[str, dict[str, float]]
) -> list[float]:
    """The share of each band that makes what stood there likeliest."""
    pairs: list[list[tuple[float, float, float]]] = [[] for _ in CHARACTER_BANDS]
    for named, read, true in _aligned(readings):
        unnamed = max(0.0, 1 - sum(named.values()))
        pairs[_band(CHARACTER_BANDS, named[read])].append(
            (named.get(true, 0.0), unnamed, taken[read].get(true, 0.0))
        )
    return [_likeliest(band) for band in pairs]


def _likeliest(pairs: Sequence[tuple[float, float, float]]) -> float:
    """`pairs`: what the reader gave the truth, what it gave nothing, and what the confusions do."""
    given, unnamed, taken = np.array(pairs).T
    shares = np.geomspace(0.0002, 0.6, 200)
    fits = [
        float(np.log((1 - s) * given + (s + (1 - s) * unnamed) * taken + 1e-12).sum())
        for s in shares
    ]
    return round(float(shares[int(np.argmax(fits))]), 4)


def _state_doubt(readings: Sequence[Reading]) -> list[float]:
    pairs: list[list[tuple[float, float, float]]] = [[(0.5, 0.0, 1 / 51)] for _ in STATE_BANDS]
    for one in readings:
        state = one.reading.state
        named = {code: p for code, p in state.alternatives if code in STATES}
        if state.code in STATES:
            named[state.code] = state.confidence
        if named:
            band = _band(STATE_BANDS, max(named.values()))
            rest = max(0.0, 1 - sum(named.values()))
            pairs[band].append((named.get(one.state, 0.0), rest, 1 / len(STATES)))
    return [_likeliest(band) for band in pairs]


def _lengths(readings: Sequence[Reading]) -> dict[str, object]:
    # How much oftener than on the whole a text of each band has another length than its plate;
    # a text that has nothing to do with its plate tells nothing.
    near = [one for one in readings if _near(one)]
    bands = Counter(_band(TEXT_BANDS, one.reading.confidence) for one in near)
    other = Counter(
        _band(TEXT_BANDS, one.reading.confidence)
        for one in near
        if len(one.reading.characters) != len(one.text)
    )
    on_the_whole = (sum(other.values()) + 1) / (len(near) + 1)
    factors = [
        (other[band] + on_the_whole) / (bands[band] + 1) / on_the_whole
        for band in range(len(TEXT_BANDS))
    ]
    missed = missed_twin = added = added_twin = 0.5
    gaps = twins = 0
    doubted = doubted_twins = 0.0
    for one in readings:
        if _pair_of(one) is not None:
            continue
        read, true = folded(one.reading.text), folded(one.text)
        gaps += len(true)
        twins += sum(a == b for a, b in pairwise(true))
        beside = _beside_twin(read)
        for character, twin in zip(one.reading.characters, beside, strict=True):
            doubted_twins += (1 - character.confidence) * twin
            doubted += (1 - character.confidence) * (not twin)
        place = _one_out(true, read)
        if place is not None:
            missed_twin += _beside_twin(true)[place]
            missed += not _beside_twin(true)[place]
        place = _one_out(read, true)
        if place is not None:
            added_twin += beside[place]
            added += not beside[place]
    return {
        "from": TEXT_BANDS,
        "factor": [round(factor, 3) for factor in factors],
        "missed": round(missed / gaps, 6),
        "missed_twin": round(missed_twin / twins / 2, 6),
        "added": round(added / doubted, 4),
        "added_twin": round(added_twin / doubted_twins, 4),
    }


def _near(one: Reading) -> bool:
    """Whether the text is the plate's, but for two characters, or one or a pair more or less."""
    read, true = folded(one.reading.text), folded(one.text)
    if len(read) == len(true):
        return sum(a != b for a, b in zip(read, true, strict=True)) <= 2
    longer, shorter = sorted((read, true), key=len, reverse=True)
    if len(longer) == len(shorter) + 1:
        return _one_out(longer, shorter) is not None
    pairs = (longer[:i] + longer[i + 2 :] for i in range(len(longer) - 1))
    return len(longer) == len(shorter) + 2 and shorter in pairs


def _beside_twin(text: str) -> list[bool]:
    return [text[i] in (text[i - 1 : i] + text[i + 1 : i + 2]) for i in range(len(text))]


def _one_out(longer: str, shorter: str) -> int | None:
    """The place whose character the shorter text lacks; None where more than that differs."""
    if len(longer) != len(shorter) + 1:
        return None
    return next((i for i in range(len(longer)) if longer[:i] + longer[i + 1 :] == shorter), None)


def _pair_of(one: Reading) -> int | None:
    """Place of the stacked pair of a serial that its state issues with one."""
    for form in shipped_serial_forms(resources_dir())[one.state]:
        places = [i for i, place in enumerate(form.places) if place.stacked]
        if places and form.fits(one.text):
            return places[0]
    return None


def _stacked(readings: Sequence[Reading]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for one in readings:
        place = _pair_of(one)
        if place is None or not one.name.startswith("drawn"):
            continue
        read, true = folded(one.reading.text), folded(one.text)
        counts["all"] += 1
        counts["upper_alone"] += read == true[: place + 1] + true[place + 2 :]
        counts["lower_alone"] += read == true[:place] + true[place + 1 :]
        counts["neither"] += read == true[:place] + true[place + 2 :]
    return {
        name: round((counts[name] + 0.5) / (counts["all"] + 1), 4)
        for name in ("upper_alone", "lower_alone", "neither")
    }


def written(tables: dict[str, object], count: int) -> str:
    lines = [
        "# What the shipped reader takes for what, and how far its certainty holds: measured by",
        "# models/training/reader_confusions.py, not set by hand.",
        "#",
        f"# {count} readings: photographs held out of the training (an odd half of them, as they",
        "# are and in twelve conditions) and drawn plates on the road and far away (two in three).",
        "# pair_plates and half_of_those are by eye, pair_not_listed is assumed.",
        "# O is written 0 and I 1.",
        "#",
        "# characters, states: of what the reader is sure of in each band of its confidence, the",
        "#   share given back: spread as in taken_for, or over all states.",
        "# length: how much oftener than on the whole it is wrong, by the text's confidence; on",
        "#   the whole, a character not read, for each place where one could have stood; one read",
        "#   where there is none, of the reader's doubt in it. A twin is an equal neighbor.",
        "# stacked: of the small pairs of resources/serials.toml, how many are read so; of pairs",
        "#   that it has not, how many plates have one beside digits, how many are read by half.",
        "# taken_for: where a character is read wrong, what stands on the plate; what is not named",
        "#   is shared by the rest.",
    ]
    for name, table in tables.items():
        lines += ["", f"[{name}]"]
        assert isinstance(table, dict)
        for key, value in table.items():
            if isinstance(value, dict):
                inner = ", ".join(f"{c} = {p}" for c, p in value.items())
                lines.append(f"{key} = {{ {inner} }}")
            else:
                lines.append(f"{key} = {list(value) if isinstance(value, tuple) else value}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=Path("models"))
    parser.add_argument("--out", type=Path, default=Path("resources/reader_confusions.toml"))
    parser.add_argument("--left-out", type=Path)
    parser.add_argument("--again", action="store_true", help="fit what was read before")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    kept = args.work / READINGS
    if args.again:
        readings = [Reading(*row) for row in pickle.loads(kept.read_bytes())]
    else:
        if args.left_out is not None:
            args.left_out.mkdir(parents=True, exist_ok=True)
        readings = read_all(args.data, args.work, args.models, args.left_out)
        rows = [(r.name, r.text, r.state, r.reading) for r in readings]
        kept.write_bytes(pickle.dumps(rows))
    fitted = [r for r in readings if not r.left_out]
    args.out.write_text(written(fit(fitted), len(fitted)), encoding="utf-8")
    print(f"{args.out}: fitted on {len(fitted)} of {len(readings)} readings")


if __name__ == "__main__":
    main()
