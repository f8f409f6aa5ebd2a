"""The alert panel without Qt: which alert is on screen, its draft, and each act on it.

Every act goes to the desk and comes back as the alert's next state or as a refusal, which
is shown in place. Nothing typed is lost by either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from alpr_console.domain.alert import Alert, AlertState
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import ConfirmationWay, Outcome, Reply, Urgency
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.hotlist import Priority
from alpr_console.domain.notices import notice_for
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.read import PlateRead
from alpr_console.workflow.confirmation_desk import Offers
from alpr_console.workflow.desk import Desk
from ui import strings, strings_switch
from ui.alert_panel.course import panel_model, stage_of
from ui.alert_panel.model import Draft, PanelModel, QueueModel, Sights, Stage
from ui.alert_panel.phrases import prefill
from ui.alert_panel.queue import AlertQueue
from ui.asking import Ask, Now

TEXT_FIELDS = (
    "reason", "from_whom", "reply_note", "facts", "basis", "effort", "number", "note",
)  # fmt: skip


class Clipboard(Protocol):
    """Where a request is put for the MDC."""

    def put(self, text: str) -> None: ...

    def take_back(self) -> None:
        """Where nothing else is there by now."""
        ...


class AlertPanelPresenter:
    """Renders through `show_alert` (None: no alert on screen) and `show_queue`."""

    def __init__(
        self,
        ask: Ask,
        policy: AgencyPolicy,
        now: Now,
        show_alert: Callable[[PanelModel | None], None],
        show_queue: Callable[[QueueModel], None],
        clipboard: Clipboard,
    ) -> None:
        self._clipboard = clipboard
        self._offers: Offers | None = None
        """What there is for the person signed in."""
        self._ask = ask
        self._policy = policy
        self._now = now
        self._show_alert = show_alert
        self._show_queue = show_queue
        self._queue = AlertQueue()
        self._drafts: dict[str, Draft] = {}
        self._newer: dict[str, PlateRead] = {}
        """Corrections of reads that have an alert, by read id: sharper pictures mostly."""
        self._sights: dict[str, Sights] = {}
        """By alert id, of vehicles seen again."""
        self._busy: str | None = None
        """Alert whose act is under way; a second press does nothing until it is done."""
        self.last_closed = ""

    # -- what comes from the console -------------------------------------------------------

    def alert_raised(self, alert: Alert) -> None:
        """Queue the alert; on screen at once only where no other is."""
        self._queue.put(alert)
        prefill(alert, self._draft(alert))
        if self._queue.current is None:
            self._queue.take_next()
        self.render()
        self.alert_repeated(alert.alert_id)
        if self._offers is None:
            self._ask(lambda desk: desk.confirmation.offers(), self._offered, lambda _error: None)

    def alert_repeated(self, alert_id: str) -> None:
        """Its vehicle may have been seen again: ask how often, and where it was last."""

        def found(sights: Sights | None) -> None:
            if sights is not None:
                self._sights[alert_id] = sights
                self.render()

        self._ask(lambda desk: sights_of(desk, alert_id), found, lambda _error: None)

    def _offered(self, offers: Offers) -> None:
        self._offers = offers
        self.render()

    def alert_changed(self, alert: Alert) -> None:
        self._queue.put(alert)
        prefill(alert, self._draft(alert))
        self.render()

    def read_corrected(self, read: PlateRead) -> None:
        """Later frames of a vehicle pass: where it has an alert, show their picture."""
        if read.revision > 0 and self._queue.has_read(read.read_id):
            self._newer[read.read_id] = read
            self.render()

    def forget(self) -> None:
        """Nobody is signed in: no alert and no draft stays in memory."""
        self._queue.clear()
        self._drafts.clear()
        self._newer.clear()
        self._sights.clear()
        self._busy = None
        self._offers = None
        self._clipboard.take_back()
        self.last_closed = ""
        self.render()

    def render(self) -> None:
        """Show everything again; also called every second for the running clock."""
        alert = self._queue.current
        self._show_alert(None if alert is None else self._model(alert))
        self._show_queue(self._queue.model())

    @property
    def alert(self) -> Alert | None:
        return self._queue.current

    @property
    def waiting(self) -> int:
        return len(self._queue.waiting)

    # -- moving about ----------------------------------------------------------------------

    def next_alert(self) -> None:
        """Put the next alert on screen; the draft of this one is kept."""
        before = self._queue.current
        self._queue.take_next()
        if before is not None and not before.is_open and self._queue.current is not before:
            self._drafts.pop(before.alert_id, None)
        self.render()

    def take(self, alert_id: str) -> None:
        """Put one of the open alerts on screen; the draft of the other is kept."""
        self._queue.take(alert_id)
        self.render()

    def worst(self) -> tuple[PanelModel | None, Priority | None, int]:
        """The worst open alert as the panel would show it, its priority, how many others wait."""
        alert = self._queue.worst
        if alert is None:
            return None, None, 0
        return self._model(alert), alert.hit.entry.category.priority, len(self._queue) - 1

    def open_aside(self, stage: Stage) -> None:
        """Turn to the facts of an exigency, or to closing without a stop."""
        alert = self._queue.current
        if alert is not None:
            draft = self._draft(alert)
            draft.aside, draft.refusal, draft.outcome = stage, "", None
            self.render()

    def back(self) -> None:
        """Return from an aside; else take the last answer back."""
        alert = self._queue.current
        if alert is None:
            return
        draft = self._draft(alert)
        if draft.aside is not None:
            draft.aside, draft.refusal = None, ""
            self.render()
        elif self._model(alert).can_go_back:
            self._act(alert, lambda desk: desk.take_back_answer(alert.alert_id))

    def edit(self, name: str, text: str) -> None:
        """Keep what was typed into one of `TEXT_FIELDS`."""
        alert = self._queue.current
        if alert is not None and name in TEXT_FIELDS:
            setattr(self._draft(alert), name, text)

    def pick_way(self, way: ConfirmationWay) -> None:
        self._pick(lambda draft: setattr(draft, "way", way))

    def pick_urgency(self, urgency: Urgency) -> None:
        self._pick(lambda draft: setattr(draft, "urgency", urgency))

    def pick_outcome(self, outcome: Outcome) -> None:
        self._pick(lambda draft: setattr(draft, "outcome", outcome))

    # -- acts ------------------------------------------------------------------------------

    def answer(self, verdict: Verdict) -> None:
        """Answer the item asked; 'identical' on a conflict asks for the reason first."""
        alert = self._queue.current
        item = alert.next_item if alert is not None else None
        if alert is None or item is None:
            return
        draft = self._draft(alert)
        reason = draft.reason if verdict is Verdict.IDENTICAL and item.needs_reason else ""
        if verdict is Verdict.IDENTICAL and item.needs_reason and draft.aside is not Stage.REASON:
            draft.aside, draft.refusal = Stage.REASON, ""
            self.render()
            return
        kind = item.kind
        self._act(
            alert,
            lambda desk: desk.answer_item(alert.alert_id, kind, verdict, reason),
            clears=("reason",),
        )

    def send_request(self) -> None:
        alert = self._queue.current
        if alert is None:
            return
        draft = self._draft(alert)
        last = alert.requests[-1] if alert.requests else None
        way = last.way if last is not None else draft.way
        urgency = last.urgency if last is not None else draft.urgency
        if way is None:
            self._refuse(alert, strings.WAY_NEEDED)
            return
        if way is ConfirmationWay.SWITCH:
            self.send_by_switch()
            return
        chosen = way
        self._act(alert, lambda desk: desk.request_confirmation(alert.alert_id, chosen, urgency))

    def ask_by(self, way: ConfirmationWay) -> None:
        """The next request another way than the switch's, as urgent as the one before."""
        alert = self._queue.current
        if alert is not None and alert.requests:
            urgency = alert.requests[-1].urgency
            self._act(alert, lambda desk: desk.request_confirmation(alert.alert_id, way, urgency))

    def send_by_switch(self) -> None:
        alert = self._queue.current
        if alert is not None:
            urgency = self._draft(alert).urgency
            self._act(alert, lambda desk: desk.confirmation.send(alert.alert_id, urgency))

    def accept_received(self) -> None:
        """Put the reply on record as it was received."""
        alert = self._queue.current
        reply = alert.received if alert is not None else None
        if alert is not None and reply is not None:
            reply_id = reply.reply_id
            self._act(
                alert,
                lambda desk: desk.confirmation.accept(alert.alert_id, reply_id),
                clears=("reply_note",),
            )

    def copy_request(self) -> None:
        """Put the request on the clipboard once that is on record."""
        alert = self._queue.current
        if alert is not None:
            urgency = self._draft(alert).urgency

            def copied(text: str) -> None:
                self._clipboard.put(text)
                self._tell(alert, strings_switch.COPIED)

            self._ask(
                lambda desk: desk.confirmation.copy(alert.alert_id, urgency), copied,
                lambda error: self._refuse(alert, str(error)),
            )  # fmt: skip

    def read_request_out(self) -> None:
        alert = self._queue.current
        if alert is not None:
            urgency = self._draft(alert).urgency
            self._ask(
                lambda desk: desk.confirmation.read_out(alert.alert_id, urgency),
                lambda _none: self._tell(alert, strings_switch.BEING_READ),
                lambda error: self._refuse(alert, str(error)),
            )

    def record_reply(self, reply: Reply) -> None:
        alert = self._queue.current
        if alert is not None:
            draft = self._draft(alert)
            from_whom, note = draft.from_whom, draft.reply_note
            self._act(
                alert,
                lambda desk: desk.record_reply(alert.alert_id, reply, from_whom, note),
                clears=("reply_note",),
            )

    def state_exigency(self) -> None:
        alert = self._queue.current
        if alert is not None:
            facts = self._draft(alert).facts
            self._act(alert, lambda desk: desk.state_exigency(alert.alert_id, facts))

    def state_basis(self) -> None:
        alert = self._queue.current
        if alert is not None:
            draft = self._draft(alert)
            basis, effort = draft.basis, draft.effort
            self._act(alert, lambda desk: desk.state_basis(alert.alert_id, basis, effort))

    def record_disposition(self) -> None:
        alert = self._queue.current
        if alert is None:
            return
        draft = self._draft(alert)
        outcome, number, note = draft.outcome, draft.number, draft.note
        if outcome is None:
            self._refuse(alert, strings.OUTCOME_NEEDED)
            return
        chosen = outcome
        self._act(alert, lambda desk: desk.record_disposition(alert.alert_id, chosen, number, note))

    # -- inside ----------------------------------------------------------------------------

    def _act(
        self, alert: Alert, act: Callable[[Desk], Alert], clears: tuple[str, ...] = ()
    ) -> None:
        if self._busy is not None:
            return
        self._busy = alert.alert_id

        def done(changed: Alert) -> None:
            self._busy = None
            draft = self._draft(changed)
            draft.aside, draft.refusal, draft.outcome, draft.told = None, "", None, ""
            for name in clears:
                setattr(draft, name, "")
            if changed.state is AlertState.CLOSED and changed.disposition is not None:
                self.last_closed = changed.disposition.outcome.label
            self.alert_changed(changed)

        def refused(error: ConsoleError) -> None:
            self._busy = None
            self._refuse(alert, str(error))

        self.render()
        self._ask(act, done, refused)

    def _refuse(self, alert: Alert, words: str) -> None:
        self._draft(alert).refusal = words
        self.render()

    def _tell(self, alert: Alert, words: str) -> None:
        draft = self._draft(alert)
        draft.told, draft.refusal = words, ""
        self.render()

    def _pick(self, change: Callable[[Draft], None]) -> None:
        alert = self._queue.current
        if alert is not None:
            draft = self._draft(alert)
            change(draft)
            draft.refusal = draft.told = ""
            self.render()

    def _draft(self, alert: Alert) -> Draft:
        return self._drafts.setdefault(alert.alert_id, Draft())

    def _model(self, alert: Alert) -> PanelModel:
        waiting = self._queue.waiting
        words = ""
        if waiting:
            words = strings.NEXT_LINE.format(worst=notice_for(waiting[0].hit.entry.category).text)
        return panel_model(
            alert, self._draft(alert), self._policy, self._now(),
            busy=self._busy == alert.alert_id, next_line=words,
            newer=self._newer.get(alert.hit.read.read_id),
            sights=self._sights.get(alert.alert_id), offers=self._offers,
        )  # fmt: skip

    def stage(self) -> Stage | None:
        """The question on screen; None without an alert."""
        alert = self._queue.current
        return None if alert is None else stage_of(alert, self._draft(alert))


def sights_of(desk: Desk, alert_id: str) -> Sights | None:
    """None where the vehicle was not seen again."""
    repeats = desk.reads.repeats(alert_id)
    if not repeats:
        return None
    last = repeats[-1]
    try:
        place = desk.reads.read(last.read_id).position
    except KeyError:  # the read has left the store
        place = None
    return Sights(len(repeats) + 1, last.at, place)
