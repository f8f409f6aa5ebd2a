"""The thread on which requests go to the message switch and replies come back."""

from __future__ import annotations

import queue
import threading
import time
from typing import TypeVar

import structlog

from alpr_console.domain.alert import Alert
from alpr_console.domain.errors import ConsoleError, SwitchUnavailable
from alpr_console.domain.message_switch import SwitchState
from alpr_console.domain.switch_message import Delivery
from alpr_console.pipeline.backoff import Backoff
from alpr_console.source_ports import SecretStore
from alpr_console.switch_ports import SwitchLink
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.switch_clerk import SwitchClerk

log = structlog.get_logger(__name__)

LISTEN_S = 0.2
"""A connection is listened to this long before the next request is looked for, seconds."""

LOOK_S = 5.0
"""Whether replies are still awaited is looked at this often, seconds."""

FIRST_WAIT_S, MOST_WAIT_S = 1.0, 30.0
"""While a reply is awaited and the switch is out of reach: between tries, doubling."""

JOIN_LIMIT_S = 5.0

Job = tuple[str, str]
"""Ids of an alert and of its message."""


T = TypeVar("T")


def shown(desk: Desk, result: T) -> T | None:
    """What an act of the clerk ends with: an alert is told to the screen, but to nobody's.

    The console tells of every act that ends with an alert.
    """
    return None if isinstance(result, Alert) and desk.session is None else result


class SwitchTraffic:
    """From `start` to `stop`. It is connected while something is sent or a reply awaited.

    A request is tried once, at once, when the officer hands it over, and what became of it is on
    the alert; it never waits here for a better time.
    """

    def __init__(self, clerk: SwitchClerk, look_s: float = LOOK_S) -> None:
        self._clerk = clerk
        self._look_s = look_s
        self._backoff = Backoff(FIRST_WAIT_S, MOST_WAIT_S)
        self._asked: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._own: set[str] = set()
        """Messages that came in since the start."""
        self._link: SwitchLink | None = None
        self._settled = False
        """Whether the end of every message that came before is on record."""
        self._awaits = False
        self._next_look = 0.0
        self._next_try = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="message-switch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send_now(self, alert_id: str, message_id: str) -> None:
        """What became of it is put on the alert."""
        self._own.add(message_id)
        self._asked.put((alert_id, message_id))

    @property
    def state(self) -> SwitchState:
        """Any thread."""
        return self._clerk.state

    @property
    def secrets(self) -> SecretStore:
        """Where the secret of the switch is kept."""
        return self._clerk.secrets

    def stop(self) -> None:
        """Ask it to end. `join` waits for it."""
        self._stopping.set()
        self._asked.put(None)

    def join(self, timeout: float = JOIN_LIMIT_S) -> None:
        """Never on the thread that owns the store: this one may be waiting for that."""
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._turn()
            except Exception as error:
                # Console closing, store full, switch away: a later turn is as good as any.
                if isinstance(error, ConsoleError):
                    log.warning("switch_not_reached", reason=error.what)
                elif not self._stopping.is_set():
                    log.error("switch_turn_failed", exc_info=error)
                self._hang_up()
                self._next_try = time.monotonic() + self._backoff.next_wait()
                self._stopping.wait(LISTEN_S)
        self._hang_up()

    def _turn(self) -> None:
        if not self._settled:
            self._clerk.settle_left_over(self._own.__contains__)
            self._settled = True
        job = self._next_job()
        if self._stopping.is_set():
            return
        if job is not None:
            self._deliver(*job)
            self._next_look = 0.0
        now = time.monotonic()
        if now >= self._next_look:
            self._awaits = self._clerk.awaits()
            self._next_look = now + self._look_s
            if not self._awaits:
                self._hang_up()
        if not self._awaits:
            return
        if self._link is None and now >= self._next_try:
            self._link = self._clerk.connect()
            self._backoff.reset()
        if self._link is not None:
            self._listen(self._link)

    def _next_job(self) -> Job | None:
        """Waits only where there is nothing to listen to."""
        try:
            if self._link is not None:
                return self._asked.get_nowait()
            due = self._next_try if self._awaits else self._next_look
            wait = min(max(due - time.monotonic(), 0.0), self._look_s)
            return self._asked.get(timeout=max(wait, 0.01))
        except queue.Empty:
            return None

    def _deliver(self, alert_id: str, message_id: str) -> None:
        try:
            self._clerk_told(alert_id, message_id)
        except BaseException:
            # Nobody has put on record what became of it: the next turn does.
            self._own.discard(message_id)
            self._settled = False
            raise

    def _clerk_told(self, alert_id: str, message_id: str) -> None:
        outgoing = self._clerk.outgoing(alert_id, message_id)
        sent = False
        try:
            if self._link is not None:
                sent = True
                try:
                    answer = self._link.send(outgoing)
                except SwitchUnavailable:
                    # It may have been dead for a while: once more, under the same id.
                    self._hang_up()
            if self._link is None:
                self._link = self._clerk.connect()
                sent = True
                answer = self._link.send(outgoing)
        except ConsoleError as error:
            # From the first byte on nobody here knows how much of it arrived.
            outcome = Delivery.UNKNOWN if sent else Delivery.NOT_DELIVERED
            self._hang_up()
            self._clerk.not_delivered(alert_id, message_id, outcome, error.what)
            self._next_try = time.monotonic() + self._backoff.next_wait()
            return
        self._clerk.answered(alert_id, message_id, answer)

    def _listen(self, link: SwitchLink) -> None:
        try:
            incoming = link.receive(LISTEN_S)
            while incoming is not None:
                # On record first: one that is acknowledged never comes again.
                self._clerk.take_in(incoming)
                link.acknowledge(incoming.reply_id)
                self._next_look = 0.0
                incoming = link.receive(0.0)
        except SwitchUnavailable as error:
            self._clerk.failed(error)
            raise

    def _hang_up(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.close()
