"""The panel while there is no alert: the latest read, and the hot lists with their age."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.hotlist import Freshness, HotList
from alpr_console.domain.notices import Meaning
from alpr_console.domain.plate import UNKNOWN_STATE
from alpr_console.domain.read import PlateRead
from ui import list_strings, strings
from ui.clock_words import local_time
from ui.live_view.presenter import sureness
from ui.theme.theme import theme
from ui.widgets.picture import Still
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, hairline, say, words


class IdlePanel(QWidget):
    def __init__(self) -> None:
        super().__init__()
        gap = theme.sizes.gap
        self._last = words("", "caption")
        self._due = words("", "strong")
        self._due.setObjectName("check_due")
        self._crop = Still(strings.LATEST_READ, strings.LATEST_READ_EMPTY)
        self._crop.setObjectName("latest_crop")
        self._text = words("", "plate")
        self._text.setObjectName("latest_text")
        self._line = words("", "second")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(gap)
        self._row_widgets: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * gap, 3 * gap // 2, 2 * gap, 3 * gap // 2)
        column.setSpacing(gap)
        column.addWidget(words(strings.IDLE_TITLE, "title"))
        column.addWidget(words(strings.IDLE_HINT, "second"))
        column.addWidget(self._due)
        column.addWidget(self._last)
        column.addWidget(hairline())
        column.addWidget(words(strings.LATEST_READ, "label"))
        column.addWidget(self._crop, 3)
        read = QHBoxLayout()
        read.setSpacing(2 * gap)
        read.addWidget(self._text)
        read.addWidget(self._line, 1)
        column.addLayout(read)
        column.addWidget(hairline())
        column.addWidget(words(strings.LISTS_TITLE, "label"))
        column.addLayout(self._rows)
        column.addStretch(1)
        self.show_due("")
        self.show_last("")
        self.show_read(None)
        self.show_lists(())

    def show_due(self, text: str) -> None:
        """What is still to be done at the start of the shift; '' for nothing."""
        say(self._due, text)

    def show_last(self, outcome: str) -> None:
        """How the last alert was closed; '' for none."""
        say(self._last, strings.IDLE_LAST.format(outcome=outcome) if outcome else "")

    def show_read(self, read: PlateRead | None) -> None:
        if read is None:
            self._crop.show_jpeg(b"", strings.DAMAGED_PICTURE)
            say(self._text, "")
            say(self._line, "")
            return
        state = strings.STATE_UNKNOWN if read.state == UNKNOWN_STATE else read.state
        self._crop.show_jpeg(read.crop_jpeg, strings.DAMAGED_PICTURE)
        say(self._text, read.text)
        line = strings.READ_LINE.format(
            state=state, confidence=sureness(read), time=local_time(read.at)
        )
        say(self._line, line)

    def show_lists(self, lists: tuple[tuple[HotList, Freshness], ...]) -> None:
        for widget in self._row_widgets:
            self._rows.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._row_widgets = [_list_row(h, f) for h, f in lists] or [_no_list()]
        for widget in self._row_widgets:
            self._rows.addWidget(widget)


def _list_row(hot_list: HotList, freshness: Freshness) -> QWidget:
    row = QWidget()
    row.setObjectName(f"list_{hot_list.name}")
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.sizes.gap)
    mark = Mark(20, "list-checks")
    meaning = Meaning.CAUTION if freshness.stale else None
    mark.show_meaning(meaning, "" if freshness.stale else "list-checks")
    box.addWidget(mark)
    box.addWidget(ElidedLabel(hot_list.name, "strong"), 3)
    entries = list_strings.entries(hot_list.count)
    box.addWidget(
        words(strings.LIST_ROW.format(version=hot_list.version, entries=entries), "second")
    )
    age = words("", "strong")
    age.setAlignment(Qt.AlignmentFlag.AlignRight)
    age.setMinimumWidth(theme.sizes.px(104))
    text = f"{strings.STALE} {freshness.words}" if freshness.stale else freshness.words
    say(age, text, meaning)
    box.addWidget(age)
    return row


def _no_list() -> QWidget:
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(theme.sizes.gap)
    mark = Mark(20)
    mark.show_meaning(Meaning.DANGER)
    box.addWidget(mark)
    label = words("", "strong")
    say(label, strings.LISTS_EMPTY, Meaning.DANGER)
    box.addWidget(label, 1)
    return row
