"""A desk with records in a real store, and exports made from it on the calling thread."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alpr_console import locations
from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import AuditRecord
from alpr_console.domain.operator import Role
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.evidence_exports import Exported, export_here
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_evidence import ExportAsked
from tests.fakes.example_course import example_course, example_read
from tests.fakes.shift import StandingClock, session_of

VERIFIER = locations.resources_dir() / "evidence" / "verify.py"


@dataclass
class Exporting:
    desk: Desk
    store: Store
    clock: StandingClock
    medium: Path

    def asked(self, **changed: Any) -> ExportAsked:
        values: dict[str, Any] = {
            "medium": self.medium,
            "case_number": "26-11423",
            "purpose": "Discovery in People v. Doe",
            "alert_ids": ("alert-1",),
            "read_ids": ("read-alone",),
        }
        return ExportAsked(**{**values, **changed})

    def do(self, act: Callable[[Desk], Any]) -> Any:
        return act(self.desk)

    def export(self, **changed: Any) -> Exported:
        return export_here(self.do, self.asked(**changed))

    def log(self, *actions: str) -> list[AuditRecord]:
        with self.store.unit_of_work() as work:
            return [e.record for e in work.audit.entries() if e.record.action in actions]


def exporting(
    store: Store, clock: StandingClock, folder: Path, policy: AgencyPolicy, role: Role
) -> Exporting:
    """`role` signed in; alert-1 with its whole course and read-alone in the store."""
    shelf = FolderShelf(folder / "shelf", bytes(32))
    desk = Desk(
        store.unit_of_work, shelf, clock, policy, "4-Adam-12",
        signer=KeyringSigner(SessionKeyStore()),
    )  # fmt: skip
    desk.session = session_of(role)
    medium = folder / "medium"
    medium.mkdir()
    with store.unit_of_work() as work:
        for alert in example_course():
            work.alerts.save(alert)
            work.audit.append(AuditRecord("alert.step", "pdoe", "done", alert.alert_id))
        work.reads.save(example_read("read-alone", "6XYZ987"))
    return Exporting(desk, store, clock, medium)


def verified(folders: Sequence[Path], *options: str) -> tuple[int, str]:
    """Exit code and output of the stand-alone verifier, run without any installed package."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(VERIFIER), *map(str, folders), *options],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout
