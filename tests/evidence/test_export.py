"""Exports: what is in them, on record, whole or not there (RET-2)."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from alpr_console import __version__, locations
from alpr_console.adapters.storage.list_shelf import FolderShelf
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.correction import ReadCorrection
from alpr_console.domain.errors import (
    EvidenceRefused,
    ExportCancelled,
    IllegalTransition,
    KeyringUnavailable,
    PermissionRefused,
)
from alpr_console.domain.evidence import EvidenceExport, ExportState, ExportStep
from alpr_console.domain.operator import Role
from alpr_console.evidence_exports import export_here
from alpr_console.policy.profile import load_policy
from alpr_console.workflow.desk import Desk
from tests.fakes.example_course import example_course, example_read
from tests.fakes.exporting import Exporting, exporting, verified
from tests.fakes.shift import START, StandingClock, policy, session_of

AGENCIES = {
    path.stem.rsplit("-", 1)[1]: load_policy(path)
    for path in sorted((locations.resources_dir() / "policies").glob("*-*.toml"))
}
BOUND = {n: p for n, p in AGENCIES.items() if p.retention.evidence.section}


@pytest.mark.requirement("RET-2")
def test_that_the_export_is_asked_for_by_the_sections_that_say_so() -> None:
    assert {"427", "430", "462", "470"} <= set(BOUND)
    assert all(p.retention.evidence.section.startswith(n) for n, p in BOUND.items())


@pytest.mark.requirement("RET-2")
@pytest.mark.parametrize("number", sorted(BOUND))
def test_that_held_data_leave_with_sums_and_a_custody_sheet_and_on_record(
    number: str, tmp_path: Path
) -> None:
    rules, clock = BOUND[number], StandingClock()
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        bench = exporting(store, clock, tmp_path, rules, Role.CUSTODIAN)
        done = bench.export()
        section = rules.retention.evidence.section
        (ended,) = bench.log("evidence.exported")
    assert ended.outcome == "done"
    assert ended.purpose == "Discovery in People v. Doe"
    raw = (done.folder / "manifest.json").read_bytes()
    assert ended.details["manifest_sha256"] == hashlib.sha256(raw).hexdigest()
    assert ended.details["section"] == section
    manifest = json.loads(raw)
    assert manifest["policy"] == {
        "title": rules.title, "version": rules.version, "sha256": rules.sha256,
    }  # fmt: skip
    assert verified([done.folder])[0] == 0
    for file in manifest["files"]:
        content = (done.folder / file["path"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (
            file["sha256"],
            file["size"],
        )
    sheet = "".join(p.extract_text() for p in pypdf.PdfReader(done.folder / "custody.pdf").pages)
    flat = "".join(sheet.split())
    assert f"(§{section})" in flat
    assert "26-11423" in flat
    pictures = [f for f in manifest["files"] if f["path"].endswith(".jpg")]
    assert len(pictures) == 4
    assert all(one["sha256"][:16] in flat for one in pictures)


def test_that_a_record_carries_its_whole_course(bench: Exporting) -> None:
    bench.desk.session = session_of(Role.ADMINISTRATOR)
    corrected = replace(example_read("read-1", "8ABC128"), revision=1000)
    with bench.store.unit_of_work() as work:
        work.reads.save(corrected)
        work.corrections.add(ReadCorrection("read-1", 1000, "jroe", START, "an 8, not a 3"))
    folder = bench.export().folder
    record = json.loads((folder / "records" / "alert-alert-1.json").read_text("utf-8"))
    course = record["alert"]
    end = example_course()[-1]
    assert len(course["answers"]) == len(end.answers)
    assert [r["reply"] for r in course["replies"]] == ["later", "confirmed"]
    assert course["disposition"]["number"] == "26-11423"
    assert course["hit"]["match"]["entry"]["lic"] == "8ABC123"
    assert record["corrections"][0]["reason"] == "an 8, not a 3"
    assert record["read"]["revision"] == 1000
    # Both as it was read and as it was corrected.
    assert len(record["pictures"]) == 4
    plate = (folder / "pictures" / "read-1-r0-plate.jpg").read_bytes()
    assert plate == end.hit.read.crop_jpeg
    entries = json.loads((folder / "audit.json").read_text("utf-8"))["entries"]
    of_alert = [e for e in entries if e["record"]["subject"] == "alert-1"]
    assert len(of_alert) == len(example_course())
    assert entries[-1]["record"]["action"] == "evidence.begun"
    with (folder / "overview.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Plate as read"] for row in rows] == ["8ABC128", "6XYZ987"]
    assert rows[0]["Disposition"] == "Vehicle recovered"
    assert rows[0]["Corrected by"] == "jroe"


def test_that_the_manifest_says_who_when_why_and_where_the_log_stood(bench: Exporting) -> None:
    done = bench.export()
    manifest = json.loads((done.folder / "manifest.json").read_text("utf-8"))
    with bench.store.unit_of_work() as work:
        begun = next(e for e in work.audit.entries() if e.record.action == "evidence.begun")
    assert manifest["audit_head"] == {"sequence": begun.sequence, "hash": begun.hash}
    assert manifest["exported_by"]["user"] == "custodian"
    assert manifest["exported_at"].startswith("2026-11-22T")
    assert manifest["exported_at"][-6] in "+-"
    assert manifest["program"] == f"ALPR Console {__version__}"
    assert manifest["signature"]["fingerprint"] == done.fingerprint


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.CUSTODIAN)])
def test_that_only_the_custodian_and_the_administrator_export(bench: Exporting, role: Role) -> None:
    bench.desk.session = session_of(role)
    with pytest.raises(PermissionRefused):
        bench.export()
    assert list(bench.medium.iterdir()) == []
    assert bench.log("evidence.exported")[0].outcome.startswith("refused: ")
    with pytest.raises(PermissionRefused):
        bench.desk.evidence.history()


@pytest.mark.requirement("RET-2")
@pytest.mark.parametrize("number", sorted(BOUND))
@pytest.mark.parametrize("missing", ["case_number", "purpose"])
def test_that_an_export_without_case_or_purpose_is_refused_with_its_section(
    number: str, missing: str, tmp_path: Path
) -> None:
    rules, clock = BOUND[number], StandingClock()
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        bench = exporting(store, clock, tmp_path, rules, Role.CUSTODIAN)
        with pytest.raises(EvidenceRefused, match=r"§" + number):
            bench.export(**{missing: "  "})
        assert list(bench.medium.iterdir()) == []


def test_that_an_export_of_nothing_is_not_begun(bench: Exporting) -> None:
    with pytest.raises(EvidenceRefused, match="Nothing is chosen"):
        bench.export(alert_ids=(), read_ids=())
    assert bench.desk.evidence.history() == []


@pytest.mark.parametrize("changed", [{"read_ids": ("gone",)}, {"alert_ids": ("gone",)}])
def test_that_an_export_of_what_is_not_there_fails_and_leaves_nothing(
    bench: Exporting, changed: dict[str, tuple[str, ...]]
) -> None:
    with pytest.raises(EvidenceRefused, match="no record gone"):
        bench.export(**changed)
    assert list(bench.medium.iterdir()) == []
    assert bench.desk.evidence.history()[0].failure == "There is no record gone in the store."


def test_that_nothing_on_the_medium_is_overwritten(
    bench: Exporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alpr_console.workflow.export_evidence.uuid4", lambda: FixedId)
    first = bench.export().folder
    monkeypatch.setattr("alpr_console.workflow.export_evidence.uuid4", lambda: OtherId)
    before = {p: p.read_bytes() for p in first.rglob("*") if p.is_file()}
    with pytest.raises(EvidenceRefused, match="on the medium already"):
        bench.export()
    assert {p: p.read_bytes() for p in first.rglob("*") if p.is_file()} == before
    assert bench.desk.evidence.history()[0].state is ExportState.FAILED


class FixedId:
    hex = "0123456789abcdef0123456789abcdef"


class OtherId:
    """Another export whose folder would be called the same."""

    hex = "01234567ffffffffffffffffffffffff"


def test_that_a_medium_that_is_not_there_is_said(bench: Exporting) -> None:
    with pytest.raises(EvidenceRefused, match="There is no folder"):
        bench.export(medium=bench.medium / "pulled")


@pytest.mark.parametrize("at", [1, 4, 9])
def test_that_a_full_medium_leaves_nothing_and_is_on_record(
    bench: Exporting, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    monkeypatch.setattr(os, "fsync", failing_at(at, os.fsync))
    with pytest.raises(EvidenceRefused, match="No space left"):
        bench.export()
    assert list(bench.medium.iterdir()) == []
    (export,) = bench.desk.evidence.history()
    assert export.state is ExportState.FAILED
    assert "No space left" in export.failure
    assert bench.log("evidence.exported")[-1].outcome.startswith("failed: ")


def failing_at(number: int, real: Callable[[int], None]) -> Callable[[int], None]:
    """The medium's own files alone are counted: the store writes elsewhere in C."""
    calls = 0

    def fsync(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls >= number and "medium" in os.readlink(f"/proc/self/fd/{handle}"):
            raise OSError(28, "No space left on device")
        real(handle)

    return fsync


def test_that_an_export_can_be_ended(bench: Exporting) -> None:
    with pytest.raises(ExportCancelled):
        export_here(bench.do, bench.asked(), cancelled=lambda: True)
    assert list(bench.medium.iterdir()) == []
    assert bench.desk.evidence.history()[0].failure == "The export was ended."


def test_that_progress_is_told_page_by_page(bench: Exporting) -> None:
    ids = tuple(f"read-{n}" for n in range(20))
    with bench.store.unit_of_work() as work:
        for one in ids:
            work.reads.save(example_read(one))
    told: list[tuple[int, int]] = []
    export_here(bench.do, bench.asked(read_ids=ids), lambda *step: told.append(step))
    assert told == [(8, 21), (16, 21), (21, 21)]


def test_that_an_export_ends_with_its_session_but_goes_on_while_that_is_locked(
    bench: Exporting,
) -> None:
    evidence = bench.desk.evidence
    heading = evidence.begin(bench.asked())
    bench.desk.lock()
    assert len(evidence.page(heading.export, 0, 8)) == 2
    bench.desk.session = session_of(Role.CUSTODIAN)
    with pytest.raises(PermissionRefused, match="signed out"):
        evidence.page(heading.export, 0, 8)
    with pytest.raises(PermissionRefused, match="signed out"):
        evidence.seal(heading.export, "ab" * 32)


def test_that_without_a_key_nothing_is_begun(bench: Exporting) -> None:
    bench.desk.signer = None
    with pytest.raises(KeyringUnavailable, match="no key to sign with"):
        bench.export()
    assert bench.desk.evidence.history() == []


def test_that_a_failed_export_can_be_made_again(bench: Exporting) -> None:
    with pytest.raises(ExportCancelled):
        export_here(bench.do, bench.asked(), cancelled=lambda: True)
    assert verified([bench.export().folder])[0] == 0
    assert [e.state for e in bench.desk.evidence.history()] == [
        ExportState.DONE,
        ExportState.FAILED,
    ]


def test_that_an_export_that_has_ended_goes_no_further() -> None:
    export = EvidenceExport("e", "jroe", START, "1", "p", ("a",), (), "f")
    for end in (ExportState.DONE, ExportState.FAILED):
        steps = (ExportStep(ExportState.SEALED, START, "ab"), ExportStep(end, START))
        ended = replace(export, steps=steps)
        for to in ExportState:
            with pytest.raises(IllegalTransition):
                ended.step(ExportStep(to, START))
    with pytest.raises(IllegalTransition):
        export.step(ExportStep(ExportState.DONE, START))


KILLED = """
import os, signal, sys
from contextlib import closing
from pathlib import Path
from alpr_console.adapters.storage.store import Store
from alpr_console.domain.operator import Role
from tests.fakes.exporting import exporting
from tests.fakes.shift import StandingClock, policy

folder, at = Path(sys.argv[1]), int(sys.argv[2])
clock, real, calls = StandingClock(), os.fsync, 0

def fsync(handle):
    global calls
    if "medium" in os.readlink(f"/proc/self/fd/{handle}"):
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
    real(handle)

with closing(Store.open(folder / "store.db", bytes(32), "4-Adam-12", clock)) as store:
    bench = exporting(store, clock, folder, policy(), Role.CUSTODIAN)
    os.fsync = fsync
    bench.export()
"""


@pytest.mark.parametrize("at", [1, 5, 13, 16])
def test_that_a_killed_export_has_failed_and_looks_it(tmp_path: Path, at: int) -> None:
    root = Path(__file__).resolve().parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), str(at)],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False, timeout=60,
    )  # fmt: skip
    assert killed.returncode == -signal.SIGKILL
    clock = StandingClock()
    with closing(Store.open(tmp_path / "store.db", bytes(32), "4-Adam-12", clock)) as store:
        with store.unit_of_work() as work:
            (left,) = work.exports.all()
            assert left.state is ExportState.BEGUN
        bench = Exporting(desk_again(store, clock, tmp_path), store, clock, tmp_path / "medium")
        (export,) = bench.desk.evidence.history()
        assert export.state is ExportState.FAILED
        assert bench.log("evidence.exported")[-1].outcome.startswith("failed: The console ended")
    assert all(path.name.endswith(".unfinished") for path in bench.medium.iterdir())


def desk_again(store: Store, clock: StandingClock, folder: Path) -> Desk:
    desk = Desk(
        store.unit_of_work, FolderShelf(folder / "shelf", bytes(32)), clock, policy(), "4-Adam-12"
    )
    desk.session = session_of(Role.CUSTODIAN)
    return desk
