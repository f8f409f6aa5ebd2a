"""Draws a plate: serial, state's words, ground, stickers, bolts, frame and wear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alpr_console.domain.plate import ALPHABET, STATES
from alpr_console.simulation import plate_surface
from alpr_console.simulation.plate_design import FACES, STAMPED, PlateStyle, forms_of
from alpr_console.simulation.plate_ground import HEIGHT, WIDTH, Floats, color, ground
from alpr_console.simulation.plate_lettering import line
from alpr_console.simulation.plate_serial import stamp
from alpr_console.simulation.plate_styles import STYLES, designs

__all__ = ["HEIGHT", "WIDTH", "RenderedPlate", "draw_plate", "random_serial", "render_plate"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VOWELS, _CONSONANTS = "AEIOUY", "BCDFGHJKLMNPRSTVWZ"

KIND_SHARES = {
    "passenger": 0.60,
    "personalized": 0.12,
    "commercial": 0.08,
    "government": 0.06,
    "disabled": 0.06,
    "trailer": 0.03,
    "temporary": 0.05,
}
"""How often `draw_plate` draws each kind: the odd ones oftener than on the road."""


@dataclass(frozen=True, slots=True)
class RenderedPlate:
    """A drawn plate and what stands on it."""

    image: NDArray[np.uint8]
    """`HEIGHT` by `WIDTH` by 3, BGR."""
    text: str
    """Serial without gaps, stacked characters from the top."""
    state: str
    centers: tuple[float, ...]
    """Where each character of `text` stands, pixels from the left."""


def random_serial(state: str, rng: np.random.Generator, kind: str = "passenger") -> str:
    """A serial such as `state` issues, without gaps. Raises KeyError for an unknown state."""
    return _serial_on(_chosen(designs(state, kind), rng), state, rng)


def personalized_serial(rng: np.random.Generator) -> str:
    """A serial such as an owner asks for: 2 to 8 characters, half of them like words."""
    length = int(rng.choice([2, 3, 4, 5, 6, 7, 8], p=[0.03, 0.07, 0.14, 0.18, 0.26, 0.29, 0.03]))
    if rng.random() < 0.2:
        return "".join(ALPHABET[i] for i in rng.integers(0, len(ALPHABET), length))
    text = ""
    while len(text) < length:
        text += _CONSONANTS[int(rng.integers(len(_CONSONANTS)))]
        text += _VOWELS[int(rng.integers(len(_VOWELS)))] if rng.random() < 0.75 else ""
    text = text[:length]
    for index in range(length):
        dice = rng.random()
        if dice < 0.06:
            text = text[:index] + str(int(rng.integers(10))) + text[index + 1 :]
        elif dice < 0.12:
            text = text[:index] + _LETTERS[int(rng.integers(26))] + text[index + 1 :]
    if rng.random() < 0.3 and length > 2:
        digits = int(rng.integers(1, min(4, length)))
        text = text[: length - digits] + "".join(str(d) for d in rng.integers(0, 10, digits))
    return text


def draw_plate(
    state: str, rng: np.random.Generator, kind: str | None = None, text: str | None = None
) -> RenderedPlate:
    """A plate of `state` as one meets it on the road: any of its designs and kinds, worn.

    `kind` is one of `KIND_SHARES`, drawn by their shares when it is not given; `text` puts
    another serial on it. Raises KeyError for an unknown state or kind, ValueError for a text
    that no plate can carry.
    """
    if kind is None:
        kind = str(rng.choice(list(KIND_SHARES), p=list(KIND_SHARES.values())))
    elif kind not in KIND_SHARES:
        raise KeyError(kind)
    design = _chosen(designs(state, "passenger" if kind == "personalized" else kind), rng)
    if text is None:
        personalized = kind == "personalized"
        text = personalized_serial(rng) if personalized else _serial_on(design, state, rng)
    return render_plate(text, state, rng, _varied(design, rng), wear=float(rng.uniform(0, 1)))


def render_plate(
    text: str,
    state: str,
    rng: np.random.Generator,
    style: PlateStyle | None = None,
    wear: float = 0.0,
    bare: bool = False,
) -> RenderedPlate:
    """Draws `text` (letters and digits, no gaps) as a plate of `state`.

    Without `style` the design is drawn from the state's passenger designs, the commonest
    preferred where the serial fits it. `wear` from 0 (well kept) to 1 says how much dirt,
    scratches and bends there may be and how often a frame covers words; `bare` leaves out
    stickers and frame. The same `rng` state
    gives the same picture. Raises KeyError for a state out of `STATES`, ValueError for a text
    that no plate can carry.
    """
    if state not in STATES:
        raise KeyError(state)
    if not text or len(text) > 8 or any(char not in ALPHABET for char in text):
        raise ValueError(f"{text!r} is no serial: 1 to 8 of A-Z and 0-9")
    design = style or _fitting_style(text, state, rng)
    picture = ground(design, rng)
    _words(picture, design, rng)
    centers = stamp(picture, text, state, design, rng)
    if design.paper:
        plate_surface.paper(picture, design, rng)
    elif not bare:
        plate_surface.stickers(picture, rng)
    plate_surface.fixings(picture, design, rng)
    if wear:
        picture = plate_surface.worn(picture, wear, rng)
    if not bare and rng.random() < 0.2 + 0.2 * wear:
        plate_surface.frame(picture, rng, deep=rng.random() < 0.6 * wear)
    return RenderedPlate(np.clip(picture, 0, 255).astype(np.uint8), text, state, centers)


def _chosen(styles: Sequence[PlateStyle], rng: np.random.Generator) -> PlateStyle:
    shares = np.array([design.share for design in styles])
    return styles[int(rng.choice(len(styles), p=shares / shares.sum()))]


def _serial_on(design: PlateStyle, state: str, rng: np.random.Generator) -> str:
    forms = forms_of(design, state)
    shares = np.array([form.share for form in forms])
    form = forms[int(rng.choice(len(forms), p=shares / shares.sum()))]
    return "".join(place.issued[int(rng.integers(len(place.issued)))] for place in form.places)


def _varied(design: PlateStyle, rng: np.random.Generator) -> PlateStyle:
    """The design with another state's manner of stamping or lettering now and then: fonts come
    only so near a die, and what is learned must not hang on them."""
    if design.paper:
        return replace(design, die=str(rng.choice(["print", "flat", "narrow", "highway"])))
    die = str(rng.choice(STAMPED)) if rng.random() < 0.25 else design.die
    face = str(rng.choice(list(FACES))) if rng.random() < 0.2 else design.face
    return replace(design, die=die, face=face, stacked=bool(rng.random() < 0.03))


def _fitting_style(text: str, state: str, rng: np.random.Generator) -> PlateStyle:
    styles = STYLES[state]
    fitting = [s for s in styles if any(form.fits(text) for form in forms_of(s, state))]
    fitting = fitting or list(styles)
    if len(fitting) > 1 and rng.random() < 0.35:
        return fitting[int(rng.integers(1, len(fitting)))]
    return fitting[0]


def _words(picture: Floats, design: PlateStyle, rng: np.random.Generator) -> None:
    font = FACES[design.face]
    tall = 1.5 if design.face == "script" else 1.0
    size = round(float(rng.uniform(33, 42)) * tall)
    room = int(rng.integers(230, 310))
    baseline = int(rng.integers(41, 48)) + (6 if design.face == "script" else 0)
    line(picture, design.top, color(design.top_ink), font, size, baseline, room=room)
    if design.face == "script":
        # Only the name is in handwriting.
        plain = design.bottom.isupper() or "." in design.bottom
        font = FACES["block" if plain else "serif"]
    small = round(float(rng.uniform(19, 26)))
    # Where nothing stands above, the state's name is below, as tall as names are.
    small = small if design.top else round(size * 0.95)
    line(picture, design.bottom, color(design.bottom_ink), font, small, 206, room=300)
