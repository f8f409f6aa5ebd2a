"""The status bar: chips, clock, who and where, and the privacy lock's key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from alpr_console.domain.notices import SHAPES
from alpr_console.domain.session import Session
from ui import strings, strings_keys
from ui.clock_words import local_time
from ui.status.presenter import Chip
from ui.theme.fonts import text_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.words import ElidedLabel, words


class ChipView(QWidget):
    """Icon, words and, where all is not well, the meaning's color and shape."""

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.setObjectName(f"chip_{chip.key}")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip = chip
        self._short = False
        self.show_chip(chip)
        theme.changed.connect(self.updateGeometry)

    def show_chip(self, chip: Chip) -> None:
        self.chip = chip
        meaning = chip.meaning.value if chip.meaning else ""
        self.setAccessibleName(": ".join(filter(None, (meaning, chip.words))))
        self.setAccessibleDescription(chip.detail)
        self.setToolTip(chip.detail)
        self.updateGeometry()
        self.update()

    def shorten(self, short: bool) -> None:
        """To its icon, where what asks for attention needs the room; never that itself."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    @property
    def whole(self) -> int:
        """Px that all of its words take."""
        sizes = theme.sizes
        return self._text_width() + sizes.px(20) + 2 * sizes.gap + sizes.px(6)

    def _text_width(self) -> int:
        font = text_font(theme.sizes.caption, strong=True)
        return QFontMetrics(font).horizontalAdvance(self.chip.words)

    def sizeHint(self) -> QSize:
        narrow = self._short and self.chip.meaning is None
        return QSize(theme.sizes.px(36) if narrow else self.whole, theme.sizes.px(36))

    def minimumSizeHint(self) -> QSize:
        """What asks for attention is never cut short; what is well may be."""
        if self.chip.meaning is not None or not self._short:
            return self.sizeHint()
        return QSize(theme.sizes.px(36), theme.sizes.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        sizes, palette = theme.sizes, theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon, ink = self.chip.icon, palette.text_second
        if self.chip.meaning is not None:
            colors = palette.meaning(self.chip.meaning)
            icon, ink = SHAPE_ICONS[SHAPES[self.chip.meaning]], colors.on_fill
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.fill))
            painter.drawRoundedRect(self.rect(), sizes.radius, sizes.radius)
        side = sizes.px(20)
        top = round((self.height() - side) / 2)
        painter.drawPixmap(sizes.gap, top, pixmap(icon, ink, side, self.devicePixelRatioF()))
        if self._short and self.chip.meaning is None:
            return
        painter.setPen(QColor(ink))
        font = text_font(sizes.caption, strong=True)
        painter.setFont(font)
        left = sizes.gap + side + sizes.px(6)
        room = self.width() - left - sizes.px(4)
        shown = QFontMetrics(font).elidedText(
            self.chip.words, Qt.TextElideMode.ElideRight, room + sizes.px(4)
        )
        painter.drawText(
            QRectF(left, 0, room + sizes.gap, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter), shown,
        )  # fmt: skip


_WORTH = ("storage", "gps", "camera", "audio", "recognition", "lists")
"""Chips whose words say the least while all is well come first."""


def _worth(name: str) -> int:
    kind = name.split(":")[0]
    return _WORTH.index(kind) if kind in _WORTH else len(_WORTH)


class StatusBar(QWidget):
    def __init__(
        self,
        on_lock: Callable[[], None],
        on_camera: Callable[[], None],
        on_again: Callable[[], None],
        on_mute: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chips: dict[str, ChipView] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.sizes.gap // 2)
        self._clock = words("", "clock")
        self._clock.setObjectName("clock")
        self._who = ElidedLabel("", "second")
        self._who.setObjectName("who")
        self._who.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._who.setMinimumWidth(theme.sizes.px(96))
        self._who.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._lock = KeyButton(
            "", "lock", on_lock, key=strings_keys.KEY_LOCK, icon="lock", said=strings.LOCK_SAID
        )
        self._camera = KeyButton(
            "", "next_camera", on_camera, key=strings_keys.KEY_CAMERA, icon="camera",
            said=strings.NEXT_CAMERA,
        )  # fmt: skip
        self._camera.hide()
        self._again = KeyButton(
            "", "say_again", on_again, key=strings_keys.KEY_SAY_AGAIN, icon="repeat",
            said=strings.SAY_AGAIN_SAID,
        )  # fmt: skip
        self._mute = KeyButton("", "mute", on_mute, key=strings_keys.KEY_MUTE, icon="volume-x")
        self._mute.setCheckable(True)
        for key in (self._camera, self._again, self._lock):
            key.setToolTip(key.accessibleName())
        self.show_muted(False)
        self._refusal = Refusal("status_refusal")
        gap = theme.sizes.gap
        outer = QHBoxLayout(self)
        outer.setContentsMargins(gap, gap // 2, gap, gap // 2)
        outer.setSpacing(gap)
        outer.addLayout(self._row, 0)
        outer.addWidget(self._refusal)
        outer.addStretch(1)
        for key in (self._again, self._mute, self._camera):
            outer.addWidget(key)
        outer.addWidget(self._clock)
        outer.addSpacing(gap)
        outer.addWidget(self._who)
        outer.addWidget(self._lock)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        wanted = [c.key for c in chips]
        if wanted != list(self._chips):
            for view in self._chips.values():
                self._row.removeWidget(view)
                view.deleteLater()
            self._chips = {c.key: ChipView(c) for c in chips}
            for view in self._chips.values():
                self._row.addWidget(view)
        self._camera.setVisible(sum(key.startswith("camera:") for key in wanted) > 1)
        for chip in chips:
            if self._chips[chip.key].chip != chip:
                self._chips[chip.key].show_chip(chip)
        self._fit()

    @property
    def chips(self) -> dict[str, ChipView]:
        return self._chips

    def show_muted(self, muted: bool) -> None:
        """Whether the key is pressed in, and what it does next."""
        said = strings.UNMUTE_SAID if muted else strings.MUTE_SAID
        self._mute.setChecked(muted)
        self._mute.setAccessibleName(said)
        self._mute.setToolTip(said)

    def show_time(self, now: datetime) -> None:
        self._clock.setText(local_time(now))

    def show_refusal(self, text: str) -> None:
        self._refusal.say(text)

    def show_session(self, session: Session) -> None:
        self._refusal.say("")
        self._who.setText(strings.WHO.format(name=session.user.full_name, unit=session.unit))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where the room is short, who sits here gives way first, then what is well."""
        gap = theme.sizes.gap
        keys = [key for key in (self._again, self._mute, self._camera, self._lock)
                if not key.isHidden()]  # fmt: skip
        taken = sum(key.sizeHint().width() + gap for key in keys)
        taken += self._clock.sizeHint().width() + 5 * gap
        taken += sum(view.whole + gap // 2 for view in self._chips.values())
        if not self._refusal.isHidden():
            taken += self._refusal.sizeHint().width() + gap
        room = self.width() - taken
        self._who.setVisible(room >= self._who.minimumWidth())
        for name in sorted(self._chips, key=_worth):
            view = self._chips[name]
            short = room < 0 and view.chip.meaning is None
            view.shorten(short)
            room += view.whole - view.sizeHint().width()
        for name in sorted(self._chips, key=_worth):
            # A bar full of what is wrong has no room for what is well.
            view = self._chips[name]
            hidden = room < 0 and view.chip.meaning is None
            view.setHidden(hidden)
            room += view.sizeHint().width() + gap // 2 if hidden else 0
