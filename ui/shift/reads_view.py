"""The shift's reads: the filter above, the list, the keys that open one or note on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from alpr_console.domain.shift import Canvass, ListedRead
from ui import strings_keys
from ui import strings_shift as texts
from ui.asking import Ask
from ui.shift.reads_presenter import ReadsModel, ReadsPresenter
from ui.shift.reads_table import ReadsTable
from ui.shift.section import Section
from ui.theme.theme import theme
from ui.widgets.choice import Choice
from ui.widgets.field import Field, Refusal
from ui.widgets.free_choice import narrow
from ui.widgets.key_button import KeyButton
from ui.widgets.tick import Tick
from ui.widgets.words import ElidedLabel


class ReadsSection(Section):
    def __init__(
        self, ask: Ask, on_open: Callable[[str], None], on_note: Callable[[ListedRead], None]
    ) -> None:
        super().__init__()
        self.presenter = ReadsPresenter(ask, self._show)
        self._on_open, self._on_note = on_open, on_note
        self._cameras: set[str] = set()
        self.table = ReadsTable(self.presenter.more)
        self.table.doubleClicked.connect(lambda _index: self._open())
        self._plate = Field(texts.FILTER_PLATE, "reads_plate")
        self._plate.show_label(False)
        self._plate.line.setAccessibleName(texts.FILTER_PLATE)
        self._hits = Tick(texts.FILTER_HITS, "reads_hits")
        self._hand = Tick(texts.FILTER_HAND, "reads_hand")
        self._camera = Choice("reads_camera", texts.FILTER_CAMERA, lambda _data: self._narrow())
        narrow(self._camera)
        self._offer_cameras()
        self._count = ElidedLabel("", "strong")
        self._count.setObjectName("reads_count")
        self._note = Refusal("reads_refusal")
        self._all = KeyButton(
            texts.ALL_READS, "reads_all", lambda: self.presenter.show_canvass(None),
            key=strings_keys.KEY_BACK,
        )  # fmt: skip
        gap = theme.sizes.gap
        head = QHBoxLayout()
        head.setSpacing(gap)
        head.addWidget(self._plate, 3)
        head.addWidget(self._hits)
        head.addWidget(self._hand)
        head.addWidget(self._camera, 2)
        foot = QHBoxLayout()
        foot.setSpacing(gap)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._all)
        foot.addWidget(KeyButton(texts.NOTE_ON_READ, "reads_note", self._about, key=texts.KEY_NOTE))
        foot.addWidget(
            KeyButton(texts.OPEN_READ, "reads_open", self._open, role="go",
                      key=strings_keys.KEY_ENTER)
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._note)
        column.addLayout(foot)
        self._plate.line.textEdited.connect(lambda _text: self._narrow())
        self._hits.toggled.connect(lambda _on: self._narrow())
        self._hand.toggled.connect(lambda _on: self._narrow())
        self.presenter.forget()

    def entered(self) -> None:
        self.presenter.load()
        self.table.setFocus()

    def tick(self) -> None:
        self.presenter.tick()

    def clear(self) -> None:
        self._cameras.clear()
        self._offer_cameras()
        self._plate.set_text("")
        for box in (self._hits, self._hand):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
        self.presenter.forget()

    def camera_seen(self, camera: str) -> None:
        if camera not in self._cameras:
            self._cameras.add(camera)
            self._offer_cameras()

    def show_canvass(self, canvass: Canvass) -> None:
        self.presenter.show_canvass(canvass)

    def _offer_cameras(self) -> None:
        named = [(one, one) for one in sorted(self._cameras)]
        self._camera.offer([("", texts.ALL_CAMERAS), *named], self._camera.currentData() or "")

    def _narrow(self) -> None:
        self.presenter.narrow(
            self._plate.text, self._hits.isChecked(), self._hand.isChecked(),
            self._camera.currentData() or "",
        )  # fmt: skip

    def _open(self) -> None:
        if self.table.chosen is not None:
            self._on_open(self.table.chosen.key.read_id)

    def _about(self) -> None:
        if self.table.chosen is not None:
            self._on_note(self.table.chosen.key)

    def _show(self, model: ReadsModel) -> None:
        self.table.put_reads(model.reads, model.fresh)
        self._count.setText(model.count_line)
        self._all.setVisible(model.narrowed)
        self._note.say(model.refusal)
