"""An outside agency reads the log and takes away an export that it can verify by itself."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alpr_console.adapters.keyring.session_keyring import SessionKeyStore
from alpr_console.adapters.keyring.signing_key import KeyringSigner
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.audit import LogFilter
from alpr_console.domain.errors import EvidenceRefused, PermissionRefused
from alpr_console.domain.operator import Role
from alpr_console.domain.session import Session
from alpr_console.workflow.desk import Desk
from alpr_console.workflow.export_log import LogExport
from tests.fakes.profiles import BY_NUMBER, NUMBERS
from tests.fakes.shift import StandingClock, listed, match_of, read_of, session_of


@pytest.fixture(params=NUMBERS)
def desk(
    request: pytest.FixtureRequest, store: Store, shelf: FolderShelf, clock: StandingClock
) -> Desk:
    """With some work on record, and the auditor signed in."""
    desk = Desk(
        store.unit_of_work, shelf, clock, BY_NUMBER[request.param], "4-Adam-12",
        signer=KeyringSigner(SessionKeyStore()),
    )  # fmt: skip
    desk.session = session_of(Role.OPERATOR)
    for text in ("7ABC123", "7ABC124"):
        read = read_of(text)
        desk.raise_alert(read, match_of(read, listed(text)))
    desk.open_alerts()
    desk.session = session_of(Role.AUDITOR)
    return desk


def verified(folder: Path) -> subprocess.CompletedProcess[str]:
    """As an auditor with nothing but Python runs it."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def exported(desk: Desk, medium: Path) -> LogExport:
    medium.mkdir(exist_ok=True)
    return desk.log.export(medium, "Annual audit by another agency")


@pytest.mark.requirement("AUD-4")
def test_that_the_export_holds_the_whole_log_and_verifies_itself(
    desk: Desk, store: Store, tmp_path: Path
) -> None:
    made = exported(desk, tmp_path / "stick")
    done = verified(made.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert made.fingerprint in done.stdout
    entries = json.loads((made.folder / "audit.json").read_text("utf-8"))["entries"]
    with store.unit_of_work() as work:
        kept = list(work.audit.entries())
    assert [one["hash"] for one in entries] == [entry.hash for entry in kept]
    assert kept[-1].record.action == "log.exported"


@pytest.mark.requirement("AUD-4")
def test_that_an_auditor_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    assert [e.record.action for e in desk.log.page(LogFilter(action="alert."))] == [
        "alert.raised", "alert.raised",
    ]  # fmt: skip
    for act in (
        desk.open_alerts, lambda: desk.latest_reads(1), desk.oversight.draw, desk.people.accounts,
        desk.keeping.holds, desk.keeping.purge_now, lambda: desk.policies.sign("x"),
        lambda: desk.oversight.due(),
    ):  # fmt: skip
        with pytest.raises(PermissionRefused):
            act()


@pytest.mark.requirement("AUD-4")
def test_that_reading_and_verifying_the_log_are_on_record_themselves(
    desk: Desk, store: Store
) -> None:
    desk.log.page(LogFilter(who="operator"))
    desk.log.verify()
    with store.unit_of_work() as work:
        read, checked = list(work.audit.entries())[-2:]
    assert (read.record.action, read.record.details["asked_who"]) == ("log.read", "operator")
    assert (checked.record.action, checked.record.outcome) == ("log.verified", "done")


def test_that_every_random_edit_of_an_export_is_found(
    store: Store, shelf: FolderShelf, clock: StandingClock, tmp_path: Path
) -> None:
    desk = Desk(
        store.unit_of_work, shelf, clock, BY_NUMBER["462"], "4-Adam-12",
        signer=KeyringSigner(SessionKeyStore()),
    )  # fmt: skip
    desk.session = session_of(Role.AUDITOR)
    made = exported(desk, tmp_path / "stick")
    verifier = tmp_path / "verify.py"
    shutil.copy(made.folder / "verify.py", verifier)
    draw = random.Random(3)
    for number in range(40):
        copy = tmp_path / f"copy-{number}"
        shutil.copytree(made.folder, copy)
        file = draw.choice(sorted(copy.iterdir()))
        match number % 4:
            case 0:
                file.unlink()
            case 1:
                (copy / "more.txt").write_text("x")
            case _:
                content = bytearray(file.read_bytes())
                content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
                file.write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(verifier), str(copy)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1, (number, file.name, done.stdout, done.stderr)


def test_that_an_entry_left_out_is_found_even_with_a_new_signature(
    desk: Desk, tmp_path: Path
) -> None:
    made = exported(desk, tmp_path / "stick")
    path = made.folder / "audit.json"
    content = json.loads(path.read_text("utf-8"))
    del content["entries"][1]
    path.write_text(json.dumps(content), "utf-8")
    assert "audit entry 2: missing" in verified(made.folder).stdout


def test_that_only_auditor_and_administrator_take_the_log_away(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(EvidenceRefused, match="purpose"):
        desk.log.export(tmp_path, " ")
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.TRAINER, Role.CUSTODIAN):
        desk.session = other(role)
        with pytest.raises(PermissionRefused):
            desk.log.export(tmp_path, "Curiosity")
        with pytest.raises(PermissionRefused):
            desk.log.page(LogFilter())
    assert not list(tmp_path.glob("audit-log*"))


def other(role: Role) -> Session:
    return session_of(role)
