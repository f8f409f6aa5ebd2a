"""The upper part of the panel: what the hit is about, and read beside list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpr_console.domain.checklist import ItemKind
from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui.alert_panel.comparison_view import ComparisonView
from ui.alert_panel.model import PanelModel, Row, Stage, Tag
from ui.theme.theme import theme
from ui.widgets.banner import Banner
from ui.widgets.picture import Still
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, restyle, say, words

MOST_ROWS = 4
"""Fields of a vehicle that an officer can compare."""


class Head(QWidget):
    """Shape, category, the banner, and the list with its age."""

    def __init__(self) -> None:
        super().__init__()
        gap = theme.sizes.gap
        self._mark = Mark(32)
        self._title = words("", "title")
        self._title.setObjectName("alert_title")
        self._tag = words("", "tag")
        self._tag.setObjectName("alert_tag")
        self._list = ElidedLabel("", "caption")
        self._list.setObjectName("list_line")
        self._stale = words("", "tag")
        self._stale.setObjectName("stale_line")
        self._caution = words("", "strong", wrap=True)
        self._caution.setObjectName("caution_line")
        self._warning = Banner("warning_line")
        top = QHBoxLayout()
        top.setSpacing(gap)
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        top.addWidget(self._tag)
        second = QHBoxLayout()
        second.setSpacing(gap)
        second.addWidget(self._list, 1)
        second.addWidget(self._stale)
        self._covert = Banner("covert_line")
        self._marks = QHBoxLayout()
        self._marks.setSpacing(gap)
        self._banners = [Banner(f"hit_mark_{place}") for place in (1, 2, 3)]
        for banner in self._banners:
            self._marks.addWidget(banner, 1)
        self._sights = ElidedLabel("", "second")
        self._sights.setObjectName("sights_line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.px(4))
        column.addWidget(self._warning)
        column.addWidget(self._covert)
        column.addLayout(top)
        column.addLayout(second)
        column.addLayout(self._marks)
        column.addWidget(self._sights)
        column.addWidget(self._caution)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_model(self, model: PanelModel) -> None:
        self._mark.show_meaning(model.meaning)
        say(self._title, model.title, model.meaning)
        say(self._tag, model.tag.text, model.tag.meaning)
        say(self._stale, model.stale_line, Meaning.CAUTION)
        warning = model.caution_line if model.warns else ""
        self._warning.say(warning, Meaning.DANGER, warning)
        say(self._caution, "" if model.warns else model.caution_line)
        self._show_besides(model)

    def _show_besides(self, model: PanelModel) -> None:
        """What the hit is besides. Where the room is short, covert and informational share a
        row and the rest stands in the line of the list: the plate's picture needs the height."""
        compact = theme.sizes.compact
        # How an alert ends takes all the room there is; what it was on has been looked at.
        ending = compact and model.stage is Stage.CLOSE
        self._covert.say("" if compact else model.covert, Meaning.CAUTION)
        marks = () if ending else model.marks
        if ending and model.covert:
            say(self._caution, "")
        besides = ""
        if compact:
            besides = strings.DOT.join(m.text for m in marks if m.meaning is Meaning.CAUTION)
            marks = tuple(m for m in marks if m.meaning is not Meaning.CAUTION)
        if compact and model.covert:
            marks = (Tag(model.covert, Meaning.CAUTION), *marks)
        for place, banner in enumerate(self._banners):
            tag = marks[place] if place < len(marks) else Tag("", Meaning.INFORMATION)
            banner.say(tag.text, tag.meaning, tag.said)
        self._marks.setStretch(0, 3 if compact and model.covert else 1)
        self._marks.setStretch(1, 2 if compact and model.covert else 1)
        say(self._sights, "" if compact else model.sights_line)
        lines = (model.list_line, besides, model.sights_line if compact else "")
        self._list.setText(strings.DOT.join(filter(None, lines)))

    def light(self, lit: bool) -> None:
        self._mark.light(lit)


class Evidence(QWidget):
    """What the question is about, and no more: the plate and both texts for the
    characters, the plate and both states, the vehicle and its description. Afterwards the
    pictures and what is radioed.
    """

    def __init__(self) -> None:
        super().__init__()
        gap = theme.sizes.gap
        self._plate = Still(strings.PLATE_PICTURE, strings.NO_PICTURE, strings_keys.KEY_ZOOM)
        self._plate.setObjectName("plate_picture")
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE, strings_keys.KEY_ZOOM)
        self._context.setObjectName("context_picture")
        self._usual = Still("", strings.NO_PICTURE)
        self._usual.setObjectName("usual_plate")
        self._comparison = ComparisonView()
        self._corrected = words("", "strong")
        self._corrected.setObjectName("corrected")
        self._vehicle = ElidedLabel("", "second")
        self._rows = _RowsView()
        self._identity = QWidget()
        self._identity_plate = words("", "plate")
        self._identity_plate.setObjectName("identity_plate")
        self._identity_vehicle = ElidedLabel("", "second")
        self._record = words("", "serial", wrap=True, copyable=True)
        self._record.setObjectName("record_line")
        line = QHBoxLayout(self._identity)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * gap)
        line.addWidget(self._identity_plate)
        line.addWidget(self._identity_vehicle, 1)
        pictures = QHBoxLayout()
        pictures.setSpacing(gap)
        pictures.addWidget(self._plate, 1)
        pictures.addWidget(self._usual, 1)
        pictures.addWidget(self._context, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap // 2)
        column.addLayout(pictures, 1)
        self._parts = (
            self._comparison,
            self._corrected,
            self._vehicle,
            self._rows,
            self._identity,
            self._record,
        )
        for part in self._parts:
            column.addWidget(part)

    def _show_usual(self, model: PanelModel) -> None:
        """Beside the plate that was seen, the one to compare its state with."""
        said = strings.USUAL_PLATE.format(state=model.usual_state) if model.usual_jpeg else ""
        self._usual.setVisible(bool(said))
        self._usual.show_jpeg(model.usual_jpeg, strings.DAMAGED_PICTURE)
        self._usual.setAccessibleName(said)
        self._usual.set_caption(said)
        self._plate.set_caption(strings.SEEN_PLATE if said else "")

    def hasHeightForWidth(self) -> bool:
        """Pictures take the room that is left and give it back: no height is wished for."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Everything but the pictures, which can go."""
        width, height = max(self.width(), theme.sizes.px(240)), 0
        for part in self._parts:
            if not part.isHidden():
                wrapped = part.hasHeightForWidth()
                height += part.heightForWidth(width) if wrapped else part.sizeHint().height()
                height += theme.sizes.gap // 2
        return QSize(theme.sizes.px(240), height)

    def show_model(self, model: PanelModel) -> None:
        compact = theme.sizes.compact
        asked, verifying = model.asked, model.asked is not None
        closed = model.stage is Stage.CLOSED
        self._plate.show_jpeg(model.crop_jpeg, strings.DAMAGED_PICTURE)
        self._context.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        self._plate.setVisible(asked is not ItemKind.VEHICLE)
        self._context.setVisible(asked is ItemKind.VEHICLE or not verifying)
        self._comparison.show_comparison(model.comparison)
        self._comparison.setVisible(asked is ItemKind.CHARACTERS)
        shown = model.corrected if asked is ItemKind.CHARACTERS else ""
        say(self._corrected, shown, Meaning.CAUTION)
        self._vehicle.setText(model.vehicle_line)
        self._vehicle.setVisible(asked is ItemKind.CHARACTERS and model.has_vehicle and not compact)
        self._rows.setVisible(bool(model.rows))
        self._rows.show_rows(model.rows)
        self._show_usual(model)
        self._identity_plate.setText(model.plate_line)
        self._identity_vehicle.setText(model.vehicle_line)
        self._identity.setVisible(not verifying and (closed or not compact))
        self._record.setText(model.record_line)
        self._record.setAccessibleName(model.record_line)
        confirming = model.stage in (Stage.REQUEST, Stage.REPLY)
        self._record.setVisible(confirming and bool(model.record_line))


class _RowsView(QWidget):
    """Listed beside seen, a field a row, with the mark of a conflict."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("item_rows")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.sizes.gap)
        grid.setVerticalSpacing(theme.sizes.px(2))
        for column, head in enumerate(("", strings.LISTED, strings.SEEN)):
            grid.addWidget(words(head, "label"), 0, column)
        grid.setColumnMinimumWidth(0, theme.sizes.px(40))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        self._lines = [_RowLine(grid, number) for number in range(1, MOST_ROWS + 1)]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.setAccessibleName(". ".join(_said(row) for row in rows))
        for number, line in enumerate(self._lines):
            line.show_row(rows[number] if number < len(rows) else None, alone=len(rows) == 1)


class _RowLine:
    def __init__(self, grid: QGridLayout, number: int) -> None:
        self._label = words("", "label")
        self._listed = words("", "strong", wrap=True)
        self._listed.setObjectName(f"row_listed_{number}")
        self._seen = words("", "strong", wrap=True)
        self._seen.setObjectName(f"row_seen_{number}")
        self._mark = Mark(20)
        self._differs = words("", "strong")
        self._differs.setObjectName(f"row_differs_{number}")
        self._parts = (self._label, self._listed, self._seen, self._mark, self._differs)
        for column, part in enumerate(self._parts):
            grid.addWidget(part, number, column)

    def show_row(self, row: Row | None, alone: bool) -> None:
        """One that is `alone` has the room to be large."""
        for part in self._parts:
            part.setVisible(row is not None)
        for part in (self._listed, self._seen):
            part.setProperty("role", "title" if alone else "strong")
            restyle(part)
        if row is None:
            return
        meaning = Meaning.CAUTION if row.mark else None
        self._label.setText(row.label)
        say(self._listed, row.listed)
        say(self._seen, row.seen or strings.LOOK, meaning)
        self._mark.show_meaning(meaning)
        self._mark.setVisible(bool(row.mark))
        say(self._differs, row.mark, meaning)


def _said(row: Row) -> str:
    differs = f", {row.mark}" if row.mark else ""
    seen = row.seen or strings.LOOK
    return f"{row.label}: {strings.LISTED} {row.listed}, {strings.SEEN} {seen}{differs}"
