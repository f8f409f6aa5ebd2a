"""The live picture: one widget that paints the newest frame and what was read in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from alpr_console.domain.events import (
    CameraChanged,
    FaultCleared,
    FaultRaised,
    FrameSeen,
    Overlay,
)
from alpr_console.domain.notices import SHAPES, Meaning
from alpr_console.latest_pictures import LatestPictures
from ui import strings
from ui.asking import Now
from ui.live_view.presenter import Label, LiveViewPresenter, Notice, label_for
from ui.live_view.scaler import QUEUED, FrameScaler, LiveFrame
from ui.theme.fonts import plate_font, text_font
from ui.theme.icons import SHAPE_ICONS, pixmap
from ui.theme.theme import theme


class LiveView(QWidget):
    """Draws at the pace of the screen; a frame it was too slow for is never drawn."""

    def __init__(self, pictures: LatestPictures, now: Now) -> None:
        super().__init__()
        self.setObjectName("live_view")
        self.setAccessibleName(strings.LIVE_VIEW)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._now = now
        self._pictures = pictures
        self.presenter = LiveViewPresenter()
        self._scaler = FrameScaler(pictures)
        self._scaler.ready.connect(self._arrived, QUEUED)
        self._frame: LiveFrame | None = None
        self._notice: Notice | None = self.presenter.notice(now())
        self._reads_hidden = False
        theme.changed.connect(self.update)

    @property
    def notice(self) -> Notice | None:
        """Words that stand over the picture now."""
        return self._notice

    @property
    def frame(self) -> LiveFrame | None:
        return self._frame

    def stop(self) -> None:
        self._scaler.stop()

    def camera_changed(self, event: CameraChanged) -> None:
        self.presenter.camera_changed(event)
        self.tick()

    def frame_seen(self, event: FrameSeen) -> None:
        if self.presenter.frame_seen(event, self._now()):
            self._want()
            self.tick()

    def fault_changed(self, event: FaultRaised | FaultCleared) -> None:
        if event.notice == "store_failed":
            self.hide_reads(isinstance(event, FaultRaised))
        self.presenter.fault_changed(event)
        self.tick()

    @property
    def reads_hidden(self) -> bool:
        return self._reads_hidden

    def hide_reads(self, hidden: bool) -> None:
        """While the log cannot be written no read is shown: nobody could say who saw it."""
        self._reads_hidden = hidden
        self.update()

    def show_next_camera(self) -> None:
        self.presenter.show_next()
        self._frame = None
        self._want()
        self.tick()

    def clear(self) -> None:
        """Forget everything seen; nobody is signed in."""
        self.presenter.forget()
        self._scaler.rest()
        self._frame = None
        self.tick()

    def tick(self) -> None:
        """Look whether the picture has gone quiet."""
        notice = self.presenter.notice(self._now())
        if notice != self._notice:
            self._notice = notice
            said = f"{notice.title} {notice.detail}" if notice else strings.LIVE_VIEW
            self.setAccessibleDescription(said)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(640, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 180)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._want()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        shown, frame = self.presenter.shown, self._frame
        newest = self._pictures.newest(shown) if shown is not None else None
        if frame is not None and (newest is None or newest[1] is not frame.seen):
            # What was newest when the view was left may be long past.
            self._frame = None
        self._want()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._scaler.rest()

    def _want(self) -> None:
        if self.presenter.shown is not None and self.isVisible():
            ratio = self.devicePixelRatioF()
            self._scaler.want(
                self.presenter.shown, round(self.width() * ratio), round(self.height() * ratio)
            )

    def _arrived(self) -> None:
        if self._take_newer():
            self.update()

    def _take_newer(self) -> bool:
        made = self._scaler.take()
        if made is None or made.seen.camera != self.presenter.shown:
            return False
        self._frame = made
        return True

    # -- painting --------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        palette = theme.palette
        # One may have been made since this painting was asked for.
        self._take_newer()
        painter.fillRect(self.rect(), QColor(palette.scrim))
        if self._frame is not None:
            place = self._place(self._frame)
            painter.drawImage(place, self._frame.image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for overlay in () if self._reads_hidden else self._frame.seen.overlays:
                self._paint_overlay(painter, place, self._frame, overlay)
        if self._notice is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_notice(painter, self._notice)

    def _place(self, frame: LiveFrame) -> QRectF:
        size = QSize(frame.width, frame.height).scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        return QRectF(left, top, size.width(), size.height())

    def _paint_overlay(
        self, painter: QPainter, place: QRectF, frame: LiveFrame, overlay: Overlay
    ) -> None:
        palette = theme.palette
        scale = place.width() / frame.width
        points = [QPointF(place.x() + x * scale, place.y() + y * scale) for x, y in overlay.corners]
        danger = palette.meaning(Meaning.DANGER)
        line = QColor(danger.fill if overlay.hit else palette.on_scrim)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.scrim), theme.sizes.px(5)))
        painter.drawPolygon(QPolygonF(points))
        painter.setPen(QPen(line, theme.sizes.px(3 if overlay.hit else 2)))
        painter.drawPolygon(QPolygonF(points))
        self._paint_label(painter, place, points, label_for(overlay))

    def _paint_label(
        self, painter: QPainter, place: QRectF, points: list[QPointF], label: Label
    ) -> None:
        sizes, palette = theme.sizes, theme.palette
        strong, small = plate_font(sizes.px(18)), text_font(sizes.caption)
        wide, narrow = QFontMetricsF(strong), QFontMetricsF(small)
        pad, mark = sizes.gap, sizes.px(16)
        rest = "  ".join(filter(None, (label.state, label.confidence)))
        width = wide.horizontalAdvance(label.text) + pad + narrow.horizontalAdvance(rest) + 2 * pad
        if label.tracked:
            width += mark + pad // 2
        height = max(wide.height(), mark) + pad // 2
        left = min(p.x() for p in points)
        top = min(p.y() for p in points) - height - sizes.px(6)
        if top < place.top():
            top = max(p.y() for p in points) + sizes.px(6)
        left = max(place.left(), min(left, place.right() - width))
        box = QRectF(left, top, width, height)
        danger = palette.meaning(Meaning.DANGER)
        ground = QColor(danger.fill if label.hit else palette.scrim)
        ink = QColor(danger.on_fill if label.hit else palette.on_scrim)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, sizes.px(4), sizes.px(4))
        painter.setPen(ink)
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        x = left + pad
        painter.setFont(strong)
        painter.drawText(QRectF(x, top, width, height), middle, label.text)
        x += wide.horizontalAdvance(label.text) + pad
        painter.setFont(small)
        painter.drawText(QRectF(x, top, width, height), middle, rest)
        if label.tracked:
            x += narrow.horizontalAdvance(rest) + pad // 2
            tick = pixmap("check", ink.name(), mark, self.devicePixelRatioF())
            painter.drawPixmap(round(x), round(top + (height - mark) / 2), tick)

    def _paint_notice(self, painter: QPainter, notice: Notice) -> None:
        sizes, palette = theme.sizes, theme.palette
        colors = palette.meaning(notice.meaning) if notice.meaning else None
        ground = QColor(colors.fill if colors else palette.scrim)
        ink = QColor(colors.on_fill if colors else palette.on_scrim)
        title, detail = text_font(sizes.headline, strong=True), text_font(sizes.body)
        room = self.width() - 8 * sizes.gap
        side = sizes.px(28)
        title_box = QFontMetricsF(title).boundingRect(
            QRectF(0, 0, room - side - 5 * sizes.gap, 999), Qt.TextFlag.TextWordWrap, notice.title
        )
        detail_box = QFontMetricsF(detail).boundingRect(
            QRectF(0, 0, room - side - 5 * sizes.gap, 999), Qt.TextFlag.TextWordWrap, notice.detail
        )
        width = max(title_box.width(), detail_box.width()) + side + 5 * sizes.gap
        height = title_box.height() + 3 * sizes.gap
        if notice.detail:
            height += detail_box.height() + sizes.gap // 2
        left, top = (self.width() - width) / 2, (self.height() - height) / 2
        if notice.aside:
            top = float(sizes.gap)
        painter.setPen(QPen(ink, 1) if not colors else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(left, top, width, height), sizes.radius, sizes.radius)
        icon = SHAPE_ICONS[SHAPES[notice.meaning]] if notice.meaning else "info"
        top += 1.5 * sizes.gap
        painter.drawPixmap(
            round(left + 2 * sizes.gap), round(top),
            pixmap(icon, ink.name(), side, self.devicePixelRatioF()),
        )  # fmt: skip
        painter.setPen(ink)
        painter.setFont(title)
        left += side + 3 * sizes.gap
        flags = int(Qt.TextFlag.TextWordWrap)
        painter.drawText(
            QRectF(left, top, title_box.width() + 2, title_box.height()), flags, notice.title
        )
        painter.setFont(detail)
        top += title_box.height() + sizes.gap // 2
        painter.drawText(
            QRectF(left, top, detail_box.width() + 2, detail_box.height()), flags, notice.detail
        )
