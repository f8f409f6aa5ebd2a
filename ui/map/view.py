"""The map's page: the map with its keys on the left, the car and the mark chosen on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alpr_console.domain.events import ConsoleEvent, FaultRaised, SessionChanged
from alpr_console.map_ports import MapFile
from ui import strings, strings_keys
from ui import strings_map as texts
from ui.asking import Ask, Now
from ui.map.backdrop import Backdrop
from ui.map.canvas import MapCanvas
from ui.map.ground import Ground
from ui.map.model import Card, MapModel
from ui.map.presenter import MapPresenter
from ui.map.viewport import STEP
from ui.theme.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.field import Refusal
from ui.widgets.key_button import KeyButton
from ui.widgets.picture import Still
from ui.widgets.shape import Mark as Shape
from ui.widgets.words import hairline, say, words


class MapView(QWidget):
    """Takes every event of the console; draws only while it is on screen."""

    def __init__(self, ask: Ask, now: Now, file: MapFile | None) -> None:
        super().__init__()
        self.setObjectName("map")
        self.backdrop = Backdrop(file)
        name = file.path.name if file is not None else ""
        self.presenter = MapPresenter(ask, now, self._show, name)
        show = self.presenter
        self.canvas = MapCanvas(Ground(self.backdrop), show.pan, show.zoom, show.touch, show.resize)
        self.backdrop.opened.connect(self._opened, Qt.ConnectionType.QueuedConnection)
        self.backdrop.ready.connect(self._ready, Qt.ConnectionType.QueuedConnection)
        self._hidden, self._no_fix = Banner("map_hidden"), Banner("map_no_fix")
        left = QVBoxLayout()
        left.setSpacing(theme.sizes.gap)
        left.addWidget(self._hidden)
        left.addWidget(self._no_fix)
        left.addWidget(self.canvas, 1)
        left.addLayout(self._key_row())
        self._row = QHBoxLayout(self)
        self._row.addLayout(left, 7)
        self._row.addWidget(self._card(), 3)
        theme.changed.connect(self._fit)
        self._fit()
        self.presenter.render()

    def on(self, event: ConsoleEvent) -> None:
        changed = self.presenter.on(event)
        # What must not be seen any more goes at once, on screen or not.
        if changed and (self.isVisible() or isinstance(event, SessionChanged | FaultRaised)):
            self.presenter.render()

    def entered(self) -> None:
        self.backdrop.start()
        self.canvas.setFocus()

    def tick(self) -> None:
        """Once a second, while the page is up: ages grow."""
        self.presenter.render()

    def clear(self) -> None:
        self.presenter.forget()

    def stop(self) -> None:
        self.backdrop.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.presenter.render()

    # -- the map file ----------------------------------------------------------------------

    def _opened(self) -> None:
        if self.backdrop.info is not None:
            self.presenter.map_opened(self.backdrop.info)
        else:
            self.presenter.map_refused(self.backdrop.refusal)

    def _ready(self) -> None:
        self.backdrop.take()
        if self.backdrop.damaged:
            self.presenter.tiles_damaged()
        self.canvas.viewport().update()

    # -- building --------------------------------------------------------------------------

    def _key_row(self) -> QHBoxLayout:
        show = self.presenter
        self._follow = KeyButton(
            texts.FOLLOW, "map_follow", show.toggle_follow, key=texts.KEY_FOLLOW
        )
        self._follow.setCheckable(True)
        self._farther = KeyButton(
            "", "map_farther", lambda: show.zoom(1 / STEP), key=texts.KEY_FARTHER,
            said=texts.FARTHER,
        )  # fmt: skip
        self._nearer = KeyButton(
            "", "map_nearer", lambda: show.zoom(STEP), key=texts.KEY_NEARER, said=texts.NEARER
        )
        keys = (
            self._follow,
            KeyButton(texts.WHOLE, "map_whole", show.show_whole, key=texts.KEY_WHOLE),
            self._farther,
            self._nearer,
            KeyButton(texts.EARLIER, "map_earlier", lambda: show.step(1), key=texts.KEY_EARLIER,
                      said=texts.EARLIER_SAID),
            KeyButton(texts.LATER, "map_later", lambda: show.step(-1), key=texts.KEY_LATER,
                      said=texts.LATER_SAID),
        )  # fmt: skip
        row = QHBoxLayout()
        row.setSpacing(theme.sizes.gap)
        for place, key in enumerate(keys):
            # A touch leaves the arrows to the map.
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if place == 4:
                row.addStretch(1)
            row.addWidget(key)
        return row

    def _card(self) -> QWidget:
        card = QWidget()
        card.setProperty("role", "surface")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._car = words("", "strong", wrap=True)
        self._car.setObjectName("map_car")
        self._place = words("", "second", wrap=True, copyable=True)
        self._place.setObjectName("map_place")
        self._line = hairline()
        self._shape = Shape(24)
        self._title = words("", "title", wrap=True, copyable=True)
        self._title.setObjectName("map_mark")
        head = QHBoxLayout()
        head.setSpacing(theme.sizes.gap)
        head.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        self._crop = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._facts = words("", "body", wrap=True, copyable=True)
        self._facts.setObjectName("map_facts")
        self._hint = words(f"{texts.CHOOSE} {texts.LEGEND} {texts.BREAKS}", "second", wrap=True)
        self._note = Refusal("map_refusal")
        self._open = KeyButton(
            texts.SHOW_READ, "map_open", self.presenter.open, role="go", key=strings_keys.KEY_ENTER
        )
        self._back = KeyButton(
            strings.BACK, "map_back", self.presenter.let_go, key=strings_keys.KEY_BACK
        )
        keys = QHBoxLayout()
        keys.setSpacing(theme.sizes.gap)
        keys.addWidget(self._back)
        keys.addWidget(self._open, 1)
        self._nowhere = words("", "caption", wrap=True)
        self._nowhere.setObjectName("map_nowhere")
        self._file = words("", "caption", wrap=True)
        self._file.setObjectName("map_file")
        self._column = QVBoxLayout(card)
        for part in (self._car, self._place, self._line):
            self._column.addWidget(part)
        self._column.addLayout(head)
        self._column.addWidget(self._crop, 1)
        self._column.addWidget(self._facts)
        self._column.addWidget(self._hint)
        self._column.addWidget(self._note)
        self._column.addStretch(1)
        self._column.addLayout(keys)
        self._column.addWidget(self._nowhere)
        self._column.addWidget(self._file)
        return card

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        for box in (self._row, self._column):
            box.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)
        for key, name in ((self._farther, texts.FARTHER), (self._nearer, texts.NEARER)):
            key.setText("" if sizes.compact else name)
        self._crop.setMaximumHeight(sizes.px(96 if sizes.compact else 160))

    # -- showing ---------------------------------------------------------------------------

    def _show(self, model: MapModel) -> None:
        self.canvas.show_model(model)
        self._follow.setChecked(model.follow)
        for banner, warning in ((self._hidden, model.hidden), (self._no_fix, model.no_fix)):
            if warning is not None:
                said = f"{warning.words} {warning.more}".strip()
                banner.say(warning.words, warning.meaning, said)
            banner.setVisible(warning is not None)
        say(self._car, model.car_facts[0] if model.car_facts else "")
        say(self._place, "\n".join(model.car_facts[1:]))
        self._line.setVisible(bool(model.car_facts))
        self._show_card(model.card, model)
        say(self._nowhere, model.nowhere)
        say(self._file, model.file_line)

    def _show_card(self, card: Card | None, model: MapModel) -> None:
        self._shape.show_meaning(card.meaning if card is not None else None)
        self._shape.setVisible(card is not None and card.meaning is not None)
        say(self._title, card.title if card is not None else "")
        say(self._facts, "\n".join(card.facts) if card is not None else "")
        picture = card is not None and card.has_picture
        self._crop.show_jpeg(card.crop_jpeg if card is not None else b"", strings.DAMAGED_PICTURE)
        self._crop.setVisible(picture)
        self._hint.setVisible(card is None and model.hidden is None)
        self._note.say(model.refusal)
        self._back.setVisible(card is not None)
        self._open.setVisible(card is not None and bool(card.open_key))
        self._open.setText(card.open_key if card is not None else "")
        self._open.setEnabled(not model.busy)
