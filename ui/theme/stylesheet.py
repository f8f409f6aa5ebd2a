"""Qt style sheet out of the tokens. Widgets are told apart by the property `role`."""

from __future__ import annotations

from alpr_console.domain.notices import Meaning
from ui.theme.fonts import families
from ui.theme.tokens import Palette, Sizes


def stylesheet(p: Palette, s: Sizes) -> str:
    """The whole application's sheet."""
    info = p.meaning(Meaning.INFORMATION)
    return (
        _surfaces(p, s) + _words(p, s) + _keys(p, s, info.ink) + _fields(p, s, info.ink)
        + _tables(p, s) + "".join(_meaning(p, s, m) for m in Meaning)
    )  # fmt: skip


def _surfaces(p: Palette, s: Sizes) -> str:
    return f"""
QWidget {{ color: {p.text}; }}
QMainWindow, QWidget[role="ground"] {{ background: {p.ground}; }}
QWidget[role="surface"] {{ background: {p.surface}; border-radius: {s.radius}px; }}
QWidget[role="bar"] {{ background: {p.surface}; }}
QWidget[role="raised"] {{ background: {p.raised}; border-radius: {s.radius}px; }}
QFrame[role="hairline"] {{ background: {p.hairline}; border: none; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: {s.px(12)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {s.px(12)}px; margin: 0; }}
QScrollBar::handle {{ background: {p.edge}; border-radius: {s.px(4)}px;
  min-height: {s.target}px; min-width: {s.target}px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QProgressBar {{ background: {p.raised}; border: 1px solid {p.edge}; border-radius: {s.px(4)}px;
  min-height: {s.gap}px; max-height: {s.gap}px; }}
QProgressBar::chunk {{ background: {p.strong}; border-radius: {s.px(3)}px; }}
QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.edge};
  padding: {s.gap // 2}px; }}
"""


def _words(p: Palette, s: Sizes) -> str:
    mono = families()[1]
    return f"""
QLabel {{ background: transparent; }}
QLabel[role="title"] {{ font-size: {s.headline}px; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="second"] {{ color: {p.text_second}; }}
QLabel[role="caption"] {{ font-size: {s.caption}px; color: {p.text_second}; }}
QLabel[role="label"] {{ font-size: {s.caption}px; font-weight: 600; color: {p.text_second}; }}
QLabel[role="dim"] {{ font-size: {s.caption}px; color: {p.text_dim}; }}
QLabel[role="plate"] {{ font-family: "{mono}"; font-weight: 600; font-size: {s.plate}px; }}
QLabel[role="serial"] {{ font-family: "{mono}"; font-weight: 600; font-size: {s.body}px; }}
QLabel[role="clock"] {{ font-size: {s.headline}px; font-weight: 600; }}
QLabel[role="glance"] {{ font-size: {s.glance * 12 // 25}px; font-weight: 600; }}
QLabel[role="glance-plate"] {{ font-family: "{mono}"; font-weight: 600;
  font-size: {s.glance}px; }}
QLabel[role="glance-line"], QLabel[role="glance-tag"] {{ font-size: {s.glance // 4}px;
  font-weight: 600; }}
QLabel[role="timer"] {{ font-size: {s.px(28)}px; font-weight: 600; }}
"""


def _keys(p: Palette, s: Sizes, ring: str) -> str:
    # The border is as wide without focus as with it, so that nothing moves when it comes.
    return f"""
QPushButton {{ background: {p.raised}; color: {p.text}; font-weight: 600;
  font-size: {s.body}px; border: {s.focus}px solid {p.edge}; border-radius: {s.radius}px;
  min-height: {s.target - 2 * s.focus}px; min-width: {s.target - 2 * s.focus}px;
  padding: 0 {s.gap}px; }}
QPushButton:pressed {{ background: {p.pressed}; }}
QPushButton:checked {{ background: {p.strong}; color: {p.on_strong}; border-color: {p.strong}; }}
QPushButton:disabled {{ color: {p.text_dim}; border-color: {p.hairline};
  background: {p.surface}; }}
QPushButton[role="go"] {{ background: {p.strong}; color: {p.on_strong};
  border-color: {p.strong}; }}
QPushButton[role="go"]:pressed {{ background: {p.text_second}; }}
QPushButton[role="go"]:disabled {{ background: {p.surface}; color: {p.text_dim};
  border-color: {p.hairline}; }}
QPushButton[role="answer"] {{ min-height: {s.answer - 2 * s.focus}px;
  font-size: {s.headline}px; }}
QPushButton[role="nav"] {{ background: transparent; border-color: transparent;
  color: {p.text_second}; font-size: {s.caption}px; }}
QPushButton[role="nav"]:checked {{ background: {p.strong}; color: {p.on_strong}; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent;
  color: {p.text_second}; }}
QPushButton[role="quiet"]:disabled {{ color: {p.text_dim}; }}
QPushButton:focus, QPushButton:checked:focus, QPushButton[role="quiet"]:focus,
QPushButton[role="nav"]:focus {{ border-color: {ring}; }}
"""


def _fields(p: Palette, s: Sizes, ring: str) -> str:
    return f"""
QLineEdit, QPlainTextEdit, QComboBox, QDateTimeEdit {{ background: {p.raised};
  color: {p.text}; border: {s.focus}px solid {p.edge}; border-radius: {s.radius}px;
  padding: 0 {s.gap}px; font-size: {s.body}px;
  selection-background-color: {p.strong}; selection-color: {p.on_strong}; }}
QLineEdit, QComboBox, QDateTimeEdit {{ min-height: {s.target - 2 * s.focus}px; }}
QPlainTextEdit {{ padding: {s.gap // 2}px {s.gap // 2}px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateTimeEdit:focus {{
  border-color: {ring}; }}
QDateTimeEdit QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0;
  background: transparent; }}
QLineEdit:disabled {{ color: {p.text_dim}; }}
QComboBox::drop-down, QDateTimeEdit::drop-down {{ border: none; width: {s.px(32)}px; }}
QDateTimeEdit::up-button, QDateTimeEdit::down-button {{ width: 0; border: none; }}
QComboBox QAbstractItemView {{ background: {p.raised}; color: {p.text};
  selection-background-color: {p.strong}; selection-color: {p.on_strong}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {s.target}px; }}
"""


def _tables(p: Palette, s: Sizes) -> str:
    ring = p.meaning(Meaning.INFORMATION).ink
    return f"""
QTableView {{ background: {p.raised}; alternate-background-color: {p.surface};
  border: {s.focus}px solid {p.hairline}; border-radius: {s.radius}px; gridline-color: transparent;
  selection-background-color: {p.strong}; selection-color: {p.on_strong}; outline: none; }}
QTableView:focus {{ border-color: {ring}; }}
QTableView::item {{ padding: 0 {s.gap}px; border: none; }}
QHeaderView {{ background: {p.surface}; }}
QHeaderView::section {{ background: {p.surface}; color: {p.text_second}; font-weight: 600;
  font-size: {s.caption}px; border: none; border-bottom: 1px solid {p.hairline};
  padding: 0 {s.gap + 3}px; min-height: {s.target}px; }}
"""


def _meaning(p: Palette, s: Sizes, meaning: Meaning) -> str:
    c, name = p.meaning(meaning), meaning.value
    return f"""
QLabel[meaning="{name}"] {{ color: {c.ink}; }}
QLabel[role="tag"][meaning="{name}"], QLabel[role="glance-tag"][meaning="{name}"] {{
  background: {c.fill}; color: {c.on_fill}; font-weight: 600; border-radius: {s.radius}px; }}
QLabel[role="tag"][meaning="{name}"] {{ font-size: {s.caption}px; }}
QWidget[role="wash"][meaning="{name}"] {{ background: {c.wash}; border-radius: {s.radius}px; }}
QWidget[role="fill"][meaning="{name}"] {{ background: {c.fill}; border-radius: {s.radius}px; }}
QWidget[role="fill"][meaning="{name}"] QLabel {{ color: {c.on_fill}; }}
"""
