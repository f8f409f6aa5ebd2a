"""A vehicle that patrols and sends until it is killed; started by test_transfer_breaks.

    python -m tests.faults.transfer_worker

Each line read, JSON of a store's folder and the storage, forks a worker: its process id is
written out, then 'batch' each time the department has committed and it is to be marked.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import psycopg  # noqa: F401 (imported beforehand)

from alpr_console.adapters.department_store.intake import open_department
from alpr_console.department_ports import Department
from alpr_console.domain.transfer import DepartmentStorage, Parcel, Receipt
from tests.fakes.transfer_vehicle import Vehicle


class _Telling:
    """Says that a batch is committed there, when it is not marked here yet."""

    def __init__(self, department: Department) -> None:
        self._department = department
        self.last_audit = department.last_audit
        self.close = department.close

    def take_in(self, parcels: Sequence[Parcel]) -> list[Receipt]:
        receipts = self._department.take_in(parcels)
        os.write(1, b"batch\n")
        return receipts


def work(folder: Path, storage: DepartmentStorage) -> None:
    vehicle = Vehicle(folder)
    vehicle.set_storage(storage)
    sender = vehicle.sender(lambda to, secret: _Telling(open_department(to, secret)))
    while True:
        vehicle.patrol(9)
        sender.send()


def main() -> None:
    for line in sys.stdin:
        told = json.loads(line)
        values = {**told["storage"], "at": datetime.fromisoformat(told["storage"]["at"])}
        pid = os.fork()
        if pid == 0:
            os.write(1, f"pid {os.getpid()}\n".encode())
            work(Path(told["folder"]), DepartmentStorage(**values))
        _, status = os.waitpid(pid, 0)
        os.write(1, f"ended {os.waitstatus_to_exitcode(status)}\n".encode())


if __name__ == "__main__":
    main()
