"""The tokens: contrast, four meanings, the family that is shipped."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from alpr_console.domain.notices import SHAPES, Meaning
from ui.theme.fonts import plate_font, text_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme
from ui.theme.tokens import MAY_READ, MUST_READ, PALETTES, Palette, contrast, sizes_for

palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda p: p.name)


@palettes
def test_that_text_that_must_be_read_stands_out_seven_to_one(palette: Palette) -> None:
    grounds = (palette.ground, palette.surface, palette.raised)
    pairs = [(ink, ground) for ink in (palette.text, palette.text_second) for ground in grounds]
    pairs += [(palette.on_strong, palette.strong), (palette.on_scrim, palette.scrim)]
    for meaning in Meaning:
        colors = palette.meaning(meaning)
        pairs += [(colors.ink, ground) for ground in (palette.surface, palette.ground)]
        pairs += [(colors.on_fill, colors.fill), (palette.text, colors.wash)]
    weak = [(ink, ground) for ink, ground in pairs if contrast(ink, ground) < MUST_READ]
    assert weak == []


@palettes
def test_that_no_other_text_falls_below_four_and_a_half_to_one(palette: Palette) -> None:
    caution = palette.meaning(Meaning.CAUTION)
    for ground in (palette.surface, palette.raised, caution.wash):
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


def test_that_auto_becomes_night_with_the_hour_and_a_choice_stays(qtbot: QtBot) -> None:
    theme.choose("auto", hour=12)
    assert theme.palette.name == "day"
    theme.follow(20)
    assert theme.palette.name == "night"
    theme.choose("day")
    theme.follow(20)
    assert theme.palette.name == "day"
