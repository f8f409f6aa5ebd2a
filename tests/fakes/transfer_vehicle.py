"""A vehicle with a real encrypted store whose records go to a real department storage.

vehicle = Vehicle(folder, server.storage(database))
vehicle.patrol(20)
vehicle.sender().send("admin")
assert_arrived(vehicle, server, database)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from alpr_console.adapters.department_store.check import DeviceFound, check_copy
from alpr_console.adapters.department_store.connection import connect
from alpr_console.adapters.department_store.intake import open_department
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.storage.store import Store
from alpr_console.audit.chain import entry_text
from alpr_console.audit.digest import ALERT_DIGEST, text_of
from alpr_console.department_ports import DepartmentOpener
from alpr_console.domain.alert import Alert
from alpr_console.domain.checklist import Verdict
from alpr_console.domain.disposition import Outcome
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.domain.transfer import IDLE, DepartmentStorage
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.send_records import RecordSender
from tests.adapters.postgres_server import PASSWORD, READER, PostgresServer, rows_of
from tests.fakes import shift
from tests.fakes.memory_shelf import MemoryShelf
from tests.fakes.shift import StandingClock, listed, match_of, read_of, session_of

KEY = bytes(range(32))

Record = tuple[str, str, int]


class Courier:
    """Of a desk from which nothing is sent by itself."""

    state = IDLE

    def __init__(self, secrets: SessionKeyStore) -> None:
        self.secrets = secrets
        self.asked: list[str] = []

    def send_now(self, who: str) -> None:
        self.asked.append(who)


class Vehicle:
    def __init__(
        self,
        folder: Path,
        storage: DepartmentStorage | None = None,
        policy: AgencyPolicy | None = None,
    ) -> None:
        """`storage` is set as an administrator would, with its password in the keyring."""
        self.clock = StandingClock()
        self.policy = policy or shift.policy()
        self.store = Store.open(folder / "vehicle.db", KEY, "4-Adam-12", self.clock)
        self.desk = Desk(
            self.store.unit_of_work, MemoryShelf(), self.clock, self.policy, "4-Adam-12"
        )
        self.secrets = SessionKeyStore()
        self.desk.transfer.courier = Courier(self.secrets)
        self.desk.session = session_of(Role.ADMINISTRATOR)
        self.passes = 0
        if storage is not None:
            self.set_storage(storage)

    def set_storage(self, storage: DepartmentStorage) -> None:
        self.desk.transfer.set_storage(
            storage.address, storage.database, storage.user, storage.device, storage.ca
        )
        if not storage.is_socket:
            self.desk.transfer.keep_secret(PASSWORD)

    def sender(
        self,
        opener: DepartmentOpener = open_department,
        stopped: Callable[[], bool] = lambda: False,
    ) -> RecordSender:
        return RecordSender(
            self.store.unit_of_work, self.clock, self.policy, opener, self.secrets,
            stopped=stopped,
        )  # fmt: skip

    def patrol(self, passes: int, picture: int = 300) -> list[Alert]:
        """Reads, some corrected, and alerts in every state of their course."""
        alerts = []
        for _ in range(passes):
            self.passes += 1
            self.clock.go_on(seconds=3)
            read = replace(
                read_of(f"7ABC{self.passes % 1000:03}"),
                at=self.clock.now(),
                crop_jpeg=b"c" * picture + str(self.passes).encode(),
                context_jpeg=b"x" * picture + str(self.passes).encode(),
            )
            self.desk.keep_read(read)
            if self.passes % 3 == 0:
                self.desk.keep_read(replace(read, revision=1, frames=read.frames + 4))
            if self.passes % 4 == 0:
                alerts.append(self.raise_alert(steps=self.passes // 4 % 3))
        return alerts

    def raise_alert(self, steps: int = 0) -> Alert:
        """An alert that has gone `steps` steps; the second closes it."""
        read = replace(read_of(), at=self.clock.now())
        alert = self.desk.raise_alert(read, match_of(read, listed()))
        if steps > 0:
            item = alert.next_item
            assert item is not None
            alert = self.desk.answer_item(alert.alert_id, item.kind, Verdict.DIFFERENT)
        return self.close_alert(alert) if steps > 1 else alert

    def close_alert(self, alert: Alert) -> Alert:
        return self.desk.record_disposition(alert.alert_id, Outcome.MISREAD)

    def records(self) -> dict[Record, str]:
        """What ought to stand at the department: the text of each, alerts in their newest state."""
        with self.store.unit_of_work() as work:
            entries = list(work.audit.entries())
            steps = {
                one.record.subject: one.sequence
                for one in entries
                if ALERT_DIGEST in one.record.details
            }
            found = {("audit", str(one.sequence), one.sequence): entry_text(one)
                     for one in entries}  # fmt: skip
            for alert_id, step in steps.items():
                found["alert", alert_id, step] = text_of(work.alerts.get(alert_id))
            rows = work.reads._connection.exec_driver_sql("SELECT read_id, revision FROM reads")
            for read_id, revision in rows.fetchall():
                read = work.reads.revision(read_id, revision)
                found["read", read_id, revision] = text_of(read)
        return found

    def waiting(self) -> int:
        with self.store.unit_of_work() as work:
            return sum(work.transfer.count_waiting().values())

    def actions(self) -> list[str]:
        with self.store.unit_of_work() as work:
            return [entry.record.action for entry in work.audit.entries()]

    def head(self) -> str:
        with self.store.unit_of_work() as work:
            return list(work.audit.entries())[-1].hash


def copy_of(
    server: PostgresServer, database: str, device: str = "4-adam"
) -> dict[Record, tuple[str, str]]:
    """What stands at the department: text and digest, by kind, id and revision."""
    rows = rows_of(
        server, database,
        "SELECT kind, id, revision, body, digest FROM alpr.records WHERE device = %s", (device,),
    )  # fmt: skip
    return {(str(k), str(i), int(str(r))): (str(b), str(d)) for k, i, r, b, d in rows}


def checked(server: PostgresServer, database: str, device: str = "4-adam") -> DeviceFound:
    """What the department finds when it verifies its copy; no fault may be among it."""
    # As a reader may, who owns nothing.
    with connect(server.storage(database, READER), PASSWORD) as connection:
        (found,) = (one for one in check_copy(connection) if one.device == device)
    assert found.faults == ()
    return found


def assert_arrived(vehicle: Vehicle, server: PostgresServer, database: str) -> None:
    """Every record once, bit for bit, the chain whole up to the vehicle's own head."""
    expected, there = vehicle.records(), copy_of(server, database)
    missing = {key for key in expected if key not in there}
    assert missing == set()
    for key, text in expected.items():
        assert there[key] == (text, hashlib.sha256(text.encode()).hexdigest())
    # More may stand there in one way alone: an alert in a state that it has left since.
    assert {key[0] for key in there if key not in expected} <= {"alert"}
    found = checked(server, database)
    assert found.head == vehicle.head()
    assert (found.unvouched, found.differing) == (0, 0)
    pictures = rows_of(server, database, "SELECT id, revision, name, jpeg FROM alpr.pictures")
    reads = {key: json.loads(text) for key, text in expected.items() if key[0] == "read"}
    assert len(pictures) == 2 * len(reads)
    for read_id, revision, name, jpeg in pictures:
        assert isinstance(jpeg, bytes)
        kept = reads["read", str(read_id), int(str(revision))][f"{name}_jpeg"]
        assert hashlib.sha256(jpeg).hexdigest() == kept
    assert vehicle.waiting() == 0
