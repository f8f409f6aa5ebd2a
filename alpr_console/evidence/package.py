"""Fills an export's folder: records, pictures, the log's entries, papers, signed manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from alpr_console import __version__, locations
from alpr_console.documents.csv_table import csv_bytes
from alpr_console.documents.sheet import Column, Sheet
from alpr_console.domain.audit import AuditEntry
from alpr_console.domain.evidence import EvidenceExport
from alpr_console.domain.operator import User
from alpr_console.domain.policy import AgencyPolicy
from alpr_console.evidence.folder import ExportFolder, WrittenFile
from alpr_console.evidence.record_json import Material, entry_json, json_bytes
from alpr_console.proof_ports import Signer, fingerprint

FORMAT = "alpr-console evidence 1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"

_OVERVIEW = (
    "Record", "Captured (UTC)", "Plate as read", "State", "Confidence", "Camera", "Latitude",
    "Longitude", "Alert", "Category", "Hit verified", "Status", "Disposition", "Corrected by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over the whole export."""

    export: EvidenceExport
    begun: AuditEntry
    """The export's own entry: the head of the log when it began."""
    user: User
    unit: str
    policy: AgencyPolicy
    request: Mapping[str, str] = field(default_factory=dict)
    """The release request that it fulfills; empty for the department's own case."""

    @property
    def local(self) -> datetime:
        """When it began, in this computer's zone."""
        return self.export.at.astimezone()


class Package:
    """Takes the records one after the other, then `seal`s."""

    def __init__(self, folder: ExportFolder, heading: Heading) -> None:
        self._folder = folder
        self._heading = heading
        self._rows: list[tuple[str, ...]] = []
        self._items: list[tuple[str, str, WrittenFile]] = []
        self._entries: dict[int, AuditEntry] = {heading.begun.sequence: heading.begun}
        self._pictures: set[str] = set()

    def add(self, material: Material) -> None:
        """Raises EvidenceRefused when the medium does not take it."""
        # The export speaks of the log as it stood when it began.
        last = self._heading.begun.sequence
        entries = tuple(entry for entry in material.entries if entry.sequence < last)
        material = replace(material, entries=entries)
        written = self._folder.add(f"records/{material.name}.json", material.json())
        self._items.append(("Record", _what(material), written))
        for path, jpeg in material.pictures().items():
            # Two alerts can tell of one read.
            if path not in self._pictures:
                self._pictures.add(path)
                self._items.append(("Picture", _what(material), self._folder.add(path, jpeg)))
        self._rows.append(_row(material))
        self._entries.update((entry.sequence, entry) for entry in material.entries)

    def seal(self, signer: Signer) -> str:
        """Write the rest, manifest and signature last; the manifest's SHA-256, hex.

        Raises EvidenceRefused, KeyringUnavailable, ResourceDamaged.
        """
        add = self._folder.add
        entries = [entry_json(self._entries[number]) for number in sorted(self._entries)]
        add("overview.csv", csv_bytes(_OVERVIEW, self._rows))
        add("audit.json", json_bytes({"entries": entries}))
        add("custody.pdf", custody_sheet(self._heading, self._items))
        for name in ("README.txt", "verify.py"):
            add(name, shipped(name))
        manifest = json_bytes(self._manifest(signer.public_key))
        add(MANIFEST, manifest)
        add(SIGNATURE, signer.sign(manifest))
        self._folder.settle()
        return hashlib.sha256(manifest).hexdigest()

    def finish(self) -> Path:
        """Raises EvidenceRefused."""
        return self._folder.finish()

    def discard(self) -> None:
        self._folder.discard()

    def _manifest(self, public_key: bytes) -> dict[str, object]:
        heading, export, policy = self._heading, self._heading.export, self._heading.policy
        return {
            "format": FORMAT,
            "export_id": export.export_id,
            "case_number": export.case_number,
            "purpose": export.purpose,
            "release": export.release,
            "request": dict(heading.request),
            "exported_by": {
                "user": heading.user.name,
                "name": heading.user.full_name,
                "badge": heading.user.badge,
            },
            "exported_at": heading.local.isoformat(timespec="seconds"),
            "agency": policy.agency,
            "unit": heading.unit,
            "program": f"ALPR Console {__version__}",
            "policy": {"title": policy.title, "version": policy.version, "sha256": policy.sha256},
            "audit_head": {"sequence": heading.begun.sequence, "hash": heading.begun.hash},
            "records": len(self._rows),
            "files": [
                {"path": one.path, "sha256": one.sha256, "size": one.size}
                for one in sorted(self._folder.files, key=lambda file: file.path)
            ],
            "signature": {
                "algorithm": "Ed25519 over manifest.json, 64 bytes in manifest.sig",
                "public_key": public_key.hex(),
                "fingerprint": fingerprint(public_key),
            },
        }


def shipped(name: str) -> bytes:
    """A file that goes with every export as it is."""
    return (locations.resources_dir() / "evidence" / name).read_bytes()


def custody_sheet(heading: Heading, items: list[tuple[str, str, WrittenFile]]) -> bytes:
    """PDF: what is in the export, and rows to sign at each transfer."""
    export, policy = heading.export, heading.policy
    sheet = Sheet(
        policy.agency, "Chain of custody", heading.local,
        f"{heading.user.full_name}, badge {heading.user.badge}",
    )  # fmt: skip
    sheet.clause(policy.retention.evidence)
    facts = [
        ("Case number", export.case_number),
        ("Purpose", export.purpose),
        ("Export", export.export_id),
        ("Unit", heading.unit),
        ("Policy", f"{policy.title}, version {policy.version}"),
        ("Audit log", f"Entry {heading.begun.sequence}, {heading.begun.hash[:16]}…"),
    ]
    facts += [(name, value) for name, value in heading.request.items() if value]
    sheet.facts(facts)
    sheet.heading("Transfers")
    sheet.table(
        [Column("Date and time", 1.2), Column("Released by (name, signature)", 2),
         Column("Received by (name, signature)", 2), Column("Reason", 1.4)],
        [(" \n ", "", "", "")] * 8, "",
    )  # fmt: skip
    sheet.heading("Items")
    sheet.table(
        [Column("No.", 0.4), Column("Kind", 0.7), Column("What", 1.8), Column("File", 2.6),
         Column("SHA-256 begins", 1.3)],
        [
            (str(number), kind, what, file.path, file.sha256[:16])
            for number, (kind, what, file) in enumerate(items, 1)
        ],
        "No items.",
    )  # fmt: skip
    return sheet.pdf()


def _what(material: Material) -> str:
    read = material.read
    return f"{read.text} {read.state}, {read.at:%Y-%m-%d %H:%M:%S} UTC"


def _row(material: Material) -> tuple[str, ...]:
    read, alert = material.read, material.alert
    place = ("", "")
    if read.position is not None:
        place = (f"{read.position.latitude:.6f}", f"{read.position.longitude:.6f}")
    told = ("", "", "", "", "")
    if alert is not None:
        told = (
            alert.alert_id,
            alert.hit.entry.category.label,
            "yes" if alert.verified else "no",
            alert.state.value,
            "" if alert.disposition is None else alert.disposition.outcome.label,
        )
    return (
        material.name, f"{read.at:%Y-%m-%d %H:%M:%S}", read.text, read.state,
        f"{read.reading.confidence:.3f}", read.camera, *place, *told,
        ", ".join(one.by for one in material.corrections),
    )  # fmt: skip
