"""The tokens: contrast, four meanings, the family that is shipped."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.notices import SHAPES, Meaning
from alpr_console.domain.read import PositionFix
from ui.theme.fonts import plate_font, text_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MAY_READ, MUST_READ, PALETTES, Palette, contrast, sizes_for

palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)


@palettes
def test_that_text_that_must_be_read_stands_out_seven_to_one(palette: Palette) -> None:
    grounds = (palette.ground, palette.surface, palette.raised, palette.area)
    pairs = [(ink, ground) for ink in (palette.text, palette.text_second) for ground in grounds]
    pairs += [(palette.on_strong, palette.strong), (palette.on_scrim, palette.scrim)]
    for meaning in Meaning:
        colors = palette.meaning(meaning)
        pairs += [
            (colors.ink, ground) for ground in (palette.surface, palette.ground, palette.area)
        ]
        pairs += [(colors.on_fill, colors.fill), (palette.text, colors.wash)]
    weak = [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < MUST_READ]
    assert weak == []


@palettes
def test_that_no_other_text_falls_below_four_and_a_half_to_one(palette: Palette) -> None:
    caution = palette.meaning(Meaning.CAUTION)
    for ground in (palette.surface, palette.raised, palette.area, caution.wash):
        assert contrast(palette.text_dim, ground) >= MAY_READ


def test_that_contrast_is_the_wcag_ratio() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@palettes
def test_that_red_is_for_danger_alone(palette: Palette) -> None:
    def is_red(color: str) -> bool:
        red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
        return red > 120 and red > 1.5 * green and red > 1.5 * blue

    assert is_red(palette.meaning(Meaning.DANGER).fill)
    others = [palette.meaning(m) for m in Meaning if m is not Meaning.DANGER]
    assert not any(is_red(color) for c in others for color in (c.ink, c.fill, c.wash))


def test_that_every_meaning_has_a_shape_of_its_own(qtbot: QtBot) -> None:
    names = [SHAPE_ICONS[SHAPES[meaning]] for meaning in Meaning]
    assert len(set(names)) == len(Meaning)
    assert not any(pixmap(name, PALETTES["day"].text, 24).isNull() for name in names)


def test_that_the_fonts_come_with_the_program(qtbot: QtBot) -> None:
    assert text_font(16).exactMatch()
    assert "Atkinson" in text_font(16).family()
    assert "Mono" in plate_font(36).family()


@pytest.mark.parametrize(
    ("width", "height", "scale", "compact"),
    [(1024, 600, 1, True), (1280, 800, 1, False), (1920, 1080, 1.25, False),
     (1920, 1200, 1.25, False), (2560, 1440, 1.5, False)],
)  # fmt: skip
def test_that_type_grows_with_the_screen_and_never_shrinks(
    width: int, height: int, scale: float, compact: bool
) -> None:
    sizes = sizes_for(width, height)
    assert (sizes.scale, sizes.compact) == (scale, compact)
    assert sizes.body >= 16
    assert sizes.target >= 48


SAN_DIEGO = PositionFix(32.79, -116.96, datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "minute", "name"),
    [(19, 0, "day"), (0, 30, "day"), (1, 30, "night"), (13, 30, "night"), (15, 0, "day")],
)
def test_that_auto_is_day_until_the_end_of_civil_twilight(
    qtbot: QtBot, hour: int, minute: int, name: str
) -> None:
    """Sunset there is at 00:44 UTC on November 26, civil twilight ends at 01:10."""
    day = 25 if hour > 12 else 26
    theme.choose("auto", datetime(2026, 11, day, hour, minute, tzinfo=UTC), SAN_DIEGO)
    assert theme.palette.name == name


def test_that_the_theme_changes_twice_a_day_and_never_wavers(qtbot: QtBot) -> None:
    now = datetime(2026, 6, 20, tzinfo=UTC)
    theme.choose("auto", now, SAN_DIEGO)
    names = []
    for _ in range(24 * 60):
        now += timedelta(minutes=1)
        theme.follow(now, SAN_DIEGO)
        names.append(theme.palette.name)
    assert sum(one != other for one, other in pairwise(names)) == 2


def test_that_the_hour_decides_where_no_place_is_known_and_a_choice_stays(qtbot: QtBot) -> None:
    noon = datetime(2026, 11, 25, 12).astimezone()
    theme.choose("auto", noon)
    assert theme.palette.name == "day"
    theme.follow(noon.replace(hour=20))
    assert theme.palette.name == "night"
    theme.choose("day")
    theme.follow(noon.replace(hour=20))
    assert theme.palette.name == "day"


@pytest.mark.parametrize("size", [(1024, 600), (1280, 800), (1920, 1080), (1920, 1200)])
@pytest.mark.parametrize("percent", [100, 125, 150, 175, 200])
def test_that_a_larger_scale_is_given_as_far_as_there_is_room(
    size: tuple[int, int], percent: int
) -> None:
    plain, large = sizes_for(*size), sizes_for(*size, percent=percent)
    assert plain.scale <= large.scale <= plain.scale * percent / 100
    assert large.scale == plain.scale * percent / 100 or (
        min(size[0] / 1024, size[1] / 600) == pytest.approx(max(large.scale, 1))
    )
    assert size[0] / large.scale >= 1024
    assert size[1] / large.scale >= 600


@pytest.mark.parametrize(
    ("px_per_mm", "height", "finger"),
    [(5.0, 1200, 100), (5.0, 800, 96), (0.0, 800, 76), (90.0, 800, 76), (3.0, 1080, 60)],
)
def test_that_the_keys_of_a_duty_are_twenty_millimeters_on_the_screen_at_hand(
    px_per_mm: float, height: int, finger: int
) -> None:
    sizes = sizes_for(1920, height, px_per_mm)
    assert sizes.finger == finger
    assert sizes.answer >= finger


SIGHTS = {
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""How linear RGB looks to eyes that lack one kind of cone (Machado, Oliveira, Fernandes 2009)."""


@palettes
@pytest.mark.parametrize("sight", SIGHTS)
def test_that_color_blind_eyes_tell_the_four_meanings_apart(palette: Palette, sight: str) -> None:
    def seen(color: str) -> npt.NDArray[np.float64]:
        srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
        shown = np.clip(np.array(SIGHTS[sight]) @ linear, 0, 1).astype(np.float32)
        lab = cv2.cvtColor(shown.reshape(1, 1, 3), cv2.COLOR_LRGB2Lab)
        return np.asarray(lab[0, 0], dtype=np.float64)

    fills = {meaning: seen(palette.meaning(meaning).fill) for meaning in Meaning}
    near = {
        (one.value, other.value): round(float(np.linalg.norm(fills[one] - fills[other])), 1)
        for one, other in combinations(Meaning, 2)
    }
    assert min(near.values()) > APART, near


APART = 10
"""Distance in CIELAB at which two grounds are told apart without looking twice."""
