"""The alert panel: evidence above, the steps, one question, the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from alpr_console.domain.checklist import ItemKind
from alpr_console.domain.notices import Meaning
from alpr_console.domain.policy import AgencyPolicy
from ui import strings, strings_keys, strings_matches
from ui.alert_panel.closing import BasisStage, ClosedStage, OutcomeStage
from ui.alert_panel.confirmation import ExigencyStage, ReplyStage, RequestStage
from ui.alert_panel.evidence import Evidence, Head
from ui.alert_panel.idle import IdlePanel
from ui.alert_panel.model import PanelModel, QueueModel, Stage
from ui.alert_panel.own_clipboard import OwnClipboard
from ui.alert_panel.presenter import AlertPanelPresenter
from ui.alert_panel.stage import StageView
from ui.alert_panel.step_strip import StepStrip
from ui.alert_panel.verification import AnswerStage, ReasonStage
from ui.asking import Ask, Now
from ui.theme.theme import theme
from ui.widgets.key_button import KeyButton
from ui.widgets.shape import Mark
from ui.widgets.words import hairline, words


class AlertPanel(QWidget):
    """One alert, or the idle panel where there is none."""

    def __init__(
        self, ask: Ask, policy: AgencyPolicy, now: Now, show_queue: Callable[[QueueModel], None],
        on_correct: Callable[[str], None],
    ) -> None:  # fmt: skip
        """`on_correct` gets the id of a read that somebody wants to correct."""
        super().__init__()
        self._on_correct = on_correct
        self.setObjectName("alert_panel")
        self.setProperty("role", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.presenter = AlertPanelPresenter(
            ask, policy, now, self._show, show_queue, OwnClipboard()
        )
        self.idle = IdlePanel()
        self._model: PanelModel | None = None
        self._stage: tuple[str, Stage, ItemKind | None] | None = None
        self._build()

    @property
    def model(self) -> PanelModel | None:
        """What is on screen; None while the panel is idle."""
        return self._model

    def light(self, lit: bool) -> None:
        """Blink the mark of an unanswered danger; anything else stays lit."""
        model = self._model
        blink = model is not None and model.unanswered and model.meaning is Meaning.DANGER
        self._head.light(lit or not blink)

    def _build(self) -> None:
        presenter = self.presenter
        self._head = Head()
        self._evidence = Evidence()
        self._strip = StepStrip()
        outcome = OutcomeStage(presenter)
        self._stages: dict[Stage, StageView] = {
            Stage.ANSWER: AnswerStage(presenter),
            Stage.REASON: ReasonStage(presenter),
            Stage.REQUEST: RequestStage(presenter),
            Stage.REPLY: ReplyStage(presenter),
            Stage.EXIGENCY: ExigencyStage(presenter),
            Stage.BASIS: BasisStage(presenter),
            Stage.OUTCOME: outcome,
            Stage.CLOSE: outcome,
            Stage.CLOSED: ClosedStage(presenter),
        }
        course = QWidget()
        column = QVBoxLayout(course)
        column.addWidget(self._head)
        column.addWidget(hairline())
        column.addWidget(self._evidence, 1)
        column.addWidget(self._strip)
        for stage in dict.fromkeys(self._stages.values()):
            column.addWidget(stage)
            stage.hide()
        column.addWidget(self._footer())
        self._column = column
        self._fit()
        theme.changed.connect(self._fit)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.idle)
        self._pages.addWidget(course)

    def _fit(self) -> None:
        sizes = theme.sizes
        side = sizes.gap if sizes.compact else 2 * sizes.gap
        self._column.setContentsMargins(side, side // 2, side, side // 2)
        self._column.setSpacing(sizes.gap // 2 if sizes.compact else sizes.gap)

    def _footer(self) -> QWidget:
        gap = theme.sizes.gap
        self._back = KeyButton(
            strings.BACK, "back", self.presenter.back, role="quiet", key=strings_keys.KEY_BACK,
            icon="arrow-left",
        )  # fmt: skip
        self._exigent = KeyButton(
            strings.EXIGENT, "exigent_pending",
            lambda: self.presenter.open_aside(Stage.EXIGENCY), role="quiet",
            key=strings_keys.KEY_EXIGENT, said=strings.EXIGENT_SAID,
        )  # fmt: skip
        self._close = KeyButton(
            strings.CLOSE_WITHOUT_STOP, "close_without_stop",
            lambda: self.presenter.open_aside(Stage.CLOSE), role="quiet",
            key=strings_keys.KEY_WITHOUT_STOP,
        )  # fmt: skip
        self._correct = KeyButton(
            strings_matches.CORRECT, "alert_correct", self._open_read, role="quiet",
            key=strings_keys.KEY_CORRECT,
        )  # fmt: skip
        self._follow = words("", "caption", wrap=True)
        self._follow.setObjectName("follow")
        self._follow_mark = Mark(16, "navigation")
        self._footer_box = QWidget()
        keys = QHBoxLayout(self._footer_box)
        keys.setContentsMargins(0, 0, 0, 0)
        keys.setSpacing(gap)
        keys.addWidget(self._back)
        keys.addWidget(self._exigent)
        keys.addWidget(self._correct)
        keys.addWidget(self._follow_mark)
        keys.addWidget(self._follow, 1)
        keys.addWidget(self._close)
        return self._footer_box

    def _open_read(self) -> None:
        alert = self.presenter.alert
        if alert is not None:
            self._on_correct(alert.hit.read.read_id)

    def _show(self, model: PanelModel | None) -> None:
        if model is None:
            self._model, self._stage = None, None
            self.idle.show_last(self.presenter.last_closed)
            self._pages.setCurrentIndex(0)
            return
        self._model = model
        self._head.show_model(model)
        self._evidence.show_model(model)
        self._strip.show_steps(model.steps)
        self._show_stage(model)
        self._back.setVisible(model.can_go_back)
        self._correct.setVisible(model.can_correct)
        self._exigent.setVisible(model.can_state_exigency and model.stage is Stage.REPLY)
        self._close.setVisible(model.can_close)
        self._follow.setText(model.follow)
        self._follow_mark.setVisible(bool(model.follow))
        self._footer_box.setVisible(model.stage is not Stage.CLOSED)
        self._pages.setCurrentIndex(1)

    def _show_stage(self, model: PanelModel) -> None:
        wanted = self._stages[model.stage]
        place = (model.alert_id, model.stage, model.asked)
        moved = place != self._stage
        if moved and self.isAncestorOf(self.focusWidget() or self):
            # The key that was pressed may go with its stage, or will mean another item: Space on
            # it again, or on the next one in the window, is not what the officer means.
            self.setFocus()
        for view in dict.fromkeys(self._stages.values()):
            if view is not wanted and not view.isHidden():
                view.hide()
        wanted.show_model(model)
        wanted.show()
        if not moved:
            return
        # A stage of words takes the focus only where the officer's own act led to it.
        same_alert = self._stage is not None and self._stage[0] == model.alert_id
        self._stage = place
        if not same_alert:
            return
        wanted.entered()
