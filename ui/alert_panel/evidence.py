"""The upper part of the panel: what the hit is about, and read beside list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from alpr_console.domain.notices import Meaning
from ui import strings
from ui.alert_panel.comparison_view import ComparisonView
from ui.alert_panel.model import PanelModel, Row, Stage
from ui.theme.theme import theme
from ui.widgets.picture import Still
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, mean, say, words


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
        self._record = ElidedLabel("", "caption")
        self._record.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._stale = words("", "tag")
        self._stale.setObjectName("stale_line")
        self._caution = words("", "strong", wrap=True)
        self._caution.setObjectName("caution_line")
        top = QHBoxLayout()
        top.setSpacing(gap)
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        top.addWidget(self._tag)
        second = QHBoxLayout()
        second.setSpacing(gap)
        second.addWidget(self._list, 1)
        second.addWidget(self._record, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.px(4))
        column.addLayout(top)
        column.addLayout(second)
        column.addWidget(self._stale, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._caution)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_model(self, model: PanelModel) -> None:
        self._mark.show_meaning(model.meaning)
        say(self._title, model.title, model.meaning)
        say(self._tag, model.tag.text, model.tag.meaning)
        self._list.setText(model.list_line)
        self._record.setText(model.record_line)
        say(self._stale, model.stale_line, Meaning.CAUTION)
        say(self._caution, model.caution_line)

    def light(self, lit: bool) -> None:
        self._mark.light(lit)


class Evidence(QWidget):
    """Picture and comparison large while it is verified; small once that is on record."""

    def __init__(self) -> None:
        super().__init__()
        self._plate = Still(strings.PLATE_PICTURE, strings.NO_PICTURE)
        self._plate.setObjectName("plate_picture")
        self._context = Still(strings.CONTEXT_PICTURE, strings.NO_PICTURE)
        self._context.setObjectName("context_picture")
        self._comparison = ComparisonView()
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.sizes.gap)
        self._rows.setVerticalSpacing(theme.sizes.px(4))
        self._rows.setColumnStretch(1, 1)
        self._rows.setColumnStretch(2, 1)
        self._row_views: list[_RowView] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.sizes.gap)
        pictures = QHBoxLayout()
        pictures.setSpacing(theme.sizes.gap)
        pictures.addWidget(self._plate, 1)
        pictures.addWidget(self._context, 1)
        column.addLayout(pictures, 1)
        column.addWidget(self._comparison)
        column.addLayout(self._rows)

    def show_model(self, model: PanelModel) -> None:
        verifying = model.stage in (Stage.ANSWER, Stage.REASON)
        compact = theme.sizes.compact
        self._plate.show_jpeg(model.crop_jpeg, strings.DAMAGED_PICTURE)
        self._context.show_jpeg(model.context_jpeg, strings.DAMAGED_PICTURE)
        self._plate.setVisible(verifying or not compact)
        self._context.setVisible(model.show_context or (not verifying and not compact))
        self._comparison.show_comparison(model.comparison)
        self._comparison.setVisible(not model.show_context or not compact)
        self._show_rows([r for r in model.rows if not compact or r.asked or not verifying])

    def _show_rows(self, rows: list[Row]) -> None:
        while len(self._row_views) < len(rows):
            self._row_views.append(_RowView(self._rows, len(self._row_views)))
        for view, row in zip(self._row_views, rows, strict=False):
            view.show_row(row)
        for view in self._row_views[len(rows) :]:
            view.hide()


class _RowView:
    """State or vehicle in one line of the grid: list | seen | the mark of a conflict."""

    def __init__(self, grid: QGridLayout, place: int) -> None:
        self._label = words("", "label")
        self._listed = words("", "body", wrap=True)
        self._seen = words("", "body", wrap=True)
        self._mark = Mark(18)
        self._differs = words("", "strong")
        end = QWidget()
        box = QHBoxLayout(end)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.sizes.px(4))
        box.addWidget(self._mark)
        box.addWidget(self._differs)
        self._end = end
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._label, place, 0, top)
        grid.addWidget(self._listed, place, 1, top)
        grid.addWidget(self._seen, place, 2, top)
        grid.addWidget(end, place, 3, top)
        self._all = (self._label, self._listed, self._seen, self._end)

    def show_row(self, row: Row) -> None:
        for widget in self._all:
            widget.show()
        self._label.setText(row.label)
        for label, kind, text in (
            (self._listed, strings.LISTED, row.listed),
            (self._seen, strings.SEEN, row.seen),
        ):
            label.setText(f"{kind} {text}")
            label.setProperty("role", "strong" if row.asked else "body")
            mean(label, Meaning.CAUTION if row.conflict else None)
            label.style().polish(label)
        self._end.setVisible(row.conflict)
        self._mark.show_meaning(Meaning.CAUTION if row.conflict else None)
        say(self._differs, strings.DIFFERS if row.conflict else "", Meaning.CAUTION)

    def hide(self) -> None:
        for widget in self._all:
            widget.hide()
