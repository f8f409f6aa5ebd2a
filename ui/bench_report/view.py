"""A bench's report as one picture."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from alpr_console.domain.errors import ReportUnwritable
from alpr_console.domain.notices import Meaning
from alpr_console.examination.bench import Report
from ui.bench_report.presenter import Drawing, ReliabilityDiagram, SlipTable, StageBars, present
from ui.theme.fonts import text_font
from ui.theme.theme import theme

CELL = (620, 480)
"""Width and height of a diagram, px."""
_COLUMNS = 2
_LONGEST_NAME = 112
_MEANINGS = (Meaning.INFORMATION, Meaning.DANGER, Meaning.CONFIRMED, Meaning.CAUTION)
_SYMBOLS = ("o", "s", "t", "d")
_STYLES = (
    Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine,
)  # fmt: skip


def draw(report: Report, path: Path) -> None:
    """Draw `report` into a PNG file at `path`; needs no display.

    Raises ReportUnwritable if the file cannot be written.
    """
    # Nothing is shown: a display that does not answer must not stand in the way.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.app import application

    application()
    theme.choose("day")
    sheet = _sheet(present(report))
    written = sheet.grab().save(str(path))
    sheet.close()
    if not written:
        raise ReportUnwritable(f"The picture {path} cannot be written.", "Name another: --out.")


def _sheet(drawing: Drawing) -> Any:
    sheet = pg.GraphicsLayoutWidget()
    sheet.setBackground(theme.palette.raised)
    cells = len(drawing.diagrams) + (drawing.slips is not None) + (drawing.stages is not None)
    places = iter([divmod(i, _COLUMNS) for i in range(cells)])
    for diagram in drawing.diagrams:
        _draw_diagram(_plot(sheet, next(places), diagram.title), diagram)
    if drawing.slips is not None:
        _draw_slips(_plot(sheet, next(places), drawing.slips.title), drawing.slips)
    if drawing.stages is not None:
        _draw_stages(_plot(sheet, next(places), drawing.stages.title), drawing.stages)
    columns, rows = min(max(cells, 1), _COLUMNS), max(1, -(-cells // _COLUMNS))
    sheet.resize(CELL[0] * columns, CELL[1] * rows)
    return sheet


def _plot(sheet: Any, place: tuple[int, int], title: str) -> Any:
    plot = sheet.addPlot(*place)
    ink = theme.palette.text
    plot.setTitle(title, color=ink)
    plot.setMenuEnabled(False)
    plot.hideButtons()
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setPen(theme.palette.edge)
        axis.setTextPen(ink)
        axis.setTickFont(text_font(theme.sizes.caption))
    return plot


def _draw_diagram(plot: Any, diagram: ReliabilityDiagram) -> None:
    palette = theme.palette
    plot.setLabel("bottom", "claimed", color=palette.text)
    plot.setLabel("left", "right", color=palette.text)
    # Where a claim is kept no curve comes: lower right.
    plot.addLegend(
        offset=(-10, -10), labelTextColor=palette.text,
        brush=palette.raised, pen=palette.hairline,
    )  # fmt: skip
    plot.plot([0, 1], [0, 1], pen=pg.mkPen(palette.edge, width=1))
    for i, curve in enumerate(diagram.curves):
        ink = palette.meaning(_MEANINGS[i % len(_MEANINGS)]).fill
        most = max(curve.counts)
        plot.plot(
            curve.claimed, curve.right, name=curve.name,
            pen=pg.mkPen(ink, width=2, style=_STYLES[i % len(_STYLES)]),
            symbol=_SYMBOLS[i % len(_SYMBOLS)], symbolBrush=ink, symbolPen=None,
            # By area: a tenth with few answers says little.
            symbolSize=[5 + 11 * (count / most) ** 0.5 for count in curve.counts],
        )  # fmt: skip
    plot.setXRange(0, 1)
    plot.setYRange(0, 1)


def _draw_slips(plot: Any, table: SlipTable) -> None:
    palette = theme.palette
    counts = np.array(table.counts, np.float64)
    ground, ink = QColor(palette.raised), QColor(palette.meaning(Meaning.CAUTION).fill)
    picture = pg.ImageItem(counts, axisOrder="row-major")
    picture.setColorMap(pg.ColorMap([0.0, 1.0], [ground, ink]))
    picture.setLevels((0, max(1.0, float(counts.max()))))
    plot.addItem(picture)
    plot.invertY(True)
    plot.setLabel("left", "labeled", color=palette.text)
    plot.setLabel("bottom", "read", color=palette.text)
    for side, names in (("left", table.labeled), ("bottom", table.read)):
        plot.getAxis(side).setTicks([[(i + 0.5, name) for i, name in enumerate(names)]])
    for row, column in zip(*np.nonzero(counts), strict=True):
        words = pg.TextItem(str(table.counts[row][column]), color=palette.text, anchor=(0.5, 0.5))
        words.setPos(column + 0.5, row + 0.5)
        plot.addItem(words)


def _draw_stages(plot: Any, bars: StageBars) -> None:
    palette = theme.palette
    places = list(range(len(bars.names)))[::-1]
    plot.addItem(
        pg.BarGraphItem(
            x0=0, y=places, height=0.7, width=bars.cpu_ms, pen=None,
            brushes=[
                palette.strong if name in bars.sums else palette.meaning(Meaning.INFORMATION).fill
                for name in bars.names
            ],
        )
    )  # fmt: skip
    axis = plot.getAxis("left")
    axis.setTicks([list(zip(places, bars.names, strict=True))])
    # An axis finds its width only once it is shown, and this one never is.
    axis.setWidth(theme.sizes.px(_LONGEST_NAME))
    plot.setLabel("bottom", "ms of processor time a frame", color=palette.text)
    for place, value in zip(places, bars.cpu_ms, strict=True):
        words = pg.TextItem(f"{value:.2f}", color=palette.text, anchor=(0, 0.5))
        words.setPos(value, place)
        plot.addItem(words)
    plot.setXRange(0, 1.15 * max(*bars.cpu_ms, 0.001))
