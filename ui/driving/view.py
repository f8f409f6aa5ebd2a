"""The worst thing, as large as the screen allows, and the keys that lead to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings_driving, strings_keys
from ui.driving.model import Glance
from ui.theme.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, say, words


class DrivingView(QWidget):
    """`answer` gets the id of the alert shown; `full_view` leads back to the whole screen."""

    def __init__(self, answer: Callable[[str], None], full_view: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("driving")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._answer_alert = answer
        self._glance: Glance | None = None
        self._danger = Banner("driving_danger", "glance-line")
        self._mark = Mark(96)
        self._title = words("", "glance", wrap=True)
        self._title.setObjectName("driving_title")
        self._plate = words("", "glance-plate")
        self._plate.setObjectName("driving_plate")
        self._line = ElidedLabel("", "glance-line")
        self._line.setObjectName("driving_line")
        self._tag = words("", "glance-tag")
        self._tag.setObjectName("driving_tag")
        self._follow = words("", "glance-line")
        self._follow.setObjectName("driving_follow")
        self._more = words("", "glance-line")
        self._more.setObjectName("driving_more")
        self._answer = KeyButton(
            strings_driving.ANSWER, "driving_answer", self._press, role="answer",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._full = KeyButton(
            strings_driving.FULL_VIEW, "driving_full", full_view, role="answer",
            key=strings_keys.KEY_PATROL,
        )  # fmt: skip
        self._build()

    def _build(self) -> None:
        gap = theme.sizes.gap
        top = QHBoxLayout()
        top.setSpacing(3 * gap)
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        second = QHBoxLayout()
        second.setSpacing(2 * gap)
        second.addWidget(self._tag)
        second.addWidget(self._follow)
        second.addStretch(1)
        second.addWidget(self._more)
        keys = QHBoxLayout()
        keys.setSpacing(2 * gap)
        keys.addWidget(self._answer, 2)
        keys.addWidget(self._full, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * gap, 3 * gap, 4 * gap, 3 * gap)
        column.setSpacing(2 * gap)
        column.addWidget(self._danger)
        column.addLayout(top)
        column.addStretch(1)
        column.addWidget(self._plate, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._line)
        column.addStretch(1)
        column.addLayout(second)
        column.addLayout(keys)
        self._line.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    @property
    def glance(self) -> Glance | None:
        return self._glance

    def show_glance(self, glance: Glance) -> None:
        if glance == self._glance:
            return
        self._glance = glance
        self._danger.say(glance.danger, Meaning.DANGER, glance.danger)
        self._mark.show_meaning(glance.meaning, "" if glance.meaning else "scan-line")
        self._mark.light(True)
        say(self._title, glance.title, glance.meaning)
        say(self._plate, glance.plate)
        self._line.setText(glance.line)
        tag = glance.tag
        say(self._tag, tag.text if tag else "", tag.meaning if tag else None)
        say(self._follow, glance.follow)
        say(self._more, glance.more)
        self._answer.setVisible(bool(glance.alert_id))
        said = (glance.danger, glance.title, glance.plate, glance.line, glance.follow, glance.more)
        self.setAccessibleName(". ".join(part.rstrip(".") for part in said if part))

    def light(self, lit: bool) -> None:
        """Blink the mark of an unanswered danger; anything else stays lit."""
        self._mark.light(lit or self._glance is None or not self._glance.blink)

    def _press(self) -> None:
        if self._glance is not None and self._glance.alert_id:
            self._answer_alert(self._glance.alert_id)
