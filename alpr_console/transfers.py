"""The thread on which records move to the department's storage."""

from __future__ import annotations

import queue
import threading

import structlog

from alpr_console.domain.audit import SYSTEM
from alpr_console.domain.errors import ConsoleError
from alpr_console.domain.transfer import TransferState
from alpr_console.pipeline.backoff import Backoff
from alpr_console.source_ports import SecretStore
from alpr_console.workflow.send_records import RecordSender

log = structlog.get_logger(__name__)

LOOK_S = 15.0
"""What waits is looked at this often, seconds: a read is at the department half a minute after."""

FIRST_WAIT_S, MOST_WAIT_S = 5.0, 600.0
"""After a try that failed: between these, doubling."""

JOIN_LIMIT_S = 5.0
"""A batch under way is left to its daemon thread: it arrives whole or not at all."""


class TransferThread:
    """Sends what waits, from `start` to `stop`; the sender asks `stopping` between batches."""

    def __init__(
        self, sender: RecordSender, stopping: threading.Event, look_s: float = LOOK_S
    ) -> None:
        self._sender = sender
        self._stopping = stopping
        self._look_s = look_s
        self._backoff = Backoff(FIRST_WAIT_S, MOST_WAIT_S)
        self._asked: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="transfer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send_now(self, who: str) -> None:
        """Try at once, whatever waits; how it went is in `state` and in the log."""
        self._asked.put(who)

    @property
    def state(self) -> TransferState:
        """Any thread."""
        return self._sender.state

    @property
    def secrets(self) -> SecretStore:
        """Where the password of the storage is kept."""
        return self._sender.secrets

    def stop(self) -> None:
        """Ask it to end, after the batch under way. `join` waits for it."""
        self._stopping.set()
        self._asked.put(SYSTEM)

    def join(self, timeout: float = JOIN_LIMIT_S) -> None:
        """Never on the thread that owns the store: a run may be waiting for that one."""
        if self._thread.ident is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        who = SYSTEM
        while not self._stopping.is_set():
            wait = self._look_s if self._send(who) else self._backoff.next_wait()
            try:
                who = self._asked.get(timeout=wait)
            except queue.Empty:
                who = SYSTEM

    def _send(self, who: str) -> bool:
        """Whether it went well."""
        try:
            self._sender.send(who)
        except ConsoleError as error:
            log.warning("records_not_sent", reason=error.what)
            return False
        except Exception as error:
            if not self._stopping.is_set():
                log.error("records_not_sent", exc_info=error)
            return False
        self._backoff.reset()
        return True
