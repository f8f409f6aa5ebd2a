"""The course of one hit: pictures, what asks for attention, every step with who and when."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings
from ui.review.presenter import CourseStep, Detail, as_text
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.shape import Mark
from ui.widgets.words import hairline, say, words


class DetailView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("course")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._detail: Detail | None = None
        gap = theme.sizes.gap
        self._title = words("", "title", wrap=True)
        self._title.setObjectName("course_title")
        self._crop = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE)
        for still in (self._crop, self._context):
            still.setFixedHeight(theme.sizes.px(112))
        self._copy = KeyButton(strings.COPY, "course_copy", self.copy, icon="copy")
        pictures = QHBoxLayout()
        pictures.setSpacing(gap)
        pictures.addWidget(self._crop, 1)
        pictures.addWidget(self._context, 1)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._copy)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setObjectName("course_steps")
        self._area.setAccessibleName(strings.COURSE)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addLayout(pictures)
        column.addWidget(self._area, 1)
        self.show_detail(None)

    @property
    def shown(self) -> Detail | None:
        return self._detail

    def show_detail(self, detail: Detail | None) -> None:
        self._detail = detail
        self._title.setText(detail.title if detail else strings.COURSE)
        self._copy.setVisible(detail is not None)
        for still, jpeg in (
            (self._crop, detail.crop_jpeg if detail else b""),
            (self._context, detail.context_jpeg if detail else b""),
        ):
            still.show_jpeg(jpeg, strings.DAMAGED_PICTURE)
            still.setVisible(detail is not None)
        self._area.setWidget(_contents(detail))

    def copy(self) -> None:
        if self._detail is not None:
            QGuiApplication.clipboard().setText(as_text(self._detail))


def _contents(detail: Detail | None) -> QWidget:
    inner = QWidget()
    column = QVBoxLayout(inner)
    gap = theme.sizes.gap
    column.setContentsMargins(0, 0, gap, 0)
    column.setSpacing(gap)
    if detail is None:
        column.addWidget(words(strings.COURSE_EMPTY, "second", wrap=True))
        column.addStretch(1)
        return inner
    for flag in detail.flags:
        column.addWidget(_flag(flag))
    for fact in detail.facts:
        column.addWidget(words(fact, "body", wrap=True, copyable=True))
    for step in detail.steps:
        column.addWidget(hairline())
        column.addWidget(_step(step))
    column.addStretch(1)
    return inner


def _flag(text: str) -> QWidget:
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.sizes.gap)
    mark = Mark(20)
    mark.show_meaning(Meaning.CAUTION)
    label = words("", "strong", wrap=True, copyable=True)
    box.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    box.addWidget(label, 1)
    say(label, text, Meaning.CAUTION)
    label.setAccessibleName(text)
    return row


def _step(step: CourseStep) -> QWidget:
    row = QWidget()
    box = QVBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    what = words(step.words, "body", wrap=True, copyable=True)
    if step.refused:
        say(what, step.words, Meaning.CAUTION)
    when = f"{step.time} · {step.who}"
    box.addWidget(words(when, "caption", copyable=True))
    box.addWidget(what)
    return row
