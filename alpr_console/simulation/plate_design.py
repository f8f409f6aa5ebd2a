"""What a design of a plate is made of: colors, words, die, and the forms of its serials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from alpr_console.domain.serial_forms import SerialForm, shipped_serial_forms
from alpr_console.locations import resources_dir


@dataclass(frozen=True, slots=True)
class Die:
    """The tool that a state stamps its characters with, as far as fonts come near it."""

    font: str
    """Stem of a file in resources/fonts/plates."""
    width: float
    """Of a character, per height."""
    stroke: float
    """Pixels added to the font's strokes at full size, round as a stamped edge is."""


DIES: Mapping[str, Die] = MappingProxyType(
    {
        "narrow": Die("barlow-condensed-600", 0.46, 0.0),
        "round": Die("dosis-500", 0.50, 5.0),
        "square": Die("rajdhani-500", 0.50, 5.0),
        "highway": Die("overpass-400", 0.50, 4.0),
        "gothic": Die("pathway-gothic-one-400", 0.44, 3.0),
        "tall": Die("saira-extra-condensed-500", 0.44, 0.0),
        "wide": Die("saira-condensed-600", 0.54, 0.0),
        "flat": Die("oswald-500", 0.46, 0.0),
        "heavy": Die("antonio-600", 0.44, 1.0),
        "ruled": Die("share-tech-mono-400", 0.48, 4.0),
        "print": Die("arimo-700", 0.60, 0.0),
    }
)
STAMPED = tuple(name for name in DIES if name != "print")

FACES: Mapping[str, str] = MappingProxyType(
    {
        "block": "overpass-400",
        "narrow": "barlow-condensed-600",
        "bold": "arimo-700",
        "serif": "libre-baskerville-700",
        "slab": "zilla-slab-700",
        "script": "yellowtail-400",
    }
)
"""Lettering of the state's words."""


@dataclass(frozen=True, slots=True)
class PlateStyle:
    """One plate design. Colors are 'rrggbb'."""

    top: str
    """Words over the serial: mostly the state's name."""
    bottom: str
    """Words under the serial: mostly a slogan."""
    ground: tuple[str, ...]
    """Colors from top to bottom, blended; one color is plain."""
    ink: str
    """Serial."""
    top_ink: str
    bottom_ink: str
    kind: str = "passenger"
    share: float = 1.0
    """How common the design is beside the state's others of its kind."""
    motif: str = "plain"
    """A key of `plate_ground.MOTIFS`."""
    motif_ink: str = "b0c4d8"
    die: str = "narrow"
    face: str = "block"
    emblem: str = "dot"
    """What stands where a form has *: a key of `plate_emblems.EMBLEMS`."""
    emblem_ink: str = ""
    """Color of the emblem; empty for that of the serial."""
    side: str = ""
    """Small words stacked at the left, or with > at the right; no part of the serial."""
    rim: str = ""
    """Color of a line along the edge; empty for none."""
    serials: tuple[str, ...] = ()
    """The forms that stand on this design; empty for all of the state's forms of its kind."""
    stacked: bool = False
    """Whether the first two characters stand one over the other whatever the form says."""
    paper: bool = False
    """A temporary plate: printed, with dates and small print, nothing stamped."""


def style(
    top: str,
    bottom: str,
    ground: str,
    inks: str,
    motif: str = "plain",
    *,
    serials: str = "",
    share: float = 1.0,
    kind: str = "passenger",
    motif_ink: str = "b0c4d8",
    die: str = "narrow",
    face: str = "block",
    emblem: str = "dot",
    emblem_ink: str = "",
    side: str = "",
    rim: str = "",
) -> PlateStyle:
    """A design written short: colors by blanks, forms by |, one to three inks."""
    ink, top_ink, bottom_ink = (inks.split() * 3)[:3]
    return PlateStyle(
        top,
        bottom,
        tuple(ground.split()),
        ink,
        top_ink,
        bottom_ink,
        kind,
        share,
        motif,
        motif_ink,
        die,
        face,
        emblem,
        emblem_ink,
        side,
        rim,
        tuple(serials.split("|")) if serials else (),
    )


def forms_of(design: PlateStyle, state: str) -> tuple[SerialForm, ...]:
    """The forms of serials that `state` sets on plates of this design, at least one.

    Raises ValueError where the design asks for a form that the state does not issue.
    """
    issued = [f for f in shipped_serial_forms(resources_dir())[state] if f.kind == design.kind]
    if not design.serials:
        return tuple(issued)
    chosen = tuple(form for form in issued if form.written in design.serials)
    if len(chosen) < len(design.serials):
        raise ValueError(f"{state} issues not all of {design.serials} as {design.kind}")
    return chosen
