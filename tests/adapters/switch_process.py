"""`alpr-console switch simulate` as a process of its own, on loopback."""

from __future__ import annotations

import json
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alpr_console.domain.message_switch import MessageSwitch

SECRET = "a shared secret of some length"
ORI = "CA0370900"
LIMIT_S = 20

TABLE = """
[[answer]]
plate = "7ABC123"
does = "confirmed"
name = "Harbor Records"
text = "YR CONFIRMED LIC/{lic} OCA/{oca}"
[[answer]]
plate = "1YES111"
does = "confirmed"
name = "Harbor Records"
text = "YR CONFIRMED LIC/{lic} OCA/{oca}"
[[answer]]
plate = "1NOT111"
does = "not_confirmed"
text = "YR NOT CONFIRMED"
[[answer]]
plate = "1INP111"
does = "in_process"
minutes = 2
text = "YR IN PROCESS"
[[answer]]
plate = "1TXT111"
does = "text"
text = "SEE CASE FILE\\nCALL BACK"
[[answer]]
plate = "1SIL111"
does = "silence"
[[answer]]
plate = "1DEA111"
does = "deaf"
[[answer]]
plate = "1GAR111"
does = "garbage"
[[answer]]
plate = "1CUT111"
does = "cut"
[[answer]]
plate = "1AFT111"
does = "cut_after"
[[answer]]
plate = "1TWI111"
does = "twice"
[[answer]]
plate = "1GRR111"
does = "garbled_reply"
[[answer]]
plate = "1REJ111"
does = "reject"
reason = "ORI not served"
[[answer]]
plate = "1LAT111"
does = "confirmed"
after_s = 1.5
name = "Late Records"
[[answer]]
plate = "*"
does = "confirmed"
"""


class SwitchProcess:
    def __init__(self, folder: Path, port: int = 0, *options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        table = folder / "table.toml"
        table.write_text(TABLE)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "alpr_console", "switch", "simulate", "--folder", str(folder),
             "--port", str(port), "--table", str(table), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self._process.stdin is not None
        self._process.stdin.write(SECRET + "\n")
        self._process.stdin.flush()
        self._told: queue.SimpleQueue[dict[str, object]] = queue.SimpleQueue()
        self.events: list[dict[str, object]] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = int(str(self.wait_for("listening")["port"]))

    @property
    def ca(self) -> str:
        return (self.folder / "ca.pem").read_text()

    def switch(
        self, device: str = "4-adam", ca: str = "", host: str = "127.0.0.1"
    ) -> MessageSwitch:
        at = datetime(2026, 11, 22, tzinfo=UTC)
        return MessageSwitch(f"127.0.0.1:{self.port}", device, ca or self.ca, ORI, "chief", at)

    def wait_for(self, event: str) -> dict[str, object]:
        """The next of that kind; those before it are in `events`."""
        while True:
            told = self._told.get(timeout=LIMIT_S)
            self.events.append(told)
            if told["event"] == event:
                return told

    def heard(self, event: str) -> list[dict[str, object]]:
        """All of that kind so far."""
        while not self._told.empty():
            self.events.append(self._told.get())
        return [one for one in self.events if one["event"] == event]

    def pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join(LIMIT_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._told.put(json.loads(line))


@pytest.fixture(scope="module")
def switch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SwitchProcess]:
    made = SwitchProcess(tmp_path_factory.mktemp("switch"), 0, "--device", "7-boy")
    yield made
    made.kill()
