"""Status confirmation: the request with its clock, the reply, or the facts of an exigency."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from alpr_console.domain.disposition import ConfirmationWay, Reply, Urgency
from alpr_console.domain.notices import Meaning
from ui import strings, strings_keys
from ui.alert_panel.model import PanelModel, Stage
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.alert_panel.request_box import RequestBox
from ui.alert_panel.stage import StageView
from ui.theme.theme import theme
from ui.widgets.field import Field, TextArea
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import mean, say, words


class RequestStage(StageView):
    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        ways = (
            (ConfirmationWay.CLETS, strings.CLETS, strings_keys.KEY_CLETS, "radio-tower"),
            (ConfirmationWay.DISPATCH, strings.DISPATCH, strings_keys.KEY_DISPATCH, "phone"),
        )
        urgencies = (
            (Urgency.URGENT, strings.URGENT, strings_keys.KEY_URGENT),
            (Urgency.ROUTINE, strings.ROUTINE, strings_keys.KEY_ROUTINE),
        )
        self._ways = {
            way: _pick(text, f"way_{way.value}", key, icon) for way, text, key, icon in ways
        }
        self._urgencies = {
            urgency: _pick(text, f"urgency_{urgency.value}", key)
            for urgency, text, key in urgencies
        }
        for way, button in self._ways.items():
            button.clicked.connect(lambda _checked, w=way: presenter.pick_way(w))
        for urgency, button in self._urgencies.items():
            button.clicked.connect(lambda _checked, u=urgency: presenter.pick_urgency(u))
        self._go = KeyButton(
            strings.REQUEST_SENT, "request_sent", presenter.send_request, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self._exigent = KeyButton(
            strings.EXIGENT, "exigent", lambda: presenter.open_aside(Stage.EXIGENCY),
            key=strings_keys.KEY_EXIGENT, said=strings.EXIGENT_SAID,
        )  # fmt: skip
        self._request = RequestBox(presenter)
        self.column.addWidget(self._request)
        self.row(*self._ways.values())
        self.row(*self._urgencies.values())
        self.row(self._go, self._exigent, shares=(2, 1))

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        for way, button in self._ways.items():
            button.setChecked(way is model.way)
        for urgency, button in self._urgencies.items():
            button.setChecked(urgency is model.urgency)
        self._exigent.setVisible(model.can_state_exigency)
        self._request.show_lines(model.request)
        self.draw_together()
        if theme.sizes.compact:
            self.hide_question()


def _pick(text: str, name: str, key: str, icon: str = "") -> KeyButton:
    button = KeyButton(text, name, key=key, icon=icon)
    button.setCheckable(True)
    return button


class ReplyStage(StageView):
    """The clock runs until the other agency answers; overdue it says so and stays so."""

    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._clock_mark = Mark(28)
        self._clock = words("", "timer")
        self._clock.setObjectName("confirmation_clock")
        self._second = KeyButton(
            strings.SECOND_REQUEST, "second_request", presenter.send_request,
            key=strings_keys.KEY_SECOND,
        )  # fmt: skip
        top = QHBoxLayout()
        top.setSpacing(theme.sizes.gap)
        top.addWidget(self._clock_mark)
        top.addWidget(self._clock, 1)
        top.addWidget(self._second)
        self._sent = words("", "caption", wrap=True)
        self._sent.setObjectName("request_line")
        self._from_whom = Field(strings.FROM_WHOM, "reply_from")
        self._note = Field(strings.REPLY_NOTE, "reply_note")
        self._from_whom.line.textEdited.connect(lambda t: presenter.edit("from_whom", t))
        self._note.line.textEdited.connect(lambda t: presenter.edit("reply_note", t))
        replies = (
            (Reply.CONFIRMED, strings.CONFIRMED, strings_keys.KEY_CONFIRMED),
            (Reply.NOT_CONFIRMED, strings.NOT_CONFIRMED, strings_keys.KEY_NOT_CONFIRMED),
            (Reply.LATER, strings.LATER, strings_keys.KEY_LATER),
        )
        self._replies = [
            KeyButton(
                text, f"reply_{reply.value}",
                lambda r=reply: presenter.record_reply(r), key=key,  # type: ignore[misc]
            )
            for reply, text, key in replies
        ]  # fmt: skip
        self.column.insertLayout(0, top)
        self.column.insertWidget(1, self._sent)
        self._request = RequestBox(presenter)
        self.column.addWidget(self._request)
        self.row(self._from_whom, self._note)
        self.row(*self._replies, shares=(4, 5, 3))

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        clock = model.countdown
        if clock is not None:
            meaning = Meaning.CAUTION if clock.overdue else None
            say(self._clock, clock.words, meaning)
            self._clock_mark.show_meaning(meaning, "" if clock.overdue else "clock")
            self._sent.setText(clock.request_line)
            self._second.setProperty("role", "go" if clock.overdue else "plain")
            mean(self._second, meaning)
        self.draw_together()
        compact = theme.sizes.compact
        if compact or model.request is not None:
            self.hide_question()
        if compact:
            self._sent.setVisible(not model.refusal and model.request is None)
        waits = model.request is not None and model.request.received is not None
        if waits:
            self._sent.hide()
        elif not compact:
            self._sent.show()
        self._second.setVisible(not waits)
        for field in (self._from_whom, self._note):
            field.show_label(not compact)
        self._request.show_lines(model.request, brief=True)
        self._from_whom.set_text(model.texts.from_whom)
        self._note.set_text(model.texts.reply_note)


class ExigencyStage(StageView):
    def __init__(self, presenter: AlertPanelPresenter) -> None:
        super().__init__(presenter)
        self._facts = TextArea(strings.FACTS, "facts", presenter.state_exigency)
        self._facts.area.textChanged.connect(lambda: presenter.edit("facts", self._facts.text))
        self._go = KeyButton(
            strings.RECORD_FACTS, "facts_go", presenter.state_exigency, role="go",
            key=strings_keys.KEY_ENTER,
        )  # fmt: skip
        self.column.addWidget(self._facts)
        self.column.addWidget(self._go)

    def show_model(self, model: PanelModel) -> None:
        super().show_model(model)
        self._facts.set_text(model.texts.facts)

    def entered(self) -> None:
        self._facts.area.setFocus()
