"""Does the console mark what is wrong with a hit before the officer answers? A simulated study.

python -m tests.scenarios.trials [hits] [--seed N]

Seeded vehicles are drawn, pass the camera for ten frames, and are read by the networks, voted
and matched as in the car. Half of the hits are right. Of the other half one thing is wrong: a
character, the state, or the vehicle. What the alert panel would show is then asked for, and no
question of it is answered: does it mark the thing that is wrong? docs/trials.md has the figures.

One pass in three is seen poorly (poor_passes). Wrong characters come in two kinds. Where the
reader read what stands there, the list's entry is one off ('near'). Where the networks misread
one character of a pass seen poorly, the list names just what they read ('misread'): such hits are
waited for, pass after pass, and none is made up.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from uuid import uuid4

import numpy as np

from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import ChecklistItem, ItemKind, checklist_for
from alpr_console.domain.hotlist import Hit, HotList, HotListEntry, Match
from alpr_console.domain.read import PlateRead
from alpr_console.domain.serial_forms import likelier_at
from alpr_console.locations import models_dir
from alpr_console.matching.confusions import DIGIT_OF, shipped_confusions
from alpr_console.matching.index import HotListIndex
from alpr_console.matching.packed import packed
from alpr_console.ports import Frame, Picture
from alpr_console.recognition.passes import PassKeeper
from alpr_console.recognition.recogniser import Recogniser, open_recogniser
from alpr_console.recognition.vote import texts_apart
from alpr_console.simulation.passing import Passing
from alpr_console.simulation.plate_renderer import random_serial
from alpr_console.simulation.scenario import Body, Color, Course, Light, PassKind, VehiclePass
from alpr_console.simulation.street import Street
from tests.fakes.shift import policy
from tests.scenarios.poor_passes import CLEAR, Sight, poor
from ui.alert_panel.compared import rows_of
from ui.alert_panel.comparison import compare_with
from ui.alert_panel.hit_marks import issued_by, marks_of, odd_for

STATES = ("CA", "CA", "CA", "CA", "AZ", "NV", "OR", "TX", "WA")
VCO = {
    Color.WHITE: "WHI", Color.SILVER: "SIL", Color.GRAY: "GRY", Color.BLACK: "BLK",
    Color.RED: "RED", Color.BLUE: "BLU", Color.GREEN: "GRN", Color.TAN: "TAN",
}  # fmt: skip
VST = {Body.SEDAN: "SD", Body.SUV: "LL", Body.PICKUP: "PK"}
FRAMES = 10
POOR = 1 / 3
"""Share of the passes that are seen poorly."""
LEFT_OPEN = "not seen"
ONE_TO_THE_EYE = {"O": "0", "I": "1"}
"""On many states' plates the two are one letter, and NCIC takes them for one."""
SAME_WORD = ({Color.SILVER, Color.GRAY},)
"""Colors that are one to the console, and often to the eye: no other color to be found."""
NOON = datetime(2026, 6, 1, 19, tzinfo=UTC)
POLICY = policy()
LIST = HotList("1", "SVS", 1, "0" * 64, 1, "svs.csv", NOON, NOON)


class Wrong(Enum):
    NOTHING = "nothing"
    NEAR = "a character, the entry one off"
    MISREAD = "a character, misread as listed"
    STATE = "the state"
    COLOR = "the color"
    BODY = "the body style"


ITEM = {
    Wrong.NEAR: ItemKind.CHARACTERS, Wrong.MISREAD: ItemKind.CHARACTERS,
    Wrong.STATE: ItemKind.STATE, Wrong.COLOR: ItemKind.VEHICLE, Wrong.BODY: ItemKind.VEHICLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vehicle:
    plate: str
    state: str
    color: Color
    body: Body


@dataclass(frozen=True, slots=True)
class Trial:
    wrong: Wrong
    there: Vehicle
    listed: Vehicle
    sight: Sight
    alert: Alert
    marks: frozenset[str]
    """What the panel marks before any answer, as 'characters differ', 'state not read' …"""

    @property
    def on_the_item(self) -> frozenset[str]:
        """Of the marks, those on what is wrong."""
        if self.wrong is Wrong.NOTHING:
            return frozenset()
        return frozenset(m for m in self.marks if m.startswith(ITEM[self.wrong].value))

    @property
    def flagged(self) -> bool:
        """The thing that is wrong is marked: as different, as approximate, or as doubted."""
        return any(not m.endswith(LEFT_OPEN) for m in self.on_the_item)

    @property
    def flagged_or_open(self) -> bool:
        """The same, or the panel says that the console could not see it: look for yourself."""
        return bool(self.on_the_item)

    @property
    def conflicts(self) -> bool:
        """Marked as different: 'identical' would be refused without a reason in words."""
        return any(m.endswith("differ") for m in self.on_the_item)


def marks_on(alert: Alert) -> frozenset[str]:
    """What draws the eye in the questions of the alert, out of the parts that draw them."""
    hit, found = alert.hit, set[str]()
    likelier = likelier_at(issued_by(alert)[1], hit.read.text)
    comparison = compare_with(hit.read.reading.characters, hit.entry.lic, likelier)
    if comparison.places:
        found.add("characters differ")
    if any(cell.doubted for cell in comparison.cells):
        found.add("characters doubted")
    odd = odd_for(alert) is not None
    if odd:
        found.add("characters odd")
    if len(marks_of(alert, POLICY)) > odd:
        found.add("characters approximate")
    for item in checklist_for(hit):
        found |= set(_of_item(alert, item))
    return frozenset(found)


def _of_item(alert: Alert, item: ChecklistItem) -> Iterator[str]:
    kind = item.kind.value
    if item.conflict:
        yield f"{kind} differ"
    if item.kind is ItemKind.STATE and not item.seen:
        yield f"{kind} {LEFT_OPEN}"
    if item.doubtful:
        yield f"{kind} doubted"
    if item.kind is ItemKind.VEHICLE and not all(row.seen for row in rows_of(alert, item)):
        yield f"{kind} {LEFT_OPEN}"


class Study:
    """Trials one after the other from one seed."""

    def __init__(self, seed: int, recogniser: Recogniser | None = None) -> None:
        self._rng = random.Random(seed)
        self._seed = seed
        self._recogniser = recogniser or open_recogniser(models_dir(), threads=1)
        self._streets = {
            light: Street(light, np.random.default_rng(seed)) for light in (Light.DAY, Light.NIGHT)
        }
        self.passes = 0
        self.not_read = 0
        self.read_otherwise = 0
        """Right hits whose plate was read as another, so that no alert came."""
        self.far_off = 0
        """Passes seen poorly in which more than one character was misread."""
        self.no_alert: Counter[Wrong] = Counter()

    def run(self, hits: int) -> list[Trial]:
        """Half right; of the others as many wrong in a character, the state, the vehicle."""
        half = hits // 2
        third = half // 3
        wanted = {
            Wrong.NOTHING: hits - half,
            Wrong.NEAR: (half - 2 * third) // 2,
            Wrong.MISREAD: half - 2 * third - (half - 2 * third) // 2,
            Wrong.STATE: third,
            Wrong.COLOR: third // 2,
            Wrong.BODY: third - third // 2,
        }
        trials: list[Trial] = []
        for wrong, count in wanted.items():
            done = 0
            while done < count:
                trial = self._trial(wrong)
                if trial is not None:
                    trials.append(trial)
                    done += 1
        return trials

    def _trial(self, wrong: Wrong) -> Trial | None:
        """None where no alert came of it."""
        rng = self._rng
        state = rng.choice(STATES)
        numbers = np.random.default_rng(rng.getrandbits(32))
        there = Vehicle(
            random_serial(state, numbers), state, rng.choice(list(Color)), rng.choice(list(Body))
        )
        sight = poor(rng) if wrong is Wrong.MISREAD or rng.random() < POOR else CLEAR
        read = self._read(there, sight)
        if read is None:
            self.not_read += 1
            return None
        listed = self._listed(there, wrong)
        if wrong is Wrong.MISREAD:
            apart = texts_apart(folded(read.text), folded(there.plate))
            self.far_off += apart > 1
            if apart != 1:
                return None
            listed = replace(there, plate=read.text)
        match = self._match(read, listed)
        if match is None:
            self.no_alert[wrong] += 1
            self.read_otherwise += wrong is Wrong.NOTHING
            return None
        again = self._recogniser.look_again(read.crop_jpeg, read.reading)
        read = replace(read, reading=again)
        fresh = match.hot_list.freshness(NOON, timedelta(hours=24))
        alert = Alert(uuid4().hex, Hit(uuid4().hex, read, match, fresh, NOON), NOON)
        return Trial(wrong, there, listed, sight, alert, marks_on(alert))

    def _listed(self, there: Vehicle, wrong: Wrong) -> Vehicle:
        rng = self._rng
        if wrong is Wrong.NEAR:
            return replace(there, plate=self._one_off(there.plate))
        if wrong is Wrong.STATE:
            return replace(there, state=rng.choice([s for s in set(STATES) if s != there.state]))
        if wrong is Wrong.COLOR:
            return replace(there, color=rng.choice(other_colors(there.color)))
        if wrong is Wrong.BODY:
            return replace(there, body=rng.choice([b for b in Body if b is not there.body]))
        return there

    def _one_off(self, plate: str) -> str:
        """Another plate, one character off, as readers take one for the other."""
        rng, taken_for = self._rng, shipped_confusions().taken_for
        place = rng.randrange(len(plate))
        others = [c for c in "ABCDEFGHJKLMNPRSTUVWXYZ0123456789" if c != plate[place]]
        weights = [float(taken_for[DIGIT_OF[plate[place]], DIGIT_OF[c]]) for c in others]
        weights = [w if DIGIT_OF[c] != DIGIT_OF[plate[place]] else 0.0
                   for w, c in zip(weights, others, strict=True)]  # fmt: skip
        other = rng.choices(others, weights)[0] if sum(weights) else rng.choice(others)
        return plate[:place] + other + plate[place + 1 :]

    def _match(self, read: PlateRead, listed: Vehicle) -> Match | None:
        entry = HotListEntry(
            "1", listed.plate, listed.state, vco=VCO[listed.color], vst=VST[listed.body]
        )
        found = HotListIndex([(LIST, packed([entry]))]).match(read.reading, read.vehicle)
        return found[0] if found else None

    def _read(self, there: Vehicle, sight: Sight) -> PlateRead | None:
        """The released read of the whole pass, in its last revision."""
        keeper, last = PassKeeper(), None
        for frame in self._frames(there, sight):
            followed = keeper.follow(frame, self._recogniser)
            last = followed.reads[-1] if followed.reads else last
        followed = keeper.flush()
        last = followed.reads[-1] if followed.reads else last
        self.passes += 1
        return last

    def _frames(self, there: Vehicle, sight: Sight) -> Iterator[Frame]:
        light = Light.NIGHT if self._rng.random() < 0.25 else Light.DAY
        one = VehiclePass(
            "trial", PassKind.ORDINARY_READ, 0.0, 4.0, self._rng.choice((-1, 0, 1)),
            Course.APPROACHED, there.color, there.body, there.plate, there.state,
            seed=self._rng.getrandbits(30),
        )  # fmt: skip
        passing = Passing(one, light, self._seed)
        for i in range(FRAMES):
            seconds = sight.begins + 0.16 * i
            picture: Picture = self._streets[light].picture(9.0 * seconds)
            passing.draw(picture, seconds)
            at = NOON + timedelta(seconds=seconds)
            yield Frame("front", i, at, sight.of(picture, i), seconds)


def folded(text: str) -> str:
    return "".join(ONE_TO_THE_EYE.get(char, char) for char in text)


def other_colors(color: Color) -> list[Color]:
    return [c for c in Color if c is not color and {c, color} not in SAME_WORD]


def figures(study: Study, trials: Sequence[Trial]) -> dict[str, object]:
    wrong = [t for t in trials if t.wrong is not Wrong.NOTHING]
    right = [t for t in trials if t.wrong is Wrong.NOTHING]
    misread = [t for t in trials if t.wrong is Wrong.MISREAD]
    by_kind = {}
    for kind in Wrong:
        of = [t for t in trials if t.wrong is kind]
        if kind is not Wrong.NOTHING and of:
            by_kind[kind.value] = {
                "hits": len(of),
                "marked": sum(t.flagged for t in of),
                "marked or left to the eye": sum(t.flagged_or_open for t in of),
                "needs a reason": sum(t.conflicts for t in of),
            }
    return {
        "hits": len(trials),
        "wrong_marked": share(sum(t.flagged for t in wrong), len(wrong)),
        "wrong_marked_or_left_to_the_eye": share(sum(t.flagged_or_open for t in wrong), len(wrong)),
        "wrong_needs_reason": share(sum(t.conflicts for t in wrong), len(wrong)),
        "right_with_a_mark": share(sum(marked(t) for t in right), len(right)),
        "right_needs_reason": share(
            sum(any(m.endswith("differ") for m in t.marks) for t in right), len(right)
        ),
        "marks_on_right": dict(Counter(m for t in right for m in t.marks).most_common()),
        "right_with_a_mark_by_sight": {
            name: share(sum(marked(t) for t in of), len(of))
            for name, of in (
                ("clear", [t for t in right if t.sight == CLEAR]),
                ("poor", [t for t in right if t.sight != CLEAR]),
            )
        },
        "misread_on_the_very_character": share(sum(map(at_the_place, misread)), len(misread)),
        "misread_marked_by_the_reader_alone": share(
            sum(least(t) < DOUBTED_BEFORE for t in misread), len(misread)
        ),
        "by_kind": by_kind,
        "passes": study.passes,
        "not_read": study.not_read,
        "misread_in_more": study.far_off,
        "no_alert": {kind.value: n for kind, n in study.no_alert.items()},
        "missed": Counter(t.wrong.value for t in wrong if not t.flagged),
    }


DOUBTED_BEFORE = 0.98
"""Below which the reader's own word marks a character where there is no second look."""


def least(trial: Trial) -> float:
    """The reader's confidence in the character that it is least sure of."""
    return min(c.confidence for c in trial.alert.hit.read.reading.characters)


def marked(trial: Trial) -> bool:
    return any(not m.endswith(LEFT_OPEN) for m in trial.marks)


def at_the_place(trial: Trial) -> bool:
    """Whether the very character that was misread is drawn as doubted."""
    read, there = trial.alert.hit.read.text, trial.there.plate
    likelier = likelier_at(issued_by(trial.alert)[1], read)
    cells = compare_with(trial.alert.hit.read.reading.characters, read, likelier).cells
    return len(read) == len(there) and any(
        cell.doubted for cell, char in zip(cells, folded(there), strict=True)
        if folded(cell.read) != char
    )  # fmt: skip


def share(part: int, of: int) -> str:
    return f"{part} of {of} ({100 * part / of:.1f} %)" if of else "none"


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("hits", nargs="?", type=int, default=500)
    asked.add_argument("--seed", type=int, default=1)
    given = asked.parse_args()
    study = Study(given.seed)
    trials = study.run(given.hits)
    print(json.dumps(figures(study, trials), indent=1))
    for trial in trials:
        if trial.wrong is not Wrong.NOTHING and not trial.flagged:
            hit = trial.alert.hit
            looks = [round(c.held_up, 4) for c in hit.read.reading.characters]
            print("missed:", trial.wrong.value, "| there", trial.there, "| listed", trial.listed,
                  "| read", hit.read.text, looks, hit.read.reading.state,
                  hit.read.vehicle)  # fmt: skip


if __name__ == "__main__":
    main()
