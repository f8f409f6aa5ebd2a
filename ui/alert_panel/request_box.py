"""The request as it is asked, with the keys that hand it on, and the reply that came back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from alpr_console.domain.disposition import ConfirmationWay
from alpr_console.domain.notices import Meaning
from ui import strings_keys, strings_switch
from ui.alert_panel.model import RequestLines
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import ElidedLabel, mean, say, words


class RequestBox(QWidget):
    """Hidden where there is nothing to show; a reply takes the place of the request."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__()
        gap = theme.sizes.gap
        self._text = words("", "caption", wrap=True)
        self._text.setObjectName("yq_text")
        self._short = ElidedLabel("", "caption")
        self._short.setObjectName("yq_short")
        self._open = ElidedLabel("", "caption")
        self._open.setObjectName("yq_left_open")
        self._mark = Mark(20)
        self._delivery = words("", "strong", wrap=True)
        self._delivery.setObjectName("switch_delivery")
        self._received = ElidedLabel("", "strong")
        self._received.setObjectName("switch_received")
        self._reply = _Verbatim()
        self._copy = KeyButton(
            strings_switch.COPY, "yq_copy", presenter.copy_request, icon="copy",
            key=strings_keys.KEY_COPY_REQUEST, said=strings_switch.COPY_SAID,
        )  # fmt: skip
        self._read_out = KeyButton(
            strings_switch.READ_OUT, "yq_read_out", presenter.read_request_out,
            icon="volume-2", key=strings_keys.KEY_READ_OUT, said=strings_switch.READ_OUT_SAID,
        )  # fmt: skip
        self._send = KeyButton(
            strings_switch.SEND, "switch_send", presenter.send_by_switch,
            key=strings_keys.KEY_SWITCH,
            said=strings_switch.SEND_SAID,
        )  # fmt: skip
        self._accept = KeyButton(
            strings_switch.ACCEPT, "switch_accept", presenter.accept_received, role="go",
            key=strings_keys.KEY_ACCEPT,
        )  # fmt: skip
        self._ways = [
            KeyButton(
                text, f"ask_{way.value}",
                lambda w=way: presenter.ask_by(w), key=key,  # type: ignore[misc]
            )
            for way, text, key in (
                (ConfirmationWay.CLETS, strings_switch.ASK_CLETS, strings_keys.KEY_CLETS),
                (ConfirmationWay.DISPATCH, strings_switch.ASK_DISPATCH, strings_keys.KEY_DISPATCH),
            )
        ]  # fmt: skip
        state = QHBoxLayout()
        state.setSpacing(gap)
        state.addWidget(self._mark)
        state.addWidget(self._delivery, 1)
        state.addWidget(self._received, 1)
        keys = QHBoxLayout()
        keys.setSpacing(gap)
        keys.addWidget(self._short, 1)
        for key in (self._copy, self._read_out, self._send, *self._ways, self._accept):
            keys.addWidget(key, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(gap // 2)
        column.addLayout(state)
        for label in (self._text, self._open, self._reply):
            column.addWidget(label)
        column.addLayout(keys)

    def show_lines(self, lines: RequestLines | None, brief: bool = False) -> None:
        """`brief`: the request is what was asked, not what is asked now; in one line then."""
        self.setVisible(lines is not None)
        if lines is None:
            return
        received = lines.received
        delivery = None if received else lines.delivery
        heard = received.meaning if received else None
        say(self._received, received.head if received else "", heard)
        self._reply.show_text(received.text if received else "")
        state = delivery.meaning if delivery else None
        say(self._delivery, delivery.text if delivery else "", state)
        self._mark.setVisible(received is not None or delivery is not None)
        self._mark.show_meaning(heard or state)
        self._show_request(lines, brief)
        self._copy.setVisible(received is None)
        self._read_out.setVisible(lines.can_read_out and received is None)
        self._send.setVisible(bool(lines.send) and received is None)
        self._send.setText(lines.send)
        for key in self._ways:
            key.setVisible(lines.other_ways and received is None)
        self._accept.setVisible(received is not None and bool(received.accept))
        self._accept.setText(received.accept if received else "")
        self._accept.setAccessibleName(self._accept.text())
        mean(self._accept, heard)

    def _show_request(self, lines: RequestLines, brief: bool) -> None:
        """Where the room is short, beside keys that show their icons alone."""
        compact = theme.sizes.compact
        there = lines.received is None
        open_ = "" if lines.told else lines.left_open
        say(self._text, lines.text if there and not (compact or brief) else "")
        say(self._open, (lines.told or open_ or (lines.text if brief else ""))
            if there and not compact else "",
            Meaning.CAUTION if open_ else None)  # fmt: skip
        say(self._short, (lines.told or open_ or lines.text) if there and compact else "",
            Meaning.CAUTION if open_ else None)  # fmt: skip
        narrow = compact or lines.other_ways
        self._copy.setText("" if narrow else strings_switch.COPY)
        self._read_out.setText("" if narrow else strings_switch.READ_OUT)


class _Verbatim(QPlainTextEdit):
    """A reply as it came, however long: a few lines of it at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("switch_reply")
        self.setAccessibleName(strings_switch.REPLY_SAID)
        self.setReadOnly(True)
        # Keys are for the answer; it scrolls by touch and wheel.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
        lines = 1 if theme.sizes.compact else 3
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * theme.sizes.gap)
        self.setVisible(bool(text))
