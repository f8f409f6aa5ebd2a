"""The page that sets how sure a match must be, with a preview before anything changes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import Meaning
from ui import strings_keys
from ui import strings_matches as texts
from ui.administration.matching.presenter import MatchingModel, MatchingPresenter
from ui.administration.page import Page, Parts
from ui.theme.theme import theme
from ui.widgets.card import card
from ui.widgets.field import Field, Refusal, touchable
from ui.widgets.key_button import KeyButton
from ui.widgets.words import say, words


class MatchingPage(Page):
    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._presenter = MatchingPresenter(parts.ask, parts.previews, self._show)
        self._filled = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.sizes.gap)
        row.addWidget(self._setting(), 1)
        row.addWidget(self._result(), 1)
        self._presenter.forget()

    def entered(self) -> None:
        self._presenter.load()
        self._fields[Priority.HIGH].line.setFocus()

    def clear(self) -> None:
        self._presenter.forget()

    def _setting(self) -> QWidget:
        made, column = card(texts.MATCHING_TITLE, texts.MATCHING_HINT)
        self._fields: dict[Priority, Field] = {}
        self._now = {priority: words("", "second") for priority in Priority}
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * theme.sizes.gap)
        grid.setVerticalSpacing(theme.sizes.gap)
        for row, priority in enumerate(Priority):
            field = Field(
                texts.PRIORITIES[priority.value], f"threshold_{priority.name.lower()}",
                on_enter=self._preview,
            )  # fmt: skip
            self._fields[priority] = field
            self._now[priority].setObjectName(f"threshold_{priority.name.lower()}_now")
            grid.addWidget(field, row, 0)
            touchable(self._now[priority])  # as high as the field it stands beside
            grid.addWidget(self._now[priority], row, 1, Qt.AlignmentFlag.AlignBottom)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._note = Refusal("matching_note")
        self._preview_key = KeyButton(
            texts.PREVIEW, "matching_preview", self._preview, key=strings_keys.KEY_ENTER
        )
        self._apply_key = KeyButton(texts.APPLY, "matching_apply", self._apply, role="go")
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(self._preview_key, 1)
        keys.addWidget(self._apply_key, 1)
        column.addLayout(grid)
        column.addWidget(self._note)
        column.addLayout(keys)
        column.addStretch(1)
        return made

    def _result(self) -> QWidget:
        made, column = card(texts.PREVIEW, texts.PREVIEW_HINT)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(texts.PREVIEW)
        self._progress = words("", "body")
        self._progress.setObjectName("matching_progress")
        self._stop_key = KeyButton(
            texts.STOP_PREVIEW, "matching_stop", self._presenter.stop, key=strings_keys.KEY_BACK
        )
        self._more = words("", "title", wrap=True)
        self._more.setObjectName("matching_more")
        self._lines = words("", "body", wrap=True, copyable=True)
        self._lines.setObjectName("matching_lines")
        busy = QHBoxLayout()
        busy.setSpacing(theme.sizes.gap)
        told = QVBoxLayout()
        told.addWidget(self._progress)
        told.addWidget(self._bar)
        busy.addLayout(told, 1)
        busy.addWidget(self._stop_key)
        column.addLayout(busy)
        column.addWidget(self._more)
        column.addWidget(self._lines)
        column.addStretch(1)
        return made

    def _typed(self) -> dict[Priority, str]:
        return {priority: field.text for priority, field in self._fields.items()}

    def _preview(self) -> None:
        self._presenter.preview(self._typed())

    def _apply(self) -> None:
        self._presenter.apply(self._typed())

    def _show(self, model: MatchingModel) -> None:
        known = model.in_force
        for priority, label in self._now.items():
            percent = known[priority] if known is not None else ""
            say(label, texts.IN_FORCE_NOW.format(percent=percent) if percent else "")
        if known is None:
            self._filled = False
            for field in self._fields.values():
                field.set_text("")
        elif not self._filled:
            self._filled = True
            for priority, field in self._fields.items():
                field.set_text(known[priority])
        self._preview_key.setEnabled(not model.running and not model.busy)
        self._apply_key.setEnabled(not model.busy)
        self._bar.setVisible(model.running)
        self._stop_key.setVisible(model.running)
        say(self._progress, model.progress)
        say(self._more, model.preview[0] if model.preview else "")
        say(self._lines, "\n".join(model.preview[1:]))
        if model.result:
            self._note.say(model.result, Meaning.CONFIRMED)
        else:
            self._note.say(model.refusal, Meaning.CAUTION)
