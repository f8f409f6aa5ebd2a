"""A PDF of letter-size pages: agency and title on top, paragraphs, facts, tables, charts.

The same calls with the same values give the same bytes: a paper can be compared with its sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.graphics.charts.barcharts import HorizontalBarChart, VerticalBarChart
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from alpr_console.domain.policy import Clause

_INK, _GRAY, _LINE, _BAR = (HexColor(c) for c in ("#1b1b19", "#5c5a55", "#c9c6bf", "#3f5f7f"))
_WIDTH = letter[0] - 2 * inch
_BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=9.5, leading=13, textColor=_INK)
_CELL = ParagraphStyle("cell", parent=_BODY, fontSize=8, leading=10)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName="Helvetica-Bold")
_TITLE = ParagraphStyle("title", parent=_BODY, fontName="Helvetica-Bold", fontSize=17, leading=21)
_AGENCY = ParagraphStyle("agency", parent=_BODY, fontSize=10.5, textColor=_GRAY)
_HEADING = ParagraphStyle(
    "heading", parent=_BODY, fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=10,
    spaceAfter=4,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    share: float = 1.0
    """Of the page's width, against the other columns' shares."""


class Sheet:
    """Fill it from top to bottom, then take `pdf()`."""

    def __init__(self, agency: str, title: str, made_at: datetime, made_by: str) -> None:
        """`made_at` is printed as it is given: pass local time with its zone."""
        self._agency = agency
        self._title = title
        self._made = f"{made_at:%Y-%m-%d %H:%M %Z} · {made_by}".replace("  ", " ")
        self._flow: list[Flowable] = [
            Paragraph(escape(agency), _AGENCY),
            Paragraph(escape(title), _TITLE),
            Paragraph(escape(self._made), _AGENCY),
            Spacer(1, 6),
            HRFlowable(width="100%", thickness=0.7, color=_LINE, spaceAfter=8),
        ]

    def heading(self, words: str) -> None:
        self._flow.append(Paragraph(escape(words), _HEADING))

    def paragraph(self, words: str) -> None:
        self._flow += [Paragraph(escape(words).replace("\n", "<br/>"), _BODY), Spacer(1, 6)]

    def clause(self, clause: Clause) -> None:
        """A duty with its section; by the console's own rule where the text is silent."""
        section = f" (§{clause.section})" if clause.section else ""
        self.paragraph(f"{clause.sense}{section}")

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and values side by side."""
        rows = [[Paragraph(escape(n), _HEAD), Paragraph(escape(v), _CELL)] for n, v in pairs]
        self._table(rows, [0.28 * _WIDTH, 0.72 * _WIDTH], headed=False)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]], none: str) -> None:
        """`none` is what stands there where there are no rows."""
        if not rows:
            self.paragraph(none)
            return
        total = sum(column.share for column in columns)
        cells = [[Paragraph(escape(column.name), _HEAD) for column in columns]]
        cells += [[Paragraph(escape(value), _CELL) for value in row] for row in rows]
        self._table(cells, [_WIDTH * column.share / total for column in columns], headed=True)

    def bars(self, title: str, counts: Sequence[tuple[str, float]], upright: bool = False) -> None:
        """One bar a name. `upright` for what goes on in time, lying for kinds of things."""
        if not counts:
            return
        names, values = [name for name, _ in counts], [value for _, value in counts]
        chart: Any = VerticalBarChart() if upright else HorizontalBarChart()
        height = 150.0 if upright else 22.0 * len(counts) + 20
        drawing = Drawing(_WIDTH, height + 30)
        chart.x, chart.y = (40, 24) if upright else (150, 18)
        chart.width, chart.height = _WIDTH - chart.x - 30, height
        chart.data = [values if upright else values[::-1]]
        chart.categoryAxis.categoryNames = names if upright else names[::-1]
        for axis in (chart.categoryAxis, chart.valueAxis):
            axis.labels.fontName, axis.labels.fontSize = "Helvetica", 7.5
            axis.strokeColor = _LINE
        chart.valueAxis.valueMin = 0
        chart.valueAxis.valueMax = max([*values, 1])
        chart.valueAxis.labelTextFormat = "%.0f"
        chart.bars[0].fillColor, chart.bars[0].strokeColor = _BAR, None
        chart.barLabelFormat = "%.0f"
        chart.barLabels.fontSize, chart.barLabels.nudge = 7.5, 8
        drawing.add(chart)
        self._flow.append(KeepTogether([Paragraph(escape(title), _HEADING), drawing]))

    def signatures(self, lines: Sequence[str]) -> None:
        """A line to sign on for each, with room for the date."""
        for words in lines:
            mark = Table(
                [["", "", ""], [Paragraph(escape(words), _CELL), "", Paragraph("Date", _CELL)]],
                colWidths=[0.6 * _WIDTH, 0.05 * _WIDTH, 0.35 * _WIDTH],
                rowHeights=[28, None],
                style=TableStyle(
                    [("LINEBELOW", (c, 0), (c, 0), 0.6, _INK) for c in (0, 2)]
                    + [("LEFTPADDING", (0, 0), (-1, -1), 0)]
                ),
            )
            self._flow.append(KeepTogether([mark]))

    def pdf(self) -> bytes:
        """The document. Call once."""
        held = BytesIO()
        document = SimpleDocTemplate(
            held, pagesize=letter, leftMargin=inch, rightMargin=inch, topMargin=0.8 * inch,
            bottomMargin=0.8 * inch, title=self._title, author=self._agency, invariant=1,
        )  # fmt: skip
        document.build(self._flow, onFirstPage=self._foot, onLaterPages=self._foot)
        return held.getvalue()

    def _foot(self, canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(_GRAY)
        canvas.drawString(inch, 0.5 * inch, f"{self._agency} · {self._title}"[:110])
        canvas.drawRightString(letter[0] - inch, 0.5 * inch, f"Page {document.page}")
        canvas.restoreState()

    def _table(self, rows: list[list[Paragraph]], widths: list[float], headed: bool) -> None:
        style: list[Any] = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
        if headed:
            style.append(("LINEBELOW", (0, 0), (-1, 0), 0.8, _INK))
        made = Table(rows, colWidths=widths, repeatRows=int(headed), style=TableStyle(style))
        self._flow += [made, Spacer(1, 8)]
